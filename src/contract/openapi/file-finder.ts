import type { FileSet } from './file-set.ts'
import type { Part } from './grammar.ts'
import { walk } from './walk.ts'

/**
 * Finds the files that a document needs, while they are being read. It follows the grammar: a `$ref` within an example,
 * or in a part of another file that nobody refers to, asks for nothing.
 */
export class FileFinder {
  readonly #files: FileSet
  readonly #seen = new Set<string>()
  /** The parts that refer to a file that is not there yet, by its URL. */
  readonly #waiting = new Map<string, { readonly reference: string; readonly part: Part }[]>()

  constructor(files: FileSet) {
    this.#files = files
  }

  /** The URLs of the files that the root document refers to. */
  fromRoot(): string[] {
    return this.#wantedBy([{ kind: 'document', node: this.#files.rootNode }])
  }

  /** The URLs of further files that are needed once this one is in the set. Each URL is given out once. */
  fromFile(url: string): string[] {
    const waiting = this.#files.urisOf(url).flatMap((uri) => this.#waiting.get(uri) ?? [])
    const targets = waiting.flatMap(({ reference, part }): Part[] => {
      const target = this.#files.targetOf(reference, part.node.source)
      return target.kind === 'node' ? [{ kind: part.kind, node: target.node }] : []
    })
    return this.#wantedBy(targets)
  }

  #wantedBy(parts: readonly Part[]): string[] {
    const wanted: string[] = []
    for (const { part, reference } of walk(this.#files, parts, this.#seen)) {
      if (reference?.target.kind !== 'unread') continue
      const { url } = reference.target
      const waiting = this.#waiting.get(url) ?? []
      if (waiting.length === 0) wanted.push(url)
      waiting.push({ reference: reference.text, part })
      this.#waiting.set(url, waiting)
    }
    return wanted
  }
}
