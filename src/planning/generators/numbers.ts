import { greater, integer, isMultiple, type JsonNumber, lesser, negated, plus } from '../../json/index.ts'
import type { Dice } from './dice.ts'
import { WORK_LIMITS } from './limits.ts'
import type { Shape } from './shape.ts'
import { numberBounds } from './view.ts'

/** How many steps from a bound a far multiple is drawn. */
const NEAR = 1000
const WINDOWS = [1, 1000, 2 ** 31, 1e15]

const isInside = ({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Shape, value: JsonNumber): boolean =>
  value >= minimum && value <= maximum && value > exclusiveMinimum && value < exclusiveMaximum

/** Makes numbers that fit a shape; each undefined if it is not found. Undefined if there can be none. */
export function numbers(shape: Shape): ((dice: Dice) => JsonNumber | undefined) | undefined {
  const step = stepOf(shape)
  if (step === undefined) return fractions(shape)
  const { low, high } = boundsOf(shape)
  const isFar = low > Number.MAX_SAFE_INTEGER || high < Number.MIN_SAFE_INTEGER
  return isFar || shape.steps.some((divisor) => typeof divisor === 'bigint')
    ? farMultiples(shape)
    : multiples(shape, step)
}

/** What all values of a shape are multiples of, as far as doubles tell; undefined if they may be any numbers. */
export const stepOf = ({ steps, integral }: Shape): number | undefined =>
  steps.length === 0 ? (integral ? 1 : undefined) : commonStep(steps.map(Number), integral)

/** The bounds of a shape, whether they are left out or not, as doubles: near enough to draw between them. */
const boundsOf = (shape: Shape): { readonly low: number; readonly high: number } => ({
  low: Number(greater(shape.minimum, shape.exclusiveMinimum)),
  high: Number(lesser(shape.maximum, shape.exclusiveMaximum)),
})

/** Multiples that are all past what doubles hold: the first and the last, and some that are near one of them. */
function farMultiples(shape: Shape): ((dice: Dice) => JsonNumber | undefined) | undefined {
  const { min, max, step } = numberBounds(shape)
  if (step === undefined || min > max) return undefined
  const isMin = min > Number.NEGATIVE_INFINITY
  const start = isMin ? min : max
  const fits = (value: JsonNumber): boolean =>
    isInside(shape, value) && shape.steps.every((divisor) => isMultiple(value, divisor))
  return (dice) => {
    for (let attempt = 0; attempt < WORK_LIMITS.numberAttempts && dice.left > 0; attempt++, dice.left--) {
      const count = dice.integer(0, NEAR)
      const steps = typeof step === 'bigint' ? integer(BigInt(count) * step) : count * step
      const near = plus(start, isMin ? steps : negated(steps))
      const value = dice.next() % 4 === 0 ? dice.pick([min, max]) : near
      if (fits(value)) return value
    }
    return undefined
  }
}

function multiples(shape: Shape, step: number): ((dice: Dice) => number | undefined) | undefined {
  const { low, high } = boundsOf(shape)
  const divisors = shape.steps.map(Number)
  const fits = (value: number): boolean =>
    isInside(shape, value) &&
    (!shape.integral || Number.isInteger(value)) &&
    divisors.every((divisor) => divides(divisor, value))
  // Of many fractions doubles no longer tell a multiple from its neighbour.
  const finest = Math.min(1, ...divisors)
  const span = Number.isInteger(step) ? Math.floor((Number.MAX_SAFE_INTEGER / step) * finest) : 1e6
  const highest = Math.min(span, Math.floor(high / step))
  let from = Number.isFinite(low) ? Math.ceil(low / step) : Math.min(-span, highest)
  let to = Number.isFinite(high) ? Math.floor(high / step) : Math.max(span, from)
  // An exclusive bound that is itself a multiple is stepped over.
  if (!fits(clean(from * step))) from++
  if (!fits(clean(to * step))) to--
  if (!(from <= to)) return undefined
  const min = Math.max(from, Number.MIN_SAFE_INTEGER)
  const max = Math.min(to, Number.MAX_SAFE_INTEGER)
  const zero = Math.max(min, Math.min(max, 0))
  const isSimple = step === 1 && shape.steps.length === 0
  const count = (dice: Dice): number => {
    const way = dice.next() % 10
    if (way === 0) return dice.pick([min, max, zero])
    if (way < 4) return dice.integer(Math.max(min, zero - 20), Math.min(max, zero + 20))
    const window = dice.pick(WINDOWS)
    const lowest = Math.max(min, zero - window)
    const highest = Math.min(max, zero + window)
    return dice.integer(lowest, highest)
  }
  return (dice) => {
    if (isSimple) return count(dice)
    for (let attempt = 0; attempt < WORK_LIMITS.numberAttempts && dice.left > 0; attempt++, dice.left--) {
      const value = clean(count(dice) * step)
      if (fits(value)) return value
    }
    return undefined
  }
}

function fractions(shape: Shape): ((dice: Dice) => number | undefined) | undefined {
  const { low, high } = boundsOf(shape)
  const near = Math.max(Math.min(0, high), low)
  const edges = [Number(shape.minimum), Number(shape.maximum), 0].filter(
    (value) => Number.isFinite(value) && isInside(shape, value),
  )
  if (low > high || (low === high && edges.length === 0)) return undefined
  return (dice) => {
    for (let attempt = 0; attempt < WORK_LIMITS.numberAttempts && dice.left > 0; attempt++, dice.left--) {
      const way = dice.next() % 10
      if (way === 0 && edges.length > 0) return dice.pick(edges)
      const window = dice.pick(WINDOWS)
      const from = Math.max(low, near - window)
      const to = Math.min(high, near + window)
      const drawn = from + dice.fraction() * (to - from)
      // Whole numbers and short fractions are what people write.
      const value = way < 4 ? Math.round(drawn) : way < 7 ? Math.round(drawn * 100) / 100 : drawn
      if (isInside(shape, value)) return value === 0 ? 0 : value
    }
    return undefined
  }
}

/** The least number that all of these divide, as far as doubles can tell. */
function commonStep(steps: readonly number[], integral: boolean): number {
  const all = integral ? [...steps, 1] : steps
  return all.reduce((multiple, step) => {
    if (divides(multiple, step)) return step
    for (let count = 1; count <= 10_000; count++)
      if (divides(step, clean(multiple * count))) return clean(multiple * count)
    return multiple
  })
}

/** Exactly, so that any validator agrees. */
const divides = (step: number, value: number): boolean => Number.isSafeInteger(value / step)

/** Without the dust that binary fractions leave: 0.30000000000000004 is meant to be 0.3. And no negative zero. */
const clean = (value: number): number => {
  const tidy = Number.isInteger(value) ? value : Number(value.toPrecision(15))
  return tidy === 0 ? 0 : tidy
}
