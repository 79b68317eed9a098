import { appendToken, isArray, isObject, type Json, type Pointer, valueAt } from '../../json/index.ts'
import { addressOf, ContractError, type Source } from '../model/index.ts'
import { type Dialect, declaredDialect } from './dialect.ts'
import { type Place, referenceOf } from './place.ts'

/** A file as it was read. */
export interface LoadedFile {
  /** As a `Source` names it. */
  readonly name: string
  /** Absolute, without a fragment: what a reference to this file resolves to. */
  readonly url: string
  /** What references in it resolve against: differs from `url` after a redirect. */
  readonly base: string
  /** Without a byte order mark. */
  readonly text: string
  readonly value: Json
}

/** The line, from 1, where a place of a file stands in its text; undefined where that cannot be told. */
export type Locate = (source: Source, text: string) => number | undefined

/** The files of a contract, each kept as it was written, and the references between them. */
export class FileSet {
  readonly root: LoadedFile
  readonly dialect: Dialect
  readonly #byUrl = new Map<string, LoadedFile>()
  readonly #byName = new Map<string, LoadedFile>()
  readonly #dialects = new Map<string, Dialect>()
  readonly #anchors = new Map<string, ReadonlyMap<string, Pointer>>()
  readonly #locate: Locate

  constructor(root: LoadedFile, dialect: Dialect, locate: Locate = () => undefined) {
    this.root = root
    this.dialect = dialect
    this.#locate = locate
    this.add(root)
  }

  add(file: LoadedFile): void {
    this.#byUrl.set(file.url, file)
    this.#byName.set(file.name, file)
    // A file of mere parts speaks the language of the document that uses them.
    this.#dialects.set(file.name, declaredDialect(file.value) ?? this.dialect)
  }

  /** In the order of being read, the root first. */
  all(): LoadedFile[] {
    return [...this.#byUrl.values()]
  }

  has(url: string): boolean {
    return this.#byUrl.has(url)
  }

  named(name: string): LoadedFile {
    const file = this.#byName.get(name)
    if (!file) throw new ContractError('this file is no part of the contract', { file: name })
    return file
  }

  dialectOf(source: Source): Dialect {
    return this.#dialects.get(source.file) ?? this.dialect
  }

  lineOf(source: Source): number | undefined {
    const file = this.#byName.get(source.file)
    return file && this.#locate(source, file.text)
  }

  error(reason: string, source: Source): ContractError {
    return new ContractError(reason, { ...source, line: this.lineOf(source) })
  }

  /** The URL of the file that a reference leads to. */
  urlOf(reference: string, from: Source): string {
    const file = this.named(from.file)
    const path = reference.replace(/#.*$/s, '')
    if (path === '') return file.url
    try {
      const url = new URL(path, file.base)
      // A query means nothing to a file, and would make two of one.
      if (url.protocol === 'file:') url.search = ''
      return url.href
    } catch {
      throw this.error(`$ref ${JSON.stringify(reference)} is no URL; correct it`, from)
    }
  }

  /** The place that a reference written at `from` leads to, in a file that is loaded. */
  follow(reference: string, from: Source): Place {
    const url = this.urlOf(reference, from)
    const file = this.#byUrl.get(url)
    if (!file) throw this.error(`$ref ${JSON.stringify(reference)} leads to a file that was not loaded`, from)
    const pointer = this.#pointerOf(reference, file, from)
    const value = pointer === undefined ? undefined : valueAt(file.value, pointer)
    if (pointer === undefined || value === undefined) {
      const missing = `$ref ${JSON.stringify(reference)} leads nowhere: ${file.name} has no such place`
      throw this.error(`${missing}; correct the reference or add what it names`, from)
    }
    return { value, source: { file: file.name, pointer } }
  }

  /** Follows references until something else stands there. */
  deref(place: Place): Place {
    const seen = new Set<string>()
    let current = place
    for (let reference = referenceOf(place.value); reference !== undefined; reference = referenceOf(current.value)) {
      const address = addressOf(current.source)
      if (seen.has(address)) throw this.error('$ref leads back to itself; refer to a definition', place.source)
      seen.add(address)
      current = this.follow(reference, current.source)
    }
    return current
  }

  #pointerOf(reference: string, file: LoadedFile, from: Source): Pointer | undefined {
    const mark = reference.indexOf('#')
    const raw = mark === -1 ? '' : reference.slice(mark + 1)
    try {
      const fragment = decodeURIComponent(raw)
      return fragment === '' || fragment.startsWith('/') ? fragment : this.#anchorsOf(file).get(fragment)
    } catch {
      const advice = 'write a percent sign as %25'
      throw this.error(`$ref ${JSON.stringify(reference)} has a malformed percent escape; ${advice}`, from)
    }
  }

  #anchorsOf(file: LoadedFile): ReadonlyMap<string, Pointer> {
    const known = this.#anchors.get(file.url)
    if (known) return known
    const anchors = findAnchors(file.value)
    this.#anchors.set(file.url, anchors)
    return anchors
  }
}

/** Keywords whose values are data, in which nothing is an anchor. */
const DATA = new Set(['const', 'default', 'enum', 'example', 'examples'])

function findAnchors(root: Json): Map<string, Pointer> {
  const anchors = new Map<string, Pointer>()
  const waiting: { readonly value: Json; readonly pointer: Pointer }[] = [{ value: root, pointer: '' }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, pointer } = next
    if (!isObject(value) && !isArray(value)) continue
    for (const [name, below] of Object.entries(value)) {
      const anchor = name === '$anchor' || name === '$dynamicAnchor'
      if (anchor && typeof below === 'string' && !anchors.has(below)) anchors.set(below, pointer)
      // Below `properties`, these are names like any other.
      const named = /\/(?:properties|patternProperties|\$defs|schemas|dependentSchemas)$/.test(pointer)
      if (named || !DATA.has(name)) {
        waiting.push({ value: below, pointer: appendToken(pointer, name) })
      }
    }
  }
  return anchors
}
