import { UsageError } from '../../report/results/index.ts'
import type { VerificationOptions } from './verification-options.ts'

/** What a transport needs of the options for TLS. Throws UsageError for a half of a pair. */
export function tlsOptions({ ca, cert, key }: Pick<VerificationOptions, 'ca' | 'cert' | 'key'>) {
  if ((cert === undefined) !== (key === undefined)) throw new UsageError('cert and key go together; give both.')
  return { ca, cert, key }
}
