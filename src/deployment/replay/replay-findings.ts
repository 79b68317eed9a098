import type { ReplayedFinding, ReplayReport } from '../../report/results/index.ts'
import type { RecordedFinding } from './read-report.ts'
import { Replayer, type ReplayerOptions } from './replayer.ts'

/** Sends the witnesses of findings again, and says of each what it shows now. */
export async function replayFindings(
  findings: readonly RecordedFinding[],
  options: ReplayerOptions,
): Promise<Pick<ReplayReport, 'findings' | 'verdict'>> {
  const replayer = new Replayer(options)
  const replayed: ReplayedFinding[] = []
  for (const finding of findings) {
    const { number, id, subject, check, severity, operation } = finding
    replayed.push({
      number,
      id,
      subject,
      check,
      class: finding.class,
      severity,
      operation,
      ...(await replayer.replay(finding)),
    })
  }
  return { findings: replayed, verdict: verdictOf(replayed) }
}

/** Advisories fail nothing, unless there is nothing else. */
function verdictOf(findings: readonly ReplayedFinding[]): ReplayReport['verdict'] {
  const errors = findings.filter(({ severity }) => severity === 'error')
  const counted = errors.length > 0 ? errors : findings
  if (counted.some(({ state }) => state === 'still failing' || state === 'changed')) return 'fail'
  return counted.every(({ state }) => state === 'fixed') ? 'pass' : 'inconclusive'
}
