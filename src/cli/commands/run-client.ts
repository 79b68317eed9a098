import { driveCommand, type Execution } from '../../client/index.ts'
import { OPTIONS } from '../../options/index.ts'
import type { RunEvent } from '../../report/results/index.ts'
import { UsageError } from '../../report/results/index.ts'
import type { CommandLine } from './command-line.ts'
import type { ConfiguredArguments } from './configured.ts'
import { execute } from './execute.ts'
import { EXIT_CODES } from './exit-codes.ts'
import { writeStderr } from './output.ts'
import { specifiedContract } from './plan-inputs.ts'
import { checkReports, openReporting } from './reporting.ts'
import { inputFiles } from './run-files.ts'
import { untilInterrupted } from './until-interrupted.ts'

/** Resolves to the exit code. Rejects with UsageError and ContractError. */
export async function runClient(
  { options: given, operands: command }: CommandLine<'client'>,
  configured: ConfiguredArguments,
): Promise<number> {
  if (command.length === 0) throw new UsageError('there is no program to run; write its command after --.')
  const { quiet, color, configFile } = configured
  const options = { ...given, quiet, color, configFile }
  const contract = await specifiedContract(configured)
  const { mode, status: statuses, runs, seed, timeout = OPTIONS.timeout.default } = options
  const { fullBodies, verbose = false } = options
  checkReports(options, inputFiles(contract, { configFile }))
  const reporting = await openReporting(options)
  try {
    const { summary } = await untilInterrupted((signal) => {
      const run = async (baseUrl: string): Promise<Execution> => {
        const execution = await execute(command, { FGS_CONTRACT_URL: baseUrl }, timeout, signal)
        if (verbose && execution.output !== '')
          for (const line of execution.output.trimEnd().split('\n')) writeStderr(`  ${line}\n`)
        return execution
      }
      const onEvent = (event: RunEvent): void => reporting.onEvent(event)
      return driveCommand(contract, run, { mode, statuses, runs, seed, fullBodies, signal, onEvent })
    })
    return EXIT_CODES[summary.verdict]
  } finally {
    reporting.close()
  }
}
