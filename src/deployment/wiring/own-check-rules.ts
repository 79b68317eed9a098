import type { Contract } from '../../contract/model/index.ts'
import { isOwnCheckName, type OwnCheckRule, ownCheckName, UsageError } from '../../report/results/index.ts'
import { requireNames } from './operation-filter.ts'
import type { VerificationOptions } from './verification-options.ts'

/** The user's own checks, for one contract. Throws UsageError for operations, and for levels, that name nothing. */
export function ownCheckRules(
  contract: Contract,
  { ownChecks = {}, checks = {}, operations = {} }: Pick<VerificationOptions, 'ownChecks' | 'checks' | 'operations'>,
): readonly OwnCheckRule[] {
  const rules = Object.entries(ownChecks).map(([key, given]): OwnCheckRule => {
    const check = typeof given === 'function' ? { ask: given } : given
    const name = ownCheckName(key)
    const { operations: patterns } = check
    const named =
      patterns === undefined ? undefined : requireNames(contract, `ownChecks.${key}.operations`, [patterns].flat())
    return {
      name,
      severity: check.severity ?? 'error',
      ask: (interaction) => check.ask(interaction),
      isFor: (operation) => named?.has(operation) ?? true,
      isOff: (operation) => (operations[operation]?.checks?.[name] ?? checks[name]) === 'off',
    }
  })
  for (const levels of [checks, ...Object.values(operations).map((operation) => operation.checks ?? {})])
    for (const name of Object.keys(levels).filter(isOwnCheckName)) {
      if (rules.some((rule) => rule.name === name)) continue
      const all = rules.map((rule) => rule.name)
      throw new UsageError(
        `checks has a level for ${name}, and ownChecks has no such check; ${all.length === 0 ? 'there is none' : `there are: ${all.join(', ')}`}.`,
      )
    }
  return rules
}
