/** A format of texts that the user defines; it takes the place of a built-in one of its name. */
export interface TextFormat {
  /** Pure. */
  is(text: string): boolean
  /** Texts that are of it, to draw from; there may be none. */
  readonly texts: readonly string[]
  /** Texts that are nearly of it, and are not. */
  readonly breaks: readonly string[]
}

/** By name. */
export type TextFormats = ReadonlyMap<string, TextFormat>
