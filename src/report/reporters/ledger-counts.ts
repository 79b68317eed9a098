import type { ConstraintState, LedgerRow } from '../results/index.ts'

export const STATES = ['held', 'broken', 'untested', 'implied'] as const satisfies readonly ConstraintState[]

export type LedgerCounts = Record<ConstraintState, number>

const noCounts = (): LedgerCounts => ({ held: 0, broken: 0, untested: 0, implied: 0 })

/** How many constraints of each operation, and of all, are in each state. */
export function countLedger(rows: readonly LedgerRow[]): {
  readonly operations: ReadonlyMap<string, LedgerCounts>
  readonly total: LedgerCounts
} {
  const operations = new Map<string, LedgerCounts>()
  const total = noCounts()
  for (const { operation, state } of rows) {
    const own = operations.get(operation) ?? noCounts()
    operations.set(operation, own)
    own[state]++
    total[state]++
  }
  return { operations, total }
}
