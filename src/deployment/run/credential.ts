import { type Operation, type SecurityScheme, schemeField } from '../../contract/model/index.ts'
import { isSamePlace, type RequestField } from '../../http/index.ts'

/** What proves who is asking: a field, and the security schemes of the document that have it there. */
export interface Credential {
  readonly field: RequestField
  /** Names of security schemes; empty for a header that no scheme of the document has. */
  readonly schemes: readonly string[]
  /** Every request carries it, as it carries each header that the user gave; others go where an operation needs them. */
  readonly everywhere?: true
  /** A new value in place of one that was refused; asked once. Its error's message says why there is none. */
  readonly renew?: (() => Promise<RequestField>) | undefined
}

/**
 * What lets the requests of an operation in: the credentials of its first alternative for which all are given or, if there
 * is none, of the one for which the most are. Headers of the user are among them unless they are for other schemes.
 */
export function credentialsFor({ security }: Operation, credentials: readonly Credential[]): readonly Credential[] {
  const alternative = chosenAlternative(security, credentials)
  const chosen = alternative.flatMap(({ name }) => credentialOf(name, credentials) ?? [])
  // A request has room for one field in a place.
  const sent = chosen.filter(
    (credential, index) => chosen.findIndex(({ field }) => isSamePlace(field, credential.field)) === index,
  )
  const named = namesOf(security)
  const isAsked = ({ schemes, everywhere }: Credential): boolean =>
    everywhere === true && (schemes.length === 0 || schemes.some((name) => named.has(name)))
  return credentials.filter((credential) => sent.includes(credential) || isAsked(credential))
}

/**
 * The credentials of an operation that asks for several schemes at once, and for nothing else: without one of them none of its
 * requests may be let in. Empty for other operations.
 */
export function togetherFor(operation: Operation, credentials: readonly Credential[]): readonly Credential[] {
  const [schemes = [], ...others] = operation.security
  const carried = credentialsFor(operation, credentials)
  const isEach = schemes.every(({ name }) => carried.some((credential) => credential.schemes.includes(name)))
  return others.length === 0 && schemes.length > 1 && carried.length === schemes.length && isEach ? carried : []
}

/** The security schemes of an operation whose credentials its requests carry, by name: those are at stake in a 401 or 403. */
export function carriedSchemes(operation: Operation, credentials: readonly Credential[]): readonly string[] {
  const named = namesOf(operation.security)
  const carried = credentialsFor(operation, credentials).flatMap(({ schemes }) => schemes)
  return [...new Set(carried)].filter((name) => named.has(name))
}

/**
 * The credentials that a deployment could ask an operation's requests for, an alternative each; none if nothing is given
 * for any of its schemes.
 */
export function acceptedFields(
  { security }: Operation,
  credentials: readonly Credential[],
): readonly (readonly RequestField[])[] {
  const ofNoScheme = credentials.filter(({ schemes }) => schemes.length === 0)
  const alternatives = security
    .map((schemes) => schemes.flatMap(({ name }) => credentialOf(name, credentials) ?? []))
    .filter(({ length }) => length > 0)
  return (alternatives.length === 0 && ofNoScheme.length > 0 ? [[]] : alternatives).map((alternative) =>
    [...alternative, ...ofNoScheme].map(({ field }) => field),
  )
}

const namesOf = (security: Operation['security']): ReadonlySet<string> =>
  new Set(security.flat().map(({ name }) => name))

/** The security schemes of an operation that a signature by access key is for: API keys in `Authorization`. */
export const signedSchemes = ({ security }: Operation): readonly string[] =>
  security.flat().flatMap((scheme) => (isSignature(scheme) ? [scheme.name] : []))

/** An API key in `Authorization` is usually a signature. */
export function isSignature(scheme: SecurityScheme): boolean {
  const field = schemeField(scheme)
  return scheme.type === 'apiKey' && field !== undefined && isSamePlace(field, ['Authorization', ''])
}

/** The security schemes that let the requests of an operation in, by name, whether credentials are given for them or not. */
export const neededSchemes = ({ security }: Operation, credentials: readonly Credential[]): readonly string[] =>
  chosenAlternative(security, credentials).map(({ name }) => name)

/** The security schemes that an operation needs besides those that its requests carry, by name. */
export function missingSchemes({ security }: Operation, credentials: readonly Credential[]): readonly string[] {
  return chosenAlternative(security, credentials)
    .filter((scheme) => !isGiven(scheme, credentials))
    .map(({ name }) => name)
}

/** The first alternative for which all schemes are given or, if there is none, the one for which the most are. */
function chosenAlternative(
  security: Operation['security'],
  credentials: readonly Credential[],
): readonly SecurityScheme[] {
  const demanding = security.filter(({ length }) => length > 0)
  const lacking = (schemes: readonly SecurityScheme[]): number =>
    schemes.filter((scheme) => !isGiven(scheme, credentials)).length
  const given = (schemes: readonly SecurityScheme[]): number => schemes.length - lacking(schemes)
  const [first, ...others] = demanding
  if (first === undefined) return []
  return others.reduce((best, next) => {
    if (lacking(best) === 0) return best
    return lacking(next) === 0 || given(next) > given(best) ? next : best
  }, first)
}

const credentialOf = (name: string, credentials: readonly Credential[]): Credential | undefined =>
  credentials.find(({ schemes }) => schemes.includes(name))

/** A client certificate is given to the connection: whether there is one does not show in a request. */
const isGiven = ({ name, type }: SecurityScheme, credentials: readonly Credential[]): boolean =>
  type === 'mutualTLS' || credentialOf(name, credentials) !== undefined
