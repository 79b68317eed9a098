import type { RequestField } from './request-field.ts'

/** Fields that carry credentials whatever a contract says of them. */
const CREDENTIAL_NAME = /^(?:(?:proxy-)?authorization|(?:set-)?cookie)$/i
/** Few fields with such names are no secrets; those that name a page of a list are none. */
const SECRET_NAME = /^(?:set-)?cookie$|authorization$|token|secret|signature|api-?key|password/i
const NO_SECRET_NAME = /(?:page|next|continuation|sync|cursor)[-_]?token|tokens/i

/** Whether a header, query parameter or cookie carries credentials, whatever a contract says of it. */
export const isCredentialName = (name: string): boolean => CREDENTIAL_NAME.test(name)

/** Whether a header, query parameter or cookie is secret by its name alone. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name) && !NO_SECRET_NAME.test(name)

/**
 * The secret values of fields: each value and the credentials behind its scheme (RFC 9110, 11.4). For `Basic`, also the
 * pair of user and password, and the password.
 */
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
