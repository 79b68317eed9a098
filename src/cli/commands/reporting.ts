import { randomUUID } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import type { CommandArguments } from '../../options/index.ts'
import { createReporter, isReporterName, type ReporterName, reporterNames } from '../../report/reporters/index.ts'
import type { RunEvent } from '../../report/results/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { reasonOf, writeStyled, writeWhole } from './output.ts'
import { type RunFile, requireOwnFiles } from './run-files.ts'

interface ReportingArguments
  extends Pick<
    CommandArguments<'verify'>,
    'reporter' | 'quiet' | 'verbose' | 'color' | 'requireHeld' | 'strictBaseline'
  > {
  /** The configuration that was read. */
  readonly configFile?: string | undefined
}

export interface Reporting {
  onEvent(event: RunEvent): void
  close(): void
}

/** A reporter that the user asked for. Without a file, it writes to stdout. */
interface ReporterChoice {
  readonly name: ReporterName
  readonly file: string | undefined
}

/** The choice that `NAME` or `NAME=FILE` makes. Throws UsageError. */
function parseChoice(text: string): ReporterChoice {
  const [name = '', ...file] = text.split('=')
  if (!isReporterName(name))
    throw new UsageError(`there is no reporter "${name}"; there are: ${reporterNames.join(', ')}.`)
  if (text === `${name}=`) throw new UsageError(`--reporter ${text} names no file; write --reporter ${name}=FILE.`)
  return { name, file: file.length === 0 ? undefined : file.join('=') }
}

/** GitHub takes the lines of this reporter out of the log, so they may share stdout with what a person reads. */
const isForGithubLog = ({ name, file }: ReporterChoice): boolean => name === 'github' && file === undefined

/** One that writes to stdout, and rather not the one that a person reads there. */
const otherThanConsole = (choices: readonly ReporterChoice[]): ReporterName =>
  choices.find(({ name, file }) => name !== 'console' && file === undefined)?.name ?? 'console'

/** The reporters, in the order in which they finish; they start in reverse. Throws UsageError. */
function chooseReporters(texts: readonly string[]): readonly ReporterChoice[] {
  const choices = texts.map(parseChoice)
  const forGithubLog = choices.filter(isForGithubLog)
  const others = choices.filter((choice) => !isForGithubLog(choice))
  const toStdout = others.filter(({ file }) => file === undefined)
  const isSharable = forGithubLog.length === 0 || toStdout.every(({ name }) => name === 'console')
  if (toStdout.length > 1 || forGithubLog.length > 1 || !isSharable)
    throw new UsageError(
      `only one reporter can write to stdout; give the others a file: --reporter ${otherThanConsole(choices)}=FILE.`,
    )
  // A person reads along, unless another reporter writes to stdout.
  const isConsoleAdded = toStdout.length === 0 && !choices.some(({ name }) => name === 'console')
  const added: readonly ReporterChoice[] = isConsoleAdded ? [{ name: 'console', file: undefined }] : []
  // It starts before the others and finishes after them, so that GitHub takes no line of theirs for a command.
  return [...added, ...others, ...forGithubLog]
}

/** Makes sure that reports can be written, before anything is sent or overwritten. Throws UsageError. */
export function checkReports({ reporter = [] }: ReportingArguments, inputs: readonly RunFile[]): void {
  const choices = chooseReporters(reporter)
  requireOwnFiles(
    choices.flatMap(({ name, file }) => (file === undefined ? [] : [{ name, file }])),
    inputs,
  )
}

/** Opens what the reporters write to, before anything is sent. Throws UsageError. */
export async function openReporting(options: ReportingArguments): Promise<Reporting> {
  const mode = options.quiet ? 'quiet' : options.verbose ? 'verbose' : 'normal'
  const sinks = await Promise.all(
    chooseReporters(options.reporter ?? []).map(async ({ name, file }) => {
      const isTerminal = file === undefined && process.stdout.isTTY === true
      const reporter = await createReporter(name, {
        color: isTerminal && allowsColor(options),
        interactive: isTerminal,
        columns: isTerminal ? process.stdout.columns : 100,
        mode,
        ...(file === undefined && { now: () => performance.now() }),
        ...(file === undefined && { token: randomUUID() }),
        configFile: options.configFile,
        isGated: options.strictBaseline === true || (options.requireHeld ?? []).length > 0,
      })
      return { reporter, file: file === undefined ? undefined : { name: file, fd: open(file) } }
    }),
  )
  return {
    onEvent(event) {
      for (const { reporter, file } of event.type === 'started' ? sinks.toReversed() : sinks) {
        for (const text of reporter.pieces?.(event) ?? [reporter.report(event)]) {
          if (text === '') continue
          if (file === undefined) writeStyled(text)
          else writeWhole(file.fd, text, file.name)
        }
      }
    },
    close() {
      for (const { file } of sinks) if (file) closeSync(file.fd)
    },
  }
}

/** Whether a terminal may be given colours (https://no-color.org). */
export const allowsColor = ({ color = true }: Pick<CommandArguments<'verify'>, 'color'>): boolean =>
  color && (process.env.NO_COLOR ?? '') === ''

function open(file: string): number {
  try {
    return openSync(file, 'w')
  } catch (error) {
    throw new UsageError(`the report cannot be written to ${file}: ${reasonOf(error)}.`)
  }
}
