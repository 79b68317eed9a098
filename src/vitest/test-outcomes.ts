import { findingMessage } from '../report/reporters/index.ts'
import { brokenConstraints, type Finding, type LedgerRow, type Report } from '../report/results/index.ts'
import { legible } from '../report/text/index.ts'

/** What becomes of a test. */
export type TestOutcome =
  | { readonly kind: 'pass'; readonly notes: readonly string[] }
  | { readonly kind: 'fail'; readonly message: string }
  | { readonly kind: 'skip'; readonly reason: string }

/** What a run says of each test that was registered for it. */
export interface TestOutcomes {
  readonly conclusive: TestOutcome
  /** Whether the run has what is asked of it besides its findings, as `requireHeld` and `strictBaseline` do. */
  readonly gate: TestOutcome
  of(constraint: string): TestOutcome
  /** Of what was found beside the constraints that have a test. */
  readonly others: TestOutcome
}

/** `tested` are the ids of the constraints that have a test of their own. */
export function testOutcomes(report: Report, tested: ReadonlySet<string>): TestOutcomes {
  const { findings, constraints, summary } = report
  const rows = new Map(constraints.map((row) => [row.id, row]))
  const reason = legible(summary.reason ?? 'nothing was proven', LIMITS)
  const inconclusive: TestOutcome | undefined =
    summary.verdict === 'inconclusive' ? { kind: 'skip', reason: `the run is inconclusive: ${reason}` } : undefined
  const testsOf = (finding: Finding): string[] => brokenConstraints(finding).filter((id) => tested.has(id))

  /** By what was found, if it decides; else by what is known of the row. */
  const outcomeOf = (about: readonly Finding[], row: LedgerRow | undefined, otherwise: TestOutcome): TestOutcome => {
    const failing = about.filter(({ severity, known }) => severity === 'error' && known === undefined)
    const messages = (failing.length > 0 ? failing : about).map(
      (finding) => `${legible(finding.operation, LIMITS)} ${findingMessage(finding, row)}`,
    )
    if (failing.length > 0) return { kind: 'fail', message: messages.join('\n\n') }
    if (inconclusive) return inconclusive
    // What is expected, or only advised, fails no test, and yet is to be seen.
    return messages.length > 0 ? { kind: 'pass', notes: messages } : otherwise
  }

  return {
    conclusive: inconclusive ? { kind: 'fail', message: `The run is inconclusive: ${reason}` } : PASS,
    gate: inconclusive ?? gateOutcome(summary),
    of: (id) => {
      const row = rows.get(id)
      return outcomeOf(
        findings.filter((finding) => testsOf(finding).includes(id)),
        row,
        rowOutcome(id, row),
      )
    },
    others: outcomeOf(
      findings.filter((finding) => testsOf(finding).length === 0),
      undefined,
      PASS,
    ),
  }
}

const LIMITS = { word: 120, whole: 600 }
const PASS: TestOutcome = { kind: 'pass', notes: [] }

/** A conclusive run gives a reason only if it fails by more than its findings. */
const gateOutcome = ({ reason }: Report['summary']): TestOutcome =>
  reason === undefined ? PASS : { kind: 'fail', message: legible(reason, LIMITS) }

function rowOutcome(id: string, row: LedgerRow | undefined): TestOutcome {
  if (row?.state === 'held') return PASS
  if (row?.state === 'broken') return { kind: 'fail', message: `${legible(id, LIMITS)} is broken.` }
  return { kind: 'skip', reason: legible(row?.reason ?? 'nothing is known of it', LIMITS) }
}
