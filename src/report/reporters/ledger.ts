import { shortId } from '../../contract/constraints/index.ts'
import { type ConstraintState, countStates, type LedgerRow } from '../results/index.ts'

export const STATES = ['held', 'broken', 'untested', 'implied'] as const satisfies readonly ConstraintState[]

export type LedgerCounts = Record<ConstraintState, number>

/** Counts the states of constraints, for each operation and in total. */
export function countLedger(rows: readonly LedgerRow[]): {
  readonly operations: ReadonlyMap<string, LedgerCounts>
  readonly total: LedgerCounts
} {
  const operations = groupBy(rows, ({ operation }) => operation)
  return {
    operations: new Map([...operations].map(([operation, group]) => [operation, countStates(group)])),
    total: countStates(rows),
  }
}

/** The reasons why constraints are untested, the most frequent first. Ids include the operation if there are several. */
export function untestedByReason(rows: readonly LedgerRow[]): [reason: string, ids: string[]][] {
  const several = new Set(rows.map(({ operation }) => operation)).size > 1
  const untested = rows.filter(({ state }) => state === 'untested')
  const groups = groupBy(untested, ({ reason = 'no reason is known' }) => reason)
  return [...groups]
    .map(([reason, group]): [string, string[]] => [reason, group.map((row) => (several ? row.id : shortId(row)))])
    .sort(([, a], [, b]) => b.length - a.length)
}

/** Groups items by key, in the order in which keys first appear. Node 20 has no `Map.groupBy`. */
export function groupBy<T, K>(all: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of all) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
