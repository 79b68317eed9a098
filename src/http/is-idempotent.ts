const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])

/** Whether a request may be sent again without doing anything twice (RFC 9110, 9.2.2). */
export const isIdempotent = (method: string): boolean => IDEMPOTENT.has(method)
