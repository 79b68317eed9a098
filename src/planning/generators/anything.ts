import type { Json } from '../../json/index.ts'
import type { Dice } from './dice.ts'
import type { Draw } from './draw.ts'
import { SIZE_LIMITS } from './limits.ts'
import { randomText, someTexts } from './random-text.ts'

/** Names that no document mentions. They are few: engines keep a layout of objects for each new name. */
export const NAMES = someTexts(16)

/** Any small value, for places that the contract does not describe. */
export const anything: Draw = (dice, depth) => {
  const way = depth >= SIZE_LIMITS.freeDepth ? dice.next() % 6 : dice.next() % 12
  if (way === 10) return Array.from({ length: dice.integer(0, 2) }, () => leaf(dice, dice.next() % 6))
  if (way === 11) {
    const object: { [name: string]: Json } = {}
    for (let count = dice.integer(0, 2); count > 0; count--) object[dice.pick(NAMES)] = leaf(dice, dice.next() % 6)
    return object
  }
  return leaf(dice, way % 6)
}

function leaf(dice: Dice, way: number): Json {
  if (way === 0) return dice.integer(-2147483648, 2147483647)
  if (way === 1) return dice.next() % 2 === 0
  if (way === 2) return null
  if (way === 3) return dice.pick<Json>([0, 1, -1, 1.5, ''])
  return randomText(dice, dice.integer(0, 12))
}
