import type { SchemaNode } from '../contract/index.ts'
import { isArray, isObject, type Json, type JsonObject } from '../json/index.ts'
import { below, list } from './below.ts'
import { TYPES } from './shape.ts'

const DEEPEST = 128

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

/** The ways not to fit a schema, as schemas: one for each keyword that can be turned round; undefined leaves it to the final test. */
export function negations(node: SchemaNode, depth: number): SchemaNode[] | undefined {
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
        of({
          type: TYPES.filter((type) => !types.includes(type) && !(type === 'number' && types.includes('integer'))),
        }),
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
