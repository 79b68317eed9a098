import type { SchemaNode } from '../../contract/model/index.ts'
import {
  equal,
  isArray,
  isNumber,
  isObject,
  type Json,
  type JsonNumber,
  negated,
  plus,
  typeOf,
  withoutProperty,
  withProperty,
} from '../../json/index.ts'
import type { Draws } from './draws.ts'
import { WORK_LIMITS } from './limits.ts'
import { stepOf } from './numbers.ts'
import { itemNodes, propertyNodes, type Shape } from './shape.ts'

const SHORT = 16
/** From the simplest type on. */
const SIMPLEST: readonly Json[] = [null, false, 0, '', [], {}]
const RANKS = ['null', 'boolean', 'number', 'string', 'array', 'object'] as const
const rank = (value: Json): number => {
  const type = typeOf(value)
  return RANKS.indexOf(type === 'integer' ? 'number' : type)
}

/**
 * Values that are simpler than `value` in one respect, the simplest first; whether they fit is for the caller to ask.
 * What is simpler than a simpler one comes to an end.
 */
export function* smaller(draws: Draws, nodes: readonly SchemaNode[], value: Json, depth = 0): Generator<Json> {
  if (depth > WORK_LIMITS.shrinkDepth) return
  const type = typeOf(value)
  const shape = nodes.length === 0 ? undefined : draws.shapes(nodes).find((candidate) => isOfTypes(candidate, type))
  const members = shape?.members ?? []
  // No member of an enum is simpler than another, except by the author's order.
  for (const simple of SIMPLEST.slice(0, rank(value)))
    if (!members.some((member) => equal(member, simple))) yield simple
  if (shape?.members)
    yield* members.slice(
      0,
      Math.max(
        0,
        members.findIndex((member) => equal(member, value)),
      ),
    )
  else if (value === true) yield false
  else if (isNumber(value)) yield* smallerNumbers(value, shape)
  else if (typeof value === 'string') yield* smallerTexts(value)
  else if (isArray(value)) yield* smallerArrays(draws, shape, value, depth)
  else if (isObject(value)) yield* smallerObjects(draws, shape, value, depth)
}

const isOfTypes = ({ types }: Shape, type: ReturnType<typeof typeOf>): boolean =>
  types.includes(type === 'integer' ? 'number' : type)

/** What is left of a length, from nothing on: halves, quarters, all but one; of a short one each. */
function* steps(length: number): Generator<number> {
  if (length <= SHORT) {
    for (let kept = 0; kept < length; kept++) yield kept
    return
  }
  for (let taken = length; taken >= 1; taken = Math.floor(taken / 2)) yield length - taken
}

const sizeOf = (value: JsonNumber): JsonNumber => (value < 0 ? negated(value) : value)

function* smallerNumbers(exact: JsonNumber, shape: Shape | undefined): Generator<JsonNumber> {
  if (exact < 0 && exact !== Number.NEGATIVE_INFINITY) yield negated(exact)
  const step = (shape && stepOf(shape)) ?? 1
  const value = Number(exact)
  const sign = Math.sign(value)
  const bounds = shape
    ? [shape.minimum, shape.maximum, plus(shape.exclusiveMinimum, step), plus(shape.exclusiveMaximum, -step)]
    : []
  for (const bound of bounds) if (Number.isFinite(Number(bound)) && sizeOf(bound) < sizeOf(exact)) yield bound
  if (Number.isInteger(value / step)) {
    for (const count of steps(Math.abs(value / step))) yield sign * count * step
    return
  }
  // A fraction is more than any whole number.
  yield Math.trunc(value)
  yield Math.trunc(value) + sign
  for (const digits of [10, 100, 1000]) {
    const rounded = Math.round(value * digits) / digits
    if (String(rounded).length < String(value).length) yield rounded
  }
}

const LONGEST_TAKEN_APART = 100
/** The plainest first; digits may have to stay digits. */
const PLAINEST = ['a', '0', '1']

function* smallerTexts(value: string): Generator<string> {
  const points = [...value]
  const { length } = points
  for (const left of steps(length)) yield points.slice(0, left).join('')
  // If only the length matters, there is nothing more to try.
  const plain = 'a'.repeat(length)
  if (value === plain) return
  yield plain
  if (length > LONGEST_TAKEN_APART) return
  for (let size = Math.ceil(length / 2); size >= 1; size = Math.floor(size / 2))
    for (let index = 0; index + size < length; index += size)
      yield [...points.slice(0, index), ...points.slice(index + size)].join('')
  for (const [index, point] of points.entries())
    for (const plainer of PLAINEST.slice(0, PLAINEST.includes(point) ? PLAINEST.indexOf(point) : PLAINEST.length))
      yield [...points.slice(0, index), plainer, ...points.slice(index + 1)].join('')
}

function* smallerArrays(
  draws: Draws,
  shape: Shape | undefined,
  value: readonly Json[],
  depth: number,
): Generator<Json> {
  for (const length of steps(value.length)) yield value.slice(0, length)
  for (let index = 0; index < value.length - 1; index++) yield [...value.slice(0, index), ...value.slice(index + 1)]
  for (const [index, item] of value.entries())
    for (const smallerItem of smaller(draws, shape ? itemNodes(shape, index) : [], item, depth + 1)) {
      yield [...value.slice(0, index), smallerItem, ...value.slice(index + 1)]
    }
}

function* smallerObjects(
  draws: Draws,
  shape: Shape | undefined,
  value: { readonly [name: string]: Json },
  depth: number,
): Generator<Json> {
  const names = Object.keys(value)
  if (names.length > 0) yield {}
  const optional = names.filter((name) => !shape?.required.has(name))
  if (optional.length > 1) yield optional.reduce<{ readonly [name: string]: Json }>(withoutProperty, value)
  for (const name of names) yield withoutProperty(value, name)
  for (const name of names)
    for (const smallerValue of smaller(draws, shape ? propertyNodes(shape, name) : [], value[name] ?? null, depth + 1))
      yield withProperty(value, name, smallerValue)
}
