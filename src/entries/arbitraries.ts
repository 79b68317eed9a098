import type { Arbitrary } from 'fast-check'
import {
  type Contract,
  ContractError,
  type MediaType,
  type Operation,
  type ParameterLocation,
  type SchemaNode,
} from '../contract/model/index.ts'
import { isObject, type Json, type JsonObject, valueAt } from '../json/index.ts'
import { documentedResponse } from '../judging/messages/index.ts'
import { arbitrary } from '../planning/arbitraries/index.ts'
import { type SchemaReader, UnsupportedKeyword } from '../planning/generators/index.ts'

export type { Json, JsonObject } from '../json/index.ts'
export { Unsatisfiable, UnsupportedKeyword } from '../planning/generators/index.ts'

/** Arbitraries for fast-check of what one operation takes and gives; values and their shrinks keep the contract. */
export interface OperationArbitraries {
  /** Values of a parameter, before they are written into a URL or a header. */
  parameter(location: ParameterLocation, name: string): Arbitrary<Json>
  /** Bodies of a request; of the first media type that has a schema, unless one is named. */
  requestBody(mediaType?: string): Arbitrary<Json>
  /** Bodies of an answer with a status: by what the document says of it, of its range (`4XX`) or of `default`. */
  responseBody(status: number, mediaType?: string): Arbitrary<Json>
}

/**
 * Arbitraries of an operation, by its `operationId`, or `METHOD /path` where it has none. Throws ContractError for what
 * the contract does not describe, UnsupportedKeyword and Unsatisfiable for schemas that give no values.
 */
export function arbitraries(contract: Contract, operationId: string): OperationArbitraries {
  const operation = contract.operations.find(({ id }) => id === operationId)
  if (!operation) {
    const known = contract.operations.map(({ id }) => id).join(', ')
    throw new ContractError(`there is no operation ${operationId}, only ${known}`, { file: contract.file, pointer: '' })
  }
  return {
    parameter: (location, name) => {
      const found = operation.parameters.find((one) => one.in === location && one.name === name)
      if (!found) throw missing(operation, `parameter ${name} in ${location}`)
      return arbitrary(contract, [found.schema])
    },
    requestBody: (mediaType) =>
      arbitrary(contract, [schemaOf(operation, operation.requestBody?.content, 'request body', mediaType)]),
    responseBody: (status, mediaType) => {
      const found = documentedResponse(operation, status)
      return arbitrary(contract, [schemaOf(operation, found?.content, `body of an answer ${status}`, mediaType)])
    },
  }
}

/**
 * Values that fit a JSON Schema (2020-12); its `$ref`s are pointers within it. Throws UnsupportedKeyword, or Unsatisfiable
 * where no value fits.
 */
export function fromSchema(schema: JsonObject | boolean): Arbitrary<Json> {
  const at = (pointer: string): SchemaNode | undefined => {
    const found = valueAt(schema, pointer)
    if (!isObject(found) && typeof found !== 'boolean') return undefined
    return { schema: found, source: { file: 'schema', pointer } }
  }
  const reader: SchemaReader = {
    resolve: (reference, from) => {
      const found = /^#(?:\/|$)/.test(reference) ? at(decodeURIComponent(reference.slice(1))) : undefined
      if (!found) throw new UnsupportedKeyword(`$ref to ${reference}`, from)
      return found
    },
  }
  return arbitrary(reader, [{ schema, source: { file: 'schema', pointer: '' } }])
}

const missing = ({ id, source }: Operation, what: string): ContractError =>
  new ContractError(`${id} has no ${what}`, source)

function schemaOf(
  operation: Operation,
  content: readonly MediaType[] | undefined,
  what: string,
  mediaType: string | undefined,
): SchemaNode {
  const found = content?.find(({ name, schema }) => schema !== undefined && (mediaType ?? name) === name)
  if (!found?.schema)
    throw missing(operation, `${what} with a schema${mediaType === undefined ? '' : ` as ${mediaType}`}`)
  return found.schema
}
