import type { CommandArguments, CommandName } from '../../options/index.ts'

/** What the user wrote behind the name of a command. */
export interface CommandLine<Name extends CommandName> {
  readonly options: CommandArguments<Name>
  /** What is no option, in order. */
  readonly operands: readonly string[]
  /** Whether the user gave an option. */
  isGiven(option: string): boolean
}
