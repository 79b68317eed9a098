import { equal } from '../../json/index.ts'
import type { Parameter, ParameterLocation, ParameterStyle } from '../model/index.ts'
import { type ApiDocument, derefItems, goOnInSpiteOf, readExamples } from './api-document.ts'
import { type DocumentNode, flag, text } from './document-node.ts'
import { describedBy, nameOf } from './read-messages.ts'

const LOCATIONS: { readonly [location in ParameterLocation]: ParameterStyle } = {
  path: 'simple',
  query: 'form',
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

export const locationOf = (node: DocumentNode): ParameterLocation | undefined => {
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
  const location = locationOf(node)
  const name = nameOf(node)
  if (location === undefined || (location === 'header' && IGNORED_HEADERS.has(name.toLowerCase()))) return undefined
  const { schemaNode, ...description } = describedBy(document, node)
  const style = STYLES.find((name) => name === text(node, 'style')) ?? LOCATIONS[location]
  return {
    name,
    in: location,
    required: location === 'path' || flag(node, 'required') === true,
    style,
    explode: flag(node, 'explode') ?? style === 'form',
    allowReserved: flag(node, 'allowReserved') ?? false,
    // "If the behavior is n/a, it SHALL be ignored": a value that `content` describes is not laid out by a style.
    allowsEmpty:
      location === 'query' && description.contentType === undefined && flag(node, 'allowEmptyValue') === true,
    ...description,
    examples: readExamples(document, node, schemaNode),
    source: node.source,
  }
}
