import { UsageError } from '../../report/results/index.ts'
import type { VerificationOptions } from './verification-options.ts'

/** The options for TLS that a transport takes. Throws UsageError for a certificate without a key, or a key without one. */
export function tlsOptions({ ca, cert, key }: Pick<VerificationOptions, 'ca' | 'cert' | 'key'>) {
  if ((cert === undefined) !== (key === undefined)) throw new UsageError('cert and key go together; give both.')
  return { ca, cert, key }
}
