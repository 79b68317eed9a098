import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Contract, ContractError, type Source } from '../model/index.ts'
import { buildContract, checkSchemas, FileSet, gather, type LoadedFile, requireDialect } from '../openapi/index.ts'
import { checkDocument } from './check-document.ts'
import { digestOf } from './digest.ts'
import { Lines } from './lines.ts'
import { parseText } from './parse-text.ts'
import { isRemote, type ReadLimits, readText } from './read-text.ts'

export interface LoadOptions {
  /** For each document that is fetched, redirects included: 10 s where it is left out. */
  readonly timeoutMs?: number
  /** For each file: 64 MiB where it is left out. */
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
  const limits: ReadLimits = {
    timeoutMs: options.timeoutMs ?? 10_000,
    maxBytes: options.maxBytes ?? 64 * 1024 * 1024,
  }
  const name = typeof source === 'string' ? source : source.file
  try {
    const root = await readRoot(source, limits)
    const files = new FileSet(root, requireDialect(root.value, name), new Lines().locate)
    const schemas = await gather(files, (url, reference, from) => readReferenced(files, url, reference, from, limits))
    // First, since it says more about a schema than the document's own check.
    checkSchemas(files, schemas)
    await checkDocument(files)
    return buildContract(files, digestOf(files.all()))
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

/** Two letters at least before the colon: `C:` is a drive. */
function urlOf(name: string): string {
  if (!/^[a-z][a-z\d+.-]+:/i.test(name)) return pathToFileURL(resolve(name)).href
  try {
    const url = new URL(name)
    url.hash = ''
    return url.href
  } catch {
    throw new ContractError('this is no URL; correct it, or name a path', { file: name })
  }
}

async function readReferenced(
  files: FileSet,
  url: string,
  reference: string,
  from: Source,
  limits: ReadLimits,
): Promise<LoadedFile> {
  const quoted = `$ref ${JSON.stringify(reference)}`
  if (isRemote(files.named(from.file).url) && !isRemote(url)) {
    const reason = 'leads from a document on the web to a file on this machine, which is not read'
    throw files.error(`${quoted} ${reason}; refer by http or https`, from)
  }
  const read = await readText(url, limits)
  if (read.kind === 'failure') {
    throw files.error(`${quoted} leads to ${nameOf(files.root, url)}, which cannot be read: ${read.reason}`, from)
  }
  const name = nameOf(files.root, url)
  return { name, url, base: read.base, text: read.text, value: parseText(read.text, name) }
}

/** Names a file as the user named the root: by URL, from the working directory, or by absolute path. */
function nameOf(root: LoadedFile, url: string): string {
  if (!url.startsWith('file:') || /^file:/i.test(root.name)) return url
  const path = fileURLToPath(url)
  if (isAbsolute(root.name) || !root.url.startsWith('file:')) return path
  const directory = dirname(fileURLToPath(root.url))
  return join(dirname(root.name), relative(directory, path)).replaceAll('\\', '/')
}
