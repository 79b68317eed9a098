import type { Contract, MediaType, Operation, Parameter, SchemaNode } from '../../../src/contract/model/index.ts'
import { isObject, type Json, type JsonObject, property, valueAt } from '../../../src/json/index.ts'

const REFERENCE = '#/components/schemas/'

/**
 * The types of a contract's operations as one JSON Schema for json-schema-to-typescript: of each the parameters of its
 * path, its body in JSON, and its answers by status.
 */
export function operationSchema(contract: Contract, document: Json): JsonObject {
  const names = new Map<string, string>()
  const definitions = new Map<string, Json>()

  /** Objects without properties hold any JSON; of others, a name that is not documented is most often misspelt. */
  function typed(value: Json, from: SchemaNode): Json {
    if (Array.isArray(value)) return value.map((item) => typed(item, from))
    if (!isObject(value)) return value
    const { $ref, ...rest } = Object.fromEntries(
      Object.entries(value).map(([name, below]) => [name, typed(below, from)]),
    )
    if (typeof $ref === 'string') return { ...rest, $ref: defined($ref, from) }
    if (rest.type !== 'object') return rest
    return isObject(rest.properties) ? { ...rest, additionalProperties: false } : { ...rest, tsType: 'JsonObject' }
  }

  function defined(reference: string, from: SchemaNode): string {
    const name = names.get(reference) ?? reference.slice(REFERENCE.length)
    names.set(reference, name)
    if (!definitions.has(name)) {
      definitions.set(name, true)
      const target = contract.resolve(reference, from.source)
      definitions.set(name, typed(target.schema, target))
    }
    return `#/$defs/${name}`
  }

  const jsonOf = (content: readonly MediaType[]): Json => {
    const node = content.find(({ name }) => name === 'application/json')?.schema
    return node ? typed(node.schema, node) : true
  }

  function operation({ id, parameters, requestBody, responses }: Operation): [string, JsonObject] {
    const name = id.replace(/^./, (first) => first.toUpperCase())
    // `Error` alone would hide the language's own.
    names.set(`${REFERENCE}Error`, `${name}Error`)
    const path = parameters.filter((one) => one.in === 'path')
    const described = ({ schema, source }: Parameter): Json => {
      const parameter = valueAt(document, source.pointer)
      const description = isObject(parameter) ? property(parameter, 'description') : undefined
      const value = typed(schema.schema, schema)
      return isObject(value) && description !== undefined ? { ...value, description } : value
    }
    const titled = (schema: Json, title: string): Json =>
      isObject(schema) && !('$ref' in schema) ? { ...schema, title } : schema
    return [
      id,
      object({
        path: object(Object.fromEntries(path.map((one) => [one.name, described(one)]))),
        ...(requestBody && { requestBody: titled(jsonOf(requestBody.content), `${name}Request`) }),
        responses: object(
          Object.fromEntries(
            responses.map(({ status, content }) => [status, titled(jsonOf(content), `${name}Response`)]),
          ),
        ),
      }),
    ]
  }

  const operations = object(Object.fromEntries(contract.operations.map(operation)))
  return { ...operations, $defs: Object.fromEntries(definitions) }
}

const object = (properties: JsonObject): JsonObject => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
})
