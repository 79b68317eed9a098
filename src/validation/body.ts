import { isJsonMediaType } from '../http/index.ts'
import { type Hazard, type Json, scanHazards } from '../json/index.ts'

export type DecodedBody =
  | { readonly kind: 'value'; readonly value: Json; readonly hazards: readonly (Hazard | 'byte order mark')[] }
  | { readonly kind: 'malformed'; readonly what: string }
  /** A media type that is not read as a value. */
  | { readonly kind: 'opaque' }

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
  if (!json) return { kind: 'value', value: text, hazards: [] }
  const marked = text.startsWith('\ufeff')
  const unmarked = marked ? text.slice(1) : text
  try {
    const value: Json = JSON.parse(unmarked)
    const hazards = scanHazards(unmarked, value)
    return { kind: 'value', value, hazards: marked ? ['byte order mark', ...hazards] : hazards }
  } catch {
    return { kind: 'malformed', what: unmarked.trim() === '' ? 'an empty body' : 'a text that is not JSON' }
  }
}
