import { type CommandName, flagOf, namesIn } from '../../options/index.ts'
import { OptionError, UsageError } from '../../report/results/index.ts'
import type { CommandLine } from './command-line.ts'
import { type ConfiguredArguments, configured } from './configured.ts'

type Run = (options: ConfiguredArguments) => Promise<number>

/**
 * Runs a command with the options of its command line and of its configuration. An option of the configuration that the
 * command refuses is named by file and key: the user wrote no flag. Rejects with what the command rejects with.
 */
export async function runConfigured(
  command: CommandName,
  line: Pick<CommandLine<'verify'>, 'options' | 'isGiven'>,
  run: Run,
): Promise<number> {
  const options = await configured(command, line)
  try {
    return await run(options)
  } catch (error) {
    if (!(error instanceof OptionError) || options.configFile === undefined) throw error
    const key = namesIn('configuration').find((name) => flagOf(name) === error.flag)
    throw key === undefined || line.isGiven(key)
      ? error
      : new UsageError(`${options.configFile}: ${key} ${error.problem}`)
  }
}
