import type { Contract, SecurityScheme } from '../../contract/model/index.ts'
import { cookiePairs, type HeaderList, isFieldName, isFieldValue, type RequestField } from '../../http/index.ts'
import { UsageError } from '../../report/results/index.ts'

/**
 * Tells credentials from what else the user wants in each request: a token goes where the contract's first scheme for
 * tokens has it. Throws UsageError for a header that cannot be sent.
 */
export function givenFields(
  contract: Contract,
  token: string | undefined,
  headers: HeaderList,
): { readonly credentials: readonly RequestField[]; readonly others: readonly RequestField[] } {
  const schemes = contract.operations.flatMap(({ security }) => security.flat())
  const own = token === undefined ? [] : [tokenField(schemes, token)]
  for (const [name, value] of [...own, ...headers])
    if (!isFieldName(name) || !isFieldValue(value))
      throw new UsageError(
        `the header ${JSON.stringify(name)} has a character that no header can carry; give it without.`,
      )
  const given = headers.flatMap(fieldsOf)
  const places = new Set(['header authorization', ...schemes.map(placeOf)])
  const isCredential = ([name, , place = 'header']: RequestField): boolean =>
    places.has(`${place} ${place === 'header' ? name.toLowerCase() : name}`)
  return {
    credentials: [...own, ...given.filter(isCredential)],
    others: given.filter((field) => !isCredential(field)),
  }
}

/** A header or, for `Cookie`, each of its pairs. */
function fieldsOf([name, value]: HeaderList[number]): RequestField[] {
  if (name.toLowerCase() !== 'cookie') return [[name, value]]
  return cookiePairs(value).map((pair): RequestField => {
    const at = pair.indexOf('=')
    return at < 0 ? [pair, '', 'cookie'] : [pair.slice(0, at), pair.slice(at + 1), 'cookie']
  })
}

const placeOf = (scheme: SecurityScheme): string => {
  if (scheme.type !== 'apiKey') return 'header authorization'
  return `${scheme.in} ${scheme.in === 'header' ? scheme.parameter.toLowerCase() : scheme.parameter}`
}

/** An API key in `Authorization` is most often a signature, which no token is. */
const takesToken = (scheme: SecurityScheme): boolean =>
  scheme.type === 'apiKey' ? placeOf(scheme) !== 'header authorization' : scheme.type !== 'mutualTLS'

/** Where a token goes: as it is for an API key, else behind its scheme (RFC 9110, 11.4), `user:password` in base64. */
function tokenField(schemes: readonly SecurityScheme[], token: string): RequestField {
  const scheme = schemes.find(takesToken)
  if (scheme?.type === 'apiKey') return [scheme.parameter, token, scheme.in]
  // Whoever writes the scheme as well means just that.
  if (/^[A-Za-z][A-Za-z0-9-]* +\S/.test(token)) return ['Authorization', token]
  if (scheme?.type === 'http' && scheme.scheme === 'basic')
    return ['Authorization', `Basic ${token.includes(':') ? Buffer.from(token).toString('base64') : token}`]
  return ['Authorization', `Bearer ${token}`]
}
