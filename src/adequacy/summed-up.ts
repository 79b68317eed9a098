import type { AdequacyCounts, AdequacyReport, MutantRow } from './adequacy-report.ts'
import { CLIENT_MUTANT_KINDS, MUTANT_KINDS } from './mutant.ts'

/** What a report says of its mutants together. */
export function summedUp(mutants: readonly MutantRow[]): Pick<AdequacyReport, 'summary' | 'kinds' | 'mutants'> {
  const counts = countsOf(mutants)
  const verdict = counts.survived > 0 ? 'fail' : counts.killed > 0 ? 'pass' : 'inconclusive'
  const kinds = (['deployment', 'client'] as const).flatMap((party) =>
    (party === 'client' ? CLIENT_MUTANT_KINDS : MUTANT_KINDS).flatMap((kind) => {
      const rows = mutants.filter((row) => row.party === party && row.kind === kind)
      return rows.length === 0 ? [] : [{ party, kind, ...countsOf(rows) }]
    }),
  )
  return { summary: { verdict, ...counts }, kinds, mutants }
}

function countsOf(rows: readonly MutantRow[]): AdequacyCounts {
  const counts = { killed: 0, survived: 0, equivalent: 0, unreachable: 0 }
  for (const { state } of rows) counts[state === 'masked' ? 'survived' : state]++
  return counts
}
