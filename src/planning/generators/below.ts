import type { SchemaNode, Source } from '../../contract/model/index.ts'
import { appendToken, isArray, isObject, type Json, type JsonObject, property } from '../../json/index.ts'

/** What may be missing, or be something else in a document that is not checked. */
export const list = (value: Json | undefined): readonly Json[] => (isArray(value) ? value : [])
export const keys = (value: Json | undefined): string[] => (isObject(value) ? Object.keys(value) : [])

/** Where most subschemas stand is never asked. */
class Subschema implements SchemaNode {
  readonly schema: JsonObject | boolean
  readonly #above: SchemaNode
  readonly #keyword: string
  readonly #token: string | number | undefined

  constructor(schema: JsonObject | boolean, above: SchemaNode, keyword: string, token: string | number | undefined) {
    this.schema = schema
    this.#above = above
    this.#keyword = keyword
    this.#token = token
  }

  get source(): Source {
    const { file, pointer } = this.#above.source
    const at = appendToken(pointer, this.#keyword)
    return { file, pointer: this.#token === undefined ? at : appendToken(at, this.#token) }
  }
}

/** A subschema with its place. */
export function below(node: SchemaNode, keyword: string, token?: string | number): SchemaNode {
  const { schema } = node
  const holder = isObject(schema) ? property(schema, keyword) : undefined
  const child =
    token === undefined
      ? holder
      : isArray(holder)
        ? holder[Number(token)]
        : isObject(holder)
          ? property(holder, String(token))
          : undefined
  return new Subschema(isObject(child) || typeof child === 'boolean' ? child : true, node, keyword, token)
}
