import { integerRange, type SchemaConstraint } from '../../contract/constraints/index.ts'
import type { Keyword, KeywordValues, TextFormat, TextFormats } from '../../contract/model/index.ts'
import {
  isArray,
  isNumber,
  isObject,
  type Json,
  negated,
  plus,
  property,
  withoutProperty,
  withProperty,
} from '../../json/index.ts'
import { isOfFormat } from '../../judging/messages/index.ts'
import { type BreakingValue, breach, breachesIf } from './breaking-value.ts'
import { crowds } from './crowds.ts'
import { filled } from './filled.ts'
import { budgetOf, SIZE_LIMITS } from './limits.ts'
import type { SchemaReader } from './membership.ts'
import { nearMisses } from './near-misses.ts'
import { astralText, combiningText, inOtherLetters, plainText } from './text.ts'
import { OF_ANY_TYPE, OTHER_TYPES, typeBreaches } from './type-breaches.ts'

/**
 * Given the conforming value at the place (for `required` the value that is taken away), the ways to break a keyword.
 */
type Violator<K extends Keyword> = (value: KeywordValues[K], current: Json, beside: Beside) => readonly BreakingValue[]

/** What a schema says beside a keyword. */
interface Beside {
  /** Whether no two items may be equal. */
  readonly unlike: boolean
  /** Whether it names a property. */
  readonly isNamed: (name: string) => boolean
  /** Whether its types take null. */
  readonly isNullable: boolean
  /** Formats that the user defines besides. */
  readonly formats: TextFormats | undefined
  /** Bytes that a value may take as JSON. */
  readonly most: number
}

const isText = (value: Json): value is string => typeof value === 'string'

/** Texts that are too long: the first of them alone if the limit is large. */
function overLong(limit: number, most: number): BreakingValue[] {
  const isVaried = limit <= SIZE_LIMITS.variedText
  return [
    ...ofSize('one over', limit + 1, most, plainText),
    ...(isVaried ? ofSize('one over, astral', limit + 1, most / 4, astralText) : []),
    ...(isVaried ? ofSize('one over, combining', limit + 1, most / 2, combiningText) : []),
    ...(isVaried ? ofSize('far over', limit * 2 + 300, most, plainText) : []),
  ]
}

/** A text of a length, unless it would be too large: `most` characters are. */
const ofSize = (name: string, length: number, most: number, textOf: (length: number) => string): BreakingValue[] =>
  length + QUOTES <= most ? [breach(name, textOf(length))] : []

const QUOTES = 2

/** A time is as long as the fraction of its second. */
function longTime(limit: number, current: Json, most: number): BreakingValue[] {
  const [, second, zone] =
    (isText(current) && /^([^.]*\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)$/i.exec(current)) || []
  if (second === undefined || zone === undefined || limit + QUOTES > most) return []
  const digits = limit - second.length - zone.length
  return digits < 1 ? [] : [breach('one over, a time', `${second}.${'0'.repeat(digits)}${zone}`)]
}

/** Texts that are nearly of a format of the user's own: as the user says, and by one character. */
function ownBreaches({ is, breaks }: TextFormat, current: Json): BreakingValue[] {
  const near = breaks.map((text, index) => breach(`nearly of the format, ${index + 1}`, text))
  if (!isText(current) || current === '') return near
  const [...characters] = current
  const last = characters.pop() ?? ''
  const rest = characters.join('')
  const others = [
    breach('one character fewer', rest),
    breach('one character more', `${current}${last}`),
    breach(
      'another last character',
      `${rest}${/^[0-8a-yA-Y]$/.test(last) ? String.fromCharCode(last.charCodeAt(0) + 1) : '0'}`,
    ),
  ]
  return [...near, ...others.filter(({ value }) => isText(value ?? null) && !is(String(value)))]
}

/** More items of the same kind, so that nothing but their number is wrong; none if they would be too large. */
function repeated(name: string, current: Json, length: number, { unlike, most }: Beside): BreakingValue[] {
  const start = isArray(current) ? current : []
  const items = filled(start, { length, unlike, most, itemAt: () => start.at(-1) ?? 'a' })
  return items?.length === length ? [breach(name, items)] : []
}

const furtherProperty = (current: Json, { isNamed }: Beside): BreakingValue[] => {
  if (!isObject(current)) return []
  // Some parsers read names of any case, which they then do not take for unknown (Go's encoding/json).
  const recased = Object.entries(current).flatMap(([name, value]) => {
    const [other] = inOtherLetters(name)
    return other === undefined || !isNamed(name) || isNamed(other)
      ? []
      : [breach('a name in other letters', withProperty(current, other, value))]
  })
  return [breach('unknown property', withProperty(current, 'x_unknown', 'a')), ...recased.slice(0, 1)]
}

const furtherItem = (current: Json): BreakingValue[] =>
  isArray(current) ? [breach('further item', [...current, 'a'])] : []

/** A forgotten keyword does not compile. */
const VIOLATORS: { readonly [K in Keyword]: Violator<K> } = {
  type: typeBreaches,
  enum: (members, _, { isNullable }) => [
    // `nullable` lets none in that the enum lacks (3.0.3, Schema Object).
    ...breachesIf(isNullable && !members.includes(null), breach('null', null)),
    ...(members.every(isText)
      ? [
          ...members.slice(0, 1).flatMap((member) =>
            inOtherLetters(member)
              .slice(0, 1)
              .map((other) => breach('other case', other)),
          ),
          ...members.slice(0, 1).map((member) => breach('trailing space', `${member} `)),
          breach('empty', ''),
          breach('no member', 'no-such-member'),
        ].filter(({ value }) => !members.some((member) => member === value))
      : [breach('no member', members.some(isNumber) ? 987654321 : 'no-such-member')]),
  ],
  const: (value) => [breach('other', isText(value) ? `${value}x` : isNumber(value) ? plus(value, 1) : 'x')],
  minLength: (limit, current, { most }) => {
    if (limit > most) return [breach('empty', '')]
    const under = isText(current) ? [...current].slice(0, limit - 1).join('') : plainText(limit - 1)
    // Of more UTF-16 units, or bytes, than characters.
    const astral = limit > 1 && limit * 4 <= most ? astralText(limit - 1) : under
    return breachesIf(
      limit > 0,
      breach('one under', under),
      breach('empty', ''),
      ...breachesIf(astral !== under, breach('one under, astral', astral)),
    )
  },
  maxLength: (limit, current, { most }) => [...overLong(limit, most), ...longTime(limit, current, most)],
  pattern: (_, current) => [
    ...(isText(current)
      ? [
          breach('something before', `x${current}`),
          breach('something after', `${current}x`),
          // In many dialects a dollar sign also stands before the last line break.
          breach('a line break after', `${current}\n`),
        ]
      : []),
    breach('no match', '\u0001'),
    breach('empty', ''),
    breach('no match, text', '??no-match??'),
  ],
  format: (name, current, { formats }) => {
    const own = formats?.get(name)
    if (own)
      return [...ownBreaches(own, current), breach('no such format', 'not-of-this-format'), breach('spaces', ' ')]
    const range = integerRange(name)
    if (range)
      return [
        breach('one over', plus(range.greatest, 1)),
        breach('one under', plus(range.least, -1)),
        breach('fraction', 0.5),
      ]
    const misses = isText(current) && isOfFormat(name, current) ? nearMisses(name, current) : nearMisses(name)
    return [
      ...misses.map(({ name: miss, text }) => breach(miss, text)),
      breach('empty', ''),
      breach('no such format', 'not-of-this-format'),
    ]
  },
  minimum: (limit) => [breach('one under', plus(limit, -1)), breach('far under', plus(limit, -1e6))],
  maximum: (limit) => [breach('one over', plus(limit, 1)), breach('far over', plus(limit, 1e6))],
  exclusiveMinimum: (limit) => [breach('the bound', limit), breach('under', plus(limit, -1))],
  exclusiveMaximum: (limit) => [breach('the bound', limit), breach('over', plus(limit, 1))],
  multipleOf: (step, current) => {
    const start = isNumber(current) ? current : 0
    return [breach('no multiple', plus(start, typeof step === 'bigint' ? 1 : step / 2))]
  },
  minItems: (limit, current, beside) =>
    limit > 0 ? [...repeated('one under', current, limit - 1, beside), breach('empty', [])] : [],
  maxItems: (limit, current, beside) => repeated('one over', current, limit + 1, beside),
  uniqueItems: (_, current) => {
    const first = isArray(current) ? (current[0] ?? 'a') : 'a'
    return [
      breach(
        'repeated item',
        isArray(current) && current.length > 1 ? [...current.slice(0, -1), first] : [first, first],
      ),
    ]
  },
  contains: () => [breach('empty', [])],
  minContains: () => [breach('empty', [])],
  maxContains: (limit, current, beside) => repeated('one over', current, limit + 1, beside),
  minProperties: (limit, current) =>
    breachesIf(
      limit > 0,
      breach('one under', isObject(current) ? Object.fromEntries(Object.entries(current).slice(0, limit - 1)) : {}),
    ),
  maxProperties: (limit, current, { isNamed, most }) =>
    crowds(isObject(current) ? current : {}, isNamed, { size: limit + 1, most }).map((value, index) =>
      breach(index === 0 ? 'one over' : 'one over, letters', value),
    ),
  required: () => [breach('absent', undefined)],
  dependentRequired: (demands, current) =>
    isObject(demands) && isObject(current)
      ? Object.entries(demands).flatMap(([name, needed]) =>
          isArray(needed) && property(current, name) !== undefined
            ? needed.filter(isText).map((need) => breach(`without ${need}`, withoutProperty(current, need)))
            : [],
        )
      : [],
  additionalProperties: (_, current, beside) => furtherProperty(current, beside),
  unevaluatedProperties: (_, current, beside) => furtherProperty(current, beside),
  unevaluatedItems: (_, current) => furtherItem(current),
  items: (_, current) => furtherItem(current),
  propertyNames: (_, current) => (isObject(current) ? [breach('other name', withProperty(current, '??', 'a'))] : []),
  anyOf: () => OF_ANY_TYPE,
  oneOf: () => OF_ANY_TYPE,
  not: () => [...OTHER_TYPES.null, ...OTHER_TYPES.string, ...OTHER_TYPES.object],
}

/** The nearest multiple beyond a bound, if only multiples are allowed. */
function stepped({ kind, value, node: { schema } }: SchemaConstraint): BreakingValue[] {
  const step = isObject(schema) ? schema.multipleOf : undefined
  if (!isNumber(step) || !isNumber(value) || step === 1) return []
  if (kind === 'minimum') return [breach('one step under', plus(value, negated(step)))]
  return kind === 'maximum' ? [breach('one step over', plus(value, step))] : []
}

type BreachReader = Partial<Pick<SchemaReader, 'formats' | 'maxBody'>>

/**
 * The ways to break one constraint, given the conforming value at its place. What each really breaks is for the caller
 * to check: a value of another type may break more, or nothing at all once it is written into a URL.
 */
export function breaches(
  constraint: SchemaConstraint,
  current: Json,
  reader: BreachReader = {},
): readonly BreakingValue[] {
  const violate = VIOLATORS[constraint.kind] as Violator<typeof constraint.kind>
  const { schema } = constraint.node
  const { uniqueItems, properties = {}, type } = isObject(schema) ? schema : {}
  const isNamed = (name: string): boolean => isObject(properties) && property(properties, name) !== undefined
  const isNullable = isArray(type) && type.includes('null')
  const beside = { unlike: uniqueItems === true, isNamed, isNullable, formats: reader.formats, most: budgetOf(reader) }
  const ways = [...violate(constraint.value as never, current, beside), ...stepped(constraint)]
  return ways.filter(({ value }) => value !== current)
}
