import type { CommandName, Option, OptionDifference, OptionPlace } from './option.ts'
import type { OptionKind, Reading } from './option-kind.ts'
import { OPTIONS } from './options.ts'

type Options = typeof OPTIONS

export type OptionName = keyof Options

/** The names of the options that may stand in a place. */
export type NameIn<Place extends OptionPlace> = {
  [Name in OptionName]: Place extends Options[Name]['places'][number] ? Name : never
}[OptionName]

/** The names of the options that a command takes. */
export type NameOf<Command extends CommandName> = {
  [Name in OptionName]: Command extends keyof Options[Name]['commands'] ? Name : never
}[OptionName]

type ValueOfKind<Kind> = Kind extends Reading<infer Value> ? Value : never

/** What an option is once it is read. */
export type OptionValue<Name extends OptionName> = ValueOfKind<Options[Name]['kind']>

type DifferenceOf<Name extends OptionName, Command extends CommandName> = Options[Name]['commands'] extends {
  readonly [C in Command]: infer Difference
}
  ? Difference
  : never

type ArgumentValue<Name extends OptionName, Command extends CommandName> =
  DifferenceOf<Name, Command> extends { readonly kind: infer Kind } ? ValueOfKind<Kind> : OptionValue<Name>

/** `--no-NAME` beside a value is no value. */
type Negated<Name extends OptionName> = Options[Name] extends { readonly form: string; readonly negation: string }
  ? false
  : never

/** The options of a command, as they are once the command line is read. */
export type CommandArguments<Command extends CommandName> = {
  readonly [Name in NameOf<Command>]?: ArgumentValue<Name, Command> | Negated<Name> | undefined
}

type LibraryName<Command extends CommandName> = NameIn<'library'> & NameOf<Command>

type LibraryValue<Name extends OptionName> =
  Options[Name]['kind'] extends OptionKind<infer _Value, infer _Given, infer Library> ? Library : never

type GivenValue<Name extends OptionName> =
  Options[Name]['kind'] extends OptionKind<infer _Value, infer Given, infer _Library> ? Given : never

// Editors find the comments of the table only if a type maps `keyof Options` itself, not a name for it.

/** The options of a command that the library takes as well, as the library takes them. */
export type LibraryOptions<Command extends CommandName> = {
  readonly [Name in keyof Options as Name & LibraryName<Command>]?: LibraryValue<Name> | undefined
}

/** The options that the library takes for one operation alone. */
export type LibraryOperationOptions = {
  readonly [Name in keyof Options as Name & NameIn<'operation'>]?: LibraryValue<Name> | undefined
}

/** What a configuration may hold in a place: for all operations, or for one alone. */
export type ConfigurationOptions<Place extends 'configuration' | 'operation'> = {
  readonly [Name in keyof Options as Name & NameIn<Place>]?: GivenValue<Name>
}

/** The same options, each seen as any other. */
const ALL: { readonly [Name in OptionName]: Option } = OPTIONS

const isOptionName = (name: string): name is OptionName => Object.hasOwn(OPTIONS, name)

export const OPTION_NAMES: readonly OptionName[] = Object.keys(OPTIONS).filter(isOptionName)

/** The names of the options in a place, in the order of the table. */
export const namesIn = <Place extends OptionPlace>(place: Place): readonly NameIn<Place>[] =>
  OPTION_NAMES.filter((name): name is NameIn<Place> => ALL[name].places.includes(place))

/** The names of the options of a command that the library takes as well, in the order of the table. */
export const libraryNames = <Command extends CommandName>(command: Command): readonly LibraryName<Command>[] =>
  OPTION_NAMES.filter(
    (name): name is LibraryName<Command> => ALL[name].places.includes('library') && command in ALL[name].commands,
  )

/** The names of the options of a command that count for it if a configuration gives them, in the order of the table. */
export const configuredNames = (command: CommandName): readonly NameIn<'configuration'>[] =>
  namesIn('configuration').filter((name) => {
    const difference: OptionDifference | undefined = ALL[name].commands[command]
    return difference !== undefined && difference.isConfigured !== false
  })

/** An option as one command takes it. */
export interface CommandOption extends Option {
  readonly name: OptionName
  /** `--max-requests` */
  readonly flag: string
}

/** The options of a command, in the order of the table. */
export function commandOptions(command: CommandName): readonly CommandOption[] {
  return OPTION_NAMES.flatMap((name) => {
    const difference: OptionDifference | undefined = ALL[name].commands[command]
    return difference === undefined ? [] : [{ ...ALL[name], ...difference, name, flag: flagOf(name) }]
  })
}

/** `--max-requests` for `maxRequests`. */
export const flagOf = (name: OptionName): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** Options that mean something else: whoever gives one of them on the command line does not mean the other. */
export const rivalsOf = (name: string): readonly string[] => (isOptionName(name) ? (ALL[name].rivals ?? []) : [])
