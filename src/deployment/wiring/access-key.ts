import { UsageError } from '../../report/results/index.ts'
import type { AccessKey } from '../run/index.ts'
import type { PlanningOptions } from './verification-options.ts'

/** The access key to sign with, if there is one. Throws UsageError for half of a key, and for a key beside a token. */
export function accessKeyOf({ ak, sk, token }: PlanningOptions): AccessKey | undefined {
  if (ak === undefined && sk === undefined) return undefined
  if (ak === undefined || ak === '' || sk === undefined || sk === '')
    throw new UsageError('ak and sk go together; give both.')
  if (token !== undefined) throw new UsageError('a request carries a token or a signature; give token, or ak and sk.')
  if (!/^[!-+\--~]+$/.test(ak))
    throw new UsageError('ak has a character that no access key has, such as a space; check it.')
  return { ak, sk }
}
