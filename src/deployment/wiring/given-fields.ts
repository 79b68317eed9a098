import { type Contract, type Operation, schemeField } from '../../contract/model/index.ts'
import {
  cookiePairs,
  type HeaderList,
  isFieldName,
  isFieldValue,
  isSamePlace,
  type RequestField,
} from '../../http/index.ts'
import type { TokenSource } from '../../options/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { type Credential, neededSchemes } from '../run/index.ts'
import { type GivenToken, givenTokens, schemesOf, tokenField } from './given-tokens.ts'
import type { PlanningOptions } from './verification-options.ts'

/**
 * Separates the credentials from the other fields that the user wants in each request. A token goes where its security
 * schemes have it; `textOf` gives its first value. Throws UsageError for a header that cannot be sent.
 */
export function givenFields(
  contract: Contract,
  tokens: readonly GivenToken[],
  headers: HeaderList,
  textOf: (token: GivenToken) => string = () => 'token',
): { readonly credentials: readonly Credential[]; readonly others: readonly RequestField[] } {
  for (const [name, value] of headers) requireSendable([name, value])
  const fields = headers.flatMap(fieldsOf)
  const isCredential = credentialTest(contract)
  return {
    credentials: [
      ...tokens.map((token) => tokenCredential(token, textOf(token))),
      ...fields.filter(isCredential).map((field) => headerCredential(contract, field)),
    ],
    others: fields.filter((field) => !isCredential(field)),
  }
}

/** What the user gives to let requests in. */
export interface GivenCredentials {
  readonly token?: PlanningOptions['token']
  readonly header?: HeaderList | undefined
  /** Where the tokens that are fetched come from, by scheme. */
  readonly fetched?: { readonly [scheme: string]: TokenSource }
}

/**
 * The tokens that the requests of some operations carry, and all that are texts: those cost nothing. A function may ask a
 * person, or a server that is not up, so it is called only for what is sent. Throws UsageError.
 */
export function neededTokens(
  contract: Contract,
  operations: Iterable<Operation>,
  { token, header = [], fetched }: GivenCredentials,
): readonly GivenToken[] {
  const tokens = givenTokens(contract, token, fetched)
  // Who needs what does not depend on what it is.
  const { credentials } = givenFields(contract, tokens, header)
  const needed = new Set<string>()
  const isNeeded = ({ schemes, source }: GivenToken): boolean =>
    typeof source !== 'function' || schemes.some(({ name }) => needed.has(name))
  if (tokens.every(isNeeded)) return tokens
  for (const operation of operations) {
    for (const name of neededSchemes(operation, credentials)) needed.add(name)
    if (tokens.every(isNeeded)) break
  }
  return tokens.filter(isNeeded)
}

/** The fields for some operations, with the tokens of functions fetched. Rejects with what a function rejects with. */
export async function fetchedFields(
  contract: Contract,
  operations: Iterable<Operation>,
  given: GivenCredentials,
): Promise<ReturnType<typeof givenFields>> {
  const tokens = neededTokens(contract, operations, given)
  const texts = new Map<GivenToken, string>()
  for (const needed of tokens)
    texts.set(needed, typeof needed.source === 'function' ? await needed.source() : needed.source)
  return givenFields(contract, tokens, given.header ?? [], (needed) => texts.get(needed) ?? '')
}

function tokenCredential({ schemes, source }: GivenToken, text: string): Credential {
  const [scheme] = schemes
  const fieldOf = (token: string): RequestField => requireSendable(tokenField(scheme, token))
  return {
    field: fieldOf(text),
    schemes: schemes.map(({ name }) => name),
    ...(typeof source === 'function' && { renew: async () => fieldOf(await source()) }),
  }
}

const headerCredential = (contract: Contract, field: RequestField): Credential => ({
  field,
  schemes: schemesOf(contract).flatMap((scheme) => (isPlaceOf(scheme, field) ? [scheme.name] : [])),
  everywhere: true,
})

function requireSendable(field: RequestField): RequestField {
  const [name, value] = field
  if (isFieldName(name) && isFieldValue(value)) return field
  throw new UsageError(
    `the header ${JSON.stringify(name)} has a character that no header can carry; give it without that character.`,
  )
}

/** Tells whether a field carries credentials. */
export function credentialTest(contract: Contract): (field: RequestField) => boolean {
  const schemes = schemesOf(contract)
  return (field) => isSamePlace(field, ['Authorization', '']) || schemes.some((scheme) => isPlaceOf(scheme, field))
}

function isPlaceOf(scheme: Parameters<typeof schemeField>[0], field: RequestField): boolean {
  const place = schemeField(scheme)
  return place !== undefined && isSamePlace(place, field)
}

/** The field of a header; for `Cookie`, a field for each of its pairs. */
function fieldsOf([name, value]: HeaderList[number]): RequestField[] {
  if (name.toLowerCase() !== 'cookie') return [[name, value]]
  return cookiePairs(value).map((pair): RequestField => {
    const [, key = pair, text = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? []
    return [key, text, 'cookie']
  })
}
