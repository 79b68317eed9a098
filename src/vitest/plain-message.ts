import {
  concreteMediaType,
  framingOf,
  type HeaderList,
  type HttpResponse,
  headerValue,
  ItemCounter,
  isJsonMediaType,
  SEQUENCE_LIMITS,
} from '../http/index.ts'
import { type Json, roundedJson } from '../json/index.ts'

/** Header fields as an object, as pairs, or as `Headers`. */
export type PlainHeaders =
  | Iterable<readonly [name: string, value: string]>
  | { readonly [name: string]: string | readonly string[] | undefined }

/** Bytes, text as it is sent, or any other JSON value, which is sent as JSON. */
export type PlainBody = Json | Uint8Array

/** A response as data. If headers are left out, a body that is a JSON value has its documented media type. */
export interface PlainResponse {
  readonly status: number
  readonly headers?: PlainHeaders | undefined
  readonly body?: PlainBody | undefined
}

/** A request as data. If headers are left out, a body that is a JSON value has its documented media type. */
export interface PlainRequest {
  readonly method: string
  /** A URL, read as `fetch` reads it; or a raw path and query, as it stands on the wire. */
  readonly url?: string | URL | undefined
  readonly target?: string | undefined
  readonly headers?: PlainHeaders | undefined
  readonly body?: PlainBody | undefined
}

/** What `Request` and `Response` have in common, whichever fetch they are of. */
export interface FetchMessage {
  readonly headers: Iterable<readonly [name: string, value: string]>
  readonly bodyUsed: boolean
  clone(): { arrayBuffer(): Promise<ArrayBuffer>; readonly body?: ReadableStream<Uint8Array> | null }
}

export const isFetchMessage = (value: object): value is FetchMessage =>
  'clone' in value && typeof value.clone === 'function' && 'bodyUsed' in value && 'headers' in value

/** The body of a response, which stays readable; of items without end, the first ones. */
export async function bodyOf(message: FetchMessage): Promise<Pick<HttpResponse, 'body' | 'cutBy'>> {
  const framing = framingOf(headerValue([...message.headers], 'content-type') ?? '')
  const stream = framing && !message.bodyUsed ? message.clone().body : undefined
  return framing && stream ? firstItems(stream, new ItemCounter(framing)) : { body: await bytesOf(message) }
}

const MOST_BYTES = 16 * 2 ** 20

async function firstItems(
  stream: ReadableStream<Uint8Array>,
  counter: ItemCounter,
): Promise<Pick<HttpResponse, 'body' | 'cutBy'>> {
  const reader = stream.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), SEQUENCE_LIMITS.mostMs)
  })
  const joined = async (cutBy?: HttpResponse['cutBy']) => ({
    body: new Uint8Array(await new Blob(chunks.map((chunk) => chunk.slice())).arrayBuffer()),
    ...(cutBy && { cutBy }),
  })
  try {
    for (;;) {
      const next = await Promise.race([reader.read(), late])
      if (next === undefined) return await joined('time')
      if (next.done) return await joined()
      chunks.push(next.value)
      size += next.value.length
      if (counter.add(next.value) >= SEQUENCE_LIMITS.items) return await joined('items')
      if (size > MOST_BYTES) return await joined('bytes')
    }
  } finally {
    clearTimeout(timer)
    // The other branch of the clone may still be read: this one is let go without waiting for it.
    reader.cancel().catch(() => undefined)
  }
}

/** The bytes of a body, which stays readable. Throws TypeError if it was read before. */
export async function bytesOf(message: FetchMessage): Promise<Uint8Array> {
  if (message.bodyUsed)
    throw new TypeError(
      'The body was read before, and can be read only once: keep a clone() of the message for expect().',
    )
  return new Uint8Array(await message.clone().arrayBuffer())
}

/** Headers and bytes of a message that is data; `documented` are the media types that its body may have. */
export function writePlainMessage(
  message: object,
  documented: readonly string[],
): { readonly headers: HeaderList; readonly body: Uint8Array } {
  const headers: unknown = 'headers' in message ? message.headers : undefined
  const body: unknown = 'body' in message ? message.body : undefined
  if (headers !== undefined && (typeof headers !== 'object' || headers === null))
    throw new TypeError(`Headers are an object, pairs or Headers, and no ${typeof headers}.`)
  if (body === undefined) return { headers: headerList(headers ?? {}), body: new Uint8Array() }
  if (typeof body === 'string') return { headers: headerList(headers ?? {}), body: new TextEncoder().encode(body) }
  if (ArrayBuffer.isView(body))
    return {
      headers: headerList(headers ?? {}),
      body: new Uint8Array(body.buffer, body.byteOffset, body.byteLength),
    }
  if (ENCODED.some((type) => body instanceof type))
    throw new TypeError('Of a body that fetch encodes, give expect() the Request or Response that carries it.')
  const mediaType = concreteMediaType(documented.find(isJsonMediaType) ?? 'application/json')
  return {
    headers: headers === undefined ? [['content-type', mediaType]] : headerList(headers),
    body: new TextEncoder().encode(roundedJson(JSON.stringify(body))),
  }
}

const ENCODED = [ArrayBuffer, Blob, FormData, ReadableStream, URLSearchParams]

const headerList = (headers: object): HeaderList =>
  [...(isIterable(headers) ? headers : Object.entries(headers))].flatMap((field): HeaderList => {
    if (!Array.isArray(field)) throw new TypeError('Headers that are a list are one of pairs of name and value.')
    const [name, value] = field
    const values: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value]
    return values.map((part) => [String(name), String(part)])
  })

const isIterable = (value: object): value is Iterable<unknown> => Symbol.iterator in value
