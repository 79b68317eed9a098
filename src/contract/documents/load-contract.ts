import { type Contract, ContractError } from '../model/index.ts'
import { buildContract, checkSchemas, FileSet, gather, type LoadedFile, requireDialect } from '../openapi/index.ts'
import { checkDocument } from './check-document.ts'
import { digestOf } from './digest.ts'
import { Lines } from './lines.ts'
import { urlOf } from './name-file.ts'
import { parseText } from './parse-text.ts'
import { type FileLimits, readFiles } from './read-files.ts'
import { type ReadLimits, readText } from './read-text.ts'

export interface LoadOptions {
  /** For each document that is fetched, redirects included: 10 s by default. */
  readonly timeoutMs?: number
  /** For each file: 64 MiB by default. */
  readonly maxBytes?: number
}

/** A document that is at hand; its references resolve against `file`, a path or URL. */
export interface GivenText {
  readonly file: string
  readonly text: string
}

/**
 * Loads an OpenAPI 2.0, 3.0 or 3.1 document (JSON or YAML) with every file that it refers to, and checks all of it.
 *
 * `source` is a path, a `file:`, `http:` or `https:` URL, or a text. What is fetched over HTTP never leads to a local
 * file. Rejects with ContractError, which names the place and what to do, for a document that cannot be used: not
 * readable, not JSON or YAML, not OpenAPI, against its version's schema, or with a `$ref` that leads nowhere.
 */
export async function loadContract(source: string | GivenText, options: LoadOptions = {}): Promise<Contract> {
  const limits: FileLimits = {
    timeoutMs: options.timeoutMs ?? 10_000,
    maxBytes: options.maxBytes ?? 64 * 1024 * 1024,
    maxFiles: 10_000,
  }
  const name = typeof source === 'string' ? source : source.file
  try {
    const root = await readRoot(source, limits)
    const files = new FileSet(root, requireDialect(root.value, name), new Lines().locate)
    const schemas = gather(files, await readFiles(files, limits))
    // First, since it says more about a schema than the document's own check.
    checkSchemas(files, schemas)
    await checkDocument(files)
    const contract = buildContract(files, digestOf(files.all()))
    return { ...contract, files: files.all().map(({ url }) => url) }
  } catch (error) {
    if (error instanceof RangeError) {
      throw new ContractError('nested too deeply to be read; flatten it with $ref', { file: name })
    }
    throw error
  }
}

async function readRoot(source: string | GivenText, limits: ReadLimits): Promise<LoadedFile> {
  const name = typeof source === 'string' ? source : source.file
  const url = urlOf(name)
  if (typeof source !== 'string') {
    const text = source.text.replace(/^\uFEFF/, '')
    return { name, url, base: url, text, value: parseText(text, name) }
  }
  const read = await readText(url, limits)
  if (read.kind === 'failure') throw new ContractError(`cannot be read: ${read.reason}`, { file: name })
  return { name, url, base: read.base, text: read.text, value: parseText(read.text, name) }
}
