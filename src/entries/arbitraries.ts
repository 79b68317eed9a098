import type { Arbitrary } from 'fast-check'
import {
  type Contract,
  ContractError,
  type MediaType,
  noSuchOperation,
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

/** Arbitraries for fast-check, for what one operation takes and returns. Values and their shrinks keep the contract. */
export interface OperationArbitraries {
  /** Values of a parameter, before they are written into a URL or a header. Throws ContractError if there is none. */
  parameter(location: ParameterLocation, name: string): Arbitrary<Json>
  /** Bodies of a request, for the first media type that has a schema, or for the one that you name. */
  requestBody(mediaType?: string): Arbitrary<Json>
  /** Bodies of a response with a status, as the document describes it, its range (`4XX`) or `default`. */
  responseBody(status: number, mediaType?: string): Arbitrary<Json>
}

/**
 * Arbitraries of an operation, by its `operationId`, or by `METHOD /path` if it has none. Throws ContractError for what the
 * contract does not describe, and UnsupportedKeyword or Unsatisfiable for a schema from which no value can be made.
 */
export function arbitraries(contract: Contract, operationId: string): OperationArbitraries {
  const operation = contract.operations.find(({ id }) => id === operationId)
  if (!operation) throw new ContractError(noSuchOperation(contract, operationId), { file: contract.file, pointer: '' })
  return {
    parameter: (location, name) => {
      const parameter = operation.parameters.find((candidate) => candidate.in === location && candidate.name === name)
      if (!parameter) throw missing(operation, `parameter ${name} in ${location}`)
      return arbitrary(contract, [parameter.schema])
    },
    requestBody: (mediaType) =>
      arbitrary(contract, [schemaOf(operation, operation.requestBody?.content, 'request body', mediaType)]),
    responseBody: (status, mediaType) => {
      const response = documentedResponse(operation, status)
      return arbitrary(contract, [schemaOf(operation, response?.content, `body of an answer ${status}`, mediaType)])
    },
  }
}

/**
 * Values that satisfy a JSON Schema (2020-12), whose `$ref`s are pointers within it. Throws UnsupportedKeyword, or
 * Unsatisfiable if no value satisfies it.
 */
export function fromSchema(schema: JsonObject | boolean): Arbitrary<Json> {
  const nodeAt = (pointer: string): SchemaNode | undefined => {
    const value = valueAt(schema, pointer)
    if (!isObject(value) && typeof value !== 'boolean') return undefined
    return { schema: value, source: { file: 'schema', pointer } }
  }
  const reader: SchemaReader = {
    resolve: (reference, from) => {
      const node = /^#(?:\/|$)/.test(reference) ? nodeAt(decodeURIComponent(reference.slice(1))) : undefined
      if (!node) throw new UnsupportedKeyword(`$ref to ${reference}`, from)
      return node
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
  const described = content?.find(({ name, schema }) => schema !== undefined && (mediaType ?? name) === name)
  if (!described?.schema)
    throw missing(operation, `${what} with a schema${mediaType === undefined ? '' : ` as ${mediaType}`}`)
  return described.schema
}
