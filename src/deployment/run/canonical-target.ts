import type { HttpRequest } from '../../http/index.ts'

/**
 * Path and query as the algorithm SDK-HMAC-SHA256 of Huawei Cloud has them. Each segment, name and value is decoded, and
 * encoded again byte by byte except for the unreserved characters (RFC 3986, 2.3), so it does not matter how the wire
 * wrote them. The path ends with a slash; pairs of the query are sorted by name, then by value, and each has its `=`.
 */
export function canonicalTarget(target: HttpRequest['target']): { readonly path: string; readonly query: string } {
  const [path = '', query] = split(target)
  const segments = path.split('/').map((segment) => encode(decode(segment)))
  const pairs = (query === undefined ? [] : query.split('&')).flatMap((pair): [string, string][] => {
    const [name = '', value = ''] = splitAt(pair, '=')
    return pair === '' ? [] : [[decode(name), decode(value)]]
  })
  pairs.sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
  return {
    path: segments.at(-1) === '' ? segments.join('/') : `${segments.join('/')}/`,
    query: pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&'),
  }
}

/**
 * Whether everybody writes a target in the same canonical form. The vendor's own signers in different languages write
 * escapes, empty segments, dot segments and `+` in different ways, so a gateway may take a good signature for a wrong
 * one.
 */
export function isPlainTarget(target: HttpRequest['target']): boolean {
  const [path = '', query = ''] = split(target)
  return /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)*\/?$/.test(path) && /^[\w.~=&-]*$/.test(query)
}

const split = (target: string): string[] => splitAt(target.replace(/#.*$/s, ''), '?')

function splitAt(text: string, separator: string): string[] {
  const index = text.indexOf(separator)
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)]
}

/** What the escapes stand for, each byte a character; what is no escape stands for itself. */
const decode = (text: string): string =>
  text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** Each character a byte, as on the wire. */
const encode = (bytes: string): string =>
  bytes.replace(/[^\w.~-]/g, (byte) => `%${(byte.charCodeAt(0) & 0xff).toString(16).toUpperCase().padStart(2, '0')}`)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
