import type { Contract, SchemaNode } from '../contract/index.ts'
import { equal, isArray, isObject, type Json, type JsonType, typeOf } from '../json/index.ts'

const ALL: readonly JsonType[] = ['null', 'boolean', 'number', 'string', 'array', 'object']

/**
 * What several schemas about one instance (`$ref`, `allOf`, `then`) ask of it together, in the keywords that generation
 * steers by. It may leave out a demand: whatever is generated from it is set against the whole schema afterwards.
 */
export interface View {
  /** `number` stands for integers too, unless only `integer` is here. */
  readonly types: readonly JsonType[]
  readonly members: readonly Json[] | undefined
  readonly examples: readonly Json[]
  readonly minLength: number
  readonly maxLength: number
  readonly pattern: string | undefined
  readonly format: string | undefined
  readonly minimum: number
  readonly maximum: number
  readonly multipleOf: number | undefined
  readonly minItems: number
  readonly maxItems: number
  readonly uniqueItems: boolean
  readonly items: readonly SchemaNode[]
  readonly prefixItems: readonly SchemaNode[]
  readonly minProperties: number
  readonly maxProperties: number
  readonly properties: ReadonlyMap<string, readonly SchemaNode[]>
  readonly required: ReadonlySet<string>
  readonly additional: 'open' | 'closed' | readonly SchemaNode[]
  /** Each list is a choice: one of its schemas holds too. */
  readonly choices: readonly (readonly SchemaNode[])[]
}

export const child = (node: SchemaNode, at: string, schema: Json | undefined): SchemaNode[] =>
  isObject(schema) || typeof schema === 'boolean'
    ? [{ schema, source: { file: node.source.file, pointer: node.source.pointer + at } }]
    : []

/** Follows `$ref`, `allOf` and `then`, each schema once, so that a circle ends. */
function spread(contract: Contract, nodes: readonly SchemaNode[]): SchemaNode[] {
  const seen = new Set<string>()
  const found: SchemaNode[] = []
  const visit = (node: SchemaNode): void => {
    const address = `${node.source.file}#${node.source.pointer}`
    if (seen.has(address)) return
    seen.add(address)
    const { schema } = node
    if (schema === true) return
    found.push(node)
    if (schema === false) return
    if (typeof schema.$ref === 'string') visit(contract.resolve(schema.$ref, node.source))
    if (isArray(schema.allOf))
      for (const [index, part] of schema.allOf.entries()) child(node, `/allOf/${index}`, part).forEach(visit)
    child(node, '/then', schema.then).forEach(visit)
  }
  nodes.forEach(visit)
  return found
}

export function viewOf(contract: Contract, nodes: readonly SchemaNode[]): View {
  const all = spread(contract, nodes)
  const schemas = all.flatMap(({ schema }) => (isObject(schema) ? [schema] : []))
  const numbers = (keyword: string): number[] =>
    schemas.flatMap((schema) => (typeof schema[keyword] === 'number' ? [schema[keyword]] : []))
  const most = (keyword: string, start: number) => numbers(keyword).reduce((a, b) => Math.max(a, b), start)
  const least = (keyword: string, start: number) => numbers(keyword).reduce((a, b) => Math.min(a, b), start)
  const texts = (keyword: string) =>
    schemas.flatMap((schema) => (typeof schema[keyword] === 'string' ? [schema[keyword]] : []))
  const members = schemas.flatMap((schema) =>
    isArray(schema.enum) ? [schema.enum] : schema.const !== undefined ? [[schema.const]] : [],
  )
  const [first, ...others] = members
  const types = schemas
    .flatMap((schema) => (schema.type === undefined ? [] : [isArray(schema.type) ? schema.type : [schema.type]]))
    .reduce<readonly JsonType[]>(
      (known, these) =>
        known.filter((type) => these.includes(type) || (type === 'number' && these.includes('integer'))),
      ALL,
    )
  const integral = schemas.some(
    ({ type }) => type === 'integer' || (isArray(type) && type.includes('integer') && !type.includes('number')),
  )
  const properties = new Map<string, SchemaNode[]>()
  const choices: SchemaNode[][] = []
  for (const node of all) {
    if (!isObject(node.schema)) continue
    for (const [name, value] of Object.entries(isObject(node.schema.properties) ? node.schema.properties : {}))
      properties.set(name, [
        ...(properties.get(name) ?? []),
        ...child(node, `/properties/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, value),
      ])
    for (const keyword of ['anyOf', 'oneOf']) {
      const branches = node.schema[keyword]
      if (isArray(branches))
        choices.push(branches.flatMap((branch, index) => child(node, `/${keyword}/${index}`, branch)))
    }
  }
  const lists = (keyword: string) =>
    all.flatMap((node) => (isObject(node.schema) ? child(node, `/${keyword}`, node.schema[keyword]) : []))
  const additional = lists('additionalProperties')
  const closed =
    additional.some(({ schema }) => schema === false) ||
    schemas.some(({ unevaluatedProperties }) => unevaluatedProperties === false)
  const open = additional.every(({ schema }) => schema === true)
  const multiple = numbers('multipleOf')[0]
  // Every integer is a multiple of 0.5.
  const step = integral && multiple !== undefined && Number.isInteger(1 / multiple) ? 1 : multiple
  const lowest = most('minimum', Number.NEGATIVE_INFINITY)
  const highest = least('maximum', Number.POSITIVE_INFINITY)
  const above = numbers('exclusiveMinimum')
  const below = numbers('exclusiveMaximum')
  // What is within an exclusive bound by so much is within the other bound too, where anything is.
  const room = Math.min(highest, ...below) - Math.max(lowest, ...above)
  const within = step ?? (integral ? 1 : Math.min(1, room / 4))
  return {
    types: all.some(({ schema }) => schema === false)
      ? []
      : integral
        ? types.map((type) => (type === 'number' ? 'integer' : type))
        : types,
    members: first?.filter((member) => others.every((list) => list.some((other) => equal(other, member)))),
    examples: schemas.flatMap((schema) => [
      ...(schema.example === undefined ? [] : [schema.example]),
      ...(isArray(schema.examples) ? schema.examples : []),
      ...(schema.default === undefined ? [] : [schema.default]),
    ]),
    minLength: most('minLength', 0),
    maxLength: least('maxLength', Number.POSITIVE_INFINITY),
    pattern: texts('pattern')[0],
    format: texts('format')[0],
    minimum: Math.max(lowest, ...above.map((bound) => bound + within)),
    maximum: Math.min(highest, ...below.map((bound) => bound - within)),
    multipleOf: step,
    minItems: most('minItems', 0),
    maxItems: least('maxItems', Number.POSITIVE_INFINITY),
    uniqueItems: schemas.some(({ uniqueItems }) => uniqueItems === true),
    items: lists('items'),
    prefixItems: all.flatMap((node) =>
      isObject(node.schema) && isArray(node.schema.prefixItems)
        ? node.schema.prefixItems.flatMap((part, index) => child(node, `/prefixItems/${index}`, part))
        : [],
    ),
    minProperties: most('minProperties', 0),
    maxProperties: least('maxProperties', Number.POSITIVE_INFINITY),
    properties,
    required: new Set(
      schemas.flatMap(({ required }) =>
        isArray(required) ? required.flatMap((name) => (typeof name === 'string' ? [name] : [])) : [],
      ),
    ),
    additional: closed ? 'closed' : open ? 'open' : additional,
    choices,
  }
}

/** The view with one schema of each choice added. */
export const chosen = (contract: Contract, nodes: readonly SchemaNode[], pick: number): View => {
  const { choices } = viewOf(contract, nodes)
  const added = choices.flatMap((branches) => branches.slice(pick % Math.max(branches.length, 1)).slice(0, 1))
  return added.length === 0 ? viewOf(contract, nodes) : viewOf(contract, [...nodes, ...added])
}

export const allows = (view: View, value: Json): boolean => {
  const type = typeOf(value)
  return view.types.includes(type) || (type === 'integer' && view.types.includes('number'))
}

export const isFreeForm = (view: View): boolean =>
  view.types.includes('object') && view.additional === 'open' && view.members === undefined && view.maxProperties > 40
