import type { Baseline, BaselineEntry, BaselineRow, BaselineState, Finding, Report } from '../results/index.ts'
import { entriesOf, entryKey, type PlaceOf, subjectKey } from './entry-key.ts'

/**
 * The entry that makes a finding known: it names any constraint at the place of the document that is at fault. If several
 * do, the one that expires first counts.
 */
export function knownBy(
  { findings }: Baseline,
  today: string,
  finding: Finding,
  placeOf: PlaceOf,
): BaselineEntry | undefined {
  if (finding.severity === 'advisory') return undefined
  const keys = new Set(entriesOf(finding).map((entry) => entryKey(entry, placeOf)))
  const [first, ...others] = findings.filter((entry) => keys.has(entryKey(entry, placeOf)))
  const entry = first && others.reduce((a, b) => (b.expires < a.expires ? b : a), first)
  return entry && !isExpired(entry, today) ? entry : undefined
}

const isExpired = ({ expires }: BaselineEntry, today: string): boolean => expires < today

/** The state of each entry after a run. `wasSent` says whether a case of an operation was sent and judged. */
export function matchBaseline(
  { findings }: Baseline,
  today: string,
  report: Report,
  { wasSent, placeOf }: { wasSent(operation: string, name: string): boolean; readonly placeOf: PlaceOf },
): BaselineRow[] {
  const seenKeys = new Set(report.findings.flatMap(entriesOf).map((entry) => entryKey(entry, placeOf)))
  const rows = new Map(report.constraints.map((row) => [row.id, row]))
  const operations = [...new Set(report.constraints.map(({ operation }) => operation))]
  const isGone = (entry: BaselineEntry): boolean => {
    if (entry.constraint === undefined) return wasSent(entry.operation, entry.case)
    const row = rows.get(entry.constraint)
    // The contract no longer has this constraint.
    if (!row) return operations.some((operation) => entry.constraint.startsWith(`${operation} `))
    return row.state === 'held'
  }
  return findings.map((entry): BaselineRow => {
    const state: BaselineState = seenKeys.has(entryKey(entry, placeOf))
      ? isExpired(entry, today)
        ? 'expired'
        : 'known'
      : isGone(entry)
        ? 'stale'
        : 'unseen'
    return { ...entry, state }
  })
}

/** Notes about a baseline for the report: how it was used, and which entries need attention. */
export function baselineNotes(
  file: string,
  rows: readonly BaselineRow[],
  { findings, constraints }: Pick<Report, 'findings' | 'constraints'>,
  placeOf: PlaceOf,
): string[] {
  if (rows.length === 0) return []
  const count = (state: BaselineState): string => `${rows.filter((row) => row.state === state).length} ${state}`
  const all = (['known', 'expired', 'stale', 'unseen'] as const).map(count).filter((text) => !text.startsWith('0 '))
  const ids = new Set(constraints.map(({ id }) => id))
  const rowBySubject = new Map(rows.map((row) => [subjectKey(row, placeOf), row]))
  const keys = new Set(rows.map((row) => entryKey(row, placeOf)))
  return [
    `The baseline ${file} was used: ${all.join(', ')}.`,
    ...rows.flatMap((row) => {
      if (row.state === 'expired' && row.expires !== '')
        return [`Expired on ${row.expires}: ${describe(row)} (${row.reason})`]
      if (row.state !== 'stale') return []
      return row.constraint === undefined || ids.has(row.constraint)
        ? [`Stale in the baseline, remove it: ${describe(row)}`]
        : [`In the baseline, but the contract has no such constraint; correct or remove it: ${describe(row)}`]
    }),
    ...findings.flatMap((finding) => {
      if (finding.known || finding.severity === 'advisory') return []
      const [entry] = entriesOf(finding)
      const covering = entry && rowBySubject.get(subjectKey(entry, placeOf))
      if (!covering || keys.has(entryKey(entry, placeOf))) return []
      return [`Another defect than the one in the baseline (class ${covering.class}): ${describe(entry)}`]
    }),
  ]
}

/** `op request.path.id maxLength, negative_data_rejection, class accepted`. */
export const describe = (entry: BaselineEntry): string =>
  `${entry.constraint ?? `${entry.operation} ${entry.case}`}, ${entry.check}, class ${entry.class}`
