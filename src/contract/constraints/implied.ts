import {
  isArray,
  isNumber,
  isObject,
  type Json,
  type JsonObject,
  type Pointer,
  parsePointer,
} from '../../json/index.ts'
import type { Keyword, KeywordValues, SchemaNode } from '../model/index.ts'
import { integerRange, isInRange } from './integer-range.ts'
import { isLimitKeyword, isNumberLimit, keepsLimit } from './keywords.ts'
import type { Place } from './place.ts'
import type { WireText } from './wire-text.ts'

/**
 * Why no message can break a constraint and nothing else, or undefined if one can. On the wire a parameter that may
 * be a string is one whatever is sent, and a path without the segment is another path.
 */
export function impliedBy<K extends Keyword>(
  kind: K,
  value: KeywordValues[K],
  node: SchemaNode,
  pointer: Pointer,
  place: Place,
  text: WireText,
): string | undefined {
  const { schema } = node
  if (typeof schema === 'boolean') return undefined
  if ((kind === 'minLength' || kind === 'minItems' || kind === 'minProperties') && value === 0)
    return 'nothing is shorter than 0'
  const members = isArray(schema.enum) ? schema.enum : 'const' in schema ? [schema.const ?? null] : undefined
  if (members && isLimitKeyword(kind) && isNumber(value)) {
    if (members.every((member) => keepsLimit(kind, member, value)))
      return `every value of the ${isArray(schema.enum) ? 'enum' : 'const'} keeps it`
  }
  const byFormat = impliedByFormat(kind, value, schema)
  if (byFormat !== undefined) return byFormat
  if (kind === 'enum' && schema.type === 'boolean' && members?.includes(true) && members.includes(false))
    return 'its members are all that there is of its type'
  if (kind === 'multipleOf' && schema.type === 'integer' && Number.isInteger(1 / Number(value)))
    return 'every integer is a multiple of it'
  if (kind === 'format' && typeof value === 'string') {
    if (!ASSERTED.has(value)) return `nothing is asked of the format ${value}`
    if (members?.every((member) => isOfInteger(value, member))) return 'every value of the enum or const is of it'
    if (isWithin(schema, value)) return 'the bounds beside it ask for as much, or more'
  }
  if (kind === 'anyOf' && isArray(value) && value.some(asksNothing)) return 'one of its branches asks nothing'
  if ((kind === 'minContains' || kind === 'maxContains') && !('contains' in schema))
    return 'without contains it asks nothing'
  if (kind === 'minContains' && (value === 0 || value === 1))
    return value === 0 ? 'nothing is fewer than 0' : 'contains asks for one'
  if (kind === 'contains' && schema.minContains === 0) return 'minContains asks for none'
  const tokens = parsePointer(pointer)
  return text.keeps?.(kind, tokens) ?? impliedByText(kind, value, tokens, place, text)
}

const isOfInteger = (format: string, value: Json): boolean => {
  const range = integerRange(format)
  return range !== undefined && isInRange(range, value)
}

/** Whether the integers between a schema's bounds are all of a format. */
function isWithin(schema: JsonObject, format: string): boolean {
  const range = integerRange(format)
  const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema
  if (!range || type !== 'integer') return false
  const isLeast = [minimum, exclusiveMinimum].some((bound) => isNumber(bound) && bound >= range.least)
  return isLeast && [maximum, exclusiveMaximum].some((bound) => isNumber(bound) && bound <= range.greatest)
}

/** Why a limit that a format of integers is stricter than never fails alone. */
function impliedByFormat(kind: Keyword, value: Json, { format = null }: JsonObject): string | undefined {
  const range = integerRange(format)
  if (!range || !isNumberLimit(kind) || !isNumber(value)) return undefined
  const isLooser = keepsLimit(kind, range.least, value) && keepsLimit(kind, range.greatest, value)
  const isEdge = value === range.least || value === range.greatest
  return isLooser && !isEdge ? `the format ${format} asks for more` : undefined
}

const ANNOTATIONS: ReadonlySet<string> = new Set(
  'title description default examples example deprecated externalDocs $comment'.split(' '),
)

const asksNothing = (schema: Json): boolean =>
  schema === true || (isObject(schema) && Object.keys(schema).every((keyword) => ANNOTATIONS.has(keyword)))

/** What text says is never of another type than string, a form is always an object, and a list may have one item. */
function impliedByText<K extends Keyword>(
  kind: K,
  value: KeywordValues[K],
  tokens: readonly string[],
  place: Place,
  text: WireText,
): string | undefined {
  if (kind === 'type' && isArray(value)) {
    const isAlways =
      place.in === 'body' || place.in === 'querystring'
        ? value.includes('object')
        : value.every((type) => type === 'object')
    if (text.isForm(tokens) && isAlways) return 'every form is an object'
    if (text.isList(tokens) && value.includes('array') && !value.includes('object'))
      return 'on the wire every value is a list'
    if (text.isText(tokens) && value.includes('string')) return 'on the wire every value is a string'
  }
  if (kind === 'minItems' && value === 1 && text.isList(tokens)) return 'on the wire an empty list is none at all'
  if (kind === 'minLength' && value === 1 && tokens.length === 0 && text.isText(tokens)) {
    if (place.in === 'path') return 'an empty segment is another path'
    if (place.in === 'body') return 'an empty body is none at all'
    if (place.in === 'querystring') return 'an empty query is none at all'
  }
  return undefined
}

/** What is asserted; other formats are annotations (JSON Schema 2020-12 validation, 7.2.1). */
const ASSERTED: ReadonlySet<string> = new Set(
  (
    'byte date date-time duration email hostname int32 int64 ipv4 ipv6 iri iri-reference iso-date-time iso-time ' +
    'json-pointer json-pointer-uri-fragment regex relative-json-pointer time uri uri-reference uri-template url uuid'
  ).split(' '),
)
