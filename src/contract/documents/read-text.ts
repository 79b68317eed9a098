import { constants, open, realpath } from 'node:fs/promises'
import { isAbsolute, relative, sep } from 'node:path'
import { credentialsApart, statusClass } from '../../http/index.ts'
import { isRemote } from '../openapi/index.ts'
import { pathOf } from './name-file.ts'

export interface ReadLimits {
  readonly timeoutMs: number
  readonly maxBytes: number
  /** The folder in which files are read, without links on the way to it; if left out, they are read anywhere. */
  readonly within?: string
}

/** A text and the URL that it came from in the end, or why there is none: a clause that follows "because". */
export type ReadText =
  | { readonly kind: 'text'; readonly text: string; readonly base: string }
  | { readonly kind: 'failure'; readonly reason: string }

const MOST_REDIRECTS = 5
const ACCEPT = 'application/json, application/yaml, text/yaml, text/plain;q=0.5, */*;q=0.1'

/** Reads a `file:`, `http:` or `https:` URL. Never rejects. */
export async function readText(url: string, limits: ReadLimits): Promise<ReadText> {
  try {
    if (isRemote(url)) return await readRemote(url, limits)
    const flaw = schemeFlaw(url)
    return flaw === undefined ? await readLocal(url, limits) : failure(flaw)
  } catch (error) {
    return failure(explain(error, limits))
  }
}

/** Why no URL of this scheme is read: a clause that follows "because"; undefined if such URLs are. */
export const schemeFlaw = (url: string): string | undefined =>
  url.startsWith('file:') || isRemote(url)
    ? undefined
    : `${new URL(url).protocol} cannot be read; use a path, http: or https:`

async function readLocal(url: string, { maxBytes, within }: ReadLimits): Promise<ReadText> {
  const local = pathOf(url)
  if ('flaw' in local) return failure(local.flaw)
  const path = await realpath(local.path)
  if (within !== undefined && !isBelow(path, within))
    return failure('it is outside the folder of the document; move it there, or give --allow-refs-outside')
  // A pipe would be waited for until somebody writes to it.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const status = await file.stat()
    if (status.isDirectory()) return failure('it is a directory; name the file in it')
    // A device or pipe may never end.
    if (!status.isFile()) return failure('it is no regular file')
    if (status.size > maxBytes) return tooLarge(maxBytes)
    // What the system makes as it is read has no size.
    const bytes: Uint8Array[] = []
    let size = 0
    for await (const chunk of file.createReadStream({ end: maxBytes, autoClose: false })) {
      bytes.push(chunk)
      size += chunk.length
    }
    return size > maxBytes ? tooLarge(maxBytes) : decode(Buffer.concat(bytes), url)
  } finally {
    await file.close()
  }
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

async function readRemote(url: string, { timeoutMs, maxBytes }: ReadLimits): Promise<ReadText> {
  const signal = AbortSignal.timeout(timeoutMs)
  let current = url
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    // fetch takes no URL with a password, and repeats it when it says so.
    const { url: plain, authorization } = credentialsApart(current)
    const headers = { accept: ACCEPT, ...(authorization !== undefined && { authorization }) }
    const response = await fetch(plain, { redirect: 'manual', signal, headers })
    const location = response.headers.get('location')
    if (statusClass(response.status) !== 3 || location === null) {
      if (response.ok) return await readBody(response, current, maxBytes)
      await response.body?.cancel()
      return failure(`the server answered ${response.status}`)
    }
    await response.body?.cancel()
    current = new URL(location, current).href
    if (!isRemote(current)) return failure(`it redirects to ${new URL(current).protocol}, which is not followed`)
  }
  return failure(`it redirects more than ${MOST_REDIRECTS} times`)
}

async function readBody(response: Response, url: string, maxBytes: number): Promise<ReadText> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.byteLength
    if (size > maxBytes) {
      await reader?.cancel()
      return tooLarge(maxBytes)
    }
    chunks.push(part.value)
  }
  return decode(Buffer.concat(chunks), url)
}

function decode(bytes: Uint8Array, base: string): ReadText {
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), base }
  } catch {
    return failure('it is not UTF-8; save it in that encoding')
  }
}

const failure = (reason: string): ReadText => ({ kind: 'failure', reason })

const tooLarge = (maxBytes: number): ReadText =>
  failure(`it is larger than ${Math.floor(maxBytes / 1024 / 1024)} MiB; split it, or leave out what is not tested`)

const SYSTEM_ERRORS: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file; check the path',
  ENOTDIR: 'there is no such file; check the path',
  EACCES: 'it may not be read; check its permissions',
  ENOTFOUND: 'the host has no address; check the URL',
  EAI_AGAIN: 'the host has no address; check the URL',
  ECONNREFUSED: 'the host refused the connection; check the URL',
}

function explain(error: unknown, { timeoutMs }: ReadLimits): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `it was not answered within ${timeoutMs / 1000} s`
  const cause = error.cause instanceof Error ? error.cause : error
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  return SYSTEM_ERRORS[code] ?? (cause.message || code)
}
