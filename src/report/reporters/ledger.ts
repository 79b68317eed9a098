import { type ConstraintState, countStates, type LedgerRow, withoutOperation } from '../results/index.ts'

export const STATES = ['held', 'broken', 'untested', 'implied'] as const satisfies readonly ConstraintState[]

export type LedgerCounts = Record<ConstraintState, number>

/** How many constraints of each operation, and of all, are in each state. */
export function countLedger(rows: readonly LedgerRow[]): {
  readonly operations: ReadonlyMap<string, LedgerCounts>
  readonly total: LedgerCounts
} {
  const operations = groupBy(rows, ({ operation }) => operation)
  return {
    operations: new Map([...operations].map(([operation, own]) => [operation, countStates(own)])),
    total: countStates(rows),
  }
}

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

/** What shares a key, keys in the order of their first. `Map.groupBy` is not there before Node 21. */
export function groupBy<T, K>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const one of all) {
    const key = keyOf(one)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return groups
}
