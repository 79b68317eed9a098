import type { Json, JsonObject } from '../../json/index.ts'
import type {
  DocumentedResponse,
  MediaType,
  Parameter,
  PropertyEncoding,
  RequestBody,
  ResponseHeader,
  SchemaNode,
} from '../model/index.ts'
import { child, flag, type Place, text, texts } from './place.ts'
import { readAdvisories } from './read-extensions.ts'
import { nameOf, statusOf } from './read-messages.ts'
import { defaultStyle, locationOf } from './read-parameters.ts'
import { derefEntries, exampleOfMediaType, type Reading, readExamples } from './reading.ts'

const FORM = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data'

/** A parameter of 2.0; undefined where it describes the body. */
export function readParameter2(reading: Reading, place: Place): Parameter | undefined {
  const location = locationOf(place)
  if (location === undefined) return undefined
  return {
    name: nameOf(place),
    in: location,
    required: location === 'path' || flag(place, 'required') === true,
    ...styleOf(reading, place),
    allowReserved: false,
    schema: reading.schemas.ofParameter(place),
    examples: parameterExamples(place),
    source: place.source,
  }
}

/** `collectionFormat` in the words of OpenAPI 3. */
function styleOf(reading: Reading, place: Place): Pick<Parameter, 'style' | 'explode'> {
  const location = locationOf(place) ?? 'query'
  const style = defaultStyle(location)
  if (text(place, 'type') !== 'array') return { style, explode: style === 'form' }
  const format = text(place, 'collectionFormat') ?? 'csv'
  if (format === 'multi') return { style, explode: style === 'form' }
  if (format === 'csv') return { style, explode: false }
  if (format === 'ssv') return { style: 'spaceDelimited', explode: false }
  if (format === 'pipes') return { style: 'pipeDelimited', explode: false }
  const reason = `collectionFormat ${JSON.stringify(format)} cannot be sent`
  throw reading.files.error(`${reason}; use csv, ssv, pipes or multi`, place.source)
}

/** 2.0 has no example of a parameter; `x-example` is the custom. */
function parameterExamples(place: Place): { name: string; value: Json }[] {
  const example = child(place, 'x-example') ?? child(place, 'example')
  return example ? [{ name: 'example', value: example.value }] : []
}

/** What `body` and `formData` parameters say. */
export function readRequestBody2(
  reading: Reading,
  root: Place,
  operation: Place,
  parameters: readonly Place[],
): RequestBody | undefined {
  const [body, second] = parameters.filter((place) => text(place, 'in') === 'body')
  const fields = parameters.filter((place) => text(place, 'in') === 'formData')
  const superfluous = second ?? (body && fields[0])
  if (superfluous) {
    const reason = 'an operation has one body: remove this parameter or the other that describes the body'
    throw reading.files.error(reason, superfluous.source)
  }
  const consumes = texts(operation, 'consumes') ?? texts(root, 'consumes') ?? []
  if (body) return bodyOf(reading, body, consumes)
  return fields.length > 0 ? formOf(reading, operation, fields, consumes) : undefined
}

function bodyOf(reading: Reading, body: Place, consumes: readonly string[]): RequestBody {
  const schema = child(body, 'schema')
  const names = consumes.length > 0 ? consumes : ['application/json']
  const content = names.map((name): MediaType => {
    const node = schema && { schema: reading.schemas.at(schema) }
    return { name, ...node, examples: readExamples(reading, body, schema), source: body.source }
  })
  return { required: flag(body, 'required') === true, content, source: body.source }
}

/**
 * A form is an object whose properties refer to the parameters, so that each of their keywords keeps its own place in
 * the document. Only the object itself stands nowhere: its source is the operation's list of parameters.
 */
function formOf(
  reading: Reading,
  operation: Place,
  fields: readonly Place[],
  consumes: readonly string[],
): RequestBody {
  const hasFile = fields.some((place) => text(place, 'type') === 'file')
  const names = consumes.filter((name) => /^(?:multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(name))
  const required = fields.filter((place) => flag(place, 'required') === true).map(nameOf)
  const properties = fields.map((place): [string, JsonObject] => {
    reading.schemas.ofParameter(place)
    const { url } = reading.files.named(place.source.file)
    return [nameOf(place), { $ref: `${url}#${encodeURI(place.source.pointer.toWellFormed())}` }]
  })
  const source = child(operation, 'parameters')?.source ?? operation.source
  const schema: SchemaNode = {
    schema: {
      type: 'object',
      properties: Object.fromEntries(properties),
      ...(required.length > 0 && { required }),
    },
    source,
  }
  const types = names.length > 0 ? names : [hasFile ? MULTIPART : FORM]
  // In OpenAPI 3, a list is sent item by item where nothing else is said; in 2.0, it is separated by commas.
  const encoding = new Map(
    fields
      .filter((place) => text(place, 'type') === 'array')
      .map((place): [string, PropertyEncoding] => {
        const { style, explode } = styleOf(reading, place)
        return [nameOf(place), { headers: [], layout: { style, explode, allowReserved: false } }]
      }),
  )
  const content = types.map((name): MediaType => ({ name, schema, encoding, examples: [], source }))
  return { required: required.length > 0, content, source }
}

export const readResponses2 = (reading: Reading, root: Place, operation: Place): DocumentedResponse[] => {
  const produces = texts(operation, 'produces') ?? texts(root, 'produces') ?? []
  const names = produces.length > 0 ? produces : ['application/json']
  return derefEntries(reading, operation, 'responses').map(([status, place]) => ({
    status: statusOf(status),
    content: contentOf(reading, place, names),
    headers: headersOf(reading, place),
    advisories: readAdvisories(reading, place),
    source: place.source,
  }))
}

/** A response of 2.0 without a schema has no content. */
function contentOf(reading: Reading, response: Place, names: readonly string[]): MediaType[] {
  const schema = child(response, 'schema')
  if (!schema) return []
  return names.map((name) => {
    const examples = exampleOfMediaType(response, name)
    return {
      name,
      schema: reading.schemas.at(schema),
      examples: examples.length > 0 ? examples : readExamples(reading, schema, schema),
      source: response.source,
    }
  })
}

const headersOf = (reading: Reading, response: Place): ResponseHeader[] =>
  derefEntries(reading, response, 'headers').map(([name, place]) => ({
    name,
    required: false,
    explode: false,
    schema: reading.schemas.ofParameter(place),
    source: place.source,
  }))

/** `schemes`, `host` and `basePath`. */
export function readServers2(root: Place, remote: string | undefined): string[] {
  const host = text(root, 'host')
  const base = (text(root, 'basePath') ?? '').replace(/\/+$/, '')
  if (host === undefined) return base === '' ? [] : [base]
  const schemes = texts(root, 'schemes') ?? []
  // Without `schemes`, it is the one by which the document was fetched (2.0, Swagger Object).
  const fallback = remote === undefined ? 'https' : new URL(remote).protocol.replace(':', '')
  const known = (schemes.length > 0 ? schemes : [fallback]).filter((scheme) => /^https?$/.test(scheme))
  return known.map((scheme) => `${scheme}://${host}${base}`)
}
