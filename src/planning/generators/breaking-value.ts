import type { Json } from '../../json/index.ts'

/** A value for the constraint's place that is meant to break it and nothing else; undefined takes the place away. */
export interface BreakingValue {
  /** How it breaks: `null`, `one over, astral`. Unique for its constraint. */
  readonly name: string
  readonly value: Json | undefined
}

export const breach = (name: string, value: Json | undefined): BreakingValue => ({ name, value })

export const breachesIf = (condition: boolean, ...breaches: readonly BreakingValue[]): readonly BreakingValue[] =>
  condition ? breaches : []
