import type { Contract, SecurityScheme } from '../contract/index.ts'
import type { HeaderList } from '../http/index.ts'
import { UsageError } from '../planning/index.ts'

/**
 * Tells credentials from other headers: a token goes where the contract's first scheme for tokens has it. Throws
 * UsageError for a header that cannot be sent.
 */
export function credentialHeaders(
  contract: Contract,
  token: string | undefined,
  headers: HeaderList,
): { credentials: HeaderList; others: HeaderList } {
  const schemes = contract.operations.flatMap(({ security }) => security.flat())
  const names = new Set(
    ['authorization', ...schemes.flatMap((scheme) => headerOf(scheme) ?? [])].map((name) => name.toLowerCase()),
  )
  const isCredential = ([name]: HeaderList[number]): boolean => names.has(name.toLowerCase())
  const given = headers.filter(isCredential)
  const own = token === undefined ? [] : [tokenHeader(schemes, token)]
  for (const [name, value] of [...own, ...headers])
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
      throw new UsageError(
        `the header ${JSON.stringify(name)} has a character that no header can carry; give it without.`,
      )
  return { credentials: [...own, ...given], others: headers.filter((header) => !isCredential(header)) }
}

const headerOf = (scheme: SecurityScheme): string | undefined =>
  scheme.type === 'apiKey' && scheme.in === 'header'
    ? scheme.parameter
    : scheme.type === 'http'
      ? 'authorization'
      : undefined

function tokenHeader(schemes: readonly SecurityScheme[], token: string): readonly [string, string] {
  const apiKey = schemes.find(
    (scheme) =>
      scheme.type === 'apiKey' && scheme.in === 'header' && scheme.parameter.toLowerCase() !== 'authorization',
  )
  if (apiKey?.type === 'apiKey') return [apiKey.parameter, token]
  return ['Authorization', `Bearer ${token}`]
}
