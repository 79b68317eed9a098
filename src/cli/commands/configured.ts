import { isAbsolute, relative } from 'node:path'
import { type CommandArguments, type CommandName, configuredNames, namesIn } from '../../options/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { loadConfig, type OperationValues } from '../config/index.ts'
import type { CommandLine } from './command-line.ts'

/** The options of `verify` and `plan`, whether from the command line or from a configuration. */
export interface ConfiguredArguments extends CommandArguments<'verify'> {
  readonly operations?: ReadonlyMap<string, OperationValues> | undefined
  /** The configuration that was read. */
  readonly configFile?: string | undefined
}

/**
 * Merges the options of the command line with those of the configuration. The command line wins: its lists replace whole
 * lists, but a parameter or a header replaces only that of the same name. What is not about the command is not even read.
 * Rejects with UsageError.
 */
export async function configured(
  command: CommandName,
  { options, isGiven }: Pick<CommandLine<'verify'>, 'options' | 'isGiven'>,
): Promise<ConfiguredArguments> {
  const { config: file, color, ...others } = options
  if (file === false) return options
  const hasName = (option: string, name: string): boolean => {
    if (option === 'param') return options.param?.has(name) ?? false
    return options.header?.some(([field]) => field.toLowerCase() === name.toLowerCase()) ?? false
  }
  const loaded = await loadConfig({
    file,
    workingDirectory: process.cwd(),
    env: process.env,
    isAbout: aboutTest(command),
    isGiven: (option, name) =>
      name === undefined
        ? // Parameters and headers are given one by one.
          option !== 'param' && option !== 'header' && isGiven(option)
        : hasName(option, name),
  })
  if (loaded === undefined) return options
  const { values } = loaded
  if (values.quiet && values.verbose)
    throw new UsageError(`${loaded.file}: quiet and verbose exclude each other; give one of them.`)
  return {
    ...values,
    spec: values.spec && seenFromHere(values.spec),
    baseline: values.baseline && seenFromHere(values.baseline),
    ...others,
    color: isGiven('color') ? color : (values.color ?? color),
    param: new Map([...(values.param ?? []), ...(options.param ?? [])]),
    header: [...(values.header ?? []), ...(options.header ?? [])],
    configFile: loaded.file,
  }
}

/** Tells whether what a configuration says at a key is about a command. `plan` refuses what `verify` would refuse. */
function aboutTest(command: CommandName): (key: string) => boolean {
  const names = new Set<string>(configuredNames(command === 'plan' ? 'verify' : command))
  return (key) => names.has(key) || (key === 'operations' && namesIn('operation').some((name) => names.has(name)))
}

/** A path that reports name, so it has to be the same on every machine. A URL stays as it is. */
const seenFromHere = (location: string): string =>
  isAbsolute(location) ? relative(process.cwd(), location) || '.' : location
