import type { HeaderList } from '../../http/index.ts'
import type { CutBody } from '../results/index.ts'
import { counted, escapeUnsafeLines } from '../text/index.ts'

/** The text of a body, byte order mark included; undefined if its bytes are not UTF-8. */
export function bodyText(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    return undefined
  }
}

const HEX_BYTES = 32

/** What is shown of a message below its first line. */
export interface ShownMessage {
  readonly headers: HeaderList
  readonly body?: Uint8Array
  readonly cut?: CutBody
}

/** The beginning of a body, at most `limit` characters of text. Says how long the body is if this is not all of it. */
export function bodyExcerpt(body: Uint8Array, cut: CutBody | undefined, limit: number): string {
  const text = bodyText(body)
  const size = counted(cut?.bytes ?? body.length, 'byte')
  if (text === undefined) return `(${size}, not UTF-8)\n${hexPreview(body, HEX_BYTES)}`
  const shown = firstCharacters(text, limit)
  return cut === undefined && shown === text
    ? escapeUnsafeLines(text)
    : `${escapeUnsafeLines(shown)}\n… (${size} in all)`
}

/** The first bytes of a body in hexadecimal, at most `count`: `ff 00 …`. */
export const hexPreview = (body: Uint8Array, count: number): string =>
  Array.from(body.subarray(0, count), (byte) => byte.toString(16).padStart(2, '0')).join(' ') +
  (body.length > count ? ' …' : '')

/** Counts code points, each of which has at most two UTF-16 units. */
export const firstCharacters = (text: string, count: number): string =>
  text.length <= count
    ? text
    : Array.from(text.slice(0, 2 * count))
        .slice(0, count)
        .join('')
