import type { ConfigPlace } from './config-place.ts'
import type { LibraryShape } from './library-shape.ts'

/** How the values of an option are read, from the command line and from a configuration. */
export interface Reading<Value> {
  /** What to write, for the message that refuses a value. */
  readonly form: string
  /** What to give instead of an empty text, for a kind that takes none: an unset variable of the shell, most likely. */
  readonly insteadOfEmpty?: string
  /** Whether the command line may repeat the option. */
  readonly repeats?: boolean
  /** The values that there are, if they can be listed. */
  readonly choices?: readonly string[]
  /** What the library takes; without it, the library checks no shape. */
  readonly library?: LibraryShape | undefined
  /** Reads a text of the command line. `earlier` is what the same option gave before. Undefined if the text is refused. */
  parse(text: string, earlier?: Value): Value | undefined
  /** Reads a value of a configuration. Throws UsageError that names its place, and not the value, which may be secret. */
  read(value: unknown, place: ConfigPlace): Value
  /** Writes a value as a user would; without it, its plain text is what a user would write. */
  show?(value: Value): string
}

/**
 * A reading, and the types of the same option elsewhere: what a configuration may hold (`Given`), and what the library
 * takes (`Library`).
 */
export interface OptionKind<Value, Given = Value, Library = Value> extends Reading<Value> {
  /** For types alone: it has no value. */
  readonly types?: { readonly given: Given; readonly library: Library }
}
