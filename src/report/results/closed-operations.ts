import type { ClosedOperation, Contract } from '../../contract/model/index.ts'
import type { LedgerRow } from './report.ts'

/** Why nothing is planned for an operation that a fault of the document closes. */
export const notPlanned = ({ reason }: ClosedOperation): string => `not planned: ${reason}`

/** The one row in the ledger of each operation that a fault of the document closes: nobody can read its constraints. */
export const closedRows = (closed: readonly ClosedOperation[]): LedgerRow[] =>
  closed.map((operation) => ({
    id: `${operation.id} operation`,
    operation: operation.id,
    party: 'deployment',
    value: true,
    source: { file: operation.source.file, pointer: operation.source.pointer },
    state: 'untested',
    reason: notPlanned(operation),
  }))

/** What a document says wrongly and everybody reads all the same, for a person. */
export const toleratedNotes = ({ tolerated = [] }: Contract): string[] =>
  tolerated.map((fault) => `Read all the same: ${fault}`)
