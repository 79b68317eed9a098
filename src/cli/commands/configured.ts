import { relative } from 'node:path'
import type { Command } from 'commander'
import { UsageError } from '../../report/results/index.ts'
import { loadConfig } from '../config/index.ts'
import { requireHeader } from './arguments.ts'
import type { VerifyArguments } from './verify-command.ts'

export interface ConfiguredArguments extends VerifyArguments {
  /** The file that the configuration is from. */
  readonly configFile?: string
}

/**
 * Options of the command line over those of the configuration. Of lists, the command line's take the place of the
 * configuration's; of parameters and headers, only those of the same name. Rejects with UsageError.
 */
export async function configured(options: VerifyArguments, command: Command): Promise<ConfiguredArguments> {
  const { config: file, color, ...own } = options
  if (file === false) return options
  if (file === '') throw new UsageError('--config is empty; give a file, or leave it out.')
  const isNamed = (option: string, name: string): boolean => {
    if (option === 'param') return options.param?.has(name) ?? false
    return options.header?.some(([given]) => given.toLowerCase() === name.toLowerCase()) ?? false
  }
  const loaded = await loadConfig({
    file: typeof file === 'string' ? file : undefined,
    workingDirectory: process.cwd(),
    env: process.env,
    isGiven: (option, name) =>
      name === undefined
        ? // Those are given one by one.
          option !== 'param' && option !== 'header' && command.getOptionValueSource(option) === 'cli'
        : isNamed(option, name),
  })
  if (loaded === undefined) return options
  const { values } = loaded
  if (values.quiet && values.verbose)
    throw new UsageError(`${loaded.file}: quiet and verbose exclude each other; give one of them.`)
  const header = [...(values.header ?? [])].flatMap(([name, texts]) =>
    texts.map((text): [string, string] => {
      requireHeader(name, text, `${loaded.file}: header.${name}`)
      return [name, text.trim()]
    }),
  )
  return {
    ...values,
    // Reports name it: by the same name on every machine.
    baseline: values.baseline && relative(process.cwd(), values.baseline),
    ...own,
    color: command.getOptionValueSource('color') === 'cli' ? color : (values.color ?? color),
    param: new Map([...(values.param ?? []), ...(options.param ?? [])]),
    header: [...header, ...(options.header ?? [])],
    configFile: loaded.file,
  }
}
