import type { LedgerRow } from '../results/index.ts'
import { withoutOperation } from './finding-subject.ts'
import { groupBy } from './group-by.ts'

/** Each reason with the constraints that it leaves untested, most first; their operation is named where there are several. */
export function untestedByReason(rows: readonly LedgerRow[]): [reason: string, ids: string[]][] {
  const several = new Set(rows.map(({ operation }) => operation)).size > 1
  const untested = rows.filter(({ state }) => state === 'untested')
  const groups = groupBy(untested, ({ reason = 'no reason is known' }) => reason)
  return [...groups]
    .map(([reason, group]): [string, string[]] => [
      reason,
      group.map(({ id, operation }) => (several ? id : withoutOperation(id, operation))),
    ])
    .sort(([, a], [, b]) => b.length - a.length)
}
