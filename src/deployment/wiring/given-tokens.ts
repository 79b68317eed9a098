import { type Contract, type SecurityScheme, schemeField } from '../../contract/model/index.ts'
import type { RequestField } from '../../http/index.ts'
import type { TokenSource } from '../../options/index.ts'
import { OptionError } from '../../report/results/index.ts'
import { isSignature } from '../run/index.ts'
import type { PlanningOptions } from './verification-options.ts'

const FLAG = '--token'

/** A token, and the security schemes that it is for: at least one, all of which have it in the same place. */
export interface GivenToken {
  readonly schemes: readonly [SecurityScheme, ...SecurityScheme[]]
  readonly source: TokenSource
}

/**
 * The tokens that the user gives, each with its schemes. A text is `SCHEME=VALUE` only if the document has a security scheme
 * of that name, since a token may hold `=` itself. A token without a scheme goes where the first scheme for tokens that has
 * none by name has it. `fetched` are tokens that are fetched, by scheme. Throws UsageError for a token that the document has no use for; no message repeats a token.
 */
export function givenTokens(
  contract: Contract,
  token: PlanningOptions['token'],
  fetched: { readonly [scheme: string]: TokenSource } = {},
): readonly GivenToken[] {
  const schemes = schemesOf(contract)
  const named = new Map<string, TokenSource>()
  const plain: TokenSource[] = []
  for (const [name, source] of [...entriesOf(contract, token), ...Object.entries(fetched)]) {
    // An unset variable of the shell, most likely.
    if (name !== undefined && source === '')
      throw new OptionError(FLAG, `${name} is empty; give a token, or leave it out.`)
    if (name === undefined) plain.push(source)
    else if (named.has(name)) throw new OptionError(FLAG, `gives two tokens for the security scheme ${name}; give one.`)
    else named.set(name, source)
  }
  const [source, second] = plain
  if (second !== undefined) throw new OptionError(FLAG, `gives two tokens without a scheme; ${adviceFor(schemes)}`)
  const tokens = [...named].map(
    ([name, value]): GivenToken => ({ schemes: [schemeNamed(contract, name)], source: value }),
  )
  if (source === undefined) return tokens
  const [first, ...others] = schemes.filter((scheme) => takesToken(scheme) && !named.has(scheme.name))
  if (first === undefined) throw new OptionError(FLAG, uselessReason(contract, schemes, named))
  return [...tokens, { schemes: [first, ...others.filter((other) => isSentAlike(first, other))], source }]
}

/** The security schemes of a contract's operations, each once, in the order in which operations ask for them. */
export function schemesOf({ operations }: Pick<Contract, 'operations'>): readonly SecurityScheme[] {
  const all = operations.flatMap(({ security }) => security.flat())
  return [...new Map(all.map((scheme) => [scheme.name, scheme])).values()]
}

type Entry = readonly [scheme: string | undefined, source: TokenSource]

function entriesOf(contract: Contract, token: PlanningOptions['token']): readonly Entry[] {
  if (token === undefined) return []
  if (typeof token === 'function') return [[undefined, token]]
  if (typeof token === 'string') return [entryOf(contract, token)]
  return isTexts(token) ? token.map((text) => entryOf(contract, text)) : Object.entries(token)
}

const isTexts = (token: NonNullable<PlanningOptions['token']>): token is readonly string[] => Array.isArray(token)

function entryOf(contract: Contract, text: string): Entry {
  const names = new Set([...(contract.schemeNames ?? []), ...schemesOf(contract).map(({ name }) => name)])
  const mark = text.indexOf('=')
  const name = text.slice(0, mark)
  return mark > 0 && names.has(name) ? [name, text.slice(mark + 1)] : [undefined, text]
}

function schemeNamed(contract: Contract, name: string): SecurityScheme {
  const scheme = schemesOf(contract).find((candidate) => candidate.name === name)
  if (scheme === undefined) {
    if (contract.schemeNames?.includes(name))
      throw new OptionError(FLAG, `${name} has no use: no operation asks for that security scheme; leave it out.`)
    throw new OptionError(
      FLAG,
      `is for ${name}, and there is no such security scheme; ${adviceFor(schemesOf(contract))}`,
    )
  }
  if (scheme.type === 'mutualTLS')
    throw new OptionError(FLAG, `${name} is for a client certificate; give it with --cert and --key.`)
  return scheme
}

/** An API key in `Authorization` is usually a signature, and a token is none. */
const takesToken = (scheme: SecurityScheme): boolean => scheme.type !== 'mutualTLS' && !isSignature(scheme)

const isSentAlike = (a: SecurityScheme, b: SecurityScheme): boolean =>
  JSON.stringify(tokenField(a, 'token')) === JSON.stringify(tokenField(b, 'token'))

function uselessReason(
  { file }: Contract,
  schemes: readonly SecurityScheme[],
  named: ReadonlyMap<string, TokenSource>,
): string {
  if (named.size > 0)
    return `gives a token without a scheme, and the others leave no scheme for it; ${adviceFor(schemes)}`
  return schemes.length === 0
    ? `has no use: no operation of ${file} asks for credentials; leave it out, or give a header with --header.`
    : `has no use: ${file} has no security scheme for a token; ${adviceFor(schemes)}`
}

function adviceFor(schemes: readonly SecurityScheme[]): string {
  const names = schemes.filter(({ type }) => type !== 'mutualTLS').map(({ name }) => name)
  return names.length === 0
    ? 'leave it out, or give a header with --header.'
    : `write --token SCHEME=VALUE; the document has: ${names.join(', ')}.`
}

/**
 * The field that carries a token: the token alone for an API key, else the scheme and the token (RFC 9110, 11.4). For
 * basic, `user:password` is written in base64.
 */
export function tokenField(scheme: SecurityScheme, token: string): RequestField {
  const [name, , place] = schemeField(scheme) ?? ['Authorization', '', 'header']
  if (scheme.type === 'apiKey') return [name, token, place]
  // A token with a scheme in front of it is sent as it is.
  if (/^[A-Za-z][A-Za-z0-9-]* +\S/.test(token)) return [name, token]
  if (scheme.type === 'http' && scheme.scheme === 'basic')
    return [name, `Basic ${token.includes(':') ? Buffer.from(token).toString('base64') : token}`]
  return [name, `Bearer ${token}`]
}

/** One token for every security scheme of a contract that a token is for. */
export const tokensForAll = (contract: Contract, token: string): { readonly [scheme: string]: string } =>
  Object.fromEntries(schemesOf(contract).flatMap(({ name, type }) => (type === 'mutualTLS' ? [] : [[name, token]])))
