import type { SchemaNode, Source } from '../../contract/model/index.ts'
import {
  codePointLength,
  equal,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  property,
  typeOf,
} from '../../json/index.ts'
import { isOfFormat } from '../../judging/messages/index.ts'
import { below, keys, list } from './below.ts'
import { DistinctItems } from './distinct-items.ts'
import { matchesPattern } from './pattern-matches.ts'
import { Unsatisfiable, UnsupportedKeyword } from './refusals.ts'

/** Where a `$ref` leads. A contract is one. */
export interface SchemaReader {
  resolve(reference: string, from: Source): SchemaNode
  /** The schema with a `$dynamicAnchor` in the resource that a place belongs to. Where it is not known, `$dynamicRef` is refused. */
  dynamicAnchor?(name: string, within: Source): SchemaNode | undefined
}

/** The places by which evaluation has come into schema resources, innermost first (JSON Schema 2020-12 core, 7.1). */
interface Scope {
  readonly node: SchemaNode
  readonly outer: Scope | undefined
}

/** What of an instance a schema has looked at, for `unevaluated…` (JSON Schema 2020-12 core, 7.7 and 11). */
interface Evaluated {
  readonly names: Set<string>
  readonly indexes: Set<number>
}

const none = (): Evaluated => ({ names: new Set(), indexes: new Set() })

const DEEPEST = 200
const MOST_STEPS = 2_000_000

interface Walk {
  readonly reader: SchemaReader
  /** Schemas that may still be asked: some lead back to themselves in many ways. */
  left: number
}

/** Whether a value fits a schema: JSON Schema 2020-12, with formats asserted. Throws UnsupportedKeyword. */
export function isMember(reader: SchemaReader, node: SchemaNode, value: Json): boolean {
  return evaluate({ reader, left: MOST_STEPS }, node, value, 0, { node, outer: undefined }) !== undefined
}

/** What was evaluated where the value fits, undefined where it does not. */
function evaluate(walk: Walk, node: SchemaNode, value: Json, depth: number, outer: Scope): Evaluated | undefined {
  const { schema } = node
  if (schema === true) return none()
  if (schema === false || depth > DEEPEST) return undefined
  if (walk.left-- <= 0) throw new Unsatisfiable(node.source, `it is not told in ${MOST_STEPS} steps`)
  const { reader } = walk
  const seen = none()
  const at = (keyword: string, token?: string | number): SchemaNode => below(node, keyword, token)
  const scope = typeof schema.$id === 'string' ? { node, outer } : outer
  const test = (child: SchemaNode, instance: Json): Evaluated | undefined =>
    evaluate(walk, child, instance, depth + 1, scope)
  const follow = (target: SchemaNode): Evaluated | undefined =>
    evaluate(walk, target, value, depth + 1, { node: target, outer: scope })
  const absorb = (other: Evaluated | undefined): boolean => {
    for (const name of other?.names ?? []) seen.names.add(name)
    for (const index of other?.indexes ?? []) seen.indexes.add(index)
    return other !== undefined
  }
  if (typeof schema.$dynamicRef === 'string' && !absorb(follow(dynamicTarget(reader, schema.$dynamicRef, node, scope))))
    return undefined
  if (typeof schema.$ref === 'string' && !absorb(follow(reader.resolve(schema.$ref, node.source)))) return undefined
  if (!fitsPlainKeywords(schema, value)) return undefined
  for (const [index] of list(schema.allOf).entries()) if (!absorb(test(at('allOf', index), value))) return undefined
  if (isArray(schema.anyOf)) {
    const found = schema.anyOf.map((_, index) => absorb(test(at('anyOf', index), value)))
    if (!found.includes(true)) return undefined
  }
  if (isArray(schema.oneOf)) {
    const found = schema.oneOf.map((_, index) => test(at('oneOf', index), value)).filter((one) => one !== undefined)
    if (found.length !== 1) return undefined
    absorb(found[0])
  }
  if (schema.not !== undefined && test(at('not'), value)) return undefined
  if (schema.if !== undefined) {
    const branch = absorb(test(at('if'), value)) ? 'then' : 'else'
    if (schema[branch] !== undefined && !absorb(test(at(branch), value))) return undefined
  }
  if (isObject(value) && !fitsObject(schema, value, at, test, absorb, seen)) return undefined
  if (isArray(value) && !fitsArray(schema, value, at, test, seen)) return undefined
  return seen
}

/** Where a `$dynamicRef` leads: to the outermost resource with such a `$dynamicAnchor`, if it leads to one at all. */
function dynamicTarget(reader: SchemaReader, reference: string, node: SchemaNode, scope: Scope): SchemaNode {
  if (!reader.dynamicAnchor) throw new UnsupportedKeyword('$dynamicRef', node.source)
  const first = reader.resolve(reference, node.source)
  const name = reference.slice(reference.indexOf('#') + 1)
  if (!isObject(first.schema) || first.schema.$dynamicAnchor !== name) return first
  let target = first
  for (let at: Scope | undefined = scope; at; at = at.outer)
    target = reader.dynamicAnchor(name, at.node.source) ?? target
  return target
}

type Descend = (keyword: string, token?: string | number) => SchemaNode
type Test = (node: SchemaNode, instance: Json) => Evaluated | undefined

function fitsObject(
  schema: JsonObject,
  value: JsonObject,
  at: Descend,
  test: Test,
  absorb: (other: Evaluated | undefined) => boolean,
  seen: Evaluated,
): boolean {
  const own = new Set<string>()
  for (const [name, member] of Object.entries(value)) {
    if (isObject(schema.properties) && property(schema.properties, name) !== undefined) {
      if (!test(at('properties', name), member)) return false
      own.add(name)
    }
    for (const pattern of keys(schema.patternProperties)) {
      if (!matchesPattern(pattern, name)) continue
      if (!test(at('patternProperties', pattern), member)) return false
      own.add(name)
    }
    if (schema.additionalProperties !== undefined && !own.has(name)) {
      if (!test(at('additionalProperties'), member)) return false
      own.add(name)
    }
    if (schema.propertyNames !== undefined && !test(at('propertyNames'), name)) return false
  }
  for (const name of keys(schema.dependentSchemas))
    if (property(value, name) !== undefined && !absorb(test(at('dependentSchemas', name), value))) return false
  for (const name of own) seen.names.add(name)
  if (schema.unevaluatedProperties === undefined) return true
  for (const [name, member] of Object.entries(value)) {
    if (seen.names.has(name)) continue
    if (!test(at('unevaluatedProperties'), member)) return false
    seen.names.add(name)
  }
  return true
}

function fitsArray(schema: JsonObject, value: readonly Json[], at: Descend, test: Test, seen: Evaluated): boolean {
  const prefix = list(schema.prefixItems).length
  for (const [index, item] of value.entries()) {
    if (index < prefix) {
      if (!test(at('prefixItems', index), item)) return false
      seen.indexes.add(index)
    } else if (schema.items !== undefined) {
      if (!test(at('items'), item)) return false
      seen.indexes.add(index)
    }
  }
  if (schema.contains !== undefined) {
    const found = [...value.entries()].filter(([, item]) => test(at('contains'), item))
    const least = typeof schema.minContains === 'number' ? schema.minContains : 1
    const most = typeof schema.maxContains === 'number' ? schema.maxContains : Number.POSITIVE_INFINITY
    if (found.length < least || found.length > most) return false
    for (const [index] of found) seen.indexes.add(index)
  }
  if (schema.unevaluatedItems === undefined) return true
  for (const [index, item] of value.entries()) {
    if (seen.indexes.has(index)) continue
    if (!test(at('unevaluatedItems'), item)) return false
    seen.indexes.add(index)
  }
  return true
}

/** Keywords that look at the value itself and at no subschema. */
function fitsPlainKeywords(schema: JsonObject, value: Json): boolean {
  for (const [keyword, demand] of Object.entries(schema)) {
    const test = Object.hasOwn(PLAIN, keyword) ? PLAIN[keyword] : undefined
    if (test && !test(value, demand)) return false
  }
  return true
}

const isNumber = (value: Json): value is number => typeof value === 'number'
const size = (value: JsonObject): number => Object.keys(value).length

const PLAIN: { readonly [keyword: string]: (value: Json, demand: Json) => boolean } = {
  type: (value, demand) => list(isArray(demand) ? demand : [demand]).some((type) => isOfType(value, type)),
  enum: (value, demand) => isArray(demand) && isListed(demand, value),
  const: (value, demand) => equal(demand, value),
  minLength: (value, demand) => typeof value !== 'string' || !isNumber(demand) || codePointLength(value) >= demand,
  maxLength: (value, demand) => typeof value !== 'string' || !isNumber(demand) || codePointLength(value) <= demand,
  pattern: (value, demand) => typeof value !== 'string' || typeof demand !== 'string' || matchesPattern(demand, value),
  format: (value, demand) => typeof value !== 'string' || typeof demand !== 'string' || isOfFormat(demand, value),
  minimum: (value, demand) => !isNumber(value) || !isNumber(demand) || value >= demand,
  maximum: (value, demand) => !isNumber(value) || !isNumber(demand) || value <= demand,
  exclusiveMinimum: (value, demand) => !isNumber(value) || !isNumber(demand) || value > demand,
  exclusiveMaximum: (value, demand) => !isNumber(value) || !isNumber(demand) || value < demand,
  multipleOf: (value, demand) => !isNumber(value) || !isNumber(demand) || isMultiple(value, demand),
  minItems: (value, demand) => !isArray(value) || !isNumber(demand) || value.length >= demand,
  maxItems: (value, demand) => !isArray(value) || !isNumber(demand) || value.length <= demand,
  uniqueItems: (value, demand) => demand !== true || !isArray(value) || isUnique(value),
  minProperties: (value, demand) => !isObject(value) || !isNumber(demand) || size(value) >= demand,
  maxProperties: (value, demand) => !isObject(value) || !isNumber(demand) || size(value) <= demand,
  required: (value, demand) =>
    !isObject(value) || list(demand).every((name) => typeof name !== 'string' || property(value, name) !== undefined),
  dependentRequired: (value, demand) =>
    !isObject(value) ||
    Object.entries(isObject(demand) ? demand : {}).every(
      ([name, needed]) =>
        property(value, name) === undefined ||
        list(needed).every((need) => typeof need !== 'string' || property(value, need) !== undefined),
    ),
}

/** Long lists are looked through once: a document does not change. */
const plainMembers = new WeakMap<readonly Json[], ReadonlySet<Json>>()

/** Whether a value is one of a list's. */
export function isListed(members: readonly Json[], value: Json): boolean {
  if (typeof value === 'object' || members.length < 20) return members.some((member) => equal(member, value))
  const plain = plainMembers.get(members) ?? new Set(members)
  plainMembers.set(members, plain)
  return plain.has(value)
}

export function isOfType(value: Json, type: Json): boolean {
  const own = typeOf(value)
  return own === type || (own === 'integer' && type === 'number')
}

/** The quotient is whole, but for what binary fractions cannot hold: 67.54 is a multiple of 0.01. */
export const isMultiple = (value: number, step: number): boolean =>
  Math.abs(Math.round(value / step) - value / step) <= 1e-8

function isUnique(items: readonly Json[]): boolean {
  const distinct = new DistinctItems()
  return items.every((item) => distinct.add(item))
}
