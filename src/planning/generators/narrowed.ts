import {
  integerRange,
  isKeyword,
  isLimitKeyword,
  KEYWORDS,
  type LimitKeyword,
  readKeyword,
} from '../../contract/constraints/index.ts'
import { type Keyword, type SchemaNode, subschema, subschemas } from '../../contract/model/index.ts'
import {
  greater,
  isArray,
  isNumber,
  isObject,
  type Json,
  type JsonObject,
  type JsonType,
  lesser,
} from '../../json/index.ts'
import { isListed, textsOf } from './plain-keywords.ts'
import type { ArrayLayer, Limits, ObjectLayer, Shape } from './shape.ts'

/** Narrows a shape by what a schema says itself, without what it says by choices; undefined if nothing is left. */
export function narrowed(start: Shape, schema: JsonObject, node: SchemaNode): Shape | undefined {
  const shape: Shape = { ...start, examples: [...start.examples, ...examplesOf(schema)] }
  for (const [keyword, value] of Object.entries(schema)) {
    if (!isKeyword(keyword)) continue
    if (!isLimitKeyword(keyword)) NARROWERS[keyword](shape, value, node)
    else limit(shape, keyword, value)
  }
  const array = arrayLayer(node)
  if (array) shape.arrays = [...shape.arrays, array]
  const object = objectLayer(node)
  if (object) shape.objects = [...shape.objects, object]
  shape.types = shape.types.filter((type) => isPossible(shape, type))
  return shape.types.length === 0 ? undefined : shape
}

const examplesOf = ({ example, examples, default: usual }: JsonObject): Json[] => [
  ...(example === undefined ? [] : [example]),
  ...(isArray(examples) ? examples : []),
  ...(usual === undefined ? [] : [usual]),
]

/** Takes the tighter of two bounds. */
function limit<K extends LimitKeyword>(limits: Limits, keyword: K, value: Json): void {
  const bound = readKeyword(keyword, value)
  if (bound === undefined) return
  const tighter = KEYWORDS[keyword].limit.side === 'least' ? greater : lesser
  limits[keyword] = tighter(limits[keyword], bound)
}

type Narrower = (shape: Shape, value: Json, node: SchemaNode) => void

/** What is read with its sibling keywords, or as a choice between shapes. */
const readElsewhere: Narrower = () => {}

/** How each keyword narrows a shape; a forgotten one does not compile. */
const NARROWERS: { readonly [K in Exclude<Keyword, LimitKeyword>]: Narrower } = {
  type: (shape, value) => {
    const types = isArray(value) ? value : [value]
    shape.types = shape.types.filter((type) => types.includes(type) || (type === 'number' && types.includes('integer')))
    shape.integral ||= types.includes('integer') && !types.includes('number')
  },
  enum: (shape, value) => {
    if (isArray(value)) shape.members = intersection(shape.members, value)
  },
  const: (shape, value) => {
    shape.members = intersection(shape.members, [value])
  },
  pattern: (shape, value) => {
    if (typeof value === 'string') shape.patterns = [...shape.patterns, value]
  },
  format: (shape, value) => {
    if (typeof value === 'string') shape.formats = [...shape.formats, value]
    const range = integerRange(value)
    if (!range) return
    shape.integral = true
    limit(shape, 'minimum', range.least)
    limit(shape, 'maximum', range.greatest)
  },
  multipleOf: (shape, value) => {
    if (isNumber(value)) shape.steps = [...shape.steps, value]
  },
  uniqueItems: (shape, value) => {
    shape.uniqueItems ||= value === true
  },
  contains: (shape, _, node) => {
    const contained = subschema(node, 'contains')
    const { minContains, maxContains } = isObject(node.schema) ? node.schema : {}
    const least = typeof minContains === 'number' ? minContains : 1
    const most = typeof maxContains === 'number' ? maxContains : Number.POSITIVE_INFINITY
    if (contained) shape.contains = [...shape.contains, { node: contained, least, most }]
  },
  minContains: readElsewhere,
  maxContains: readElsewhere,
  required: (shape, value) => {
    shape.required = new Set([...shape.required, ...textsOf(value)])
  },
  dependentRequired: (shape, value) => {
    const dependent = Object.entries(isObject(value) ? value : {})
    shape.dependent = [...shape.dependent, ...dependent.map(([name, needed]) => [name, textsOf(needed)] as const)]
  },
  propertyNames: (shape, _, node) => {
    const names = subschema(node, 'propertyNames')
    if (names) shape.names = [...shape.names, names]
  },
  unevaluatedProperties: (shape, _, node) => {
    shape.unevaluatedProperties = subschema(node, 'unevaluatedProperties') ?? shape.unevaluatedProperties
  },
  unevaluatedItems: (shape, _, node) => {
    shape.unevaluatedItems = subschema(node, 'unevaluatedItems') ?? shape.unevaluatedItems
  },
  additionalProperties: readElsewhere,
  items: readElsewhere,
  anyOf: readElsewhere,
  oneOf: readElsewhere,
  not: readElsewhere,
}

const intersection = (members: readonly Json[] | undefined, others: readonly Json[]): readonly Json[] =>
  members === undefined ? others : members.filter((member) => isListed(others, member))

/** What a schema says of an array's items; undefined if it says nothing. */
function arrayLayer(node: SchemaNode): ArrayLayer | undefined {
  const prefix = subschemas(node, 'prefixItems').map((item) => item.node)
  const items = subschema(node, 'items')
  return prefix.length === 0 && !items ? undefined : { prefix, items }
}

/** What a schema says of an object's properties; undefined if it says nothing. */
function objectLayer(node: SchemaNode): ObjectLayer | undefined {
  const properties = new Map(subschemas(node, 'properties').map((child) => [String(child.token), child.node]))
  const patterns = subschemas(node, 'patternProperties').map((child) => [String(child.token), child.node] as const)
  const additional = subschema(node, 'additionalProperties')
  const isSilent = properties.size === 0 && patterns.length === 0 && !additional
  return isSilent ? undefined : { properties, patterns, additional }
}

/** Whether bounds leave room for a type. */
function isPossible(shape: Shape, type: JsonType): boolean {
  if (type === 'string') return shape.minLength <= shape.maxLength
  if (type === 'number')
    return (
      shape.minimum <= shape.maximum &&
      shape.exclusiveMinimum < shape.exclusiveMaximum &&
      shape.exclusiveMinimum < shape.maximum &&
      shape.minimum < shape.exclusiveMaximum
    )
  if (type === 'array') return shape.minItems <= shape.maxItems
  if (type !== 'object') return true
  const isImpossible = (name: string): boolean =>
    shape.objects.some(({ properties }) => properties.get(name)?.schema === false)
  return (
    shape.minProperties <= shape.maxProperties &&
    ![...shape.required].some(isImpossible) &&
    shape.required.size <= shape.maxProperties
  )
}
