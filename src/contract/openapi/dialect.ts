import { isObject, type Json, type JsonObject, property } from '../../json/index.ts'
import { ContractError, mapSubschemas, type SchemaNode } from '../model/index.ts'
import { openapi20 } from './openapi-2.0.ts'
import { openapi30 } from './openapi-3.0.ts'
import { openapi31 } from './openapi-3.1.ts'

const SUPPORTED = 'supported are swagger "2.0", openapi "3.0.x" and "3.1.x"'

/** How the schemas of one version of OpenAPI become those of 3.1. */
export interface Dialect {
  readonly version: '2.0' | '3.0' | '3.1'
  /** In 2.0 (Reference Object) and 3.0 (4.8.23) what stands beside `$ref` is ignored. */
  readonly refStandsAlone: boolean
  /** What becomes of a keyword's value; undefined drops it. Keywords that are not named stay. */
  readonly keywords: { readonly [keyword: string]: (value: Json, schema: JsonObject) => Json | undefined }
  /** Keywords that the author had no word for. */
  readonly added?: (schema: JsonObject) => JsonObject
}

/** The dialect that a document declares, or undefined where it declares none that is supported. */
export function declaredDialect(document: Json): Dialect | undefined {
  if (!isObject(document)) return undefined
  if (property(document, 'swagger') === '2.0') return openapi20
  const version = property(document, 'openapi')
  if (typeof version !== 'string') return undefined
  if (/^3\.0\.\d+$/.test(version)) return openapi30
  return /^3\.1\.\d+$/.test(version) ? openapi31 : undefined
}

/** The dialect of a root document. Throws ContractError, saying what is supported, where it has none. */
export function requireDialect(document: Json, file: string): Dialect {
  const dialect = declaredDialect(document)
  if (dialect) return dialect
  const name = ['openapi', 'swagger'].find((key) => isObject(document) && Object.hasOwn(document, key))
  if (!isObject(document) || name === undefined) {
    throw new ContractError(`no OpenAPI document: it names no version; ${SUPPORTED}`, { file })
  }
  const version = property(document, name)
  const advice = typeof version === 'number' ? 'write it in quotes, in full' : SUPPORTED
  throw new ContractError(`${name} ${JSON.stringify(version)} is no version that is supported; ${advice}`, {
    file,
    pointer: `/${name}`,
  })
}

/** The schema in 3.1, its subschemas as they were. */
export function levelKeywords(schema: JsonObject, dialect: Dialect): JsonObject {
  const reference = property(schema, '$ref')
  if (dialect.refStandsAlone && typeof reference === 'string') return { $ref: reference }
  const levelled = Object.entries(schema).flatMap(([keyword, value]): [string, Json][] => {
    const change = Object.hasOwn(dialect.keywords, keyword) ? dialect.keywords[keyword] : undefined
    const changed = change ? change(value, schema) : value
    return changed === undefined ? [] : [[keyword, changed]]
  })
  return { ...Object.fromEntries(levelled), ...dialect.added?.(schema) }
}

/** The schema in 3.1. Its shape stays, so that each keyword is found at its own pointer in the document. */
export function levelSchema({ schema, source }: SchemaNode, dialect: Dialect): JsonObject | boolean {
  if (typeof schema === 'boolean') return schema
  const levelled = { schema: levelKeywords(schema, dialect), source }
  return mapSubschemas(levelled, (child) => levelSchema(child.node, dialect))
}
