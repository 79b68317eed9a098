import { codePointLength, isArray, isObject, type Json, property } from '../../json/index.ts'
import type { Keyword, KeywordValues, SchemaConstraint } from './constraint.ts'

type EdgeTest<K extends Keyword> = (instance: Json, value: KeywordValues[K]) => boolean

const length = (instance: Json): number | undefined =>
  typeof instance === 'string' ? codePointLength(instance) : undefined
const items = (instance: Json): number | undefined => (isArray(instance) ? instance.length : undefined)
const names = (instance: Json): number | undefined => (isObject(instance) ? Object.keys(instance).length : undefined)
const always = (): boolean => true
const isText = (instance: Json): boolean => typeof instance === 'string'
const isNumber = (instance: Json): boolean => typeof instance === 'number'

/** What a valid instance is like where one step more would break the keyword; a forgotten keyword does not compile. */
const EDGES: { readonly [K in Keyword]: EdgeTest<K> } = {
  type: always,
  enum: always,
  const: always,
  minLength: (instance, value) => length(instance) === value,
  maxLength: (instance, value) => length(instance) === value,
  pattern: isText,
  // Each format is of one type of values, and asks nothing of others (2020-12 validation, 7.1).
  format: (instance, name) => (name === 'int32' || name === 'int64' ? isNumber(instance) : isText(instance)),
  minimum: (instance, value) => instance === value,
  maximum: (instance, value) => instance === value,
  exclusiveMinimum: isNumber,
  exclusiveMaximum: isNumber,
  multipleOf: isNumber,
  minItems: (instance, value) => items(instance) === value,
  maxItems: (instance, value) => items(instance) === value,
  uniqueItems: (instance) => (items(instance) ?? 0) > 1,
  contains: isArray,
  minContains: isArray,
  maxContains: isArray,
  minProperties: (instance, value) => names(instance) === value,
  maxProperties: (instance, value) => names(instance) === value,
  required: (instance, name) => isObject(instance) && property(instance, name) !== undefined,
  dependentRequired: isObject,
  additionalProperties: isObject,
  unevaluatedProperties: isObject,
  unevaluatedItems: isArray,
  items: isArray,
  propertyNames: isObject,
  anyOf: always,
  oneOf: always,
  not: always,
}

/**
 * Whether a valid instance stands at the edge of a constraint. For `required` the instance is the object, whereas the
 * constraint's pointer is the property's.
 */
export function isEdge(constraint: SchemaConstraint, instance: Json): boolean {
  const test = EDGES[constraint.kind] as EdgeTest<typeof constraint.kind>
  return test(instance, constraint.value as never)
}
