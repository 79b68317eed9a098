import { appendToken, isArray, isObject, type Json, type JsonObject, property } from '../../json/index.ts'
import type { SchemaNode, Source } from './contract.ts'

/** What is said of a keyword that holds schemas (JSON Schema 2020-12 core, 10 and 11). */
interface SchemaHolder {
  /** Whether its value is one schema, a list of them, or a map from names to them. */
  readonly holds: 'one' | 'list' | 'map'
  /**
   * What its schemas describe: the same value, the property or item that the token names, the properties and items that
   * no token names, their names, or nothing.
   */
  readonly about: 'value' | 'named' | 'rest' | 'names' | 'nothing'
  /** Whether they always have to hold, only do so on a condition, or may fail without a breach. */
  readonly binds: 'always' | 'on condition' | 'by choice'
}

/** Every keyword that holds schemas. */
export const SUBSCHEMAS = {
  $defs: { holds: 'map', about: 'nothing', binds: 'always' },
  additionalProperties: { holds: 'one', about: 'rest', binds: 'always' },
  allOf: { holds: 'list', about: 'value', binds: 'always' },
  anyOf: { holds: 'list', about: 'value', binds: 'by choice' },
  contains: { holds: 'one', about: 'rest', binds: 'by choice' },
  contentSchema: { holds: 'one', about: 'nothing', binds: 'always' },
  definitions: { holds: 'map', about: 'nothing', binds: 'always' },
  dependentSchemas: { holds: 'map', about: 'value', binds: 'on condition' },
  else: { holds: 'one', about: 'value', binds: 'on condition' },
  if: { holds: 'one', about: 'value', binds: 'by choice' },
  items: { holds: 'one', about: 'rest', binds: 'always' },
  not: { holds: 'one', about: 'value', binds: 'by choice' },
  oneOf: { holds: 'list', about: 'value', binds: 'by choice' },
  patternProperties: { holds: 'map', about: 'rest', binds: 'always' },
  prefixItems: { holds: 'list', about: 'named', binds: 'always' },
  properties: { holds: 'map', about: 'named', binds: 'always' },
  propertyNames: { holds: 'one', about: 'names', binds: 'by choice' },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { holds: 'one', about: 'value', binds: 'on condition' },
  unevaluatedItems: { holds: 'one', about: 'rest', binds: 'always' },
  unevaluatedProperties: { holds: 'one', about: 'rest', binds: 'always' },
} as const satisfies { readonly [keyword: string]: SchemaHolder }

export type SubschemaKeyword = keyof typeof SUBSCHEMAS

export const isSubschemaKeyword = (keyword: string): keyword is SubschemaKeyword => Object.hasOwn(SUBSCHEMAS, keyword)

/** A schema within another, by the keyword that holds it and, in a list or a map, its index or name. */
export interface Subschema {
  readonly keyword: SubschemaKeyword
  readonly token: string | number | undefined
  readonly node: SchemaNode
}

/** A schema with its place, which is made when it is first asked for: of most schemas nobody asks. */
class PlacedSchema implements SchemaNode {
  readonly schema: JsonObject | boolean
  readonly #above: SchemaNode
  readonly #keyword: string
  readonly #token: string | number | undefined
  #source: Source | undefined

  constructor(schema: JsonObject | boolean, above: SchemaNode, keyword: string, token: string | number | undefined) {
    this.schema = schema
    this.#above = above
    this.#keyword = keyword
    this.#token = token
  }

  get source(): Source {
    this.#source ??= this.#place()
    return this.#source
  }

  #place(): Source {
    const { file, pointer } = this.#above.source
    const holder = appendToken(pointer, this.#keyword)
    return { file, pointer: this.#token === undefined ? holder : appendToken(holder, this.#token) }
  }
}

const isSchema = (value: Json | undefined): value is JsonObject | boolean =>
  isObject(value) || typeof value === 'boolean'

/** The schema that a keyword holds, in a list or a map under a token; undefined if there is none. */
export function subschema(
  above: SchemaNode,
  keyword: SubschemaKeyword,
  token?: string | number,
): SchemaNode | undefined {
  const value = isObject(above.schema) ? property(above.schema, keyword) : undefined
  const child = token === undefined ? value : childOf(value, token)
  return isSchema(child) ? new PlacedSchema(child, above, keyword, token) : undefined
}

function childOf(value: Json | undefined, token: string | number): Json | undefined {
  if (isArray(value)) return value[Number(token)]
  return isObject(value) ? property(value, String(token)) : undefined
}

/** The schemas directly below a schema, in the order of the document; of one keyword if it is given. */
export function subschemas(above: SchemaNode, keyword?: SubschemaKeyword): Subschema[] {
  if (!isObject(above.schema)) return []
  if (keyword !== undefined) return heldBy(above, keyword, property(above.schema, keyword))
  return Object.entries(above.schema).flatMap(([key, value]) =>
    isSubschemaKeyword(key) ? heldBy(above, key, value) : [],
  )
}

function heldBy(above: SchemaNode, keyword: SubschemaKeyword, value: Json | undefined): Subschema[] {
  const { holds } = SUBSCHEMAS[keyword]
  const held = (child: Json | undefined, token: string | number | undefined): Subschema[] =>
    isSchema(child) ? [{ keyword, token, node: new PlacedSchema(child, above, keyword, token) }] : []
  if (holds === 'one') return held(value, undefined)
  if (holds === 'list') return isArray(value) ? value.flatMap((child, index) => held(child, index)) : []
  return isObject(value) ? Object.entries(value).flatMap(([name, child]) => held(child, name)) : []
}

/** The schema of an item by one schema's `prefixItems` and `items`; undefined if they do not describe it. */
export const itemSchema = (array: SchemaNode, index: number): SchemaNode | undefined =>
  subschema(array, 'prefixItems', index) ?? subschema(array, 'items')

/** A copy of a schema in which each schema directly below it is replaced by what `change` gives for it. */
export function mapSubschemas(above: SchemaNode, change: (child: Subschema) => Json): JsonObject | boolean {
  if (!isObject(above.schema)) return above.schema
  const entries = Object.entries(above.schema).map(([keyword, value]): [string, Json] => [
    keyword,
    isSubschemaKeyword(keyword) ? changed(value, heldBy(above, keyword, value), change) : value,
  ])
  return Object.fromEntries(entries)
}

/** What is no schema stays as it is. */
function changed(value: Json, children: readonly Subschema[], change: (child: Subschema) => Json): Json {
  const [first] = children
  if (first && first.token === undefined) return change(first)
  const byToken = new Map(children.map((child) => [child.token, change(child)]))
  if (isArray(value)) return value.map((item, index) => byToken.get(index) ?? item)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]): [string, Json] => [name, byToken.get(name) ?? item]),
  )
}
