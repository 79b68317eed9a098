import type { ClosedOperation } from '../../contract/model/index.ts'
import type { LedgerRow } from '../../report/results/index.ts'

/** The one row in the ledger of each operation that a fault of the document closes: nobody can read its constraints. */
export const closedRows = (closed: readonly ClosedOperation[]): LedgerRow[] =>
  closed.map((operation) => ({
    id: `${operation.id} operation`,
    operation: operation.id,
    party: 'deployment',
    value: true,
    source: { file: operation.source.file, pointer: operation.source.pointer },
    state: 'untested',
    reason: operation.reason,
  }))
