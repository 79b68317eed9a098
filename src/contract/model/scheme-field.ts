import type { SecurityScheme } from './contract.ts'

/**
 * Where requests carry what a security scheme asks for, as a field without a value: where an API key is said to be, else
 * in `Authorization` (RFC 9110, 11.6.2). Undefined for a client certificate, which no request carries.
 */
export function schemeField(
  scheme: SecurityScheme,
): readonly [name: string, value: '', place: 'query' | 'header' | 'cookie'] | undefined {
  if (scheme.type === 'mutualTLS') return undefined
  return scheme.type === 'apiKey' ? [scheme.parameter, '', scheme.in] : ['Authorization', '', 'header']
}
