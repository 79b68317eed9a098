import type { Constraint } from '../../src/constraints/index.ts'
import { type Contract, loadContract, type Operation } from '../../src/contract/index.ts'
import type { Json, JsonObject } from '../../src/json/index.ts'
import { OperationJudge } from '../../src/validation/index.ts'

export const FILE = 'api.json'

export const loadDocument = (document: Json): Promise<Contract> =>
  loadContract({ file: FILE, text: JSON.stringify(document) })

const jsonContent = (schema: Json): JsonObject => ({ 'application/json': { schema } })

/** A document of OpenAPI 3.1 with `POST /things`; `parts` are put into its operation. */
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

/** A document whose one request body, required, is of a schema. */
export const documentOfBody = (schema: Json, schemas: JsonObject = {}): JsonObject =>
  documentWith({ requestBody: { required: true, content: jsonContent(schema) } }, schemas)

/** A document whose one response, with status 200, is of a schema. */
export const documentOfResponse = (schema: Json, schemas: JsonObject = {}, more: JsonObject = {}): JsonObject =>
  documentWith({ responses: { 200: { description: 'Success', content: jsonContent(schema), ...more } } }, schemas)

export function operationOf(contract: Contract, id?: string): Operation {
  const operation = contract.operations.find((one) => id === undefined || one.id === id)
  if (!operation) throw new Error(`no operation ${id}`)
  return operation
}

export async function judgeOf(document: Json, id?: string): Promise<OperationJudge> {
  const contract = await loadDocument(document)
  return new OperationJudge(contract, operationOf(contract, id))
}

/** Ids without the operation's own, for reading. */
export const shortId = ({ id, operation }: Pick<Constraint, 'id' | 'operation'>): string =>
  id.slice(operation.length + 1)
