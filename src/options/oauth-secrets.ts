import { isObject } from '../json/index.ts'
import { type ConfigPlace, expected, members, record, refuse, within } from './config-place.ts'
import { readText, type Text } from './kinds.ts'
import type { LibraryShape } from './library-shape.ts'
import type { OptionKind } from './option-kind.ts'

/** What a client of OAuth 2 sends for a token (RFC 6749, 4.3 and 4.4): with a user, by the password flow. */
export interface OAuthSecrets<Value = string> {
  readonly clientId?: Value | undefined
  readonly clientSecret?: Value | undefined
  readonly username?: Value | undefined
  readonly password?: Value | undefined
  /** Names of scopes, separated by spaces. */
  readonly scope?: Value | undefined
  /** In place of the document's; the secrets are sent there. */
  readonly tokenUrl?: Value | undefined
}

const NAMES = ['clientId', 'clientSecret', 'username', 'password', 'scope', 'tokenUrl'] as const

const shape: LibraryShape = {
  form: `an object that has, for security schemes of OAuth 2, texts for some of: ${NAMES.join(', ')}`,
  isValue: (value) => isObject(value) && Object.values(value).every(isSecrets),
}

const isSecrets = (value: unknown): boolean =>
  isObject(value) &&
  Object.entries(value).every(([name, text]) => NAMES.some((other) => other === name) && typeof text === 'string') &&
  problemOf(value) === undefined

/** By the names of security schemes. A configuration and the library have it; the command line does not. */
export const oauthSecrets: OptionKind<
  { readonly [scheme: string]: OAuthSecrets },
  { readonly [scheme: string]: OAuthSecrets<Text> }
> = {
  form: shape.form,
  library: shape,
  parse: () => undefined,
  read: (value, place) =>
    Object.fromEntries(
      Object.entries(record(value, place)).map(([name, entry]) => [name, readSecrets(entry, within(place, name))]),
    ),
}

function readSecrets(value: unknown, place: ConfigPlace): OAuthSecrets {
  if (!isObject(value)) return expected(place, value, 'an object')
  const entry = members(value, place, NAMES)
  const secrets: { [Name in (typeof NAMES)[number]]?: string } = {}
  for (const name of NAMES) if (Object.hasOwn(entry, name)) secrets[name] = readText(entry[name], within(place, name))
  const problem = problemOf(secrets)
  return problem === undefined ? secrets : refuse(place, problem)
}

function problemOf({ clientId, username, password }: { readonly [name: string]: unknown }): string | undefined {
  if ((username === undefined) !== (password === undefined)) return 'has half of a user; give username and password.'
  return clientId === undefined && username === undefined
    ? 'names nobody; give clientId and clientSecret, or username and password.'
    : undefined
}
