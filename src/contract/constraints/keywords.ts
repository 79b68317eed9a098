import { codePointLength, equal, isArray, isJsonType, isObject, type Json, property } from '../../json/index.ts'
import type { Keyword, KeywordValues } from '../model/index.ts'

/** A keyword that sets a bound to how large or long a value is. */
export interface Limit {
  /** What of an instance is bounded; undefined for one that the keyword does not look at. */
  readonly measure: (instance: Json) => number | undefined
  /** Whether it says how much there is at least, or at most. */
  readonly side: 'least' | 'most'
  /** Whether the bound itself is left out. */
  readonly isExclusive: boolean
}

/**
 * What is said of a keyword, whoever asks: a row here and in `KeywordValues` is all that constraints, checks, mutants and
 * clients need to know of one. Whether a value keeps it is for the validator, and how a value that keeps or breaks it is
 * made for the generators.
 */
export interface KeywordRow<K extends Keyword> {
  /** The type of the instances that it looks at; it asks nothing of others (2020-12 validation, 6). */
  readonly of: 'any' | 'string' | 'number' | 'array' | 'object'
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

const number = (value: Json): number | undefined => (typeof value === 'number' ? value : undefined)
const text = (value: Json): string | undefined => (typeof value === 'string' ? value : undefined)
const whole = (value: Json): Json => value
const forbidden = (value: Json): false | undefined => (value === false ? false : undefined)

const listed = (values: readonly Json[]): string => values.map((value) => JSON.stringify(value)).join(', ')

const MEASURES = {
  string: (instance) => (typeof instance === 'string' ? codePointLength(instance) : undefined),
  number: (instance) => (typeof instance === 'number' ? instance : undefined),
  array: (instance) => (isArray(instance) ? instance.length : undefined),
  object: (instance) => (isObject(instance) ? Object.keys(instance).length : undefined),
} satisfies { readonly [type: string]: Limit['measure'] }

/** The row of a limit: `wording` has `#` where the bound goes. */
function limitRow(of: keyof typeof MEASURES, side: Limit['side'], wording: string, isExclusive = false) {
  const measure = MEASURES[of]
  return {
    of,
    read: number,
    // No number is the nearest to a bound that is left out.
    isEdge: (instance: Json, bound: number): boolean =>
      isExclusive ? measure(instance) !== undefined : measure(instance) === bound,
    ...(isExclusive && { everyEdge: 'shown by change' as const }),
    isLooser: (bound: number, stricter: number): boolean => (side === 'least' ? bound <= stricter : bound >= stricter),
    limit: { measure, side, isExclusive },
    expected: (bound: number): string => wording.replace('#', String(bound)),
  }
}

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
    expected: (value) => `exactly ${JSON.stringify(value)}`,
  },
  minLength: limitRow('string', 'least', 'at least # characters'),
  maxLength: limitRow('string', 'most', 'at most # characters'),
  pattern: {
    of: 'string',
    everyEdge: 'shown by change',
    read: text,
    expected: (pattern) => `a string that matches ${pattern}`,
  },
  format: {
    of: 'string',
    everyEdge: 'shown by change',
    read: text,
    // Each format is of one type of values, and asks nothing of others (2020-12 validation, 7.1).
    isEdge: (instance, name) => typeof instance === (name === 'int32' || name === 'int64' ? 'number' : 'string'),
    expected: (name) => `a string of format ${name}`,
  },
  minimum: limitRow('number', 'least', 'at least #'),
  maximum: limitRow('number', 'most', 'at most #'),
  exclusiveMinimum: limitRow('number', 'least', 'more than #', true),
  exclusiveMaximum: limitRow('number', 'most', 'less than #', true),
  multipleOf: { of: 'number', everyEdge: 'shown by change', read: number, expected: (step) => `a multiple of ${step}` },
  minItems: limitRow('array', 'least', 'at least # items'),
  maxItems: limitRow('array', 'most', 'at most # items'),
  uniqueItems: {
    of: 'array',
    read: (value) => (value === true ? true : undefined),
    isEdge: (instance) => isArray(instance) && instance.length > 1,
    expected: () => 'items that differ',
  },
  contains: { of: 'array', read: whole },
  minContains: { of: 'array', read: number, expected: (count) => `at least ${count} items that match` },
  maxContains: { of: 'array', read: number, expected: (count) => `at most ${count} items that match` },
  minProperties: limitRow('object', 'least', 'at least # properties'),
  maxProperties: limitRow('object', 'most', 'at most # properties'),
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
export function looksAt(keyword: Keyword, instance: Json): boolean {
  const type = ROWS[keyword].of
  return type === 'any' || MEASURES[type](instance) !== undefined
}

/**
 * Whether a valid instance stands at the edge of a constraint. For `required` the instance is the object, whereas the
 * constraint's pointer is the property's.
 */
export function isEdge<K extends Keyword>({ kind, value }: Demand<K>, instance: Json): boolean {
  const { isEdge: test } = ROWS[kind]
  return test ? test(instance, value) : looksAt(kind, instance)
}

export const everyEdge = (keyword: Keyword): KeywordRow<Keyword>['everyEdge'] => ROWS[keyword].everyEdge

/** Whether what keeps the stricter one of two demands of the same keyword keeps the other. */
export function isLooser<K extends Keyword>({ kind, value }: Demand<K>, stricter: KeywordValues[K]): boolean {
  const { isLooser: compare } = ROWS[kind]
  return compare ? compare(value, stricter) : equal(value, stricter)
}

/** Whether an instance keeps a limit; one that the limit does not look at does. */
export function keepsLimit(keyword: LimitKeyword, instance: Json, bound: number): boolean {
  const { measure, side, isExclusive } = KEYWORDS[keyword].limit
  const measured = measure(instance)
  if (measured === undefined) return true
  if (measured === bound) return !isExclusive
  return side === 'least' ? measured > bound : measured < bound
}
