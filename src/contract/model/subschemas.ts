import { appendToken, isArray, isObject, type Json, type JsonObject, type Pointer } from '../../json/index.ts'

/** Where JSON Schema 2020-12 keeps schemas inside a schema: one, a list of them, or a map from names to them. */
export const SUBSCHEMAS: {
  readonly [keyword: string]: 'one' | 'list' | 'map'
} = {
  $defs: 'map',
  additionalProperties: 'one',
  allOf: 'list',
  anyOf: 'list',
  contains: 'one',
  contentSchema: 'one',
  definitions: 'map',
  dependentSchemas: 'map',
  else: 'one',
  if: 'one',
  items: 'one',
  not: 'one',
  oneOf: 'list',
  patternProperties: 'map',
  prefixItems: 'list',
  properties: 'map',
  propertyNames: 'one',
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: 'one',
  unevaluatedItems: 'one',
  unevaluatedProperties: 'one',
}

const isSchema = (value: Json): value is JsonObject | boolean => isObject(value) || typeof value === 'boolean'

/** A copy of a schema in which each direct subschema is replaced by what `change` makes of it. */
export function mapSubschemas(
  schema: JsonObject,
  change: (subschema: JsonObject | boolean, pointer: Pointer) => Json,
): JsonObject {
  const entries = Object.entries(schema).map(([keyword, value]): [string, Json] => {
    const kind = Object.hasOwn(SUBSCHEMAS, keyword) ? SUBSCHEMAS[keyword] : undefined
    const at = appendToken('', keyword)
    const changed = (child: Json, pointer: Pointer): Json => (isSchema(child) ? change(child, pointer) : child)
    if (kind === 'one') return [keyword, changed(value, at)]
    if (kind === 'list' && isArray(value))
      return [keyword, value.map((child, index) => changed(child, appendToken(at, index)))]
    if (kind === 'map' && isObject(value)) {
      const children = Object.entries(value).map(([name, child]): [string, Json] => [
        name,
        changed(child, appendToken(at, name)),
      ])
      return [keyword, Object.fromEntries(children)]
    }
    return [keyword, value]
  })
  return Object.fromEntries(entries)
}
