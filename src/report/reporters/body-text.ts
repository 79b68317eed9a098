import { counted, escapeUnsafeLines } from '../text/index.ts'

/** The text of a body, byte order mark included, or undefined where its bytes are not UTF-8. */
export function bodyText(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    return undefined
  }
}

const HEX_BYTES = 32

/** What of a body a reader needs to see, at most so many characters of text; says where it is not all. */
export function bodyExcerpt(body: Uint8Array, limit: number): string {
  const text = bodyText(body)
  const size = counted(body.length, 'byte')
  if (text === undefined) {
    const hex = Array.from(body.subarray(0, HEX_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
    return `(${size}, not UTF-8)\n${hex}${body.length > HEX_BYTES ? ' …' : ''}`
  }
  const shown = firstCharacters(text, limit)
  return shown === text ? escapeUnsafeLines(text) : `${escapeUnsafeLines(shown)}\n… (${size} in all)`
}

/** By code points, of which each has two units at most. */
export const firstCharacters = (text: string, count: number): string =>
  text.length <= count
    ? text
    : Array.from(text.slice(0, 2 * count))
        .slice(0, count)
        .join('')
