import { ContractError, type Source } from '../model/index.ts'
import { type ExplainUnread, FileFinder, type FileSet } from '../openapi/index.ts'
import { nameFile } from './name-file.ts'
import { parseText } from './parse-text.ts'
import { type ReadLimits, type ReadText, readText, schemeFlaw } from './read-text.ts'
import { Turns } from './turns.ts'

/** swagger-parser asks for all files at once, and a machine opens only so many files and connections. */
const MOST_AT_ONCE = 16
export interface FileLimits extends ReadLimits {
  /** Besides the root: a server could name one more file in each file, without end. */
  readonly maxFiles: number
}

/**
 * Adds to a set every file that its root leads to, by way of swagger-parser. A file that cannot be had is left out:
 * whether the document needs it shows when its reference is met. The function that is given back then says why.
 */
export async function readFiles(files: FileSet, limits: FileLimits): Promise<ExplainUnread> {
  // Loaded here, since it takes a while, and the bundled contract needs none of it.
  const { default: SwaggerParser } = await import('@apidevtools/swagger-parser')
  const plugin = new FilePlugin(files, limits)
  const text = { order: 1, canRead: true, read: ({ url }: Named) => plugin.read(url) }
  const document = { order: 1, canParse: true, allowEmpty: true, parse: ({ url }: Named) => plugin.parse(url) }
  await new SwaggerParser().resolve(files.root.base, plugin.rootView(), {
    resolve: { file: false, http: false, text },
    parse: { json: false, yaml: false, text: false, binary: false, document },
  })
  return (url, reference, from) => plugin.explain(url, reference, from)
}

const NOT_READ = 'it was not read'

interface Named {
  readonly url: string
}

/** What swagger-parser is shown of a file: the references to other files. */
interface View {
  readonly 'x-files': readonly { readonly $ref: string }[]
}

/**
 * Reads and parses files for swagger-parser. Of each file, swagger-parser sees the references to further files alone,
 * each an absolute URL. In a whole file, it would follow every `$ref` of an example. After a redirect, it would resolve
 * references against the old URL.
 */
class FilePlugin {
  readonly #files: FileSet
  readonly #limits: FileLimits
  readonly #finder: FileFinder
  readonly #turns = new Turns(MOST_AT_ONCE)
  readonly #texts = new Map<string, ReadText>()
  readonly #unreadable = new Map<string, string>()
  readonly #errors = new Map<string, ContractError>()
  /** The URLs beyond the limit. */
  readonly #leftOut = new Set<string>()
  #free: number

  constructor(files: FileSet, limits: FileLimits) {
    this.#files = files
    this.#limits = limits
    this.#free = limits.maxFiles
    this.#finder = new FileFinder(files)
  }

  /**
   * swagger-parser asks for a version and for paths. It is shown 3.0.3 whatever the document says: it refuses patch
   * releases that it has never heard of, and in 3.1 it would resolve references against `$id`.
   */
  rootView() {
    const document = { openapi: '3.0.3', info: { title: '', version: '' }, paths: {} }
    return { ...document, ...this.#view(this.#finder.fromRoot()) }
  }

  /** Never rejects: a failure would come back from swagger-parser without its reason. */
  async read(url: string): Promise<string> {
    this.#texts.set(url, await this.#turns.take(() => readText(url, this.#limits)))
    return url
  }

  /** Never throws, as `read`. */
  parse(url: string): View {
    const read = this.#texts.get(url)
    this.#texts.delete(url)
    if (read?.kind !== 'text') {
      this.#unreadable.set(url, read?.reason ?? NOT_READ)
      return this.#view([])
    }
    try {
      const name = nameFile(this.#files.root, url)
      this.#files.add({ name, url, base: read.base, text: read.text, value: parseText(read.text, name) })
      return this.#view(this.#finder.fromFile(url))
    } catch (error) {
      this.#errors.set(url, error instanceof ContractError ? error : new ContractError(String(error), { file: url }))
      return this.#view([])
    }
  }

  explain(url: string, reference: string, from: Source): ContractError {
    const tooMany = `a document refers to ${this.#limits.maxFiles} other files at most; bundle them into fewer`
    // swagger-parser does not ask for every URL: it takes `c:` for a drive of Windows.
    const reason = this.#unreadable.get(url) ?? schemeFlaw(url) ?? (this.#leftOut.has(url) ? tooMany : NOT_READ)
    const unread = `$ref ${JSON.stringify(reference)} leads to ${nameFile(this.#files.root, url)}`
    return this.#errors.get(url) ?? this.#files.error(`${unread}, which cannot be read: ${reason}`, from)
  }

  #view(urls: readonly string[]): View {
    const wanted = urls.slice(0, this.#free)
    for (const url of urls.slice(this.#free)) this.#leftOut.add(url)
    this.#free -= wanted.length
    return { 'x-files': wanted.map(($ref) => ({ $ref })) }
  }
}
