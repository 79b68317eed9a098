import * as zlib from 'node:zlib'
import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import { type HeaderList, headerValues } from '../http/index.ts'

/** More codings than anyone stacks, and few enough that undoing them all at the cap takes no noticeable time. */
const MOST_CODINGS = 5

export type Decoded =
  | { readonly kind: 'decoded'; readonly body: Uint8Array }
  | { readonly kind: 'too large' }
  | { readonly kind: 'undecodable'; readonly coding: string; readonly why: string }

type Decoder = (bytes: Uint8Array, options: { maxOutputLength: number; finishFlush?: number }) => Uint8Array

const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  // RFC 9110, 8.4.1.2: zlib data. Like every client we also take the bare stream that some servers send.
  [
    'deflate',
    (bytes, options) => (((bytes[0] ?? 0) & 0x0f) === 8 ? inflateSync(bytes, options) : inflateRawSync(bytes, options)),
  ],
  [
    'br',
    (bytes, { finishFlush, ...options }) =>
      brotliDecompressSync(
        bytes,
        finishFlush === undefined ? options : { ...options, finishFlush: constants.BROTLI_OPERATION_FLUSH },
      ),
  ],
  ['identity', (bytes) => bytes],
  ...zstandard(),
])

/** Node has it from 22.15 on (RFC 8878). */
function zstandard(): [string, Decoder][] {
  const decode: unknown = Reflect.get(zlib, 'zstdDecompressSync')
  if (typeof decode !== 'function') return []
  const decoder: Decoder = (bytes, { maxOutputLength }) => {
    const decoded: unknown = decode(bytes, { maxOutputLength })
    if (decoded instanceof Uint8Array) return decoded
    throw new TypeError('no bytes came of it')
  }
  return [['zstd', decoder]]
}

/**
 * Undoes the content codings of a body (RFC 9110, 8.4), the last one first. What all of them
 * give together may be no longer than `maxBytes`: by codings within codings a small body becomes a large one. An empty body
 * stays as it is: an answer to HEAD, a 204 and a 304 have none to decode. One that is cut is decoded as far as
 * it goes.
 */
export function decodeBody(headers: HeaderList, body: Uint8Array, maxBytes: number, isCut = false): Decoded {
  if (body.length === 0) return { kind: 'decoded', body }
  const codings = headerValues(headers, 'content-encoding')
    .flatMap((value) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '')
  if (codings.length > MOST_CODINGS)
    return { kind: 'undecodable', coding: codings.slice(0, MOST_CODINGS).join(', '), why: 'too many codings' }
  let decoded = body
  let left = maxBytes
  for (const coding of codings.reverse()) {
    const decode = DECODERS.get(coding)
    if (decode === undefined) return { kind: 'undecodable', coding, why: 'a coding that is not known here' }
    try {
      decoded = decode(decoded, {
        // Node takes 0 for no limit.
        maxOutputLength: Math.max(left, 1),
        ...(isCut && { finishFlush: constants.Z_SYNC_FLUSH }),
      })
      if (coding !== 'identity') left -= decoded.length
      if (left < 0) return { kind: 'too large' }
    } catch (error) {
      if (error instanceof RangeError) return { kind: 'too large' }
      return { kind: 'undecodable', coding, why: error instanceof Error ? error.message : String(error) }
    }
  }
  return { kind: 'decoded', body: decoded }
}
