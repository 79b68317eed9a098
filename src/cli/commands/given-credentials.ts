import type { PlanningOptions } from '../../deployment/wiring/index.ts'
import { type CommandArguments, requireFieldValue } from '../../options/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { runTokenCommand } from './token-command.ts'

/** How the user says who is asking. */
export type CredentialArguments = Pick<CommandArguments<'verify'>, 'token' | 'tokenCommand' | 'ak' | 'sk'>

type Environment = Readonly<Record<string, string | undefined>>

/**
 * A token, or the keys to sign with. What is given wins over the environment, whatever its kind; half of a key pair may
 * come from there. Space around them, as a file's last line has, is not part of them. Throws UsageError, which repeats
 * nothing of them.
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
  if (typeof token === 'function') return { token: async () => clean(await token(), 'token') ?? '' }
  if (tokenCommand === '') throw new UsageError('--token-command is empty; give a command, or leave it out.')
  if (tokenCommand !== undefined)
    return { token: async () => clean(await runTokenCommand(tokenCommand), '--token-command') ?? '' }
  if (isToken) return { token: clean(token, '--token') }
  if (isKey) return keyPair({ ak, sk }, env)
  const [own, key] = [clean(env.FGS_CONTRACT_TOKEN, 'FGS_CONTRACT_TOKEN'), env.FGS_CONTRACT_AK || env.FGS_CONTRACT_SK]
  if (own !== undefined && key)
    throw new UsageError('FGS_CONTRACT_TOKEN and FGS_CONTRACT_AK are two kinds of credentials; set one of them.')
  return key ? keyPair({}, env) : { token: own }
}

function keyPair(
  given: { readonly ak?: string | undefined; readonly sk?: string | undefined },
  env: Environment,
): { ak: string; sk: string } {
  const ak = clean(given.ak ?? env.FGS_CONTRACT_AK, '--ak')
  const sk = clean(given.sk ?? env.FGS_CONTRACT_SK, '--sk')
  if (ak === undefined) throw new UsageError('--sk needs --ak, or FGS_CONTRACT_AK; give both.')
  if (sk === undefined) throw new UsageError('--ak needs --sk, or FGS_CONTRACT_SK; give both.')
  return { ak, sk }
}

function clean(given: string | undefined, source: string): string | undefined {
  const value = (given ?? '').trim()
  if (value === '') return undefined
  requireFieldValue(value, source)
  return value
}
