import type { SchemaNode } from '../../contract/model/index.ts'
import { isArray, isObject, type Json, type JsonObject, type JsonType } from '../../json/index.ts'
import { below, keys, list } from './below.ts'
import { isListed } from './membership.ts'
import type { Shape } from './shape.ts'

/** Narrows a shape by the keywords that stand for themselves; undefined where nothing is left. */
export function narrowed(start: Shape, schema: JsonObject, node: SchemaNode): Shape | undefined {
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
