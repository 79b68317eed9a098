const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY', 'SEARCH', 'PROPFIND', 'REPORT'])

/** Whether a request asks for no change of what it is sent to (RFC 9110, 9.2.1, and the registry of methods, 16.1.1). */
export const isSafe = (method: string): boolean => SAFE.has(method)
