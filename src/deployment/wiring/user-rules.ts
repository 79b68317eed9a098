import type { Contract } from '../../contract/model/index.ts'
import type { RunOptions } from '../run/index.ts'
import { requireNames } from './operation-filter.ts'
import { ownCheckRules } from './own-check-rules.ts'
import type { VerificationOptions } from './verification-options.ts'

/** What only the user knows of a deployment: what its refusals and findings are worth. Throws UsageError. */
export function userRules(
  contract: Contract,
  options: VerificationOptions,
): Required<Pick<RunOptions, 'refusals' | 'levelOf' | 'allowsUnreached' | 'ownChecks'>> {
  const { operations = {}, checks = {}, refusals = [], reportOnly = [], allowUnreached = [] } = options
  const reported = requireNames(contract, '--report-only', reportOnly)
  const allowed = requireNames(contract, '--allow-unreached', allowUnreached)
  return {
    ownChecks: ownCheckRules(contract, options),
    // What fails no run may also not be there.
    allowsUnreached: (id) => allowed.has(id) || reported.has(id),
    refusals: (id) => operations[id]?.refusals ?? refusals,
    levelOf: (check, id) => {
      const level = operations[id]?.checks?.[check] ?? checks[check]
      return reported.has(id) && level !== 'off' ? 'advisory' : level
    },
  }
}
