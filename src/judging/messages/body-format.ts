import {
  aspects,
  type Contract,
  type MediaType,
  type PropertyEncoding,
  type SchemaNode,
  subschema,
  subschemas,
} from '../../contract/model/index.ts'
import {
  type BodyFormat,
  bodyKindOf,
  concreteMediaType,
  type FieldFormat,
  framingOf,
  isJsonMediaType,
  type ParameterShape,
  type PartFormat,
  type StyledParameter,
} from '../../http/index.ts'
import { isObject, JSON_TYPES, type JsonType, property } from '../../json/index.ts'
import { parameterShape } from './parameter-shape.ts'

const SCALARS: readonly JsonType[] = ['null', 'boolean', 'integer', 'number', 'string']

const isScalar = (type: JsonType): boolean => SCALARS.includes(type)

/** How bodies of a documented media type carry values when they are sent as `mediaType`. */
export function bodyFormat(contract: Contract, media: MediaType, mediaType: string): BodyFormat {
  const shape: ParameterShape = media.schema
    ? parameterShape(contract, media.schema)
    : { types: [...SCALARS, 'array', 'object'] }
  const sequence = sequenceFormat(contract, media, mediaType, shape)
  if (sequence) return sequence
  const scalars = shape.types.filter(isScalar)
  const kind = bodyKindOf(mediaType)
  switch (kind) {
    case 'json':
      return { kind }
    case 'text':
      return scalars.length > 0 ? { kind, types: scalars } : unwritten(`a value that is no text as ${mediaType}`)
    case 'binary':
      return scalars.includes('string') ? { kind } : unwritten(`a value that is no string as ${mediaType}`)
    case 'form':
    case 'multipart':
      return formFormat(contract, media, kind, shape)
    case 'opaque':
      // A string is the bytes as they are, but those of XML have to be XML.
      return media.schema && shape.types.join() === 'string' && !/xml$/i.test(mediaType)
        ? { kind: 'binary' }
        : unwritten(`a value as ${mediaType}`)
  }
}

/** Of a sequential media type; undefined if it is none, or its schema is of no list. */
function sequenceFormat(
  contract: Contract,
  media: MediaType,
  mediaType: string,
  shape: ParameterShape,
): BodyFormat | undefined {
  const framing = framingOf(mediaType)
  if (!media.order || framing === undefined || !shape.types.includes('array')) return undefined
  if (framing !== 'parts') return { kind: 'sequence', framing }
  const [whole] = media.schema ? itemNodes(contract, media.schema, 'items') : []
  const places = media.schema ? itemNodes(contract, media.schema, 'prefixItems') : []
  const { order } = media
  const length = Math.max(places.length, order.prefix.length)
  // Beyond what `prefixItems` describes, a part is as the rest is.
  const nodeAt = (index: number): SchemaNode | undefined => places[index] ?? whole
  const rest = partFormat(contract, media, whole, order.rest)
  const prefix = Array.from({ length }, (_, index) =>
    partFormat(contract, media, nodeAt(index), order.prefix[index] ?? order.rest),
  )
  const unread = [...prefix, rest].find(({ format }) => format.kind === 'opaque')
  return unread ? unread.format : { kind: 'parts', prefix, rest }
}

/** The schemas of items in order, or of all others: of several the nearest. */
const itemNodes = (contract: Contract, node: SchemaNode, keyword: 'items' | 'prefixItems'): SchemaNode[] => {
  const lists = aspects(contract, node).map((part) => subschemas(part, keyword).map((child) => child.node))
  return lists.find(({ length }) => length > 0) ?? []
}

/** A part is a body of its own media type: by default, that of what its schema is of (3.2, Encoding Object). */
function partFormat(
  contract: Contract,
  { source }: MediaType,
  schema: SchemaNode | undefined,
  encoding: PropertyEncoding | undefined,
): PartFormat {
  const documented = encoding?.contentType?.split(',').map((mediaType) => mediaType.trim()) ?? []
  const [first = defaultContentType(contract, schema), ...others] = documented.filter((mediaType) => mediaType !== '')
  const described = {
    ...(schema && { schema }),
    ...(encoding?.encoding && { encoding: encoding.encoding }),
    ...(encoding?.order && { order: encoding.order }),
  }
  const concrete = concreteMediaType(first)
  const part: MediaType = { name: first, ...described, examples: [], source }
  return {
    contentTypes: [concrete, ...(concrete === first ? [] : [first]), ...others],
    format: bodyFormat(contract, part, concrete),
  }
}

function defaultContentType(contract: Contract, schema: SchemaNode | undefined): string {
  const types = schema ? parameterShape(contract, schema).types : []
  if (types.length === 0 || types.length === JSON_TYPES.length) return 'application/octet-stream'
  const says =
    schema &&
    aspects(contract, schema).some(({ schema: part }) => isObject(part) && Object.hasOwn(part, 'contentEncoding'))
  if (!types.every(isScalar)) return 'application/json'
  return says ? 'application/octet-stream' : 'text/plain'
}

const unwritten = (what: string): BodyFormat => ({ kind: 'opaque', why: `nothing says how to write ${what}` })

function formFormat(
  contract: Contract,
  media: MediaType,
  kind: 'form' | 'multipart',
  shape: ParameterShape,
): BodyFormat {
  if (!shape.types.includes('object')) return unwritten('what is no object as a form')
  const nodes = media.schema ? propertiesOf(contract, media.schema) : new Map<string, SchemaNode>()
  const fields = new Map<string, FieldFormat>()
  for (const [name, node] of nodes) {
    const encoding = media.encoding?.get(name)
    fields.set(name, fieldFormat(contract, name, node, encoding, kind))
  }
  return { kind, fields, ...(shape.additional && { rest: shape.additional }) }
}

function fieldFormat(
  contract: Contract,
  name: string,
  node: SchemaNode,
  encoding: PropertyEncoding | undefined,
  kind: 'form' | 'multipart',
): FieldFormat {
  const shape = parameterShape(contract, node)
  const binary = kind === 'multipart' && isBinary(contract, node, shape, encoding)
  const [documented] = encoding?.contentType?.split(',').map((mediaType) => concreteMediaType(mediaType.trim())) ?? []
  const isStructure = shape.types.every((type) => type === 'object')
  // If no style is given, an object is its JSON text (3.1.1, 4.8.15.1.2, which says what 3.0 and 3.1.0 show).
  const byDefault = binary ? contentMediaTypeOf(contract, node) : isStructure ? 'application/json' : undefined
  const ownType = encoding?.layout ? undefined : (documented ?? byDefault)
  const contentType = kind === 'multipart' || isJsonMediaType(ownType ?? '') ? ownType : undefined
  const layout = encoding?.layout ?? { style: 'form', explode: true, allowReserved: false }
  const parameter: StyledParameter = { name, in: 'query', ...layout, ...(contentType !== undefined && { contentType }) }
  return { parameter, shape, binary, headers: [] }
}

/** What a schema says of the bytes of a file (JSON Schema 2020-12 validation, 8.4), or of each in a list. */
function contentMediaTypeOf(contract: Contract, node: SchemaNode): string | undefined {
  for (const { schema } of [...aspects(contract, node), ...itemsOf(contract, node)]) {
    const mediaType = isObject(schema) ? property(schema, 'contentMediaType') : undefined
    if (typeof mediaType === 'string') return mediaType
  }
  return undefined
}

/** What is a file (3.1, 4.8.14.2, and 3.0, 4.7.14.2): bytes that no encoding makes a text of. */
function isBinary(
  contract: Contract,
  node: SchemaNode,
  { types, items }: ParameterShape,
  encoding: PropertyEncoding | undefined,
): boolean {
  const isList = types.join() === 'array'
  const text = isList ? (items ?? SCALARS) : types
  if (!text.includes('string') || !text.every(isScalar)) return false
  const schemas = isList ? itemsOf(contract, node) : aspects(contract, node)
  const says = (keyword: string, test: (value: unknown) => boolean) =>
    schemas.some(({ schema }) => isObject(schema) && Object.hasOwn(schema, keyword) && test(schema[keyword]))
  if (says('contentEncoding', () => true)) return false
  const [documented] = encoding?.contentType?.split(',') ?? []
  if (documented !== undefined && documented.trim() !== '')
    return bodyKindOf(concreteMediaType(documented.trim())) !== 'json' && !documented.trim().startsWith('text/')
  return (
    says('format', (value) => value === 'binary') ||
    says('contentMediaType', (value) => typeof value === 'string' && !/^text\//.test(value) && !isJsonMediaType(value))
  )
}

const itemsOf = (contract: Contract, node: SchemaNode): SchemaNode[] =>
  aspects(contract, node)
    .flatMap((part) => subschema(part, 'items') ?? [])
    .flatMap((items) => aspects(contract, items))

/** The schema of each property that an object's schema names: of several the nearest. */
function propertiesOf(contract: Contract, node: SchemaNode): Map<string, SchemaNode> {
  const properties = new Map<string, SchemaNode>()
  for (const part of aspects(contract, node))
    for (const { token, node: property } of subschemas(part, 'properties'))
      if (!properties.has(String(token))) properties.set(String(token), property)
  return properties
}
