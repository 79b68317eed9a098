import { accessSync, constants, existsSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { BASELINE_FILE, type CommandArguments } from '../../options/index.ts'
import { type Acceptance, isDay, readBaseline, renderBaseline, updateBaseline } from '../../report/gate/index.ts'
import type { Baseline, Report } from '../../report/results/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { counted } from '../../report/text/index.ts'
import { OutputError, reasonOf } from './output.ts'
import { readGivenFile } from './read-given-file.ts'

type BaselineArguments = Pick<
  CommandArguments<'verify'>,
  'baseline' | 'updateBaseline' | 'baselineReason' | 'baselineExpires'
>

/** What the entries get that a run writes. Throws UsageError, so that the day is right before anything is sent. */
export function baselineAcceptance({
  updateBaseline: isUpdated,
  baselineReason,
  baselineExpires,
}: BaselineArguments): Acceptance {
  for (const [flag, value] of [
    ['--baseline-reason', baselineReason],
    ['--baseline-expires', baselineExpires],
  ] as const)
    if (value !== undefined && !isUpdated)
      throw new UsageError(`${flag} is for entries that a run writes; add --update-baseline, or leave it out.`)
  if (baselineReason?.trim() === '')
    throw new UsageError('--baseline-reason is empty; write why the findings are left as they are.')
  if (baselineExpires !== undefined && !isDay(baselineExpires))
    throw new UsageError(`--baseline-expires ${baselineExpires} is no day; write one such as 2026-12-31.`)
  return { reason: baselineReason, expires: baselineExpires }
}

/** The baseline of a run; empty if this run writes the first one. Throws UsageError. */
export function readBaselineFile({
  baseline,
  updateBaseline: isUpdated = false,
}: BaselineArguments): Baseline | undefined {
  const file = baseline ?? BASELINE_FILE
  const exists = existsSync(file)
  if (isUpdated) requireWritable(file, exists)
  if (!exists && (isUpdated || baseline === undefined)) return isUpdated ? { file, findings: [] } : undefined
  const bytes = readGivenFile(file, (reason) => {
    const advice = exists ? '' : '; --update-baseline writes it'
    return `--baseline ${file} cannot be read: ${reason}${advice}.`
  })
  return readBaseline(bytes.toString(), file, { drafts: isUpdated })
}

/** Called before anything is sent, so that the findings of a run are not lost. */
function requireWritable(file: string, exists: boolean): void {
  try {
    accessSync(exists ? file : dirname(file), constants.W_OK)
  } catch (error) {
    throw new UsageError(`the baseline cannot be written to ${file}: ${reasonOf(error)}.`)
  }
}

/** Writes the baseline after a run. Returns a sentence about it, and about what the user has to fill in. Throws OutputError. */
export function writeBaselineFile({ file }: Baseline, report: Report, acceptance: Acceptance): string {
  if (report.summary.verdict === 'inconclusive' && !reachedSomething(report))
    return `${file} is left as it is: the run is inconclusive.`
  const update = updateBaseline(report, acceptance)
  const { drafts, expired, removed } = update
  try {
    writeFileSync(file, renderBaseline(update))
  } catch (error) {
    throw new OutputError(`${file} cannot be written: ${reasonOf(error)}.`)
  }
  const entries = counted(update.findings.length + update.unreached.length, 'entry', 'entries')
  const gone = removed === 0 ? '' : `; ${removed} removed`
  const late =
    expired === 0 ? '' : `; ${expired} ${expired === 1 ? 'has expired and needs' : 'have expired and need'} a new day`
  const todo =
    drafts === 0 ? '' : `; fill in the reason and the day of ${counted(drafts, 'entry', 'entries')} before you use it`
  return `${file} has ${entries}${gone}${late}${todo}.`
}

/** Whether a run went through its plan, and is inconclusive only for some operations that it did not reach. */
function reachedSomething({ unreached = [], constraints }: Report): boolean {
  const operations = new Set(constraints.map(({ operation }) => operation))
  return unreached.length > 0 && unreached.length < operations.size
}
