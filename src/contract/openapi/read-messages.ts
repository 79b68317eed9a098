import type {
  DocumentedResponse,
  MediaType,
  ParameterStyle,
  PropertyEncoding,
  RequestBody,
  ResponseHeader,
  SchemaNode,
} from '../model/index.ts'
import { child, entries, flag, type Place, text } from './place.ts'
import { readAdvisories } from './read-extensions.ts'
import { anySchema, derefEntries, type Reading, readExamples } from './reading.ts'

/** Of what forms lay out. */
const STYLES: readonly ParameterStyle[] = ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject']

/** `content` of OpenAPI 3 (Media Type Object). */
export const readContent = (reading: Reading, place: Place): MediaType[] =>
  entries(place, 'content').map(([name, media]) => {
    const schema = child(media, 'schema')
    const encoding = readEncoding(reading, media)
    return {
      name,
      ...(schema && { schema: reading.schemas.at(schema) }),
      ...(encoding.size > 0 && { encoding }),
      examples: readExamples(reading, media, schema),
      source: media.source,
    }
  })

/** `encoding` of a media type. Where one of style, explode and allowReserved is given, the others have their defaults. */
function readEncoding(reading: Reading, media: Place): Map<string, PropertyEncoding> {
  const found = entries(media, 'encoding').map(([name, place]): [string, PropertyEncoding] => {
    const contentType = text(place, 'contentType')
    const style = STYLES.find((known) => known === text(place, 'style'))
    const explode = flag(place, 'explode')
    const allowReserved = flag(place, 'allowReserved')
    const isLaidOut = style !== undefined || explode !== undefined || allowReserved !== undefined
    const layout = {
      style: style ?? 'form',
      explode: explode ?? (style ?? 'form') === 'form',
      allowReserved: allowReserved ?? false,
    }
    return [
      name,
      {
        ...(contentType !== undefined && { contentType }),
        headers: readHeaders(reading, place),
        ...(isLaidOut && { layout }),
      },
    ]
  })
  return new Map(found)
}

/** The schema of a parameter or header of OpenAPI 3: its `schema`, or that of its one media type. */
export function describedBy(
  reading: Reading,
  place: Place,
): { readonly schema: SchemaNode; readonly schemaPlace?: Place; readonly contentType?: string } {
  const [media] = entries(place, 'content')
  const schema = child(media ? media[1] : place, 'schema')
  return {
    schema: schema ? reading.schemas.at(schema) : anySchema(place.source),
    ...(schema && { schemaPlace: schema }),
    ...(media && { contentType: media[0] }),
  }
}

export function readRequestBody(reading: Reading, operation: Place): RequestBody | undefined {
  const written = child(operation, 'requestBody')
  if (!written) return undefined
  const place = reading.files.deref(written)
  return {
    required: flag(place, 'required') ?? false,
    content: readContent(reading, place),
    source: place.source,
  }
}

export const readResponses = (reading: Reading, operation: Place): DocumentedResponse[] =>
  derefEntries(reading, operation, 'responses').map(([status, place]) => ({
    status: statusOf(status),
    content: readContent(reading, place),
    headers: readHeaders(reading, place),
    advisories: readAdvisories(reading, place),
    source: place.source,
  }))

export const statusOf = (name: string): string => (name === 'default' ? name : name.toUpperCase())

/** `Content-Type` is described by `content` and ignored here (3.1, Response Object). */
const readHeaders = (reading: Reading, response: Place): ResponseHeader[] =>
  derefEntries(reading, response, 'headers')
    .filter(([name]) => name.toLowerCase() !== 'content-type')
    .map(([name, place]) => {
      const { schema, contentType } = describedBy(reading, place)
      return {
        name,
        required: flag(place, 'required') ?? false,
        explode: flag(place, 'explode') ?? false,
        ...(contentType !== undefined && { contentType }),
        schema,
        source: place.source,
      }
    })

/** Where `in` and `name` are missing, the document's own check has already said so. */
export const nameOf = (place: Place): string => text(place, 'name') ?? ''
