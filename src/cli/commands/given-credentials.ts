import type { PlanningOptions } from '../../deployment/wiring/index.ts'
import { type CommandArguments, OPTIONS, requireFieldValue, type TokenSource } from '../../options/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { runTokenCommand } from './token-command.ts'

/** How the user says who is asking. */
export type CredentialArguments = Pick<CommandArguments<'verify'>, 'token' | 'tokenCommand' | 'ak' | 'sk'>

type Environment = Readonly<Record<string, string | undefined>>

/**
 * A token, or the keys to sign with. Options win over the environment, whatever their kind, but half of a key pair may
 * come from the environment. Space around a credential is removed: the last line of a file ends in a line break. Throws
 * UsageError, which repeats no credential.
 */
export function givenCredentials(
  { token, tokenCommand, ak, sk }: CredentialArguments,
  env: Environment,
): Pick<PlanningOptions, 'token' | 'ak' | 'sk'> {
  if (token !== undefined && tokenCommand !== undefined)
    throw new UsageError('--token and --token-command are two tokens; give one of them.')
  const isToken = token !== undefined || tokenCommand !== undefined
  const isKey = ak !== undefined || sk !== undefined
  if (isToken && isKey) throw new UsageError('--token and --ak are two kinds of credentials; give one of them.')
  if (tokenCommand !== undefined)
    return { token: async () => trimmed(await runTokenCommand(tokenCommand), '--token-command') ?? '' }
  if (token !== undefined) return { token: trimmedTokens(token) }
  return isKey ? keyPair({ ak, sk }, env) : environmentCredentials(env)
}

function trimmedTokens(token: NonNullable<CredentialArguments['token']>): PlanningOptions['token'] {
  if (typeof token === 'string') return trimmed(token, '--token')
  if (typeof token === 'function') return trimmedSource(token)
  if (isTexts(token)) return token.flatMap((text) => trimmed(text, '--token') ?? [])
  return Object.fromEntries(Object.entries(token).map(([scheme, source]) => [scheme, trimmedSource(source)]))
}

const isTexts = (token: NonNullable<CredentialArguments['token']>): token is readonly string[] => Array.isArray(token)

const trimmedSource = (source: TokenSource): TokenSource =>
  typeof source === 'function' ? async () => trimmed(await source(), 'token') ?? '' : (trimmed(source, 'token') ?? '')

const TOKEN = OPTIONS.token.env
const AK = OPTIONS.ak.env
const SK = OPTIONS.sk.env

function environmentCredentials(env: Environment): Pick<PlanningOptions, 'token' | 'ak' | 'sk'> {
  const token = trimmed(env[TOKEN], TOKEN)
  const isKey = Boolean(env[AK] || env[SK])
  if (token !== undefined && isKey)
    throw new UsageError(`${TOKEN} and ${AK} are two kinds of credentials; set one of them.`)
  return isKey ? keyPair({}, env) : { token }
}

function keyPair(options: Pick<CredentialArguments, 'ak' | 'sk'>, env: Environment): { ak: string; sk: string } {
  const ak = trimmed(options.ak ?? env[AK], '--ak')
  const sk = trimmed(options.sk ?? env[SK], '--sk')
  if (ak === undefined) throw new UsageError(`--sk needs --ak, or ${AK}; give both.`)
  if (sk === undefined) throw new UsageError(`--ak needs --sk, or ${SK}; give both.`)
  return { ak, sk }
}

/** The text without space around it; undefined if nothing is left. */
function trimmed(text: string | undefined, source: string): string | undefined {
  const value = (text ?? '').trim()
  if (value === '') return undefined
  requireFieldValue(value, source)
  return value
}
