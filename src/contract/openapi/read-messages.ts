import { framingOf } from '../../http/index.ts'
import type { JsonObject } from '../../json/index.ts'
import type {
  DocumentedResponse,
  MediaType,
  ParameterStyle,
  PartOrder,
  PropertyEncoding,
  RequestBody,
  ResponseHeader,
  SchemaNode,
} from '../model/index.ts'
import { type ApiDocument, anySchema, derefEntries, derefResponses, readExamples } from './api-document.ts'
import { child, type DocumentNode, entries, flag, items, text } from './document-node.ts'
import { readAdvisories } from './read-extensions.ts'

/** How a form can lay out a property. */
const STYLES: readonly ParameterStyle[] = ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject']

/** `content` of OpenAPI 3 (Media Type Object). */
export const readContent = (document: ApiDocument, node: DocumentNode): MediaType[] =>
  mediaTypes(document, node).map(([name, media]) => {
    const schema = child(media, 'schema')
    const sequence = readSequence(document, name, media)
    const encoding = readEncoding(document, media)
    return {
      name,
      ...(schema && { schema: document.schemas.at(schema) }),
      ...sequence,
      ...(encoding.size > 0 && { encoding }),
      examples: readExamples(document, media, schema),
      source: media.source,
    }
  })

/**
 * What 3.2 says of the items of a sequential media type, and of it alone. Its schema is that of the list of all items: the
 * list stands nowhere in the document, so that its source is the media type's.
 */
function readSequence(
  document: ApiDocument,
  name: string,
  media: DocumentNode,
): Pick<MediaType, 'schema' | 'order'> | undefined {
  if (framingOf(name) === undefined || !document.files.dialectOf(media.source).hasFieldsOf32) return undefined
  const order = readOrder(document, media)
  const [schema, itemSchema] = [child(media, 'schema'), child(media, 'itemSchema')]
  // Without a word about order, multipart is what it always was.
  if (framingOf(name) === 'parts' && !order && !itemSchema) return undefined
  if (!itemSchema) return { order: order ?? { prefix: [] } }
  const refer = ({ source }: DocumentNode): JsonObject => ({ $ref: document.files.referenceTo(source) })
  const list = { type: 'array', ...(schema && { allOf: [refer(schema)] }), items: refer(itemSchema) }
  return { schema: { schema: list, source: media.source }, order: order ?? { prefix: [] } }
}

/** `prefixEncoding` and `itemEncoding`; undefined if there is neither. */
function readOrder(document: ApiDocument, node: DocumentNode): PartOrder | undefined {
  const rest = child(node, 'itemEncoding')
  const prefix = items(node, 'prefixEncoding').map((encoding) => encodingOf(document, encoding))
  if (!rest && prefix.length === 0) return undefined
  return { prefix, ...(rest && { rest: encodingOf(document, rest) }) }
}

/** The media types of `content`. Since 3.2, each may be a reference. */
const mediaTypes = ({ files }: ApiDocument, node: DocumentNode): (readonly [name: string, media: DocumentNode])[] =>
  entries(node, 'content').map(([name, media]) => [
    name,
    files.dialectOf(media.source).hasFieldsOf32 ? files.deref(media) : media,
  ])

/** `encoding` of a media type, or of a part. */
const readEncoding = (document: ApiDocument, node: DocumentNode): Map<string, PropertyEncoding> =>
  new Map(entries(node, 'encoding').map(([name, encoding]) => [name, encodingOf(document, encoding)]))

/** If one of style, explode and allowReserved is given, the others have their defaults. */
function encodingOf(document: ApiDocument, node: DocumentNode): PropertyEncoding {
  const contentType = text(node, 'contentType')
  const style = STYLES.find((name) => name === text(node, 'style'))
  const explode = flag(node, 'explode')
  const allowReserved = flag(node, 'allowReserved')
  const isLaidOut = style !== undefined || explode !== undefined || allowReserved !== undefined
  const layout = {
    style: style ?? 'form',
    explode: explode ?? (style ?? 'form') === 'form',
    allowReserved: allowReserved ?? false,
  }
  const hasParts = document.files.dialectOf(node.source).hasFieldsOf32
  const encoding = hasParts ? readEncoding(document, node) : new Map<string, PropertyEncoding>()
  const order = hasParts ? readOrder(document, node) : undefined
  return {
    ...(contentType !== undefined && { contentType }),
    headers: readHeaders(document, node),
    ...(isLaidOut && { layout }),
    ...(encoding.size > 0 && { encoding }),
    ...(order && { order }),
  }
}

/** The schema of a parameter or header of OpenAPI 3: its `schema`, or that of its one media type. */
export function describedBy(
  document: ApiDocument,
  node: DocumentNode,
): { readonly schema: SchemaNode; readonly schemaNode?: DocumentNode; readonly contentType?: string } {
  const [media] = mediaTypes(document, node)
  const schema = child(media ? media[1] : node, 'schema')
  return {
    schema: schema ? document.schemas.at(schema) : anySchema(node.source),
    ...(schema && { schemaNode: schema }),
    ...(media && { contentType: media[0] }),
  }
}

export function readRequestBody(document: ApiDocument, operation: DocumentNode): RequestBody | undefined {
  const written = child(operation, 'requestBody')
  if (!written) return undefined
  const node = document.files.deref(written)
  return {
    required: flag(node, 'required') ?? false,
    content: readContent(document, node),
    source: node.source,
  }
}

export const readResponses = (document: ApiDocument, operation: DocumentNode): DocumentedResponse[] =>
  derefResponses(document, operation).map(([status, node]) => ({
    status,
    content: readContent(document, node),
    headers: readHeaders(document, node),
    advisories: readAdvisories(document, node),
    source: node.source,
  }))

/** `2xx`: the specification writes `2XX`. */
export const isRangeInSmallLetters = (name: string): boolean => /^[1-5]xx$/i.test(name) && name !== name.toUpperCase()

/** `Content-Type` is described by `content` and ignored here (3.1, Response Object). */
const readHeaders = (document: ApiDocument, response: DocumentNode): ResponseHeader[] =>
  derefEntries(document, response, 'headers')
    .filter(([name]) => name.toLowerCase() !== 'content-type')
    .map(([name, node]) => {
      const { schema, contentType } = describedBy(document, node)
      return {
        name,
        required: flag(node, 'required') ?? false,
        explode: flag(node, 'explode') ?? false,
        ...(contentType !== undefined && { contentType }),
        schema,
        source: node.source,
      }
    })

/** Empty if there is none: the check of the whole document has refused that already. */
export const nameOf = (node: DocumentNode): string => text(node, 'name') ?? ''
