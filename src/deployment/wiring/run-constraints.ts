import type { Contract } from '../../contract/model/index.ts'
import type { Plan } from '../../planning/cases/index.ts'
import type { Requirable } from '../../report/gate/index.ts'
import { ownConstraint } from '../../report/results/index.ts'
import { ownCheckRules } from './own-check-rules.ts'
import type { VerificationOptions } from './verification-options.ts'

/** What a run has a row for in its ledger, by operation: the document's constraints, then the user's own. Throws UsageError. */
export function runConstraints(
  contract: Contract,
  plan: Plan,
  options: VerificationOptions,
): ReadonlyMap<string, readonly Requirable[]> {
  const own = ownCheckRules(contract, options)
  return new Map(
    [...plan.judges].map(([operation, judge]) => [
      operation,
      [
        ...judge.constraints,
        ...own
          .filter((rule) => rule.isFor(operation))
          .map(({ name }) => ({ id: ownConstraint(operation, name), operation })),
      ],
    ]),
  )
}
