import { readReport } from '../../deployment/replay/index.ts'
import { replayReport, replayTarget } from '../../deployment/wiring/index.ts'
import { libraryNames } from '../../options/index.ts'
import { renderReplayJson, renderReplayText } from '../../report/reporters/index.ts'
import type { CommandLine } from './command-line.ts'
import type { ConfiguredArguments } from './configured.ts'
import { EXIT_CODES } from './exit-codes.ts'
import { givenCredentials } from './given-credentials.ts'
import { writeStyled } from './output.ts'
import { operationOptions, picked, readBodies, specifiedContract } from './plan-inputs.ts'
import { readProxy } from './proxy.ts'
import { readGivenFile } from './read-given-file.ts'
import { allowsColor } from './reporting.ts'
import { readTlsFiles } from './tls-files.ts'
import { untilInterrupted } from './until-interrupted.ts'

const WIDTH = 100
const CONFIGURED = libraryNames('replay').filter((name) => name !== 'dryRun')

/** Resolves to the exit code. Rejects with UsageError and ContractError. */
export async function runReplay(
  options: ConfiguredArguments,
  { operands, options: { json, dryRun } }: CommandLine<'replay'>,
): Promise<number> {
  const [file = '', finding] = operands
  const bytes = readGivenFile(file, (reason) => `the report ${file} cannot be read: ${reason}.`)
  const report = readReport(bytes.toString(), file)
  const contract = await specifiedContract(options)
  const credentials = givenCredentials(options, process.env)
  const replay = {
    ...picked(options, CONFIGURED),
    param: Object.fromEntries(options.param ?? []),
    body: readBodies(options.body),
    operations: operationOptions(options.operations),
    ...credentials,
    ...readTlsFiles(options),
    dryRun,
    finding,
  }
  const proxy = readProxy(replayTarget(report, replay).origin, process.env)
  const replayed = await untilInterrupted((signal) => replayReport(contract, report, { ...replay, proxy, signal }))
  const isTerminal = process.stdout.isTTY === true
  writeStyled(
    json
      ? renderReplayJson(replayed)
      : renderReplayText(replayed, {
          color: isTerminal && allowsColor(options),
          columns: isTerminal ? process.stdout.columns : WIDTH,
        }),
  )
  return dryRun ? 0 : EXIT_CODES[replayed.verdict]
}
