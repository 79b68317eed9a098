import { matchesPattern } from '../../bounded/index.ts'
import type { LimitKeyword } from '../../contract/constraints/index.ts'
import type { KeywordValues, SchemaNode, TextFormats } from '../../contract/model/index.ts'
import type { Json, JsonNumber, JsonType } from '../../json/index.ts'

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

/** The bound of each limit: of several the tightest. */
export type Limits = { [K in LimitKeyword]: KeywordValues[K] }

/**
 * One way to fit a schema: bounds tightened, choices made, and everything that is about parts left as schemas of the
 * parts. It may still ask for too little (`not`, `oneOf`, `unevaluated…`): what is made from it is then held against
 * the whole schema.
 */
export interface Shape extends Limits {
  /** `number` stands for integers too, unless `integral`. */
  types: readonly JsonType[]
  integral: boolean
  /** The only values, if an enum or const names them. */
  members: readonly Json[] | undefined
  examples: readonly Json[]
  patterns: readonly string[]
  formats: readonly string[]
  /** What the user says of some of them. */
  ownFormats: TextFormats | undefined
  steps: readonly JsonNumber[]
  uniqueItems: boolean
  arrays: readonly ArrayLayer[]
  contains: readonly Contains[]
  objects: readonly ObjectLayer[]
  names: readonly SchemaNode[]
  required: ReadonlySet<string>
  forbidden: ReadonlySet<string>
  /** Names that bring others with them. */
  dependent: readonly (readonly [name: string, needed: readonly string[]])[]
  /** Names and items that nothing describes are not allowed, or have to fit this. */
  unevaluatedProperties: SchemaNode | undefined
  unevaluatedItems: SchemaNode | undefined
  /** For each `oneOf`, its branches and the index of the one that this shape fits: no other may fit. */
  rivals: readonly { readonly branches: readonly SchemaNode[]; readonly chosen: number }[]
  /** Whether it asks for all that the schema does. */
  exact: boolean
}

export const TYPES: readonly JsonType[] = ['null', 'boolean', 'number', 'string', 'array', 'object']

/** What any value fits. */
export const OPEN: Shape = {
  types: TYPES,
  integral: false,
  members: undefined,
  examples: [],
  minLength: 0,
  maxLength: Number.POSITIVE_INFINITY,
  patterns: [],
  formats: [],
  ownFormats: undefined,
  minimum: Number.NEGATIVE_INFINITY,
  maximum: Number.POSITIVE_INFINITY,
  exclusiveMinimum: Number.NEGATIVE_INFINITY,
  exclusiveMaximum: Number.POSITIVE_INFINITY,
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
  rivals: [],
  exact: true,
}

/** The schemas of one property. */
export function propertyNodes(shape: Shape, name: string): SchemaNode[] {
  let described = false
  const nodes = shape.objects.flatMap(({ properties, patterns, additional }) => {
    const describing = [
      ...(properties.has(name) ? [properties.get(name)] : []),
      ...patterns.filter(([pattern]) => matchesPattern(pattern, name)).map(([, node]) => node),
    ]
    if (describing.length > 0 || additional) described = true
    return describing.length > 0 ? describing : [additional]
  })
  if (!described) nodes.push(shape.unevaluatedProperties)
  return nodes.filter((node) => node !== undefined)
}

/** The schemas of one item. */
export function itemNodes(shape: Shape, index: number): SchemaNode[] {
  const nodes = shape.arrays.flatMap(({ prefix, items }) => prefix[index] ?? items ?? [])
  return nodes.length === 0 && shape.unevaluatedItems ? [shape.unevaluatedItems] : nodes
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
