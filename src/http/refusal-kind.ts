import { isClientError } from './status.ts'

/**
 * What a refusal finds fault with, told by its status alone, whether or not the document lists it (RFC 9110, 15.5; RFC
 * 6585):
 *
 * - `invalid`: the content of the request
 * - `state`: what is there, or is not; every 4xx that is not named here counts as one
 * - `credentials`: who asks
 * - `rate`: how often, or how soon, it is asked
 * - `message`: the form of the request, whatever it says
 */
export type RefusalKind = 'invalid' | 'state' | 'credentials' | 'rate' | 'message'

const KINDS: ReadonlyMap<number, RefusalKind> = new Map([
  ...[400, 422].map((status) => [status, 'invalid'] as const),
  ...[401, 403, 407].map((status) => [status, 'credentials'] as const),
  ...[408, 425, 429].map((status) => [status, 'rate'] as const),
  // 494 is nginx's own: a header field is too large.
  ...[405, 406, 411, 413, 414, 415, 417, 431, 494].map((status) => [status, 'message'] as const),
])

/** Undefined for a status that refuses nothing. A 503 with Retry-After asks for patience (RFC 9110, 15.6.4). */
export function refusalKind(status: number | undefined, hasRetryAfter = false): RefusalKind | undefined {
  if (status === 503 && hasRetryAfter) return 'rate'
  return status !== undefined && isClientError(status) ? (KINDS.get(status) ?? 'state') : undefined
}
