import { readFileSync } from 'node:fs'
import { replayReport, replayTarget } from '../../deployment/options/index.ts'
import { type RecordedReport, readReport } from '../../deployment/replay/index.ts'
import { renderReplayJson, renderReplayText } from '../../report/reporters/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { EXIT_CODES, untilInterrupted } from './exit-codes.ts'
import { givenCredentials } from './given-credentials.ts'
import { reasonOf, writeStdout } from './output.ts'
import { contractOf } from './plan-inputs.ts'
import { readProxy } from './proxy.ts'
import type { ReplayArguments } from './replay-command.ts'
import { readTlsFiles } from './tls-files.ts'

const WIDTH = 100

/** Gives back the exit code. Throws UsageError and ContractError. */
export async function runReplay(file: string, finding: string | undefined, options: ReplayArguments): Promise<number> {
  const report = readReportFile(file)
  const contract = await contractOf(options)
  const { target, header, timeout } = options
  const credentials = givenCredentials(options, process.env)
  const given = { target, header, timeout, ...credentials, ...readTlsFiles(options), finding }
  const proxy = readProxy(replayTarget(report, given).origin, process.env)
  const replayed = await untilInterrupted((signal) => replayReport(contract, report, { ...given, proxy, signal }))
  const isTerminal = process.stdout.isTTY === true
  writeStdout(
    options.json
      ? renderReplayJson(replayed)
      : renderReplayText(replayed, {
          color: options.color && isTerminal && (process.env.NO_COLOR ?? '') === '',
          columns: isTerminal ? process.stdout.columns : WIDTH,
        }),
  )
  return EXIT_CODES[replayed.verdict]
}

function readReportFile(file: string): RecordedReport {
  const text = (() => {
    try {
      return readFileSync(file, 'utf8')
    } catch (error) {
      const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT'
      throw new UsageError(`the report ${file} cannot be read: ${isAbsent ? 'it does not exist' : reasonOf(error)}.`)
    }
  })()
  return readReport(text, file)
}
