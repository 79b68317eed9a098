import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { BASELINE_FILE, type CommandArguments } from '../../options/index.ts'
import { readBaseline, renderBaseline, updateBaseline } from '../../report/gate/index.ts'
import type { Baseline, Report } from '../../report/results/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { OutputError, reasonOf } from './output.ts'

type BaselineArguments = Pick<CommandArguments<'verify'>, 'baseline' | 'updateBaseline'>

/** The baseline that a run is set against; empty where it is still to be written. Throws UsageError. */
export function readBaselineFile({
  baseline,
  updateBaseline: isUpdated = false,
}: BaselineArguments): Baseline | undefined {
  const file = baseline ?? BASELINE_FILE
  if (file === '') throw new UsageError('--baseline is empty; give a file, or leave it out.')
  const isThere = existsSync(file)
  if (isUpdated) requireWritable(file, isThere)
  if (!isThere && (isUpdated || baseline === undefined)) return isUpdated ? { file, findings: [] } : undefined
  const text = (() => {
    try {
      return readFileSync(file, 'utf8')
    } catch (error) {
      const why = isThere ? reasonOf(error) : 'it does not exist; --update-baseline writes it'
      throw new UsageError(`--baseline ${file} cannot be read: ${why}.`)
    }
  })()
  return readBaseline(text, file, { drafts: isUpdated })
}

/** Before anything is sent: what a run has found should not be lost. */
function requireWritable(file: string, isThere: boolean): void {
  try {
    accessSync(isThere ? file : dirname(file), constants.W_OK)
  } catch (error) {
    throw new UsageError(`the baseline cannot be written to ${file}: ${reasonOf(error)}.`)
  }
}

/** Writes what is known after a run, and says what is left to do. Throws OutputError. */
export function writeBaselineFile({ file }: Baseline, report: Report): string {
  if (report.summary.verdict === 'inconclusive') return `${file} is left as it is: the run is inconclusive.`
  const { findings, drafts, removed } = updateBaseline(report)
  try {
    writeFileSync(file, renderBaseline(findings))
  } catch (error) {
    throw new OutputError(`${file} cannot be written: ${reasonOf(error)}.`)
  }
  const entries = `${findings.length} ${findings.length === 1 ? 'entry' : 'entries'}`
  const gone = removed === 0 ? '' : `, ${removed} taken out`
  const todo = drafts === 0 ? '' : `; ${drafts} to be completed with a reason and a day before it can be used`
  return `${file} has ${entries}${gone}${todo}.`
}
