import { COMMANDS } from '../../../src/cli/commands/commands.ts'
import { defaultOf } from '../../../src/cli/commands/program.ts'
import {
  COMMAND_NAMES,
  type CommandName,
  type CommandOption,
  commandOptions,
  configuredNames,
  libraryNames,
} from '../../../src/options/index.ts'

const HEAD = `# Command line

<!-- Written by \`npm run generate\` from src/options/options.ts and src/cli/commands/commands.ts: change those, and run it. -->

\`\`\`text
npx fgs-contract COMMAND [options]
\`\`\`

Every command but \`init\` also reads a [configuration](../guides/configuration.md), and takes the keys that its table names. The
command line wins over the configuration, and the configuration wins over the environment. If an option that may not be
repeated is given twice, the last one counts.

The library takes the options marked so by the same names, in the spelling of the configuration (\`maxRequests\`). It takes
durations in milliseconds, and the content of files instead of their paths.

\`fgs-contract --version\` prints the version. Every command has \`-h, --help\`.

| Exit code | Meaning |
| --- | --- |
| 0 | Pass: nothing is broken. |
| 1 | Fail: at least one error, or a gate that you set was missed. |
| 2 | Usage or contract error: the message says what to do. |
| 3 | Inconclusive: nothing is broken, but not all is proven. |
`

/** The functions of the library that do the same. */
const LIBRARY_FUNCTIONS: { readonly [Name in CommandName]?: string } = {
  verify: 'verifyDeployment',
  plan: 'planVerification',
  adequacy: 'adequacy',
  replay: 'replayReport',
}

/** The reference page of the command line, from the tables of commands and options. */
export const commandLinePage = (): string => [HEAD, ...COMMAND_NAMES.map(commandSection)].join('\n')

function commandSection(name: CommandName): string {
  const { description, operands = [], usage, notes } = COMMANDS[name]
  const inLibrary = LIBRARY_FUNCTIONS[name] === undefined ? '' : ` In the library: ${quoted(LIBRARY_FUNCTIONS[name])}.`
  const arguments_ = usage ?? ['[options]', ...operands.map(({ form }) => form)].join(' ')
  return [
    `## ${name}`,
    '',
    `${sentence(description)}${inLibrary}`,
    '',
    ...code(`npx fgs-contract ${name} ${arguments_}`),
    ...(operands.length === 0
      ? []
      : table(
          ['Argument', 'Description'],
          operands.map(({ form, help }) => [quoted(form), help]),
        )),
    ...table(OPTION_HEAD, commandOptions(name).flatMap(optionRows(name))),
    ...(notes === undefined ? [] : code(notes)),
  ].join('\n')
}

const OPTION_HEAD = [
  'Option',
  'Description',
  'Default',
  'Environment',
  'Configuration key',
  'Library',
  'May be repeated',
]

const optionRows =
  (command: CommandName) =>
  (option: CommandOption): string[][] => {
    const { name, flag, form, help, negation, env, kind, places } = option
    const functionOf = LIBRARY_FUNCTIONS[command]
    const isConfigured = configuredNames(command).some((other) => other === name)
    const choices = kind.choices === undefined ? '' : ` (${kind.choices.map(quoted).join(', ')})`
    const inOperations = places.includes('operation') ? ', also in `operations`' : ''
    const rest = [
      env === undefined ? '' : quoted(env),
      isConfigured ? quoted(name) + inOperations : '',
      functionOf !== undefined && libraryNames(command).some((other) => other === name) ? 'yes' : '',
      kind.repeats ? 'yes' : '',
    ]
    const value = form === undefined ? '' : ` ${form}`
    const rows = [
      [flag + value, help, defaultOf(option) ?? ''],
      [flag.replace('--', '--no-'), negation, ''],
    ]
    return rows.flatMap(([written = '', description, byDefault = '']) =>
      description === undefined
        ? []
        : [[quoted(written), description + (value === '' ? '' : choices), byDefault, ...rest]],
    )
  }

const code = (text: string): string[] => ['```text', text, '```', '']

const quoted = (text: string): string => `\`${text}\``

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`

/** A table without the columns in which every cell is empty. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const isUsed = (_: string, column: number): boolean => rows.some((cells) => cells[column] !== '')
  const line = (cells: readonly string[]): string =>
    `| ${cells
      .filter(isUsed)
      .map((cell) => cell.replaceAll('|', '\\|'))
      .join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line), '']
}
