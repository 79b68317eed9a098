import { findingSubject, UsageError } from '../../report/results/index.ts'
import { listed } from '../../report/text/index.ts'
import type { RecordedFinding, RecordedReport } from './read-report.ts'

const SHOWN = 5

/** The findings that a number, an id, a constraint or a case names; all without one. Throws UsageError for none. */
export function selectFindings({ file, findings }: RecordedReport, wanted?: string): readonly RecordedFinding[] {
  if (wanted === undefined) return findings
  const selected = findings.filter((finding) => isNamed(finding, wanted))
  if (selected.length > 0) return selected
  const ids = findings.map(({ number, id }) => `${number} (${id})`)
  throw new UsageError(
    `${file} has no finding ${wanted}; it has ${ids.length === 0 ? 'none at all' : listed(ids, SHOWN)}.`,
  )
}

function isNamed(finding: RecordedFinding, wanted: string): boolean {
  const { number, id, subject } = finding
  const name = subject.kind === 'constraint' ? subject.constraint : subject.case
  return [String(number), id, name, findingSubject(finding)].includes(wanted)
}
