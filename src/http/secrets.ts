import type { RequestField } from './request-field.ts'

/** Names that few fields have that are no secret; where a list goes on is none. */
const SECRET_NAME = /^(?:set-)?cookie$|authorization$|token|secret|signature|api-?key|password/i
const NO_SECRET_NAME = /(?:page|next|continuation|sync|cursor)[-_]?token|tokens/i

/** Whether a header, a parameter of a query or a cookie is secret by its very name. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name) && !NO_SECRET_NAME.test(name)

/** What must not be shown of fields that carry credentials: each value, and the part behind its scheme (RFC 9110, 11.4). */
export function secretsOf(fields: readonly RequestField[]): string[] {
  return fields.flatMap(([, value]) => {
    const [scheme, ...rest] = value.trim().split(/ +/)
    const [credentials] = rest
    if (credentials === undefined || rest.length > 1) return [value]
    if (scheme?.toLowerCase() !== 'basic') return [value, credentials]
    const pair = decodedBase64(credentials)
    return [value, credentials, ...(pair === undefined ? [] : [pair, pair.slice(pair.indexOf(':') + 1)])]
  })
}

function decodedBase64(text: string): string | undefined {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0)))
  } catch {
    return undefined
  }
}
