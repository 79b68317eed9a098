import { randomUUID } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { createReporter, isReporterName, reporterNames } from '../../report/reporters/index.ts'
import type { RunEvent } from '../../report/results/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { reasonOf, writeStyled, writeWhole } from './output.ts'

export interface ReportingOptions {
  /** `NAME` or `NAME=FILE`. */
  readonly reporters: readonly string[]
  readonly quiet: boolean
  readonly verbose: boolean
  readonly color: boolean
  /** The file that options are from. */
  readonly configFile?: string | undefined
}

export interface Reporting {
  onEvent(event: RunEvent): void
  close(): void
}

/** Opens what the reporters write to, before anything is sent. Throws UsageError. */
export async function openReporting(options: ReportingOptions): Promise<Reporting> {
  const wanted = options.reporters.map((text) => {
    const [name = '', ...file] = text.split('=')
    if (!isReporterName(name))
      throw new UsageError(`there is no reporter "${name}"; there are: ${reporterNames.join(', ')}.`)
    if (text === `${name}=`) throw new UsageError(`--reporter ${text} names no file; write --reporter ${name}=FILE.`)
    return { name, file: file.length === 0 ? undefined : file.join('=') }
  })
  // Its lines are commands, which GitHub takes out of the log: they stand beside what a person reads.
  const isCommands = (one: (typeof wanted)[number]): boolean => one.name === 'github' && one.file === undefined
  const commands = wanted.filter(isCommands)
  const toStdout = wanted.filter((one) => one.file === undefined && !isCommands(one))
  const isSharable = commands.length === 0 || toStdout.every(({ name }) => name === 'console')
  if (toStdout.length > 1 || commands.length > 1 || !isSharable)
    throw new UsageError('only one reporter can write to stdout; give the others a file: --reporter json=report.json.')
  // A person reads along unless something else speaks on stdout.
  if (toStdout.length === 0 && !wanted.some(({ name }) => name === 'console'))
    wanted.unshift({ name: 'console', file: undefined })
  // It opens before the others and closes after them: what they write in between is no command.
  const ordered = [...wanted.filter((one) => !isCommands(one)), ...commands]
  const mode = options.quiet ? 'quiet' : options.verbose ? 'verbose' : 'normal'
  const sinks = await Promise.all(
    ordered.map(async ({ name, file }) => {
      const isTerminal = file === undefined && process.stdout.isTTY === true
      const reporter = await createReporter(name, {
        color: options.color && isTerminal,
        interactive: isTerminal,
        columns: isTerminal ? process.stdout.columns : 100,
        mode,
        ...(file === undefined && { token: randomUUID() }),
        configFile: options.configFile,
      })
      return { reporter, file: file === undefined ? undefined : { name: file, fd: open(file) } }
    }),
  )
  return {
    onEvent(event) {
      for (const { reporter, file } of event.type === 'started' ? sinks.toReversed() : sinks) {
        const text = reporter.report(event)
        if (text === '') continue
        if (file === undefined) writeStyled(text)
        else writeWhole(file.fd, text, file.name)
      }
    },
    close() {
      for (const { file } of sinks) if (file) closeSync(file.fd)
    },
  }
}

function open(file: string): number {
  try {
    return openSync(file, 'w')
  } catch (error) {
    throw new UsageError(`the report cannot be written to ${file}: ${reasonOf(error)}.`)
  }
}
