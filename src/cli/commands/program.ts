import { Command, InvalidArgumentError, Option } from 'commander'
import { COMMAND_NAMES, type CommandName, type CommandOption, commandOptions } from '../../options/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { COMMANDS, type CommandSpec } from './commands.ts'
import { writeStderr, writeStdout } from './output.ts'

/** The program as commander sees it; `onExit` hears the exit code of the command that ran. */
export function createProgram(version: string, onExit: (code: number) => void): Command {
  const program = new Command('fgs-contract')
    .description('Proves that a live deployment keeps its OpenAPI contract.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help')
    .showHelpAfterError('(see fgs-contract --help)')
    .exitOverride()
    .configureOutput({
      writeOut: writeStdout,
      writeErr: writeStderr,
      // What follows a mistyped --token= may be secret.
      outputError: flagError(),
    })
    .addHelpText('after', '\nExit codes: 0 pass, 1 fail, 2 usage or contract error, 3 inconclusive.')
  for (const name of COMMAND_NAMES) addCommand(program, name, COMMANDS[name], onExit)
  return program
}

/** What commander says of a flag that it does not know, or that is written with a value. It is not repeated. */
const flagError =
  (options: readonly CommandOption[] = []) =>
  (text: string, write: (text: string) => void): void => {
    const flags = options.flatMap(({ flag }) => [flag, negatedFlag(flag)])
    write(
      text.replace(/^error: unknown option '([^'=]+)=.*'\n(\(Did you mean .*)?$/s, (_, flag: string, advice = '') =>
        flags.includes(flag)
          ? `error: option '${flag}' takes no value\n`
          : `error: unknown option '${flag}'\n${advice}`,
      ),
    )
  }

const negatedFlag = (flag: string): string => flag.replace('--', '--no-')

function addCommand<Name extends CommandName>(
  program: Command,
  name: Name,
  { description, usage, operands = [], notes, run }: CommandSpec<Name>,
  onExit: (code: number) => void,
): void {
  const command = program
    .command(name)
    .description(description)
    .exitOverride()
    .configureOutput({ outputError: flagError(commandOptions(name)) })
    .helpOption('-h, --help', 'print help')
    .showHelpAfterError(
      `(${usage === undefined ? '' : `write fgs-contract ${name} ${usage}; `}see fgs-contract ${name} --help)`,
    )
    .allowExcessArguments(false)
  if (usage !== undefined) command.usage(usage)
  for (const { form, help } of operands) command.argument(form, help)
  for (const option of commandOptions(name)) addOption(command, option)
  if (notes !== undefined) command.addHelpText('after', `\n${notes}`)
  command.action(async () => {
    const isGiven = (option: string): boolean => command.getOptionValueSource(option) === 'cli'
    onExit(await run({ options: command.opts(), operands: command.args, isGiven }))
  })
}

function addOption(command: Command, option: CommandOption): void {
  const { flag, form, negation, kind, rivals = [] } = option
  if (option.help !== undefined) {
    const added = new Option(form === undefined ? flag : `${flag} ${form}`, descriptionOf(option))
    if (kind.choices !== undefined) added.choices(kind.choices)
    else if (form !== undefined) added.argParser((text: string, earlier: unknown) => parsed(option, text, earlier))
    // Credentials exclude each other as well, with messages that know the environment.
    if (form === undefined) added.conflicts([...rivals])
    command.addOption(added)
  }
  if (negation === undefined) return
  const negated = negatedFlag(flag)
  command.option(negated, negation)
  if (form !== undefined)
    refuseBoth(command, option.name, `${flag} and ${negated} contradict each other; give one of them.`)
}

/** Of an option and its negation, commander takes the last one. */
function refuseBoth(command: Command, name: string, message: string): void {
  const given = new Set<string>()
  for (const event of [`option:${name}`, `option:no-${name}`])
    command.on(event, () => {
      if (given.add(event).size > 1) throw new UsageError(message)
    })
}

function parsed({ flag, kind }: CommandOption, text: string, earlier: unknown): unknown {
  if (text === '' && kind.insteadOfEmpty !== undefined)
    throw new UsageError(`${flag} is empty; give ${kind.insteadOfEmpty}, or leave it out.`)
  const value = kind.parse(text, earlier)
  if (value === undefined) throw new InvalidArgumentError(`Write ${kind.form}.`)
  return value
}

function descriptionOf(option: CommandOption): string {
  const repeats = option.kind.repeats ? '; may be repeated' : ''
  const byDefault = defaultOf(option)
  const variable = option.env === undefined ? '' : ` (or ${option.env})`
  return `${option.help}${repeats}${byDefault === undefined ? '' : ` (default: ${byDefault})`}${variable}`
}

/** What holds without an option, as a user would write it; undefined if nothing does. */
export function defaultOf({ kind, default: value }: CommandOption): string | undefined {
  return value === undefined ? undefined : typeof value === 'string' ? value : (kind.show?.(value) ?? String(value))
}
