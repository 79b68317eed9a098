import { closeSync, openSync, writeSync } from 'node:fs'
import { UsageError } from '../planning/index.ts'
import { createReporter, isReporterName, reporterNames } from '../reporters/index.ts'
import type { RunEvent } from '../results/index.ts'

export interface ReportingOptions {
  /** `NAME` or `NAME=FILE`. */
  readonly reporters: readonly string[]
  readonly quiet: boolean
  readonly verbose: boolean
  readonly color: boolean
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
    return { name, file: file.length === 0 ? undefined : file.join('=') }
  })
  const toStdout = wanted.filter(({ file }) => file === undefined)
  if (toStdout.length > 1)
    throw new UsageError('only one reporter can write to stdout; give the others a file: --reporter json=report.json.')
  // A person reads along unless something else speaks on stdout.
  if (toStdout.length === 0 && !wanted.some(({ name }) => name === 'console'))
    wanted.unshift({ name: 'console', file: undefined })
  const mode = options.quiet ? 'quiet' : options.verbose ? 'verbose' : 'normal'
  const sinks = await Promise.all(
    wanted.map(async ({ name, file }) => {
      const isTerminal = file === undefined && process.stdout.isTTY === true
      const reporter = await createReporter(name, {
        color: options.color && isTerminal,
        interactive: isTerminal,
        columns: isTerminal ? process.stdout.columns : 100,
        mode,
      })
      return { reporter, fd: file === undefined ? 1 : open(file), isFile: file !== undefined }
    }),
  )
  return {
    onEvent(event) {
      for (const { reporter, fd } of sinks) write(fd, reporter.report(event))
    },
    close() {
      for (const { fd, isFile } of sinks) if (isFile) closeSync(fd)
    },
  }
}

function open(file: string): number {
  try {
    return openSync(file, 'w')
  } catch (error) {
    throw new UsageError(`the report cannot be written to ${file}: ${error instanceof Error ? error.message : error}`)
  }
}

/** Writes all of a text at once, so that nothing is lost when the process ends; a reader that left is no error. */
function write(fd: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(fd, bytes, written)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'EPIPE') return
      // A pipe that is full takes the rest when its reader has gone on.
      if (code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}
