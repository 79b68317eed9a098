import type { HttpRequest } from './message.ts'
import { cookiePairs, type RequestField } from './request-field.ts'

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

/** The fields of a request that are secret by their names. */
export function secretFieldsOf({ target, headers }: HttpRequest): RequestField[] {
  const cookies = headers.flatMap(([name, value]) => (name.toLowerCase() === 'cookie' ? cookiePairs(value) : []))
  const mark = target.indexOf('?')
  const pairs = mark < 0 ? [] : target.slice(mark + 1).split('&')
  const fields: RequestField[] = [
    ...headers.filter(([name]) => name.toLowerCase() !== 'cookie'),
    ...cookies.map((pair) => fieldOf(pair, 'cookie')),
    ...pairs.map((pair) => fieldOf(pair, 'query')),
  ]
  return fields.filter(([name, value]) => isSecretName(name) && value !== '')
}

function fieldOf(pair: string, place: 'cookie' | 'query'): RequestField {
  const mark = pair.indexOf('=')
  const [name, value] = mark < 0 ? [pair, ''] : [pair.slice(0, mark), pair.slice(mark + 1)]
  return place === 'cookie' ? [name, value, place] : [decodedName(name), value, place]
}

/** The name of a pair of a query, as its recipient reads it. */
export function decodedName(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    return name
  }
}

function decodedBase64(text: string): string | undefined {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0)))
  } catch {
    return undefined
  }
}
