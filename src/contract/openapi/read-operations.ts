import type { Operation, Parameter } from '../model/index.ts'
import { child, entries, objectOf, type Place, referenceOf, text, texts } from './place.ts'
import { readPlatformAnswers } from './read-extensions.ts'
import { readRequestBody, readResponses } from './read-messages.ts'
import { mergedParameters, readParameter } from './read-parameters.ts'
import { readSecurity, readServers } from './read-security.ts'
import { readParameter2, readRequestBody2, readResponses2 } from './read-version-2.ts'
import type { Reading } from './reading.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** Every operation of the document's `paths`. Throws ContractError where one cannot be understood. */
export function readOperations(reading: Reading, root: Place): Operation[] {
  const operations = entries(root, 'paths')
    .filter(([path]) => path.startsWith('/'))
    .flatMap(([path, place]) => readPath(reading, root, path, place))
  const seen = new Map<string, Operation>()
  for (const operation of operations) {
    const other = seen.get(operation.id)
    if (other) {
      const reason = `the operationId ${JSON.stringify(operation.id)} is also that of ${other.method} ${other.path}`
      throw reading.files.error(`${reason}; rename one`, operation.source)
    }
    seen.set(operation.id, operation)
  }
  return operations
}

function readPath(reading: Reading, root: Place, path: string, written: Place): Operation[] {
  const levels = levelsOf(reading, written)
  const found = new Map<string, Place>()
  for (const level of levels) {
    for (const method of METHODS) {
      const operation = child(level, method)
      if (operation) found.set(method, operation)
    }
  }
  const methods = METHODS.filter((method) => found.has(method)).map((method) => method.toUpperCase())
  return methods.flatMap((method) => {
    const place = found.get(method.toLowerCase())
    return place ? [readOperation(reading, root, { path, method, methods, levels, place })] : []
  })
}

/** A path item may refer to another and add to it; what it says itself wins. */
function levelsOf(reading: Reading, written: Place): Place[] {
  const own = { value: { ...objectOf(written) }, source: written.source }
  const levels: Place[] = [own]
  const reference = referenceOf(written.value)
  if (reference !== undefined) levels.unshift(reading.files.deref(written))
  return levels
}

interface Found {
  readonly path: string
  readonly method: string
  readonly methods: readonly string[]
  readonly levels: readonly Place[]
  readonly place: Place
}

function readOperation(reading: Reading, root: Place, found: Found): Operation {
  const { path, method, methods, levels, place } = found
  const version2 = reading.files.dialect.version === '2.0'
  const written = mergedParameters(reading, levels, place)
  const parameters = written.flatMap((parameter): Parameter[] => {
    const read = version2 ? readParameter2(reading, parameter) : readParameter(reading, parameter)
    return read ? [read] : []
  })
  checkTemplate(reading, path, parameters, place)
  const requestBody = version2 ? readRequestBody2(reading, root, place, written) : readRequestBody(reading, place)
  return {
    id: text(place, 'operationId') || `${method} ${path}`,
    method,
    path,
    methodsOfPath: methods,
    tags: texts(place, 'tags') ?? [],
    servers: version2 ? [] : serversOf(reading, [...levels, place]),
    parameters,
    ...(requestBody && { requestBody }),
    responses: version2 ? readResponses2(reading, root, place) : readResponses(reading, place),
    security: readSecurity(reading, root, place),
    platformAnswers: readPlatformAnswers(reading, place),
    source: place.source,
  }
}

/** Those of the innermost level that has any (3.1, Path Item and Operation Object). */
function serversOf({ files }: Reading, levels: readonly Place[]): string[] {
  const own = levels.map((level) => readServers(level, files.root.url)).findLast(({ length }) => length > 0)
  return own ?? []
}

/** Every name in a path template has a parameter, and the reverse (3.1, 4.8.8). */
function checkTemplate(reading: Reading, path: string, parameters: readonly Parameter[], operation: Place): void {
  const names = [...path.matchAll(/\{([^{}/]+)\}/g)].map(([, name]) => name)
  const described = parameters.filter((parameter) => parameter.in === 'path')
  const missing = names.find((name) => !described.some((parameter) => parameter.name === name))
  if (missing !== undefined) {
    const advice = 'describe it in `parameters` with `in: path`'
    throw reading.files.error(`no parameter describes {${missing}} of the path ${path}; ${advice}`, operation.source)
  }
  const unused = described.find((parameter) => !names.includes(parameter.name))
  if (unused) {
    const reason = `the path ${path} has no {${unused.name}}, which this parameter describes`
    throw reading.files.error(`${reason}; add it to the path or remove the parameter`, unused.source)
  }
}
