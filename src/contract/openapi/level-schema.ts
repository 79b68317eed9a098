import { isArray, type Json, type JsonObject, property, withoutProperty } from '../../json/index.ts'
import { mapSubschemas, type SchemaNode, UNJUDGED_PATTERN } from '../model/index.ts'
import type { Dialect } from './dialect.ts'
import { isForeign } from './is-foreign.ts'

/** Limits of how long or large a value is: none is so large that a double is not near enough. */
const SIZE = /^(?:min|max)(?:Length|Items|Properties|Contains)$/

/** The schema in 3.1, its subschemas as they were. */
export function levelKeywords(schema: JsonObject, dialect: Dialect): JsonObject {
  const reference = property(schema, '$ref')
  if (dialect.refStandsAlone && typeof reference === 'string') return { $ref: reference }
  const levelled = Object.entries(schema).flatMap(([keyword, value]): [string, Json][] => {
    const change = Object.hasOwn(dialect.keywords, keyword) ? dialect.keywords[keyword] : undefined
    const changed = change
      ? change(value, schema)
      : SIZE.test(keyword) && typeof value === 'bigint'
        ? Number(value)
        : value
    return changed === undefined ? [] : [[keyword, changed]]
  })
  return { ...Object.fromEntries(levelled), ...dialect.added?.(schema) }
}

/** What everybody reads of a schema in 3.1: no `enum` without an element, no `required: false`, no pattern of another language. */
function readable(schema: JsonObject): JsonObject {
  const pattern = property(schema, 'pattern')
  const members = property(schema, 'enum')
  // An enum SHOULD have an element (2020-12 validation, 6.1.2).
  const withEnum = members && isArray(members) && members.length === 0 ? withoutProperty(schema, 'enum') : schema
  const stated = property(schema, 'required') === false ? withoutProperty(withEnum, 'required') : withEnum
  if (typeof pattern !== 'string' || !isForeign(pattern)) return stated
  return { ...withoutProperty(stated, 'pattern'), [UNJUDGED_PATTERN]: pattern }
}

/** The schema in 3.1. Its shape stays, so that each keyword is found at its own pointer in the document. */
export function levelSchema({ schema, source }: SchemaNode, dialect: Dialect): JsonObject | boolean {
  if (typeof schema === 'boolean') return schema
  const levelled = { schema: readable(levelKeywords(schema, dialect)), source }
  return mapSubschemas(levelled, (child) => levelSchema(child.node, dialect))
}
