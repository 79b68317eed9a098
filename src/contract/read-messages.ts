import type { DocumentedResponse, MediaType, RequestBody, ResponseHeader, SchemaNode } from './contract.ts'
import { child, entries, flag, type Place, text } from './place.ts'
import { readAdvisories } from './read-extensions.ts'
import { anySchema, derefEntries, type Reading, readExamples } from './reading.ts'

/** `content` of OpenAPI 3 (Media Type Object). */
export const readContent = (reading: Reading, place: Place): MediaType[] =>
  entries(place, 'content').map(([name, media]) => {
    const schema = child(media, 'schema')
    return {
      name,
      ...(schema && { schema: reading.schemas.at(schema) }),
      examples: readExamples(reading, media, schema),
      source: media.source,
    }
  })

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
    .map(([name, place]) => ({
      name,
      required: flag(place, 'required') ?? false,
      schema: describedBy(reading, place).schema,
      source: place.source,
    }))

/** Where `in` and `name` are missing, the document's own check has already said so. */
export const nameOf = (place: Place): string => text(place, 'name') ?? ''
