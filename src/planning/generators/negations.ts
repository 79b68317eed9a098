import type { SchemaNode } from '../../contract/model/index.ts'
import { isArray, isObject, type Json, type JsonObject } from '../../json/index.ts'
import { below, list } from './below.ts'
import type { SchemaReader } from './membership.ts'
import { TYPES } from './shape.ts'

/** A schema that holds where another does not; left for the final test of membership. */
export const negation = ({ schema, source }: SchemaNode): SchemaNode => ({
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

/** Ways not to fit a schema, as schemas. */
export interface Negations {
  readonly ways: readonly SchemaNode[]
  /** Whether there are no others. */
  readonly isAll: boolean
}

/** One way not to fit a schema for each keyword that can be turned round. */
export function negations(reader: SchemaReader, node: SchemaNode): Negations {
  const { schema, source } = node
  const of = (made: JsonObject | boolean): SchemaNode => ({ schema: made, source })
  if (schema === true) return { ways: [], isAll: true }
  if (schema === false) return { ways: [of(true)], isAll: true }
  const ways: SchemaNode[] = []
  let isAll = true
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'type') {
      const types = list(isArray(value) ? value : [value])
      ways.push(
        of({
          type: TYPES.filter((type) => !types.includes(type) && !(type === 'number' && types.includes('integer'))),
        }),
      )
      // Fractions are no integers either.
      if (types.includes('integer') && !types.includes('number')) isAll = false
    } else if (keyword === 'not' && (isObject(value) || typeof value === 'boolean')) ways.push(below(node, 'not'))
    else if (keyword === 'required')
      for (const name of list(value)) ways.push(of({ type: 'object', properties: { [String(name)]: false } }))
    else if (keyword === 'properties' && isObject(value))
      for (const [name, child] of Object.entries(value))
        ways.push(of({ type: 'object', required: [name], properties: { [name]: { not: child } } }))
    else if (keyword === 'allOf' && isArray(value))
      for (const index of value.keys()) ways.push(of({ not: below(node, 'allOf', index).schema }))
    else if ((keyword === 'anyOf' || keyword === 'oneOf') && isArray(value)) {
      ways.push(of({ allOf: value.map((branch): Json => ({ not: branch })) }))
      // Two of them may fit as well.
      isAll = false
    } else if (keyword === '$ref' && typeof value === 'string') {
      const target = reader.resolve(value, source)
      ways.push({ schema: { not: target.schema }, source: target.source })
      isAll = false
    } else if (Object.hasOwn(BOUNDS, keyword)) {
      const turned = BOUNDS[keyword]?.(value)
      if (turned) ways.push(of(turned))
    } else if (!ANNOTATIONS.has(keyword)) isAll = false
  }
  return { ways, isAll }
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
