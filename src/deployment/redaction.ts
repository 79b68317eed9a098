import type { HttpRequest, RequestField } from '../http/index.ts'
import { byteRedactor, redactor, secretsOf } from './credentials.ts'

/** Takes out of what is shown whatever a user's fields carry. */
export interface Redaction {
  text(text: string): string
  bytes(bytes: Uint8Array): Uint8Array
  request(request: HttpRequest): HttpRequest
}

export function createRedaction(fields: readonly RequestField[]): Redaction {
  const secrets = secretsOf(fields)
  const text = redactor(secrets)
  const bytes = byteRedactor(secrets)
  const names = new Set(fields.map(([name, , place]) => (place === 'cookie' ? 'cookie' : name.toLowerCase())))
  const queries = new Set(
    fields.flatMap(([name, , place]) => (place === 'query' ? [`${encodeURIComponent(name)}=`] : [])),
  )
  const redactTarget = (target: string): string =>
    target.replace(/([?&])([^&=]*=)[^&]*/g, (pair, mark, name) => (queries.has(name) ? `${mark}${name}***` : pair))
  return {
    text,
    bytes,
    request: (request) => ({
      ...request,
      target: text(redactTarget(request.target)),
      headers: request.headers.map(([name, value]) => [name, names.has(name.toLowerCase()) ? '***' : text(value)]),
      ...(request.body && { body: bytes(request.body) }),
    }),
  }
}
