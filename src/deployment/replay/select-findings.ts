import { findingSubject, UsageError } from '../../report/results/index.ts'
import type { RecordedFinding, RecordedReport } from './read-report.ts'

const SHOWN = 5

/** The findings that a number, an id, a constraint or a case names; all without one. Throws UsageError for none. */
export function selectFindings({ file, findings }: RecordedReport, wanted?: string): readonly RecordedFinding[] {
  if (wanted === undefined) return findings
  const found = findings.filter((finding) => isNamed(finding, wanted))
  if (found.length > 0) return found
  const ids = findings.slice(0, SHOWN).map(({ number, id }) => `${number} (${id})`)
  const more = findings.length > SHOWN ? ` and ${findings.length - SHOWN} more` : ''
  throw new UsageError(
    `${file} has no finding ${wanted}; ${ids.length === 0 ? 'it has none at all' : `it has ${ids.join(', ')}${more}`}.`,
  )
}

function isNamed(finding: RecordedFinding, wanted: string): boolean {
  const { number, id, subject } = finding
  const name = subject.kind === 'constraint' ? subject.constraint : subject.case
  return [String(number), id, name, findingSubject(finding)].includes(wanted)
}
