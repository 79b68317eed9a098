import type { HttpRequest, RequestField } from '../../http/index.ts'
import { byteRedactor, redactor, secretsOf } from './credentials.ts'
import { type RequestSigner, SIGNATURE_FIELDS } from './request-signer.ts'

/** Takes out of what is shown whatever a user's fields carry, and what signs them. */
export interface Redaction {
  text(text: string): string
  bytes(bytes: Uint8Array): Uint8Array
  request(request: HttpRequest): HttpRequest
}

export function createRedaction(given: readonly RequestField[], signer?: RequestSigner): Redaction {
  const secrets = [...secretsOf(given), ...(signer?.secrets ?? [])]
  // What is made while requests are sent is asked for when something is shown.
  const isSignature = signer && ((hex: string) => signer.isSignature(hex))
  const text = redactor(secrets, isSignature)
  const bytes = byteRedactor(secrets, isSignature)
  const fields = [...given, ...(signer ? SIGNATURE_FIELDS : [])]
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
