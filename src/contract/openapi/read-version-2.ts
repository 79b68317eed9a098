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
import { type ApiDocument, derefEntries, derefResponses, exampleOfMediaType, readExamples } from './api-document.ts'
import { child, type DocumentNode, flag, text, texts } from './document-node.ts'
import { readAdvisories } from './read-extensions.ts'
import { nameOf } from './read-messages.ts'
import { defaultStyle, locationOf } from './read-parameters.ts'

const FORM = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data'

/** A parameter of 2.0; undefined if it describes the body. */
export function readParameter2(document: ApiDocument, node: DocumentNode): Parameter | undefined {
  const location = locationOf(node)
  if (location === undefined) return undefined
  return {
    name: nameOf(node),
    in: location,
    required: location === 'path' || flag(node, 'required') === true,
    ...styleOf(document, node),
    allowReserved: false,
    allowsEmpty: location === 'query' && flag(node, 'allowEmptyValue') === true,
    schema: document.schemas.ofParameter(node),
    examples: parameterExamples(node),
    source: node.source,
  }
}

/** `collectionFormat` in the words of OpenAPI 3. */
function styleOf(document: ApiDocument, node: DocumentNode): Pick<Parameter, 'style' | 'explode'> {
  const location = locationOf(node) ?? 'query'
  const style = defaultStyle(location)
  if (text(node, 'type') !== 'array') return { style, explode: style === 'form' }
  const format = text(node, 'collectionFormat') ?? 'csv'
  if (format === 'multi') return { style, explode: style === 'form' }
  if (format === 'csv') return { style, explode: false }
  if (format === 'ssv') return { style: 'spaceDelimited', explode: false }
  if (format === 'tsv') return { style: 'tabDelimited', explode: false }
  if (format === 'pipes') return { style: 'pipeDelimited', explode: false }
  const reason = `collectionFormat ${JSON.stringify(format)} cannot be sent`
  throw document.files.error(`${reason}; use csv, ssv, tsv, pipes or multi`, node.source)
}

/** 2.0 has no example of a parameter; `x-example` is the custom. */
function parameterExamples(node: DocumentNode): { name: string; value: Json }[] {
  const example = child(node, 'x-example') ?? child(node, 'example')
  return example ? [{ name: 'example', value: example.value }] : []
}

/** What `body` and `formData` parameters say. */
export function readRequestBody2(
  document: ApiDocument,
  operation: DocumentNode,
  parameters: readonly DocumentNode[],
): RequestBody | undefined {
  const [body, second] = parameters.filter((node) => text(node, 'in') === 'body')
  const fields = parameters.filter((node) => text(node, 'in') === 'formData')
  const superfluous = second ?? (body && fields[0])
  if (superfluous) {
    const reason = 'an operation has one body: remove this parameter or the other that describes the body'
    throw document.files.error(reason, superfluous.source)
  }
  const consumes = texts(operation, 'consumes') ?? texts(document.root, 'consumes') ?? []
  if (body) return bodyOf(document, body, consumes)
  return fields.length > 0 ? formOf(document, operation, fields, consumes) : undefined
}

function bodyOf(document: ApiDocument, body: DocumentNode, consumes: readonly string[]): RequestBody {
  const schema = child(body, 'schema')
  const names = consumes.length > 0 ? consumes : ['application/json']
  const content = names.map((name): MediaType => {
    const described = schema && { schema: document.schemas.at(schema) }
    return { name, ...described, examples: readExamples(document, body, schema), source: body.source }
  })
  return { required: flag(body, 'required') === true, content, source: body.source }
}

/**
 * A form becomes an object whose properties refer to the parameters, so that each of their keywords keeps its place in
 * the document. The object itself stands nowhere in it: its source is the operation's list of parameters.
 */
function formOf(
  document: ApiDocument,
  operation: DocumentNode,
  fields: readonly DocumentNode[],
  consumes: readonly string[],
): RequestBody {
  const hasFile = fields.some((node) => text(node, 'type') === 'file')
  const names = consumes.filter((name) => /^(?:multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(name))
  const required = fields.filter((node) => flag(node, 'required') === true).map(nameOf)
  const properties = fields.map((node): [string, JsonObject] => {
    document.schemas.ofParameter(node)
    return [nameOf(node), { $ref: document.files.referenceTo(node.source) }]
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
  // By default, OpenAPI 3 sends a list item by item, and 2.0 separates its items by commas.
  const encoding = new Map(
    fields
      .filter((node) => text(node, 'type') === 'array')
      .map((node): [string, PropertyEncoding] => {
        const { style, explode } = styleOf(document, node)
        return [nameOf(node), { headers: [], layout: { style, explode, allowReserved: false } }]
      }),
  )
  const content = types.map((name): MediaType => ({ name, schema, encoding, examples: [], source }))
  return { required: required.length > 0, content, source }
}

export const readResponses2 = (document: ApiDocument, operation: DocumentNode): DocumentedResponse[] => {
  const produces = texts(operation, 'produces') ?? texts(document.root, 'produces') ?? []
  const names = produces.length > 0 ? produces : ['application/json']
  return derefResponses(document, operation).map(([status, node]) => ({
    status,
    content: contentOf(document, node, names),
    headers: headersOf(document, node),
    advisories: readAdvisories(document, node),
    source: node.source,
  }))
}

/** A response of 2.0 without a schema has no content. */
function contentOf(document: ApiDocument, response: DocumentNode, names: readonly string[]): MediaType[] {
  const schema = child(response, 'schema')
  if (!schema) return []
  return names.map((name) => {
    const examples = exampleOfMediaType(response, name)
    return {
      name,
      schema: document.schemas.at(schema),
      examples: examples.length > 0 ? examples : readExamples(document, schema, schema),
      source: response.source,
    }
  })
}

const headersOf = (document: ApiDocument, response: DocumentNode): ResponseHeader[] =>
  derefEntries(document, response, 'headers').map(([name, node]) => ({
    name,
    required: false,
    explode: false,
    schema: document.schemas.ofParameter(node),
    source: node.source,
  }))

/** `schemes`, `host` and `basePath`. */
export function readServers2({ root, files }: ApiDocument): string[] {
  const { scheme, host } = readableHost(text(root, 'host') ?? '')
  // Many leave out the slash at its start.
  const base = (text(root, 'basePath') ?? '').replace(/\/+$/, '').replace(/^(?=[^/])/, '/')
  if (host === undefined) return base === '' ? [] : [base]
  const schemes = texts(root, 'schemes') ?? []
  // Without `schemes`, it is the one by which the document was fetched (2.0, Swagger Object).
  const fallback = scheme ?? /^(https?):/.exec(files.root.url)?.[1] ?? 'https'
  const usable = (schemes.length > 0 ? schemes : [fallback]).filter((scheme) => /^https?$/.test(scheme))
  return usable.map((scheme) => `${scheme}://${host}${base}`)
}

/** A `host` of 2.0 has neither scheme nor path, which many write all the same; undefined if it is of no host. */
export function readableHost(written: string): { readonly scheme?: string; readonly host?: string } {
  const [, scheme, host] = /^(?:(https?):\/\/)?([^{}\s/:@\\]+(?::\d+)?)\/*$/i.exec(written) ?? []
  return { ...(scheme !== undefined && { scheme: scheme.toLowerCase() }), ...(host !== undefined && { host }) }
}
