import { type LimitKeyword, readKeyword } from '../../contract/constraints/index.ts'
import { type KeywordValues, type SchemaNode, type Source, subschema, subschemas } from '../../contract/model/index.ts'
import { isArray, type Json, type JsonObject, type JsonType } from '../../json/index.ts'
import type { SchemaReader } from './membership.ts'
import { textsOf } from './plain-keywords.ts'
import { TYPES } from './shape.ts'

/** A schema that holds if another does not; left for the final test of membership. */
export const negation = ({ schema, source }: SchemaNode): SchemaNode => ({
  schema: { not: schema },
  source: { file: source.file, pointer: source.pointer.replace(/\/if$/, '') },
})

/** A greatest count turned round is a least one that is greater by one, and the other way round. */
const oneMore = (keyword: LimitKeyword, type: JsonType, bound: number): JsonObject => ({ type, [keyword]: bound + 1 })
const oneLess = (keyword: LimitKeyword, type: JsonType, bound: number): JsonObject | undefined =>
  bound > 0 ? { type, [keyword]: bound - 1 } : undefined

/** A limit turned round: undefined if every value keeps it. A forgotten limit does not compile. */
const TURNED: { readonly [K in LimitKeyword]: (bound: KeywordValues[K]) => JsonObject | undefined } = {
  minimum: (bound) => ({ type: 'number', exclusiveMaximum: bound }),
  maximum: (bound) => ({ type: 'number', exclusiveMinimum: bound }),
  exclusiveMinimum: (bound) => ({ type: 'number', maximum: bound }),
  exclusiveMaximum: (bound) => ({ type: 'number', minimum: bound }),
  minLength: (bound) => oneLess('maxLength', 'string', bound),
  maxLength: (bound) => oneMore('minLength', 'string', bound),
  minItems: (bound) => oneLess('maxItems', 'array', bound),
  maxItems: (bound) => oneMore('minItems', 'array', bound),
  minProperties: (bound) => oneLess('maxProperties', 'object', bound),
  maxProperties: (bound) => oneMore('minProperties', 'object', bound),
}

function turnedRound<K extends LimitKeyword>(keyword: K, value: Json): JsonObject | undefined {
  const bound = readKeyword(keyword, value)
  return bound === undefined ? undefined : TURNED[keyword](bound)
}

const isTurned = (keyword: string): keyword is LimitKeyword => Object.hasOwn(TURNED, keyword)

/** Ways not to fit a schema, as schemas. */
export interface Negations {
  readonly ways: readonly SchemaNode[]
  /** Whether there are no others. */
  readonly isAll: boolean
}

/** One way not to fit a schema for each keyword that can be turned round. */
export function negations(reader: SchemaReader, node: SchemaNode): Negations {
  const { schema, source } = node
  if (schema === true) return { ways: [], isAll: true }
  if (schema === false) return { ways: [{ schema: true, source }], isAll: true }
  const keywords = Object.entries(schema).map(([keyword, value]) => negationsOf(reader, node, keyword, value))
  return { ways: keywords.flatMap(({ ways }) => ways), isAll: keywords.every(({ isAll }) => isAll) }
}

const NO_NEGATIONS: Negations = { ways: [], isAll: true }

/** The ways to break one keyword. */
function negationsOf(reader: SchemaReader, node: SchemaNode, keyword: string, value: Json): Negations {
  const { source } = node
  const all = (...schemas: JsonObject[]): Negations => ({
    ways: schemas.map((schema) => ({ schema, source })),
    isAll: true,
  })
  const some = (ways: readonly SchemaNode[]): Negations => ({ ways, isAll: false })
  if (isTurned(keyword)) {
    const turned = turnedRound(keyword, value)
    return turned ? all(turned) : NO_NEGATIONS
  }
  switch (keyword) {
    case 'type':
      return otherTypes(source, isArray(value) ? value : [value])
    case 'not': {
      const child = subschema(node, 'not')
      return child ? { ways: [child], isAll: true } : some([])
    }
    case 'required':
      return all(...textsOf(value).map((name) => ({ type: 'object', properties: { [name]: false } })))
    case 'properties':
      return all(
        ...subschemas(node, 'properties').map(({ token, node: { schema } }) => {
          const name = String(token)
          return { type: 'object', required: [name], properties: { [name]: { not: schema } } }
        }),
      )
    case 'allOf':
      return all(...subschemas(node, 'allOf').map(({ node: { schema } }) => ({ not: schema })))
    case 'anyOf':
    case 'oneOf': {
      const broken = subschemas(node, keyword).map(({ node: { schema } }): Json => ({ not: schema }))
      // Two branches of a `oneOf` may fit as well.
      return some([{ schema: { allOf: broken }, source }])
    }
    case '$ref': {
      if (typeof value !== 'string') return some([])
      const target = reader.resolve(value, source)
      return some([{ schema: { not: target.schema }, source: target.source }])
    }
    default:
      return ANNOTATIONS.has(keyword) ? NO_NEGATIONS : some([])
  }
}

/** Values of the types that are left out. Fractions are no integers either, which no type says. */
function otherTypes(source: Source, types: readonly Json[]): Negations {
  const others = TYPES.filter((type) => !types.includes(type) && !(type === 'number' && types.includes('integer')))
  const isAll = !types.includes('integer') || types.includes('number')
  return { ways: [{ schema: { type: others }, source }], isAll }
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
