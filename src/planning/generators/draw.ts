import type { SchemaNode } from '../../contract/model/index.ts'
import type { Json } from '../../json/index.ts'
import type { Dice } from './dice.ts'
import { SIZE_LIMITS, WORK_LIMITS } from './limits.ts'

/** What the parts of a value are made by. */
export interface PartDraws {
  /** Whether the keywords leave anything; whether they go together only shows when values are made. */
  canBe(nodes: readonly SchemaNode[]): boolean
  fits(nodes: readonly SchemaNode[], value: Json): boolean
  /** Makes values of a part; undefined for each if there can be none. */
  part(nodes: readonly SchemaNode[]): Draw
}

/** Makes a value; undefined if none was found. `depth` is that of the place. */
export type Draw = (dice: Dice, depth: number) => Json | undefined

export const nothing: Draw = () => undefined

/** A value of this many parts is large. From here on it grows only as far as it must. */
const LARGE = 2_000

/** Whether all that can be left out should be. */
export const isScarce = (dice: Dice, depth: number): boolean =>
  depth >= SIZE_LIMITS.freeDepth || !dice.hasRoom || dice.left < WORK_LIMITS.drawnParts - LARGE
