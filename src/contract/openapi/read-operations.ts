import { isObject, type Json, lastToken, parentPointer } from '../../json/index.ts'
import { addressOf, type ClosedOperation, ContractError, type Operation, type Parameter } from '../model/index.ts'
import { type ApiDocument, goOnInSpiteOf } from './api-document.ts'
import type { Dialect } from './dialect.ts'
import { child, type DocumentNode, entries, ownEntries, referenceOf, text, texts } from './document-node.ts'
import { isExtension } from './grammar.ts'
import { readPlatformAnswers } from './read-extensions.ts'
import { readRequestBody, readResponses } from './read-messages.ts'
import { mergedParameters, readParameter, requireOneQuery } from './read-parameters.ts'
import { readSecurity, readServers } from './read-security.ts'
import { readParameter2, readRequestBody2, readResponses2 } from './read-version-2.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']
/** The method QUERY is safe and has a body (RFC 10008). */
const FIELDS_OF_32 = [...METHODS, 'query']
const ADDITIONAL = 'additionalOperations'

/** The operations of a document, and those of which nothing can be planned since the document is at fault. */
export interface ReadOperations {
  readonly operations: readonly Operation[]
  readonly closed: readonly ClosedOperation[]
}

/**
 * Every operation of the document's `paths`. A fault closes what it touches. Throws ContractError for the first one if the
 * document is not read in spite of faults.
 */
export function readOperations(document: ApiDocument): ReadOperations {
  const operations: Operation[] = []
  const closed: ClosedOperation[] = []
  const byId = new Map<string, Operation>()
  const paths = entries(document.root, 'paths').filter(([path]) => document.faults || path.startsWith('/'))
  for (const [path, item] of paths) {
    if (path.startsWith('x-')) continue
    for (const written of writtenOperations(document, path, item, closed)) {
      const operation = readUnlessClosed(document, written, closed)
      if (!operation) continue
      const named = byId.get(operation.id)
      if (named) {
        const reason = `the operationId ${JSON.stringify(operation.id)} is also that of ${named.method} ${named.path}`
        goOnInSpiteOf(document, document.files.fault(`${reason}; rename one`, operation.source))
      }
      const unique = named ? { ...operation, id: freeId(byId, operation) } : operation
      byId.set(unique.id, unique)
      operations.push(unique)
    }
  }
  return { operations, closed: withFreeIds(closed, byId) }
}

/** An operation that is closed leaves its id to one that is not. */
function withFreeIds(closed: readonly ClosedOperation[], taken: Map<string, unknown>): ClosedOperation[] {
  return closed.map((operation) => {
    const id = taken.has(operation.id) ? freeId(taken, operation) : operation.id
    taken.set(id, operation)
    return { ...operation, id }
  })
}

/** Its method and path, with a mark if an earlier operation has these very words as its operationId. */
function freeId(
  taken: ReadonlyMap<string, unknown>,
  { method, path }: Pick<Operation, 'method' | 'path'>,
  mark = '',
): string {
  const id = `${method} ${path}${mark}`
  return taken.has(id) ? freeId(taken, { method, path }, `${mark}'`) : id
}

function writtenOperations(
  document: ApiDocument,
  path: string,
  item: DocumentNode,
  closed: ClosedOperation[],
): WrittenOperation[] {
  const fault = document.faults?.closing.get(addressOf(item.source))
  // Who knows what its reference would have led to?
  const levels = fault ? [item] : levelsOf(document, item)
  const operations = operationsByMethod(document, levels)
  closed.push(...levels.flatMap((level) => unknownMethods(document, path, level)))
  const methods = [...new Set(operations.map(({ method }) => method))]
  const written = operations.map(({ method, node }) => ({ path, method, methods, levels, node }))
  if (!fault) return written
  const named = written.length > 0 ? written : [{ path, method: '*', node: item }]
  closed.push(...named.map((operation) => closedBy(fault.error(), operation)))
  return []
}

interface MethodNode {
  readonly method: string
  readonly node: DocumentNode
}

/** The operations of a path item, in the order of its fields; then those that 3.2 has by the names of their methods. */
function operationsByMethod({ files }: ApiDocument, levels: readonly DocumentNode[]): MethodNode[] {
  const { hasFieldsOf32 } = files.dialect
  const fixed = methodsOf(files.dialect).flatMap((field): MethodNode[] => {
    const node = levels.map((level) => child(level, field)).findLast((operation) => operation !== undefined)
    return node ? [{ method: field.toUpperCase(), node }] : []
  })
  const added = new Map(hasFieldsOf32 ? levels.flatMap((level) => entries(level, ADDITIONAL)) : [])
  return [...fixed, ...[...added].map(([method, node]) => ({ method, node }))]
}

const methodsOf = ({ hasFieldsOf32 }: Dialect): readonly string[] => (hasFieldsOf32 ? FIELDS_OF_32 : METHODS)

/**
 * Whether a member of a path item, which OpenAPI does not know, is an operation all the same: `GET` in capitals, or one
 * with responses.
 */
export const isUnknownMethod = (name: string, value: Json, dialect: Dialect): boolean =>
  isObject(value) &&
  !methodsOf(dialect).includes(name) &&
  !isExtension(name) &&
  (METHODS.includes(name.toLowerCase()) || Object.hasOwn(value, 'responses'))

function unknownMethods({ files, faults }: ApiDocument, path: string, level: DocumentNode): ClosedOperation[] {
  return ownEntries(level).flatMap(([name, node]) => {
    if (!isUnknownMethod(name, node.value, files.dialect)) return []
    const fields = methodsOf(files.dialect)
    const advice = fields.includes(name.toLowerCase()) ? 'write it in small letters' : `write ${fields.join(', ')}`
    const reason = `${JSON.stringify(name)} is no method that OpenAPI ${files.dialect.version} knows`
    const error = files.error(`${reason}; ${advice}`, node.source)
    if (!faults) throw error
    return [closedBy(error, { path, method: name.toUpperCase(), node })]
  })
}

/** A path item may refer to another and add to it. Later levels win: what the item says itself is the last. */
const levelsOf = ({ files }: ApiDocument, item: DocumentNode): DocumentNode[] =>
  referenceOf(item.value) === undefined ? [item] : [files.deref(item), item]

function readUnlessClosed(
  document: ApiDocument,
  written: WrittenOperation,
  closed: ClosedOperation[],
): Operation | undefined {
  if (!document.faults) return readOperation(document, written)
  const { closing, harmless } = document.faults
  const fault = [written.node, ...written.levels].map(({ source }) => closing.get(addressOf(source))).find(Boolean)
  const count = harmless.length
  try {
    if (fault) throw fault.error()
    return readOperation(document, written)
  } catch (error) {
    if (!(error instanceof ContractError)) throw error
    // What is not used is not read in spite of anything.
    harmless.splice(count)
    closed.push(closedBy(error, written))
    return undefined
  }
}

function closedBy(
  { message }: ContractError,
  { path, method, node }: Pick<WrittenOperation, 'path' | 'method' | 'node'>,
): ClosedOperation {
  const id = text(node, 'operationId') || `${method} ${path}`
  return { id, method, path, tags: texts(node, 'tags') ?? [], reason: `not planned: ${message}`, source: node.source }
}

interface WrittenOperation {
  readonly path: string
  readonly method: string
  readonly methods: readonly string[]
  readonly levels: readonly DocumentNode[]
  readonly node: DocumentNode
}

function readOperation(document: ApiDocument, written: WrittenOperation): Operation {
  const { path, method, methods, levels } = written
  requireOwnMethod(document, written)
  // OpenAPI has no reference there, and every tool that bundles documents follows it.
  const node = document.files.deref(written.node)
  const isVersion2 = document.files.dialect.version === '2.0'
  const described = mergedParameters(document, levels, node)
  const read = isVersion2 ? readParameter2 : readParameter
  const readParameters = described
    .map((parameter) => read(document, parameter))
    .filter((parameter) => parameter !== undefined)
  requireDescribed(document, path, readParameters, node)
  requireOneQuery(document, readParameters)
  const parameters = readParameters.filter((parameter) => !isUnused(document, path, parameter))
  const isBodyIgnored =
    document.files.dialect.ignoresBodyOf.includes(method) && child(node, 'requestBody') !== undefined
  const requestBody = isVersion2
    ? readRequestBody2(document, node, described)
    : isBodyIgnored
      ? undefined
      : readRequestBody(document, node)
  return {
    id: text(node, 'operationId') || `${method} ${path}`,
    method,
    path,
    methodsOfPath: methods,
    tags: texts(node, 'tags') ?? [],
    servers: isVersion2 ? [] : serversOf(document, [...levels, node]),
    parameters,
    ...(requestBody && { requestBody }),
    responses: isVersion2 ? readResponses2(document, node) : readResponses(document, node),
    security: readSecurity(document, node),
    platformAnswers: readPlatformAnswers(document, node),
    ignored: isBodyIgnored ? [`The requestBody of a ${method} operation is ignored (OpenAPI 3.0.3, 4.7.10).`] : [],
    source: node.source,
  }
}

/** A method has its field, if there is one (3.2, Path Item Object). CONNECT asks for a tunnel (RFC 9110, 9.3.6). */
function requireOwnMethod({ files }: ApiDocument, { method, node }: WrittenOperation): void {
  if (lastToken(parentPointer(node.source.pointer)) !== ADDITIONAL) return
  const field = FIELDS_OF_32.find((name) => name.toUpperCase() === method)
  if (field !== undefined) throw files.error(`${ADDITIONAL} has no ${method}; write it as \`${field}\``, node.source)
  if (method === 'CONNECT')
    throw files.error('CONNECT asks a proxy for a tunnel, and no operation for anything', node.source)
}

/** Those of the innermost level that has any (3.1, Path Item and Operation Object). */
function serversOf({ files }: ApiDocument, levels: readonly DocumentNode[]): string[] {
  const servers = levels.map((level) => readServers(level, files.root.url))
  return servers.findLast(({ length }) => length > 0) ?? []
}

const namesIn = (path: string): string[] => [...path.matchAll(/\{([^{}/]+)\}/g)].map(([, name = '']) => name)

/** Whether a parameter is of the path, and the path has no place for it: then nobody can send it (3.1, 4.8.8). */
function isUnused(document: ApiDocument, path: string, parameter: Parameter): boolean {
  if (parameter.in !== 'path' || namesIn(path).includes(parameter.name)) return false
  const reason = `the path ${path} has no {${parameter.name}}, which this parameter describes`
  const advice = 'add it to the path or remove the parameter'
  goOnInSpiteOf(document, document.files.fault(`${reason}; ${advice}`, parameter.source))
  return true
}

/** Every name in a path template has a parameter (3.1, 4.8.8). */
function requireDescribed(
  { files }: ApiDocument,
  path: string,
  parameters: readonly Parameter[],
  operation: DocumentNode,
): void {
  const missing = namesIn(path).find((name) => !parameters.some((known) => known.in === 'path' && known.name === name))
  if (missing === undefined) return
  const advice = 'describe it in `parameters` with `in: path`'
  throw files.error(`no parameter describes {${missing}} of the path ${path}; ${advice}`, operation.source)
}
