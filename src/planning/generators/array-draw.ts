import { DistinctItems, type Json } from '../../json/index.ts'
import type { Dice } from './dice.ts'
import { type Draw, isScarce, nothing, type PartDraws } from './draw.ts'
import { WORK_LIMITS } from './limits.ts'
import { itemNodes, prefixLength, type Shape } from './shape.ts'

/** How many items an array usually has beyond those that it must have; it has more only if a document bounds them. */
const USUAL_ITEMS = 6
const FURTHEST_ITEMS = 300

/** Makes arrays that fit a shape; undefined if there can be none. */
export function arrayDraw(draws: PartDraws, shape: Shape): Draw | undefined {
  const { contains, uniqueItems, minItems } = shape
  // From this index on all items are asked the same.
  const alike = prefixLength(shape)
  const indexes = Array.from({ length: alike + 1 }, (_, index) => index)
  const impossible = indexes.findIndex((index) => !draws.canBe(itemNodes(shape, index)))
  const max = impossible === -1 ? shape.maxItems : Math.min(shape.maxItems, impossible)
  const least = Math.max(minItems, leastContaining(shape, max))
  if (least > max) return undefined
  const far = Number.isFinite(max) ? Math.min(max, Math.max(least, FURTHEST_ITEMS)) : least + USUAL_ITEMS
  const items = indexes.map((index) => draws.part(itemNodes(shape, index)))
  const containing = contains.map(({ node }) => indexes.map((index) => draws.part([...itemNodes(shape, index), node])))
  const drawAt = (index: number, owner: number | undefined): Draw =>
    (owner === undefined ? items : (containing[owner] ?? items))[Math.min(index, alike)] ?? nothing
  return (dice, depth) => {
    const length = isScarce(dice, depth) ? least : lengthOf(dice, depth, least, far)
    const owners = ownersOf(shape, dice, length)
    const array: Json[] = []
    const distinct = uniqueItems ? new DistinctItems() : undefined
    for (let index = 0; index < length; index++) {
      const item = another(drawAt(index, owners?.get(index)), dice, depth, distinct)
      // If no further item is found, those that are there may be enough.
      if (item === undefined) return array.length >= minItems && !owners ? array : undefined
      array.push(item)
    }
    return array
  }
}

/** How many items `contains` asks for; one item may be what two of them ask for. */
function leastContaining({ contains }: Shape, max: number): number {
  const apart = contains.reduce((sum, { least }) => sum + least, 0)
  return apart <= max ? apart : contains.reduce((most, { least }) => Math.max(most, least), 0)
}

function another(draw: Draw, dice: Dice, depth: number, distinct: DistinctItems | undefined): Json | undefined {
  for (let attempt = 0; attempt < WORK_LIMITS.distinctAttempts; attempt++) {
    if (dice.left-- <= 0) return undefined
    const item = draw(dice, depth)
    if (item === undefined || !distinct || distinct.add(item)) return item
  }
  return undefined
}

/** Mostly few, since each item costs; deep within a value very few. */
function lengthOf(dice: Dice, depth: number, least: number, far: number): number {
  if (depth > 1) return Math.min(far, least + dice.integer(0, 3))
  const way = dice.next() % 20
  if (far - least <= 2 * USUAL_ITEMS) return way < 6 ? dice.pick([least, far]) : dice.integer(least, far)
  if (way < 18) return dice.integer(least, Math.min(far, least + USUAL_ITEMS))
  return way < 19 ? dice.integer(least, far) : dice.pick([least, far])
}

/** Which places hold what `contains` asks for, by its number. */
function ownersOf({ contains }: Shape, dice: Dice, length: number): Map<number, number> | undefined {
  if (contains.length === 0) return undefined
  const owners = new Map<number, number>()
  const places = Array.from({ length }, (_, index) => index)
  for (const [number, { least }] of contains.entries())
    for (let count = 0; count < least && places.length > 0; count++) {
      const [place] = places.splice(dice.integer(0, places.length - 1), 1)
      if (place !== undefined) owners.set(place, number)
    }
  return owners
}
