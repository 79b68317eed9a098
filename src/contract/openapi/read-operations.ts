import type { Operation, Parameter } from '../model/index.ts'
import type { ApiDocument } from './api-document.ts'
import { child, type DocumentNode, entries, referenceOf, text, texts } from './document-node.ts'
import { readPlatformAnswers } from './read-extensions.ts'
import { readRequestBody, readResponses } from './read-messages.ts'
import { mergedParameters, readParameter } from './read-parameters.ts'
import { readSecurity, readServers } from './read-security.ts'
import { readParameter2, readRequestBody2, readResponses2 } from './read-version-2.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** Every operation of the document's `paths`. Throws ContractError for one that cannot be understood. */
export function readOperations(document: ApiDocument): Operation[] {
  const operations = entries(document.root, 'paths')
    .filter(([path]) => path.startsWith('/'))
    .flatMap(([path, item]) => readPath(document, path, item))
  const byId = new Map<string, Operation>()
  for (const operation of operations) {
    const other = byId.get(operation.id)
    if (other) {
      const reason = `the operationId ${JSON.stringify(operation.id)} is also that of ${other.method} ${other.path}`
      throw document.files.error(`${reason}; rename one`, operation.source)
    }
    byId.set(operation.id, operation)
  }
  return operations
}

function readPath(document: ApiDocument, path: string, item: DocumentNode): Operation[] {
  const levels = levelsOf(document, item)
  const operations = METHODS.flatMap((method): { readonly method: string; readonly node: DocumentNode }[] => {
    const node = levels.map((level) => child(level, method)).findLast((operation) => operation !== undefined)
    return node ? [{ method: method.toUpperCase(), node }] : []
  })
  const methods = operations.map(({ method }) => method)
  return operations.map(({ method, node }) => readOperation(document, { path, method, methods, levels, node }))
}

/** A path item may refer to another and add to it. Later levels win: what the item says itself is the last. */
const levelsOf = ({ files }: ApiDocument, item: DocumentNode): DocumentNode[] =>
  referenceOf(item.value) === undefined ? [item] : [files.deref(item), item]

interface WrittenOperation {
  readonly path: string
  readonly method: string
  readonly methods: readonly string[]
  readonly levels: readonly DocumentNode[]
  readonly node: DocumentNode
}

function readOperation(document: ApiDocument, written: WrittenOperation): Operation {
  const { path, method, methods, levels, node } = written
  const isVersion2 = document.files.dialect.version === '2.0'
  const described = mergedParameters(document, levels, node)
  const read = isVersion2 ? readParameter2 : readParameter
  const parameters = described
    .map((parameter) => read(document, parameter))
    .filter((parameter) => parameter !== undefined)
  checkTemplate(document, path, parameters, node)
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

/** Those of the innermost level that has any (3.1, Path Item and Operation Object). */
function serversOf({ files }: ApiDocument, levels: readonly DocumentNode[]): string[] {
  const servers = levels.map((level) => readServers(level, files.root.url))
  return servers.findLast(({ length }) => length > 0) ?? []
}

/** Every name in a path template has a parameter, and the reverse (3.1, 4.8.8). */
function checkTemplate(
  { files }: ApiDocument,
  path: string,
  parameters: readonly Parameter[],
  operation: DocumentNode,
): void {
  const names = [...path.matchAll(/\{([^{}/]+)\}/g)].map(([, name]) => name)
  const described = parameters.filter((parameter) => parameter.in === 'path')
  const missing = names.find((name) => !described.some((parameter) => parameter.name === name))
  if (missing !== undefined) {
    const advice = 'describe it in `parameters` with `in: path`'
    throw files.error(`no parameter describes {${missing}} of the path ${path}; ${advice}`, operation.source)
  }
  const unused = described.find((parameter) => !names.includes(parameter.name))
  if (unused) {
    const reason = `the path ${path} has no {${unused.name}}, which this parameter describes`
    throw files.error(`${reason}; add it to the path or remove the parameter`, unused.source)
  }
}
