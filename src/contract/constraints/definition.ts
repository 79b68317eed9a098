import {
  appendToken,
  equal,
  isObject,
  isWithin,
  type Json,
  type Pointer,
  parsePointer,
  property,
  valueAt,
} from '../../json/index.ts'
import {
  type Contract,
  type DocumentedResponse,
  itemSchema,
  type MediaType,
  type Operation,
  type Parameter,
  type SchemaNode,
  type Source,
  subschema,
} from '../model/index.ts'
import { type Constraint, documentedStatus, isSchemaConstraint } from './constraint.ts'
import { parameterKey } from './place.ts'

/** A place in a part of a document that stands for itself: a parameter, a header, or an object that names properties. */
export interface DefinedPlace {
  readonly source: Source
  /** The part in the words of the document: what is written out twice is told by them. */
  readonly words: Json
  /** Where it is in that part, or what is said of it. */
  readonly below: Json
}

/** What is shared by name stands outside of the paths; what is written out at each of its uses stands below them. */
export const isWrittenOut = ({ pointer }: Source): boolean => isWithin(pointer, '/paths')

/**
 * The definition around a constraint. Undefined if nothing around it has a name: two lists of strings are not one thing
 * only because they look alike.
 */
export function definitionAround(operation: Operation, constraint: Constraint): DefinedPlace | undefined {
  const refusal = refusalAround(operation, constraint)
  if (refusal) return refusal
  if (constraint.about === 'message') return undefined
  const { place, source } = constraint
  if (place.side === 'request' && place.in !== 'body') {
    const parameter = operation.parameters.find(({ in: where, name }) => where === place.in && name === place.name)
    return parameter && placedIn({ source: parameter.source, words: wordsOf(parameter) }, source)
  }
  const response =
    place.side === 'response' ? operation.responses.find(({ status }) => status === place.status) : undefined
  if (place.in === 'header') {
    const header = response?.headers.find(({ name }) => name === place.name)
    return header && placedIn({ source: header.source, words: wordsOf(header) }, source)
  }
  const content = place.side === 'response' ? response?.content : operation.requestBody?.content
  const root = content?.find(({ name }) => name === place.mediaType)?.schema
  if (!root || !isSchemaConstraint(constraint) || !isBelow(source, root.source)) return undefined
  const object = objectAround(root, source)
  return object && placedIn({ source: object.source, words: object.schema }, source)
}

/** Where a case stands whose name begins with a place of the request: `request.body /permissions: a number`. */
export function definitionNamed(contract: Contract, operation: Operation, name: string): DefinedPlace | undefined {
  for (const parameter of operation.parameters) {
    const label = `request.${parameterKey(parameter)}`
    if (name === label || name.startsWith(`${label}: `))
      return { source: parameter.source, words: wordsOf(parameter), below: name.slice(label.length) }
  }
  const [whole, pointer = '', trait = ''] = /^request\.body(?: (\/.*?))?(: .*)?$/s.exec(name) ?? []
  const [media, ...others] = operation.requestBody?.content ?? []
  if (whole === undefined || !media?.schema) return undefined
  const { schema: words } = media.schema
  // Several media types may be of one schema.
  if (others.some(({ schema }) => !schema || !equal(schema.schema, words))) return undefined
  const tokens = parsePointer(pointer)
  let node: SchemaNode | undefined = behindReferences(contract, media.schema)
  let nearest: DefinedPlace | undefined
  for (let depth = 0; node; depth++) {
    if (hasNames(node) || !isWrittenOut(node.source))
      nearest = { source: node.source, words: node.schema, below: [...tokens.slice(depth), trait] }
    const token = tokens[depth]
    const member: SchemaNode | undefined =
      token === undefined ? undefined : (subschema(node, 'properties', token) ?? itemSchema(node, Number(token)))
    node = member && behindReferences(contract, member)
  }
  return nearest
}

/** Keywords that may name, or describe, properties besides those that an object names itself. */
const ADDING = ['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'dependentSchemas', 'patternProperties']

/** The properties that an object in the body has by name; undefined if there is none, or other schemas may add to them. */
export function namesAt(contract: Contract, operation: Operation, pointer: Pointer): string[] | undefined {
  const object = definitionNamed(contract, operation, pointer === '' ? 'request.body' : `request.body ${pointer}`)
  const { words = null, below = null } = object ?? {}
  if (!isObject(words) || !equal(below, [''])) return undefined
  const { properties = null, additionalProperties: others = true } = words
  const isOpen = typeof others === 'boolean' || (isObject(others) && Object.keys(others).length === 0)
  if (!isObject(properties) || !isOpen || ADDING.some((keyword) => keyword in words)) return undefined
  return Object.keys(properties)
}

/** The response around what is said of a refusal as a whole. How they refuse, operations often have in common. */
function refusalAround(operation: Operation, constraint: Constraint): DefinedPlace | undefined {
  if (!['status', 'mediaType', 'syntax'].includes(constraint.kind)) return undefined
  const documented = documentedStatus(constraint)
  const response = operation.responses.find(({ status }) => status === documented)
  if (!response || !/^[45]|default/i.test(response.status) || !response.content.some(saysNames)) return undefined
  return placedIn({ source: response.source, words: wordsOfResponse(response) }, constraint.source)
}

const saysNames = ({ schema }: MediaType): boolean =>
  schema !== undefined && (hasNames(schema) || (isObject(schema.schema) && '$ref' in schema.schema))

const wordsOfResponse = ({ status, content, headers }: DocumentedResponse): Json => [
  status,
  ...content.map(({ name, schema }): Json => [name, schema?.schema ?? true]),
  ...headers.map(wordsOf),
]

type Shape = Pick<Parameter, 'name' | 'required' | 'explode' | 'contentType' | 'schema'> & Partial<Parameter>

/** A schema behind a reference is told by where that leads to. */
function wordsOf({
  name,
  in: where,
  required,
  style,
  explode,
  allowReserved,
  allowsEmpty,
  contentType,
  schema,
}: Shape): Json {
  const flags = [required, explode, allowReserved ?? false, allowsEmpty ?? false]
  return [name, where ?? '', style ?? '', ...flags, contentType ?? '', schema.schema]
}

const isBelow = (inner: Source, outer: Source): boolean =>
  inner.file === outer.file && isWithin(inner.pointer, outer.pointer)

const placedIn = (part: Pick<DefinedPlace, 'source' | 'words'>, source: Source): DefinedPlace | undefined =>
  isBelow(source, part.source) ? { ...part, below: source.pointer.slice(part.source.pointer.length) } : undefined

const hasNames = ({ schema }: { readonly schema: Json }): boolean =>
  isObject(schema) && isObject(property(schema, 'properties') ?? null)

/** The innermost object that names properties, on the way from a schema to a keyword in it. */
function objectAround(
  { schema, source: { file, pointer } }: SchemaNode,
  { pointer: keyword }: Source,
): SchemaNode | undefined {
  let around: SchemaNode | undefined
  let at: Json | undefined = schema
  let reached = pointer
  for (const token of parsePointer(keyword.slice(pointer.length))) {
    if (at !== undefined && isObject(at) && hasNames({ schema: at }))
      around = { schema: at, source: { file, pointer: reached } }
    at = at === undefined ? undefined : valueAt(at, appendToken('', token))
    reached = appendToken(reached, token)
  }
  return around
}

/** More in a row go round in a circle. */
const MOST_REFERENCES = 100

function behindReferences(contract: Contract, node: SchemaNode): SchemaNode {
  let current = node
  for (let count = 0; count < MOST_REFERENCES && isObject(current.schema); count++) {
    const { $ref } = current.schema
    if (typeof $ref !== 'string') break
    current = contract.resolve($ref, current.source)
  }
  return current
}
