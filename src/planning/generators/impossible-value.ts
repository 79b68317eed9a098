import type { SchemaNode } from '../../contract/model/index.ts'
import {
  codePointLength,
  equal,
  greater,
  isArray,
  isNumber,
  isObject,
  type Json,
  type JsonNumber,
  lesser,
  multipleUpTo,
  withProperty,
} from '../../json/index.ts'
import { Dice } from './dice.ts'
import { Draws } from './draws.ts'
import { budgetOf, SIZE_LIMITS, WORK_LIMITS } from './limits.ts'
import type { SchemaReader } from './membership.ts'
import { isRefusal, madeOrRefused } from './refusals.ts'
import { itemNodes, knownNames, propertyNodes, type Shape } from './shape.ts'
import { texts } from './texts.ts'
import { numberBounds } from './view.ts'

export const NO_SUCH_THING = 'fgs-contract-no-such-thing'

/** Texts that say of themselves that they name nothing, the plainest first; shorter ones if a schema wants them. */
const NO_SUCH_TEXTS: readonly string[] = [
  NO_SUCH_THING,
  'fgs_contract_no_such_thing',
  'fgscontractnosuchthing',
  'FGS-CONTRACT-NO-SUCH-THING',
  'FGS_CONTRACT_NO_SUCH_THING',
  'FGSCONTRACTNOSUCHTHING',
  'FgsContractNoSuchThing',
  'no-such-thing',
  'no_such_thing',
  'nosuchthing',
  'NOSUCHTHING',
  'no-such',
  'nosuch',
  'NOSUCH',
]

/** A text of a length that says of itself that it names nothing; undefined if it is too short to say so. */
export function noSuchText(length: number): string | undefined {
  const text = NO_SUCH_TEXTS.find((candidate) => candidate.length <= length)
  return length <= SIZE_LIMITS.variedText ? text?.padEnd(length, 'x') : undefined
}

/**
 * The same in the formats of texts. A time or a relative pointer always names something: `9999-12-31` is how many write
 * "for ever", and `/before/{date}` means all that is before it.
 */
const NO_SUCH_FORMATS: readonly string[] = [
  'deadbeef-dead-4bad-8bad-deadbeefdead',
  'deadbeef'.repeat(4),
  'deadbeef'.repeat(5),
  'deadbeef'.repeat(8),
  'deadbeef'.repeat(3),
  'no-such-thing@fgs-contract.invalid',
  'no-such-thing.fgs-contract.invalid',
  'https://no-such-thing.fgs-contract.invalid/',
  `/${NO_SUCH_THING}`,
  btoa(NO_SUCH_THING),
  '250.251.252.253',
  '2001:db8:dead:beef:dead:beef:dead:beef',
  '98765432109876543210',
]

/** What the texts above have in common, and the breaking values that name no member, match or format. */
const NO_SUCH = /no.?(?:such|match)|not-of-this-format|dead:?beef|^250\.251\.252\.253/i
/** A day or a point in time, however exact it is. */
const TIME = /^\d{4}-\d\d-\d\d(?:[Tt ][\d:.,Zz+-]*)?$/
/** A number of so many digits is no serial number, no time and no number of a phone or a card. */
const DIGITS = 20

/** Nobody gives a name so long to a thing, unless it is made up. */
const LONG = 32
/** Serial numbers stay below. */
const GREAT = 1e9
/** From here on a number is written with an exponent, which some programs read as the digit before it. */
const EXPONENT = 1e21

/** Whether a value, unless somebody gives it on purpose, names nothing that any deployment has. */
export function cannotExist(value: Json): boolean {
  if (isArray(value)) return value.length > 0 && value.every(cannotExist)
  if (isObject(value)) return cannotExist(Object.values(value))
  if (isNumber(value)) return Math.abs(Number(value)) > GREAT && Math.abs(Number(value)) < EXPONENT
  if (typeof value !== 'string') return false
  if (TIME.test(value)) return false
  if (/^-?\d+(?:\.\d+)?$/.test(value)) return value.length >= DIGITS
  return NO_SUCH.test(value) || codePointLength(value) >= LONG
}

/** Values that name nothing and break what a schema asks, for a recipient that does not look. */
export const IMPOSSIBLE_VALUES: readonly (string | number)[] = [NO_SUCH_THING, -(2 ** 31), 2 ** 31 - 1, 2 ** 31 - 1.5]

/**
 * A value that fits all of the schemas and names nothing that any deployment has: always the same one. Undefined if
 * any value that fits may name something.
 */
export function impossibleValue(reader: SchemaReader, nodes: readonly SchemaNode[]): Json | undefined {
  const draws = Draws.of(reader)
  const shapes = madeOrRefused(() => draws.shapes(nodes))
  if (isRefusal(shapes)) return undefined
  for (const shape of shapes)
    for (const value of impossibleValues(reader, shape)) if (draws.fits(nodes, value)) return value
  return undefined
}

/**
 * Of the properties of an object, or of the items of a list, those that are asked for, each with a value that names
 * nothing; undefined if any of its values may name something.
 */
export function impossibleMembers(
  reader: SchemaReader,
  nodes: readonly SchemaNode[],
  isAsked: (name: string) => boolean,
): Map<string, Json | undefined> {
  const shapes = madeOrRefused(() => Draws.of(reader).shapes(nodes))
  const members = new Map<string, Json | undefined>()
  if (isRefusal(shapes)) return members
  for (const shape of shapes) {
    const inItems = shape.types.includes('array') ? impossibleMembers(reader, itemNodes(shape, 0), isAsked) : []
    const asked = shape.types.includes('object') ? knownNames(shape).filter(isAsked) : []
    for (const [name, value] of inItems) members.set(name, members.get(name) ?? value)
    for (const name of asked)
      members.set(name, members.get(name) ?? impossibleValue(reader, propertyNodes(shape, name)))
  }
  return members
}

/** Whether the schemas list a value: as a member of an enum, as a constant, or as one of the two booleans. */
export function isListed(reader: SchemaReader, nodes: readonly SchemaNode[], value: Json): boolean {
  const shapes = madeOrRefused(() => Draws.of(reader).shapes(nodes))
  if (isRefusal(shapes)) return false
  return shapes.some(({ members, types }) =>
    members ? members.some((member) => equal(member, value)) : typeof value === 'boolean' && types.includes('boolean'),
  )
}

function* impossibleValues(reader: SchemaReader, shape: Shape): Generator<Json> {
  if (shape.members !== undefined) return
  if (shape.types.includes('string')) yield* impossibleTexts(reader, shape)
  if (shape.types.includes('number')) {
    const value = greatest(shape)
    if (cannotExist(value)) yield value
  }
  if (shape.types.includes('array') && shape.minItems <= 1) {
    const item = impossibleValue(reader, itemNodes(shape, 0))
    if (item !== undefined) yield [item]
  }
  if (!shape.types.includes('object')) return
  const object = impossibleObject(reader, shape)
  if (cannotExist(object)) yield object
}

/** An object of values that name nothing, as far as its properties have some. */
const impossibleObject = (reader: SchemaReader, shape: Shape): Json =>
  knownNames(shape).reduce<Json>((object, name) => {
    const value = impossibleValue(reader, propertyNodes(shape, name))
    return value === undefined || !isObject(object) ? object : withProperty(object, name, value)
  }, {})

/** The greatest number; without a bound one that also fits into 32 bits, as many columns ask. */
function greatest(shape: Shape): JsonNumber {
  const { min, max, step = 1 } = numberBounds(shape)
  const usual = shape.formats.includes('int64') ? Number.MAX_SAFE_INTEGER : 2 ** 31 - 1
  const most = max < Number.POSITIVE_INFINITY ? max : greater(usual, min)
  return multipleUpTo(lesser(most, greater(min, Number.MAX_SAFE_INTEGER)), step)
}

const PATTERN_LENGTHS = [48, LONG, 24, 16]
const DISTINCT = 64

function* impossibleTexts(reader: SchemaReader, shape: Shape): Generator<string> {
  yield* NO_SUCH_TEXTS
  if (shape.minLength <= budgetOf(reader)) yield NO_SUCH_THING.padEnd(shape.minLength, '-')
  yield* NO_SUCH_FORMATS
  const make = shape.patterns.length > 0 ? madeOrRefused(() => texts(shape)) : undefined
  if (make === undefined || isRefusal(make)) return
  for (const length of PATTERN_LENGTHS) {
    const made = Array.from({ length: DISTINCT }, (_, seed) =>
      make(new Dice(seed + 1, WORK_LIMITS.textAttempts), length),
    ).filter((text) => text !== undefined)
    // A pattern that spells out a few names is found out: they come again.
    const [first] = made
    if (first !== undefined && new Set(made).size === DISTINCT && made.every((text) => codePointLength(text) >= 16))
      yield first
  }
}
