import { isSafe } from './is-safe.ts'

const IDEMPOTENT: ReadonlySet<string> = new Set([
  'PUT',
  'DELETE',
  'COPY',
  'MOVE',
  'LINK',
  'UNLINK',
  'MKCOL',
  'PROPPATCH',
])

/** Whether a request may be sent again without doing anything twice (RFC 9110, 9.2.2, and the registry of methods). */
export const isIdempotent = (method: string): boolean => isSafe(method) || IDEMPOTENT.has(method)
