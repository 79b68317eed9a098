import type { Finding, LedgerRow } from '../results/index.ts'

/**
 * Tells where the contract says what a finding is about: at its constraint; for a case, which breaks none, at the method
 * of its operation.
 */
export function findingLocator(rows: readonly LedgerRow[]): (finding: Finding) => LedgerRow['source'] | undefined {
  const byId = new Map(rows.map((row) => [row.id, row.source]))
  return ({ subject, operation }) =>
    byId.get(subject.kind === 'constraint' ? subject.constraint : `${operation} request method`)
}
