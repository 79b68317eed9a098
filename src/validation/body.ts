import { isJsonMediaType } from '../http/index.ts'
import { type Hazard, type Json, scanHazards } from '../json/index.ts'

export type DecodedBody =
  | DecodedValue
  | { readonly kind: 'malformed'; readonly what: string }
  /** A media type that is not read as a value. */
  | { readonly kind: 'opaque' }

interface DecodedValue {
  readonly kind: 'value'
  readonly value: Json
  /** The JSON that the value was read from; undefined where it is no JSON. */
  readonly json: string | undefined
}

const BYTE_ORDER_MARK = '\ufeff'
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads a body as its media type says: JSON as UTF-8 (RFC 8259, 8.1), text as a string. */
export function decodeBody(bytes: Uint8Array, mediaType: string): DecodedBody {
  const json = isJsonMediaType(mediaType)
  if (!json && !mediaType.startsWith('text/')) return { kind: 'opaque' }
  let text: string
  try {
    text = UTF8.decode(bytes)
  } catch {
    return { kind: 'malformed', what: 'bytes that are not UTF-8' }
  }
  if (!json) return { kind: 'value', value: text, json: undefined }
  const unmarked = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
  try {
    const value: Json = JSON.parse(unmarked)
    return { kind: 'value', value, json: text }
  } catch {
    return { kind: 'malformed', what: unmarked.trim() === '' ? 'an empty body' : 'a text that is not JSON' }
  }
}

/** What of a body that could be decoded a parser may refuse all the same. */
export function hazardsOf({ value, json }: DecodedValue): (Hazard | 'byte order mark')[] {
  if (json === undefined) return []
  if (json.startsWith(BYTE_ORDER_MARK)) return ['byte order mark', ...scanHazards(json.slice(1), value)]
  return scanHazards(json, value)
}
