import type { Reading } from './option-kind.ts'

/** The commands, in the order in which the help lists them. */
export const COMMAND_NAMES = ['verify', 'plan', 'client', 'adequacy', 'replay', 'init', 'mock'] as const

export type CommandName = (typeof COMMAND_NAMES)[number]

/** What the help says of an option. */
export interface OptionWords {
  readonly help: string
  /** What holds without the option. */
  readonly default?: string | number
  /** What `--no-NAME` does, for an option that has it. */
  readonly negation?: string
}

/** Where an option may stand besides its commands. */
export type OptionPlace =
  /** In a configuration. */
  | 'configuration'
  /** In `operations` of a configuration and of the library, for one operation alone. */
  | 'operation'
  /** Among the options of the library's functions. */
  | 'library'

/** One option, in every place where users meet it. */
export interface Option extends Partial<OptionWords> {
  readonly kind: Reading<unknown>
  /** How the command line writes its value: `<file>`. A flag has none. */
  readonly form?: string
  /** The environment variable that holds it if the command line and the configuration do not. */
  readonly env?: string | undefined
  /** The commands that take it, each with what is different there. */
  readonly commands: { readonly [Name in CommandName]?: OptionDifference }
  readonly places: readonly OptionPlace[]
  /** Options that mean something else, so that one on the command line replaces the others in the configuration. */
  readonly rivals?: readonly string[]
}

export interface OptionDifference extends Partial<OptionWords> {
  readonly kind?: Reading<unknown>
  readonly env?: string | undefined
  /** A configuration is about runs of `verify`: what it says does not count for a command in which the option means another thing. */
  readonly isConfigured?: false
}
