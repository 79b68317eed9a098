import type { HeaderList, HttpRequest, HttpResponse } from '../../src/http/index.ts'
import type { Json } from '../../src/json/index.ts'

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Bytes written as Latin-1: `\xff` is one byte. */
export const rawBytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))

const JSON_TYPE: HeaderList = [['content-type', 'application/json']]

/** A request by method and target (`POST /things`). A body other than bytes becomes JSON, with its media type. */
export function requestOf(line: string, body?: Json | Uint8Array, headers?: HeaderList): HttpRequest {
  const [method = '', ...target] = line.split(' ')
  const written = body === undefined || body instanceof Uint8Array ? body : bytes(JSON.stringify(body))
  return {
    method,
    target: target.join(' '),
    headers: headers ?? (body === undefined ? [] : JSON_TYPE),
    ...(written && { body: written }),
  }
}

export const responseOf = (status: number, body: Json | Uint8Array, headers: HeaderList = JSON_TYPE): HttpResponse => ({
  status,
  headers,
  body: body instanceof Uint8Array ? body : bytes(JSON.stringify(body)),
})
