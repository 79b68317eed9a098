import { withoutCredentials } from '../../http/index.ts'
import { addressOf, type Contract, ContractError } from '../model/index.ts'
import {
  buildContract,
  FileSet,
  type Gathered,
  gather,
  type LoadedFile,
  type MetFaults,
  requireDialect,
  schemaFaults,
  unjudgedFaults,
} from '../openapi/index.ts'
import { digestOf } from './digest.ts'
import { documentFaults, requireValid } from './document-faults.ts'
import { Lines } from './lines.ts'
import { folderOf, urlOf } from './name-file.ts'
import { parseText } from './parse-text.ts'
import { type FileLimits, readFiles } from './read-files.ts'
import { type ReadLimits, readText } from './read-text.ts'

export interface LoadOptions {
  /** For each document that is fetched, redirects included: 10 s by default. */
  readonly timeoutMs?: number
  /** For each file: 64 MiB by default. */
  readonly maxBytes?: number
  /** Whether any fault refuses the document; otherwise, it closes the operations that it touches. */
  readonly strict?: boolean
  /** Whether a document on this machine reads files outside its own folder by `$ref`. */
  readonly allowRefsOutside?: boolean
}

/** A document that is at hand; its references resolve against `file`, a path or URL. */
export interface GivenText {
  readonly file: string
  readonly text: string
}

/**
 * Loads an OpenAPI 2.0, 3.0, 3.1 or 3.2 document (JSON or YAML) with every file that it refers to, and checks all of it.
 *
 * `source` is a path, a `file:`, `http:` or `https:` URL, or a text. What is fetched over HTTP never leads to a local
 * file, and a document on this machine to none outside its folder, unless the options allow it. Rejects with ContractError, which names the place and what to do, for a document that cannot be used: not
 * readable, not JSON or YAML, not OpenAPI, against its version's schema, or with a `$ref` that leads nowhere.
 */
export async function loadContract(source: string | GivenText, options: LoadOptions = {}): Promise<Contract> {
  const limits: FileLimits = {
    timeoutMs: options.timeoutMs ?? 10_000,
    maxBytes: options.maxBytes ?? 64 * 1024 * 1024,
    maxFiles: 10_000,
  }
  const name = withoutCredentials(typeof source === 'string' ? source : source.file)
  try {
    const root = await readRoot(source, limits)
    const files = new FileSet(root, requireDialect(root.value, name), new Lines().locate)
    const within = options.allowRefsOutside ? undefined : await folderOf(root.url)
    const gathered = gather(files, await readFiles(files, { ...limits, ...(within !== undefined && { within }) }))
    const faults = options.strict ? await refuseFaults(files, gathered) : await findFaults(files, gathered)
    const contract = buildContract(files, digestOf(files.all()), faults)
    return { ...contract, files: files.all().map(({ url }) => withoutCredentials(url)) }
  } catch (error) {
    if (error instanceof RangeError) {
      throw new ContractError('nested too deeply to be read; flatten it with $ref', { file: name })
    }
    throw error
  }
}

/** Rejects with ContractError for the first fault. */
async function refuseFaults(files: FileSet, { schemas, faults, uses }: Gathered): Promise<undefined> {
  // First, since it says more about a schema than the document's own check.
  for (const fault of [...faults, ...schemaFaults(files, schemas), ...unjudgedFaults(files, schemas, uses)])
    throw fault.error()
  await requireValid(files)
}

async function findFaults(files: FileSet, { schemas, faults, uses }: Gathered): Promise<MetFaults> {
  const inDocument = await documentFaults(files, uses)
  const withoutPaths = inDocument.closing.find(({ source }) => source.pointer === '/paths')
  if (withoutPaths) throw withoutPaths.error()
  const met = [...faults, ...schemaFaults(files, schemas), ...unjudgedFaults(files, schemas, uses)]
  const tolerable = met.filter((fault) => fault.isHarmless)
  // What is said of a keyword says more than what the document's own check says of its place.
  const places = new Set(tolerable.map(({ source }) => addressOf(source)))
  const harmless = [...inDocument.harmless.filter(({ source }) => !places.has(addressOf(source))), ...tolerable]
  const severe = [...met.filter((fault) => !fault.isHarmless), ...inDocument.closing]
  const { closing, idle } = uses.closedBy(severe)
  const unread = harmless.filter(({ source }) => !uses.isRead(source))
  return { closing, harmless: harmless.filter(({ source }) => uses.isRead(source)), unread: [...idle, ...unread] }
}

async function readRoot(source: string | GivenText, limits: ReadLimits): Promise<LoadedFile> {
  const given = typeof source === 'string' ? source : source.file
  const name = withoutCredentials(given)
  const url = urlOf(given)
  if (typeof source !== 'string') {
    const text = source.text.replace(/^\uFEFF/, '')
    return { name, url, base: url, text, value: parseText(text, name) }
  }
  const read = await readText(url, limits)
  if (read.kind === 'failure') throw new ContractError(`cannot be read: ${read.reason}`, { file: name })
  return { name, url, base: read.base, text: read.text, value: parseText(read.text, name) }
}
