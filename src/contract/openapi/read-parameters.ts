import { equal } from '../../json/index.ts'
import type { Parameter, ParameterLocation, ParameterStyle } from '../model/index.ts'
import { type ApiDocument, anySchema, derefItems, goOnInSpiteOf, readExamples } from './api-document.ts'
import { type DocumentNode, flag, text } from './document-node.ts'
import { describedBy, nameOf, readContent } from './read-messages.ts'

/** Each with the style of its values, if they have one and say nothing else. */
const LOCATIONS: { readonly [location in ParameterLocation]: ParameterStyle } = {
  path: 'simple',
  query: 'form',
  querystring: 'form',
  header: 'simple',
  cookie: 'form',
}
const STYLES: readonly ParameterStyle[] = [
  'simple',
  'label',
  'matrix',
  'form',
  'spaceDelimited',
  'pipeDelimited',
  'deepObject',
]
/** OpenAPI describes these headers elsewhere: as parameters they are ignored (3.1, Parameter Object, `name`). */
const IGNORED_HEADERS = new Set(['accept', 'content-type', 'authorization'])

type StyledLocation = Exclude<ParameterLocation, 'querystring'>

export const locationOf = (node: DocumentNode): StyledLocation | undefined => {
  const location = text(node, 'in')
  return location === 'path' || location === 'query' || location === 'header' || location === 'cookie'
    ? location
    : undefined
}

export const defaultStyle = (location: ParameterLocation): ParameterStyle => LOCATIONS[location]

/** The parameters of an operation as they are written: those of its path first, each unless the operation replaces it. */
export function mergedParameters(
  document: ApiDocument,
  path: readonly DocumentNode[],
  operation: DocumentNode,
): DocumentNode[] {
  const merged = new Map<string, DocumentNode>()
  for (const level of [...path, operation]) {
    const described = new Map<string, DocumentNode>()
    for (const node of derefItems(document, level, 'parameters')) {
      const name = nameOf(node)
      // Header names are case-insensitive (RFC 9110, 5.1).
      const key = text(node, 'in') === 'header' ? name.toLowerCase() : name
      const id = `${text(node, 'in')} ${key}`
      const same = described.get(id)
      if (same) {
        const parameter = `the ${text(node, 'in')} parameter ${JSON.stringify(name)}`
        const fault = document.files.fault(`${parameter} is described twice; remove one`, node.source)
        if (!equal(same.value, node.value)) throw fault.error()
        goOnInSpiteOf(document, fault)
      }
      described.set(id, node)
      merged.set(id, node)
    }
  }
  return [...merged.values()]
}

/** A parameter of OpenAPI 3; undefined if the specification says to ignore it. */
export function readParameter(document: ApiDocument, node: DocumentNode): Parameter | undefined {
  const { hasFieldsOf32 } = document.files.dialectOf(node.source)
  if (hasFieldsOf32 && text(node, 'in') === QUERYSTRING) return readQuerystring(document, node)
  const location = locationOf(node)
  const name = nameOf(node)
  if (location === undefined || (location === 'header' && IGNORED_HEADERS.has(name.toLowerCase()))) return undefined
  const { schemaNode, ...description } = describedBy(document, node)
  const written = text(node, 'style')
  const isCookieStyle = hasFieldsOf32 && location === 'cookie' && written === 'cookie'
  const style = isCookieStyle ? 'cookie' : (STYLES.find((name) => name === written) ?? LOCATIONS[location])
  return {
    name,
    in: location,
    required: location === 'path' || flag(node, 'required') === true,
    style,
    explode: flag(node, 'explode') ?? (style === 'form' || style === 'cookie'),
    // Before 3.2, it is for the query alone (3.1, 4.8.12.2.1).
    allowReserved: flag(node, 'allowReserved') === true && (hasFieldsOf32 || location === 'query'),
    // "If the behavior is n/a, it SHALL be ignored": a value that `content` describes is not laid out by a style.
    allowsEmpty:
      location === 'query' && description.contentType === undefined && flag(node, 'allowEmptyValue') === true,
    ...description,
    examples: readExamples(document, node, schemaNode),
    source: node.source,
  }
}

const QUERYSTRING = 'querystring'

/** A query that is one value, as its media type says: a body in another place (3.2, Parameter Locations). */
function readQuerystring(document: ApiDocument, node: DocumentNode): Parameter {
  const [media, second] = readContent(document, node)
  if (!media || second)
    throw document.files.error('a parameter in `querystring` has `content` with one media type', node.source)
  const ownExamples = readExamples(document, node, undefined)
  return {
    name: nameOf(node),
    in: QUERYSTRING,
    media,
    required: flag(node, 'required') === true,
    style: LOCATIONS[QUERYSTRING],
    explode: true,
    allowReserved: false,
    allowsEmpty: false,
    contentType: media.name,
    schema: media.schema ?? anySchema(node.source),
    examples: ownExamples.length > 0 ? ownExamples : media.examples,
    source: node.source,
  }
}

/** A query is one value or has parameters, and not both (3.2, Parameter Locations). */
export function requireOneQuery({ files }: ApiDocument, parameters: readonly Parameter[]): void {
  const [whole, second] = parameters.filter((parameter) => parameter.in === QUERYSTRING)
  const other = second ?? (whole && parameters.find((parameter) => parameter.in === 'query'))
  if (!other) return
  const reason = 'the query is one value by the parameter in `querystring`'
  throw files.error(`${reason}; describe all of it there, and remove this parameter`, other.source)
}
