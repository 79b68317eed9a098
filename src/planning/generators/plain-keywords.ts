import { matchesPattern } from '../../bounded/index.ts'
import { isKeyword, isLimitKeyword, keepsLimit, type LimitKeyword } from '../../contract/constraints/index.ts'
import type { Keyword, SubschemaKeyword, TextFormats } from '../../contract/model/index.ts'
import {
  areDistinct,
  equal,
  isArray,
  isMultiple,
  isNumber,
  isObject,
  type Json,
  type JsonObject,
  property,
  typeOf,
} from '../../json/index.ts'
import { isOfFormat } from '../../judging/messages/index.ts'

/** Keywords that look at the value itself and at no subschema; limits keep themselves. */
type PlainKeyword = Exclude<Keyword, LimitKeyword | SubschemaKeyword | 'minContains' | 'maxContains'>

const isText = (value: Json): value is string => typeof value === 'string'

/** The strings of what should be a list of strings, in a document that nobody has checked. */
export const textsOf = (value: Json | undefined): string[] => (isArray(value) ? value.filter(isText) : [])

const hasAll = (object: JsonObject, names: Json): boolean =>
  textsOf(names).every((name) => property(object, name) !== undefined)

/** A forgotten keyword does not compile. */
const PLAIN: { readonly [K in PlainKeyword]: (value: Json, demand: Json, formats?: TextFormats) => boolean } = {
  type: (value, demand) => (isArray(demand) ? demand : [demand]).some((type) => isOfType(value, type)),
  enum: (value, demand) => isArray(demand) && isListed(demand, value),
  const: (value, demand) => equal(demand, value),
  pattern: (value, demand) => !isText(value) || !isText(demand) || matchesPattern(demand, value),
  format: (value, demand, formats) => !isText(demand) || isOfFormat(demand, value, formats),
  multipleOf: (value, demand) => !isNumber(value) || !isNumber(demand) || isMultiple(value, demand),
  uniqueItems: (value, demand) => demand !== true || !isArray(value) || areDistinct(value),
  required: (value, demand) => !isObject(value) || hasAll(value, demand),
  dependentRequired: (value, demand) =>
    !isObject(value) ||
    Object.entries(isObject(demand) ? demand : {}).every(
      ([name, needed]) => property(value, name) === undefined || hasAll(value, needed),
    ),
}

const isPlain = (keyword: Keyword): keyword is PlainKeyword => Object.hasOwn(PLAIN, keyword)

/** Whether a value keeps all of a schema's keywords that look at no subschema. */
export function keepsPlainKeywords(schema: JsonObject, value: Json, formats?: TextFormats): boolean {
  for (const [keyword, demand] of Object.entries(schema)) {
    if (!isKeyword(keyword)) continue
    if (isLimitKeyword(keyword)) {
      if (isNumber(demand) && !keepsLimit(keyword, value, demand)) return false
    } else if (isPlain(keyword) && !PLAIN[keyword](value, demand, formats)) return false
  }
  return true
}

/** Long lists are made to sets once: a document does not change. */
const plainMembers = new WeakMap<readonly Json[], ReadonlySet<Json>>()
const FEW_MEMBERS = 20

/** Whether a value is one of a list's. */
export function isListed(members: readonly Json[], value: Json): boolean {
  if (typeof value === 'object' || members.length < FEW_MEMBERS) return members.some((member) => equal(member, value))
  const plain = plainMembers.get(members) ?? new Set(members)
  plainMembers.set(members, plain)
  return plain.has(value)
}

function isOfType(value: Json, type: Json): boolean {
  const narrowest = typeOf(value)
  return narrowest === type || (narrowest === 'integer' && type === 'number')
}
