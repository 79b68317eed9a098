import {
  codePointLength,
  equal,
  isArray,
  isJsonType,
  isNear,
  isNumber,
  isObject,
  type Json,
  type JsonNumber,
  property,
  writeJson,
} from '../../json/index.ts'
import type { Keyword, KeywordValues } from '../model/index.ts'
import { integerRange } from './integer-range.ts'

/** A keyword that sets a bound to how large or long a value is. */
export interface Limit {
  /** What of an instance is bounded; undefined for one that the keyword does not look at. */
  readonly measure: (instance: Json) => JsonNumber | undefined
  /** Whether it says how much there is at least, or at most. */
  readonly side: 'least' | 'most'
  /** Whether the bound itself is left out. */
  readonly isExclusive: boolean
}

/** What instances a keyword looks at. */
type Looked = 'any' | 'string' | 'number' | 'array' | 'object'

/**
 * What is said of a keyword, whoever asks: a row here and in `KeywordValues` is all that constraints, checks, mutants and
 * clients need to know of one. Whether a value keeps it is for the validator, and how a value that keeps or breaks it is
 * made for the generators.
 */
export interface KeywordRow<K extends Keyword> {
  /** The type of the instances that it looks at, which may depend on its value; it asks nothing of others (2020-12 validation, 6). */
  readonly of: Looked | ((value: KeywordValues[K]) => Looked)
  /** Its value as the document gives it, or undefined if it demands nothing in that form. */
  readonly read: (value: Json) => KeywordValues[K] | undefined
  /** Whether one step more would break it, of a valid instance; if left out, it would of any that the keyword looks at. */
  readonly isEdge?: (instance: Json, value: KeywordValues[K]) => boolean
  /** If every valid instance is at an edge: whether a changed one shows that the edge was tried, or none can show it. */
  readonly everyEdge?: 'shown by change' | 'never shown'
  /** Whether what keeps the second value keeps the first; only an equal one does if left out. */
  readonly isLooser?: (value: KeywordValues[K], stricter: KeywordValues[K]) => boolean
  readonly limit?: Limit
  /** What it demands, to follow "expected"; the validator's own words if left out. */
  readonly expected?: (value: KeywordValues[K]) => string
}

const number = (value: Json): JsonNumber | undefined => (isNumber(value) ? value : undefined)
const size = (value: Json): number | undefined => (typeof value === 'number' ? value : undefined)
const text = (value: Json): string | undefined => (typeof value === 'string' ? value : undefined)
const whole = (value: Json): Json => value
const forbidden = (value: Json): false | undefined => (value === false ? false : undefined)

const listed = (values: readonly Json[]): string => values.map(writeJson).join(', ')

const MEASURES = {
  string: (instance) => (typeof instance === 'string' ? codePointLength(instance) : undefined),
  number,
  array: (instance) => (isArray(instance) ? instance.length : undefined),
  object: (instance) => (isObject(instance) ? Object.keys(instance).length : undefined),
} satisfies { readonly [type: string]: Limit['measure'] }

interface LimitForm<Bound extends JsonNumber> {
  readonly of: keyof typeof MEASURES
  readonly read: (value: Json) => Bound | undefined
  readonly side: Limit['side']
  /** `#` stands where the bound goes. */
  readonly wording: string
  readonly isExclusive: boolean
}

function limitRow<Bound extends JsonNumber>({ of, read, side, wording, isExclusive }: LimitForm<Bound>) {
  const measure = MEASURES[of]
  return {
    of,
    read,
    // No number is the nearest to a bound that is left out.
    isEdge: (instance: Json, bound: Bound): boolean =>
      isExclusive ? measure(instance) !== undefined : measure(instance) === bound,
    ...(isExclusive && { everyEdge: 'shown by change' as const }),
    isLooser: (bound: Bound, stricter: Bound): boolean => (side === 'least' ? bound <= stricter : bound >= stricter),
    limit: { measure, side, isExclusive },
    expected: (bound: Bound): string => wording.replace('#', String(bound)),
  }
}

/** The row of a limit of how long or large a value is. */
const sizeRow = (of: 'string' | 'array' | 'object', side: Limit['side'], wording: string) =>
  limitRow({ of, read: size, side, wording, isExclusive: false })

/** The row of a limit of numbers. */
const boundRow = (side: Limit['side'], wording: string, isExclusive = false) =>
  limitRow({ of: 'number', read: number, side, wording, isExclusive })

/** One row for each keyword; a forgotten one does not compile. */
export const KEYWORDS = {
  type: {
    of: 'any',
    everyEdge: 'never shown',
    read: (value) => {
      const types = (isArray(value) ? value : [value]).filter(isJsonType)
      return types.length > 0 ? types : undefined
    },
    isLooser: (types, stricter) =>
      stricter.every((type) => types.includes(type) || (type === 'integer' && types.includes('number'))),
    expected: (types) => `type ${types.join(' or ')}`,
  },
  enum: {
    of: 'any',
    everyEdge: 'shown by change',
    read: (value) => (isArray(value) ? value : undefined),
    expected: (members) => `one of ${listed(members)}`,
  },
  const: {
    of: 'any',
    everyEdge: 'shown by change',
    read: whole,
    expected: (value) => `exactly ${writeJson(value)}`,
  },
  minLength: sizeRow('string', 'least', 'at least # characters'),
  maxLength: sizeRow('string', 'most', 'at most # characters'),
  pattern: {
    of: 'string',
    everyEdge: 'shown by change',
    read: text,
    expected: (pattern) => `a string that matches ${pattern}`,
  },
  format: {
    // Each format is of one type of values, and asks nothing of others (2020-12 validation, 7.1).
    of: (name) => (integerRange(name) ? 'number' : 'string'),
    everyEdge: 'shown by change',
    read: text,
    isEdge: (instance, name) => {
      const range = integerRange(name)
      return range ? instance === range.least || instance === range.greatest : typeof instance === 'string'
    },
    expected: (name) => `${integerRange(name) ? 'an integer' : 'a string'} of format ${name}`,
  },
  minimum: boundRow('least', 'at least #'),
  maximum: boundRow('most', 'at most #'),
  exclusiveMinimum: boundRow('least', 'more than #', true),
  exclusiveMaximum: boundRow('most', 'less than #', true),
  multipleOf: { of: 'number', everyEdge: 'shown by change', read: number, expected: (step) => `a multiple of ${step}` },
  minItems: sizeRow('array', 'least', 'at least # items'),
  maxItems: sizeRow('array', 'most', 'at most # items'),
  uniqueItems: {
    of: 'array',
    read: (value) => (value === true ? true : undefined),
    isEdge: (instance) => isArray(instance) && instance.length > 1,
    expected: () => 'items that differ',
  },
  contains: { of: 'array', read: whole },
  minContains: { of: 'array', read: size, expected: (count) => `at least ${count} items that match` },
  maxContains: { of: 'array', read: size, expected: (count) => `at most ${count} items that match` },
  minProperties: sizeRow('object', 'least', 'at least # properties'),
  maxProperties: sizeRow('object', 'most', 'at most # properties'),
  required: {
    of: 'object',
    everyEdge: 'never shown',
    read: text,
    isEdge: (instance, name) => isObject(instance) && property(instance, name) !== undefined,
    expected: () => 'to be present',
  },
  dependentRequired: { of: 'object', read: whole },
  additionalProperties: { of: 'object', read: forbidden, expected: () => 'no such property' },
  unevaluatedProperties: { of: 'object', read: forbidden, expected: () => 'no such property' },
  unevaluatedItems: { of: 'array', read: forbidden },
  items: { of: 'array', read: forbidden },
  propertyNames: { of: 'object', read: whole },
  anyOf: { of: 'any', everyEdge: 'never shown', read: whole },
  oneOf: { of: 'any', everyEdge: 'never shown', read: whole },
  not: { of: 'any', everyEdge: 'never shown', read: whole },
} satisfies { readonly [K in Keyword]: KeywordRow<K> }

/** The keywords that set a limit. */
export type LimitKeyword = {
  [K in Keyword]: (typeof KEYWORDS)[K] extends { readonly limit: Limit } ? K : never
}[Keyword]

const ROWS: { readonly [K in Keyword]: KeywordRow<K> } = KEYWORDS

export const isKeyword = (keyword: string): keyword is Keyword => Object.hasOwn(ROWS, keyword)

export const isLimitKeyword = (keyword: Keyword): keyword is LimitKeyword => ROWS[keyword].limit !== undefined

/** Whether a keyword is a limit of numbers. */
export const isNumberLimit = (keyword: string): keyword is LimitKeyword =>
  isKeyword(keyword) && isLimitKeyword(keyword) && ROWS[keyword].of === 'number'

/** A keyword with the value that a document gives it. */
interface Demand<K extends Keyword> {
  readonly kind: K
  readonly value: KeywordValues[K]
}

export const readKeyword = <K extends Keyword>(kind: K, value: Json): KeywordValues[K] | undefined =>
  ROWS[kind].read(value)

/** What a keyword with its value as the document gives it demands, to follow "expected"; undefined if nobody says. */
export function expectedBy<K extends Keyword>(kind: K, value: Json): string | undefined {
  const { expected } = ROWS[kind]
  const demanded = readKeyword(kind, value)
  return demanded === undefined ? undefined : expected?.(demanded)
}

/** Whether a keyword looks at an instance: each is about one type (JSON Schema 2020-12 validation, 6). */
export function looksAt<K extends Keyword>({ kind, value }: Demand<K>, instance: Json): boolean {
  const { of } = ROWS[kind]
  const type = typeof of === 'function' ? of(value) : of
  return type === 'any' || MEASURES[type](instance) !== undefined
}

/**
 * Whether a valid instance stands at the edge of a constraint. For `required` the instance is the object, whereas the
 * constraint's pointer is the property's.
 */
export function isEdge<K extends Keyword>({ kind, value }: Demand<K>, instance: Json): boolean {
  const { isEdge: test } = ROWS[kind]
  return test ? test(instance, value) : looksAt({ kind, value }, instance)
}

export const everyEdge = (keyword: Keyword): KeywordRow<Keyword>['everyEdge'] => ROWS[keyword].everyEdge

/** Whether what keeps the stricter one of two demands of the same keyword keeps the other. */
export function isLooser<K extends Keyword>({ kind, value }: Demand<K>, stricter: KeywordValues[K]): boolean {
  const { isLooser: compare } = ROWS[kind]
  return compare ? compare(value, stricter) : equal(value, stricter)
}

/** Whether an instance keeps a limit; one that the limit does not look at does. */
export function keepsLimit(keyword: LimitKeyword, instance: Json, bound: JsonNumber): boolean {
  const { measure, side, isExclusive } = KEYWORDS[keyword].limit
  const measured = measure(instance)
  if (measured === undefined) return true
  if (isNear(measured, bound)) return true
  if (measured === bound) return !isExclusive
  return side === 'least' ? measured > bound : measured < bound
}
