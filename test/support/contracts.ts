import type { Contract, Operation, SchemaNode } from '../../src/contract/model/index.ts'
import { contractOf as readContract } from '../../src/contract/openapi/index.ts'
import { isObject, type Json, type JsonObject, valueAt } from '../../src/json/index.ts'
import { OperationJudge } from '../../src/judging/messages/index.ts'

export const FILE = 'api.json'

/** The contract of a document in one file. The document is not checked, which would take most of a test's time. */
export const contractOf = (document: Json): Contract => readContract(document, FILE)

/** One contract for many schemas without operations: a single validator serves them all. */
export class SchemaBench {
  readonly #files = new Map<string, Json>()
  readonly contract: Contract = {
    title: 'Schemas',
    version: '1',
    digest: '',
    file: FILE,
    servers: [],
    operations: [],
    resolve: (reference, { file }) => {
      const pointer = reference.slice(1)
      const schema = valueAt(this.#files.get(file) ?? null, pointer)
      if (!isObject(schema) && typeof schema !== 'boolean') throw new Error(`${file} has no ${reference}`)
      return { schema, source: { file, pointer } }
    },
    lineOf: () => undefined,
  }

  /** A schema which may refer to `schemas` by `#/components/schemas/Name`. */
  node(schema: JsonObject | boolean, schemas: JsonObject = {}): SchemaNode {
    const file = `schema-${this.#files.size + 1}.json`
    this.#files.set(file, { schema, components: { schemas } })
    return { schema, source: { file, pointer: '/schema' } }
  }
}

const jsonContent = (schema: Json): JsonObject => ({ 'application/json': { schema } })

/** A document of OpenAPI 3.1 whose one operation, `POST /things`, has these parts. */
export const documentWith = (parts: JsonObject, schemas: JsonObject = {}, path = '/things'): JsonObject => ({
  openapi: '3.1.0',
  info: { title: 'Sample', version: '1' },
  paths: { [path]: { post: { operationId: 'op', responses: { 200: { description: 'Success' } }, ...parts } } },
  components: {
    schemas,
    securitySchemes: {
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      basic: { type: 'http', scheme: 'basic' },
    },
  },
})

/** A document whose operation requires a body of this schema. */
export const documentOfBody = (schema: Json, schemas: JsonObject = {}): JsonObject =>
  documentWith({ requestBody: { required: true, content: jsonContent(schema) } }, schemas)

/** A document whose operation answers 200 with a body of this schema. */
export const documentOfResponse = (schema: Json, schemas: JsonObject = {}, more: JsonObject = {}): JsonObject =>
  documentWith({ responses: { 200: { description: 'Success', content: jsonContent(schema), ...more } } }, schemas)

export function operationOf(contract: Contract, id?: string): Operation {
  const operation = contract.operations.find((operation) => id === undefined || operation.id === id)
  if (!operation) throw new Error(`no operation ${id}`)
  return operation
}

export function judgeOf(document: Json, id?: string): OperationJudge {
  const contract = contractOf(document)
  return new OperationJudge(contract, operationOf(contract, id))
}
