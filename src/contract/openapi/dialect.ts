import type { Json, JsonObject } from '../../json/index.ts'

/** How the schemas of one version of OpenAPI become those of 3.1. */
export interface Dialect {
  readonly version: '2.0' | '3.0' | '3.1' | '3.2'
  /** Whether the fields that came with 3.2 mean anything. */
  readonly hasFieldsOf32: boolean
  /** In 2.0 (Reference Object) and 3.0 (4.8.23) what stands beside `$ref` is ignored. */
  readonly refStandsAlone: boolean
  /** The methods whose `requestBody` SHALL be ignored, since RFC 7231 gives it no meaning there (3.0.3, 4.7.10). */
  readonly ignoresBodyOf: readonly string[]
  /** What becomes of a keyword's value; undefined drops it. Keywords that are not named stay. */
  readonly keywords: { readonly [keyword: string]: (value: Json, schema: JsonObject) => Json | undefined }
  /** Keywords that the author had no word for. */
  readonly added?: (schema: JsonObject) => JsonObject
}
