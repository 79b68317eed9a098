import type { SchemaNode } from '../contract/index.ts'
import { isArray, isObject, type Json, type JsonObject, type JsonType } from '../json/index.ts'
import { below, isListed, type SchemaReader } from './membership.ts'
import { matchesPattern } from './pattern-matches.ts'
import { Unsatisfiable, UnsupportedKeyword } from './refusals.ts'

const ALL: readonly JsonType[] = ['null', 'boolean', 'number', 'string', 'array', 'object']

/** How one schema describes the properties of an object: `additional` is about what the other two do not name. */
export interface ObjectLayer {
  readonly properties: ReadonlyMap<string, SchemaNode>
  readonly patterns: readonly (readonly [pattern: string, node: SchemaNode])[]
  readonly additional: SchemaNode | undefined
}

/** How one schema describes the items of an array. */
export interface ArrayLayer {
  readonly prefix: readonly SchemaNode[]
  readonly items: SchemaNode | undefined
}

export interface Contains {
  readonly node: SchemaNode
  readonly least: number
  readonly most: number
}

/**
 * One way to fit a schema: bounds tightened, choices made, and everything that is about parts left as schemas of the
 * parts. It may still ask for too little (`not`, `oneOf`, `unevaluated…`): what is made from it is then held against
 * the whole schema.
 */
export interface Shape {
  /** `number` stands for integers too, unless `integral`. */
  types: readonly JsonType[]
  integral: boolean
  /** The only values, where an enum or const names them. */
  members: readonly Json[] | undefined
  examples: readonly Json[]
  minLength: number
  maxLength: number
  patterns: readonly string[]
  formats: readonly string[]
  minimum: number
  maximum: number
  /** Bounds that are themselves left out. */
  above: number
  under: number
  steps: readonly number[]
  minItems: number
  maxItems: number
  uniqueItems: boolean
  arrays: readonly ArrayLayer[]
  contains: readonly Contains[]
  minProperties: number
  maxProperties: number
  objects: readonly ObjectLayer[]
  names: readonly SchemaNode[]
  required: ReadonlySet<string>
  forbidden: ReadonlySet<string>
  /** Names that bring others with them. */
  dependent: readonly (readonly [name: string, needed: readonly string[]])[]
  /** Names and items that nothing describes are not allowed, or have to fit this. */
  unevaluatedProperties: SchemaNode | undefined
  unevaluatedItems: SchemaNode | undefined
  /** Whether it asks for all that the schema does. */
  exact: boolean
}

const OPEN: Shape = {
  types: ALL,
  integral: false,
  members: undefined,
  examples: [],
  minLength: 0,
  maxLength: Number.POSITIVE_INFINITY,
  patterns: [],
  formats: [],
  minimum: Number.NEGATIVE_INFINITY,
  maximum: Number.POSITIVE_INFINITY,
  above: Number.NEGATIVE_INFINITY,
  under: Number.POSITIVE_INFINITY,
  steps: [],
  minItems: 0,
  maxItems: Number.POSITIVE_INFINITY,
  uniqueItems: false,
  arrays: [],
  contains: [],
  minProperties: 0,
  maxProperties: Number.POSITIVE_INFINITY,
  objects: [],
  names: [],
  required: new Set(),
  forbidden: new Set(),
  dependent: [],
  unevaluatedProperties: undefined,
  unevaluatedItems: undefined,
  exact: true,
}

const MOST_SHAPES = 256
const DEEPEST = 128
const MOST_STEPS = 50_000

/**
 * The ways to fit several schemas about one instance, in the order of the document; empty where there is none.
 * Throws UnsupportedKeyword for what cannot be generated from.
 */
export function shapesOf(reader: SchemaReader, nodes: readonly SchemaNode[]): Shape[] {
  const walk: Walk = { reader, steps: 0 }
  let shapes: Shape[] = [OPEN]
  for (const node of nodes) shapes = shapes.flatMap((shape) => refine(walk, shape, node, 0))
  return spread(shapes)
}

interface Walk {
  readonly reader: SchemaReader
  /** Schemas looked at so far: ways multiply where choices stand beside choices. */
  steps: number
}

/** At most so many of a list, from all over it. */
function spread<T>(list: T[]): T[] {
  if (list.length <= MOST_SHAPES) return list
  return Array.from({ length: MOST_SHAPES }, (_, index) => list[Math.floor((index * list.length) / MOST_SHAPES)] as T)
}

function refine(walk: Walk, start: Shape, node: SchemaNode, depth: number): Shape[] {
  const { schema, source } = node
  if (schema === true) return [start]
  if (schema === false) return []
  if (depth > DEEPEST) throw new Unsatisfiable(source, 'it is nested too deep, or leads back to itself')
  if (walk.steps++ > MOST_STEPS) throw new Unsatisfiable(source, `it is one of more than ${MOST_STEPS} ways`)
  if (schema.$dynamicRef !== undefined) throw new UnsupportedKeyword('$dynamicRef', source)
  const plain = withPlainKeywords(start, schema, node)
  if (!plain) return []
  let shapes = [plain]
  const all = (next: SchemaNode): void => {
    shapes = spread(shapes.flatMap((shape) => refine(walk, shape, next, depth + 1)))
  }
  const any = (choices: readonly (readonly SchemaNode[])[]): void => {
    const pairs = shapes.length * choices.length
    // Where there are too many pairs, each shape and each choice is still met.
    const count = Math.min(pairs, Math.max(MOST_SHAPES, shapes.length, choices.length))
    const found: Shape[] = []
    for (let index = 0; index < count; index++) {
      const isAll = count === pairs
      const shape = shapes[isAll ? Math.floor(index / choices.length) : index % shapes.length]
      const choice = choices[index % choices.length] ?? []
      if (shape)
        found.push(
          ...choice.reduce<Shape[]>((some, next) => some.flatMap((one) => refine(walk, one, next, depth + 1)), [shape]),
        )
    }
    shapes = spread(found)
  }
  const approximately = (): void => {
    shapes = shapes.map((shape) => (shape.exact ? { ...shape, exact: false } : shape))
  }
  if (typeof schema.$ref === 'string') all(walk.reader.resolve(schema.$ref, source))
  if (isArray(schema.allOf)) for (const index of schema.allOf.keys()) all(below(node, 'allOf', index))
  for (const keyword of ['anyOf', 'oneOf'])
    if (isArray(schema[keyword])) {
      any([...schema[keyword].keys()].map((index) => [below(node, keyword, index)]))
      if (keyword === 'oneOf' && schema[keyword].length > 1) approximately()
    }
  if (schema.if !== undefined && (schema.then !== undefined || schema.else !== undefined)) {
    const then = schema.then === undefined ? [] : [below(node, 'then')]
    const otherwise = schema.else === undefined ? [] : [below(node, 'else')]
    any([[below(node, 'if'), ...then], [negation(below(node, 'if')), ...otherwise], otherwise])
    approximately()
  }
  if (schema.not !== undefined) {
    const parts = negations(below(node, 'not'), depth)
    if (parts) any(parts.map((part) => [part]))
    approximately()
  }
  if (isObject(schema.dependentSchemas))
    for (const name of Object.keys(schema.dependentSchemas)) {
      const present = { schema: { required: [name] }, source }
      any([[present, below(node, 'dependentSchemas', name)], [{ schema: { properties: { [name]: false } }, source }]])
    }
  if (schema.unevaluatedProperties !== undefined || schema.unevaluatedItems !== undefined) approximately()
  return shapes
}

/** Narrows a shape by the keywords that stand for themselves; undefined where nothing is left. */
function withPlainKeywords(start: Shape, schema: JsonObject, node: SchemaNode): Shape | undefined {
  const number = (keyword: string, otherwise: number): number =>
    typeof schema[keyword] === 'number' ? schema[keyword] : otherwise
  const text = (keyword: string): string[] => (typeof schema[keyword] === 'string' ? [schema[keyword]] : [])
  const one = (keyword: string): SchemaNode | undefined =>
    schema[keyword] === undefined ? undefined : below(node, keyword)
  const types = schema.type === undefined ? undefined : list(isArray(schema.type) ? schema.type : [schema.type])
  const kept =
    types === undefined
      ? start.types
      : start.types.filter((type) => types.includes(type) || (type === 'number' && types.includes('integer')))
  const named = isArray(schema.enum) ? schema.enum : undefined
  const listed = [named, schema.const === undefined ? undefined : [schema.const]].filter((one) => one !== undefined)
  const members = listed.reduce<readonly Json[] | undefined>(
    (known, more) => (known === undefined ? more : known.filter((value) => isListed(more, value))),
    start.members,
  )
  const hasArray = schema.prefixItems !== undefined || schema.items !== undefined
  const hasObject =
    schema.properties !== undefined ||
    schema.patternProperties !== undefined ||
    schema.additionalProperties !== undefined
  const least = number('minContains', 1)
  const required = list(schema.required).filter((name) => typeof name === 'string')
  const shape: Shape = {
    ...start,
    types: kept,
    integral: start.integral || (types?.includes('integer') === true && !types.includes('number')),
    members,
    examples: [
      ...start.examples,
      ...(schema.example === undefined ? [] : [schema.example]),
      ...list(schema.examples),
      ...(schema.default === undefined ? [] : [schema.default]),
    ],
    minLength: Math.max(start.minLength, number('minLength', 0)),
    maxLength: Math.min(start.maxLength, number('maxLength', Number.POSITIVE_INFINITY)),
    patterns: [...start.patterns, ...text('pattern')],
    formats: [...start.formats, ...text('format')],
    minimum: Math.max(start.minimum, number('minimum', Number.NEGATIVE_INFINITY)),
    maximum: Math.min(start.maximum, number('maximum', Number.POSITIVE_INFINITY)),
    above: Math.max(start.above, number('exclusiveMinimum', Number.NEGATIVE_INFINITY)),
    under: Math.min(start.under, number('exclusiveMaximum', Number.POSITIVE_INFINITY)),
    steps: [...start.steps, ...(typeof schema.multipleOf === 'number' ? [schema.multipleOf] : [])],
    minItems: Math.max(start.minItems, number('minItems', 0)),
    maxItems: Math.min(start.maxItems, number('maxItems', Number.POSITIVE_INFINITY)),
    uniqueItems: start.uniqueItems || schema.uniqueItems === true,
    arrays: hasArray
      ? [
          ...start.arrays,
          {
            prefix: list(schema.prefixItems).map((_, index) => below(node, 'prefixItems', index)),
            items: one('items'),
          },
        ]
      : start.arrays,
    contains:
      schema.contains === undefined
        ? start.contains
        : [
            ...start.contains,
            { node: below(node, 'contains'), least, most: number('maxContains', Number.POSITIVE_INFINITY) },
          ],
    minProperties: Math.max(start.minProperties, number('minProperties', 0)),
    maxProperties: Math.min(start.maxProperties, number('maxProperties', Number.POSITIVE_INFINITY)),
    objects: hasObject
      ? [
          ...start.objects,
          {
            properties: new Map(keys(schema.properties).map((name) => [name, below(node, 'properties', name)])),
            patterns: keys(schema.patternProperties).map(
              (pattern) => [pattern, below(node, 'patternProperties', pattern)] as const,
            ),
            additional: one('additionalProperties'),
          },
        ]
      : start.objects,
    names: schema.propertyNames === undefined ? start.names : [...start.names, below(node, 'propertyNames')],
    required: new Set([...start.required, ...required]),
    dependent: [
      ...start.dependent,
      ...Object.entries(isObject(schema.dependentRequired) ? schema.dependentRequired : {}).map(
        ([name, needed]) => [name, list(needed).filter((need) => typeof need === 'string')] as const,
      ),
    ],
    unevaluatedProperties: one('unevaluatedProperties') ?? start.unevaluatedProperties,
    unevaluatedItems: one('unevaluatedItems') ?? start.unevaluatedItems,
  }
  const possible = shape.types.filter((type) => isPossible(shape, type))
  return possible.length === 0 ? undefined : { ...shape, types: possible }
}

/** Whether bounds leave room for a type. */
function isPossible(shape: Shape, type: JsonType): boolean {
  if (type === 'string') return shape.minLength <= shape.maxLength
  if (type === 'number')
    return (
      shape.minimum <= shape.maximum &&
      shape.above < shape.under &&
      shape.above < shape.maximum &&
      shape.minimum < shape.under
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

/** A schema that holds where another does not; left for the final test of membership. */
const negation = ({ schema, source }: SchemaNode): SchemaNode => ({
  schema: { not: schema },
  source: { file: source.file, pointer: source.pointer.replace(/\/if$/, '') },
})

const BOUNDS: { readonly [keyword: string]: (value: Json) => JsonObject | undefined } = {
  minimum: (value) => ({ type: 'number', exclusiveMaximum: value }),
  maximum: (value) => ({ type: 'number', exclusiveMinimum: value }),
  exclusiveMinimum: (value) => ({ type: 'number', maximum: value }),
  exclusiveMaximum: (value) => ({ type: 'number', minimum: value }),
  minLength: (value) => (typeof value === 'number' && value > 0 ? { type: 'string', maxLength: value - 1 } : undefined),
  maxLength: (value) => (typeof value === 'number' ? { type: 'string', minLength: value + 1 } : undefined),
  minItems: (value) => (typeof value === 'number' && value > 0 ? { type: 'array', maxItems: value - 1 } : undefined),
  maxItems: (value) => (typeof value === 'number' ? { type: 'array', minItems: value + 1 } : undefined),
  minProperties: (value) =>
    typeof value === 'number' && value > 0 ? { type: 'object', maxProperties: value - 1 } : undefined,
  maxProperties: (value) => (typeof value === 'number' ? { type: 'object', minProperties: value + 1 } : undefined),
}

/** The ways not to fit a schema, as schemas: one for each keyword that can be turned round; undefined leaves it to the final test. */
function negations(node: SchemaNode, depth: number): SchemaNode[] | undefined {
  const { schema, source } = node
  const of = (made: JsonObject | boolean): SchemaNode => ({ schema: made, source })
  if (schema === true) return []
  if (schema === false) return [of(true)]
  if (depth > DEEPEST) return undefined
  const found: SchemaNode[] = []
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'type') {
      const types = list(isArray(value) ? value : [value])
      found.push(
        of({ type: ALL.filter((type) => !types.includes(type) && !(type === 'number' && types.includes('integer'))) }),
      )
      if (types.includes('integer') && !types.includes('number')) return undefined
    } else if (keyword === 'not' && (isObject(value) || typeof value === 'boolean')) found.push(below(node, 'not'))
    else if (keyword === 'required')
      for (const name of list(value)) found.push(of({ type: 'object', properties: { [String(name)]: false } }))
    else if (keyword === 'properties' && isObject(value))
      for (const [name, child] of Object.entries(value))
        if (isObject(child) || typeof child === 'boolean')
          found.push(of({ type: 'object', required: [name], properties: { [name]: { not: child } } }))
        else return undefined
    else if (keyword === 'anyOf' || keyword === 'oneOf') return undefined
    else if (keyword === 'allOf' && isArray(value))
      for (const index of value.keys()) found.push(of({ not: below(node, 'allOf', index).schema }))
    else if (Object.hasOwn(BOUNDS, keyword)) {
      const turned = BOUNDS[keyword]?.(value)
      if (turned) found.push(of(turned))
    } else if (!ANNOTATIONS.has(keyword)) return undefined
  }
  return found
}

const ANNOTATIONS = new Set([
  '$comment',
  'title',
  'description',
  'default',
  'examples',
  'example',
  'deprecated',
  'readOnly',
  'writeOnly',
  '$id',
  '$schema',
  '$anchor',
  '$defs',
])

/** The schemas of one property. */
export function propertyNodes(shape: Shape, name: string): SchemaNode[] {
  let described = false
  const found = shape.objects.flatMap(({ properties, patterns, additional }) => {
    const own = [
      ...(properties.has(name) ? [properties.get(name)] : []),
      ...patterns.filter(([pattern]) => matchesPattern(pattern, name)).map(([, node]) => node),
    ]
    if (own.length > 0 || additional) described = true
    return own.length > 0 ? own : [additional]
  })
  if (!described) found.push(shape.unevaluatedProperties)
  return found.filter((node) => node !== undefined)
}

/** The schemas of one item. */
export function itemNodes(shape: Shape, index: number): SchemaNode[] {
  const found = shape.arrays.flatMap(({ prefix, items }) => prefix[index] ?? items ?? [])
  return found.length === 0 && shape.unevaluatedItems ? [shape.unevaluatedItems] : found
}

/** From this index on all items are asked the same. */
export const prefixLength = (shape: Shape): number => Math.max(0, ...shape.arrays.map(({ prefix }) => prefix.length))

/** The names that a shape speaks of, in the order of the document. */
export function knownNames(shape: Shape): string[] {
  const named = shape.objects.flatMap(({ properties }) => [...properties.keys()])
  const dependent = shape.dependent.flatMap(([name, needed]) => [name, ...needed])
  return [...new Set([...named, ...shape.required, ...dependent])]
}

export const allowsNames = (shape: Shape): boolean =>
  !shape.objects.some(({ additional }) => additional?.schema === false) && shape.unevaluatedProperties?.schema !== false

const list = (value: Json | undefined): readonly Json[] => (isArray(value) ? value : [])
const keys = (value: Json | undefined): string[] => (isObject(value) ? Object.keys(value) : [])
