import type { Contract, SecurityScheme } from '../../contract/model/index.ts'
import { cookiePairs, type HeaderList, isFieldName, isFieldValue, type RequestField } from '../../http/index.ts'
import { UsageError } from '../../report/results/index.ts'

/**
 * Separates the credentials from the other fields that the user wants in each request. A token goes where the contract's
 * first scheme for tokens has it. Throws UsageError for a header that cannot be sent.
 */
export function givenFields(
  contract: Contract,
  token: string | undefined,
  headers: HeaderList,
): { readonly credentials: readonly RequestField[]; readonly others: readonly RequestField[] } {
  const schemes = schemesOf(contract)
  const tokens = token === undefined ? [] : [tokenField(schemes, token)]
  for (const [name, value] of [...tokens, ...headers])
    if (!isFieldName(name) || !isFieldValue(value))
      throw new UsageError(
        `the header ${JSON.stringify(name)} has a character that no header can carry; give it without that character.`,
      )
  const fields = headers.flatMap(fieldsOf)
  const isCredential = credentialTest(contract)
  return {
    credentials: [...tokens, ...fields.filter(isCredential)],
    others: fields.filter((field) => !isCredential(field)),
  }
}

/** Tells whether a field carries credentials. */
export function credentialTest(contract: Contract): (field: RequestField) => boolean {
  const places = new Set(['header authorization', ...schemesOf(contract).map(placeOf)])
  return ([name, , place = 'header']) => places.has(`${place} ${place === 'header' ? name.toLowerCase() : name}`)
}

const schemesOf = ({ operations }: Contract): SecurityScheme[] => operations.flatMap(({ security }) => security.flat())

/** The field of a header; for `Cookie`, a field for each of its pairs. */
function fieldsOf([name, value]: HeaderList[number]): RequestField[] {
  if (name.toLowerCase() !== 'cookie') return [[name, value]]
  return cookiePairs(value).map((pair): RequestField => {
    const [, key = pair, text = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? []
    return [key, text, 'cookie']
  })
}

const placeOf = (scheme: SecurityScheme): string => {
  if (scheme.type !== 'apiKey') return 'header authorization'
  return `${scheme.in} ${scheme.in === 'header' ? scheme.parameter.toLowerCase() : scheme.parameter}`
}

/** An API key in `Authorization` is usually a signature, and a token is none. */
const takesToken = (scheme: SecurityScheme): boolean =>
  scheme.type === 'apiKey' ? placeOf(scheme) !== 'header authorization' : scheme.type !== 'mutualTLS'

/**
 * The field that carries a token: the token alone for an API key, else the scheme and the token (RFC 9110, 11.4). For
 * basic, `user:password` is written in base64.
 */
function tokenField(schemes: readonly SecurityScheme[], token: string): RequestField {
  const scheme = schemes.find(takesToken)
  if (scheme?.type === 'apiKey') return [scheme.parameter, token, scheme.in]
  // A token with a scheme in front of it is sent as it is.
  if (/^[A-Za-z][A-Za-z0-9-]* +\S/.test(token)) return ['Authorization', token]
  if (scheme?.type === 'http' && scheme.scheme === 'basic')
    return ['Authorization', `Basic ${token.includes(':') ? Buffer.from(token).toString('base64') : token}`]
  return ['Authorization', `Bearer ${token}`]
}
