import { byteText } from './byte-text.ts'
import { type HttpRequest, headerValue } from './message.ts'

/** From this size curl asks for `100 Continue` first, in one version or another. */
const EXPECT_SIZE = 1024
/** Linux refuses a single argument of 128 KiB; the shell's own printf knows no such limit. */
const ARGUMENT_SIZE = 100_000

/** Our transport gives these a content-length even without a body; so does curl when it is handed an empty one. */
const BODY_METHODS: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'QUERY', 'PROPFIND', 'PROPPATCH'])

/**
 * One line for a POSIX shell that sends `request` again with curl: the same method, raw target, headers and body bytes.
 * curl adds `Host`, `User-Agent` and `Accept: *\/*` of its own. The line holds whatever the request holds.
 * Secrets that a transport adds are not in it.
 *
 * @param origin scheme, host and port without a final slash: `https://example.com`
 * @param bodyFile a file that has the body, in place of what the request has
 */
export function toCurl(request: HttpRequest, origin: string, bodyFile?: string): string {
  const { method, target, headers } = request
  const body = request.body ?? (BODY_METHODS.has(method) ? new Uint8Array() : undefined)
  const words = ['curl --path-as-is -g']
  // With `-X HEAD` curl would wait for the body that Content-Length announces.
  words.push(
    method === 'HEAD' && body === undefined ? '--head' : `-X ${/^[A-Z]+$/.test(method) ? method : word(method)}`,
  )
  // curl itself would cut the target at a `#` and would send other than Latin-1 bytes.
  if (/^[!"$-~]*$/.test(target)) words.push(word(origin + target))
  else words.push(word(origin), '--request-target', word(target))
  for (const [name, value] of headers) {
    if (name.toLowerCase() === 'content-length') continue
    words.push('-H', word(value.trim() === '' ? `${name};` : `${name}: ${value}`))
  }
  if (body === undefined) return words.join(' ')
  // What follows keeps curl from headers that it would add for a body.
  if (headerValue(headers, 'content-type') === undefined) words.push("-H 'content-type:'")
  if (body.length >= EXPECT_SIZE && headerValue(headers, 'expect') === undefined) words.push("-H 'expect:'")
  if (bodyFile !== undefined) return `${words.join(' ')} --data-binary @${bodyFile}`
  const text = plainText(body)
  if (text === undefined || body.length > ARGUMENT_SIZE) {
    return `printf ${format(byteText(body))} | ${words.join(' ')} --data-binary @-`
  }
  // `--data-binary @name` would send a file.
  words.push(text.startsWith('@') ? '--data-raw' : '--data-binary', quote(text))
  return words.join(' ')
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** A word of text whose characters are bytes (Latin-1), as targets and headers are on the wire. */
const word = (text: string): string => (/^[ -~]*$/.test(text) ? quote(text) : `"$(printf ${format(text)})"`)

/** A format for printf that prints exactly the bytes that `text` holds as Latin-1. */
function format(text: string): string {
  const escaped = text
    .replace(/[\\%]/g, '$&$&')
    .replace(/^-|[\0-\x1f\x7f-\xff]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)
  return quote(escaped)
}

/** The body as UTF-8 text that stays on one line, or undefined if it is no such text. */
function plainText(body: Uint8Array): string | undefined {
  try {
    // With `ignoreBOM` the mark stays in the text, and so in the body.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
    return /[\0-\x1f\x7f-\x9f\u2028\u2029]/.test(text) ? undefined : text
  } catch {
    return undefined
  }
}
