import { type Execution, verifyCommand } from '../../client/index.ts'
import { escapeUnsafe } from '../../report/reporters/index.ts'
import type { RunEvent } from '../../report/results/index.ts'
import { UsageError } from '../../report/results/index.ts'
import type { ClientArguments } from './client-command.ts'
import { execute } from './execute.ts'
import { EXIT_CODES, untilInterrupted } from './exit-codes.ts'
import { writeStderr } from './output.ts'
import { contractOf } from './plan-inputs.ts'
import { openReporting } from './reporting.ts'

/** Gives back the exit code. Throws UsageError and ContractError. */
export async function runClient(command: readonly string[], options: ClientArguments): Promise<number> {
  if (command.length === 0) throw new UsageError('there is no command; write it after --.')
  const contract = await contractOf(options)
  const { mode, status: statuses, runs, seed, timeout, verbose = false } = options
  const reporting = await openReporting({
    reporters: options.reporter ?? [],
    quiet: options.quiet ?? false,
    verbose,
    color: options.color && (process.env.NO_COLOR ?? '') === '',
  })
  try {
    const { summary } = await untilInterrupted((signal) => {
      const run = async (baseUrl: string): Promise<Execution> => {
        const ended = await execute(command, { FGS_CONTRACT_URL: baseUrl }, timeout, signal)
        if (verbose && ended.output !== '')
          for (const line of ended.output.trimEnd().split('\n')) writeStderr(`  ${escapeUnsafe(line)}\n`)
        return ended
      }
      const onEvent = (event: RunEvent): void => reporting.onEvent(event)
      return verifyCommand(contract, run, { mode, statuses, runs, seed, signal, onEvent })
    })
    return EXIT_CODES[summary.verdict]
  } finally {
    reporting.close()
  }
}
