import { type GivenText, type LoadOptions, loadContract } from '../../src/contract/documents/index.ts'
import { type Contract, ContractError, type Operation, type SchemaNode } from '../../src/contract/model/index.ts'
import { appendToken, isArray, isObject, type Json, type JsonObject } from '../../src/json/index.ts'

export const FILE = 'api.json'
export const INFO = { title: 'Sample', version: '1' }
export const VERSIONS = ['2.0', '3.0', '3.1', '3.2'] as const
export type Version = (typeof VERSIONS)[number]

export const versionOf = (version: Version): JsonObject =>
  version === '2.0' ? { swagger: '2.0' } : { openapi: `${version}.0` }

/** A document whose one operation answers 200; `parts` are put beside what it must have. */
export const documentOf = (version: Version, operation: JsonObject = {}, parts: JsonObject = {}): JsonObject => ({
  ...versionOf(version),
  info: INFO,
  paths: { '/things': { get: { responses: { 200: { description: 'Success' } }, ...operation } } },
  ...parts,
})

/** A document whose one schema is the body of its one response. */
export const withSchema = (version: Version, schema: Json, schemas: JsonObject = {}): JsonObject => {
  const described = { description: 'Success' }
  const response =
    version === '2.0' ? { ...described, schema } : { ...described, content: { 'application/json': { schema } } }
  const parts: JsonObject = version === '2.0' ? { definitions: schemas } : { components: { schemas } }
  return documentOf(version, { responses: { 200: response } }, parts)
}

export const schemaPointer = (version: Version): string =>
  `/paths/~1things/get/responses/200${version === '2.0' ? '' : '/content/application~1json'}/schema`

/** The pointers of a value and of all that it holds. */
export const pointersOf = (value: Json, pointer = ''): string[] => [
  pointer,
  ...(isObject(value) || isArray(value)
    ? Object.entries(value).flatMap(([name, child]) => pointersOf(child, appendToken(pointer, name)))
    : []),
]

/** Refuses the document for any fault. */
export const loadStrictly = (source: string | GivenText, options: LoadOptions = {}): Promise<Contract> =>
  loadContract(source, { ...options, strict: true })

export const load = (document: Json, file = FILE): Promise<Contract> =>
  loadStrictly({ file, text: typeof document === 'string' ? document : JSON.stringify(document) })

/** The error of a source that must be refused. */
export async function refusal(loading: Promise<Contract>): Promise<ContractError> {
  try {
    await loading
  } catch (error) {
    if (error instanceof ContractError) return error
    throw error
  }
  throw new Error('The document was taken')
}

export function only<T>(list: readonly T[]): T {
  const [first] = list
  if (first === undefined || list.length > 1) throw new Error(`One was expected, not ${list.length}`)
  return first
}

export const operationOf = async (document: Json): Promise<Operation> => only((await load(document)).operations)

export async function schemaOf(document: Json): Promise<SchemaNode> {
  const { schema } = only(only((await operationOf(document)).responses).content)
  if (!schema) throw new Error('The response has no schema')
  return schema
}

/** A copy without `source`s, those inside schemas' data included, for comparing models of different documents. */
export function withoutSources(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSources)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'source')
      .map(([name, child]) => [name, withoutSources(child)]),
  )
}
