import {
  type Contract,
  type DocumentedResponse,
  type Example,
  type MediaType,
  type SchemaNode,
  sideOf,
  withoutHidden,
} from '../../contract/model/index.ts'
import { type BodyFormat, concreteMediaType, type HeaderList, type HttpResponse, writeBody } from '../../http/index.ts'
import { isObject, type Json, writeJson } from '../../json/index.ts'
import { isKept, listSchema, type OperationJudge } from '../../judging/messages/index.ts'
import { requiredHeaders } from './header-texts.ts'

/** How a documented response is written in one of its media types. */
export interface AnswerForm {
  readonly status: number
  readonly format: BodyFormat
  /** The media type as documented. */
  readonly media: MediaType
  /** What bodies are made from, and what its references are resolved in. */
  readonly schema: SchemaNode | undefined
  readonly contract: Contract
  /** The documented examples that conform, less what is never sent back. */
  readonly examples: readonly Example[]
  write(body: Json): HttpResponse
  /** Whether the answer with that body conforms, and follows the document's advisories too. */
  fits(body: Json): boolean
}

/** These have no content, whatever is documented (RFC 9110, 15.3.5, 15.3.6 and 15.4.5). */
const BODILESS = new Set([204, 205, 304])

/** One for each documented media type; none if the response has no body. */
export function answerForms(judge: OperationJudge, documented: DocumentedResponse, status: number): AnswerForm[] {
  if (BODILESS.has(status)) return []
  const headers = requiredHeaders(judge.contract, documented)
  return documented.content.map((media) => answerForm(judge, media, status, headers))
}

function answerForm(judge: OperationJudge, media: MediaType, status: number, headers: HeaderList): AnswerForm {
  const mediaType = concreteMediaType(media.name)
  const format = judge.format(media, mediaType)
  const side = sideOf(judge.contract, 'response', 'made')
  const schema = schemaOf(media.schema ? { ...media, schema: side.node(media.schema) } : media, format)
  const write = (value: Json): HttpResponse => {
    const written = writeBody(format, value) ?? { bytes: new TextEncoder().encode(textOf(value)) }
    const type = written.boundary === undefined ? mediaType : `${mediaType}; boundary=${written.boundary}`
    return { status, headers: [['content-type', type], ...headers], body: written.bytes }
  }
  const fits = (value: Json): boolean => isKept(judge.response(write(value)))
  const shown = (value: Json): Json =>
    media.schema ? withoutHidden(judge.contract, media.schema, value, 'response') : value
  const examples = media.examples
    .map(({ name, value }) => ({ name, value: shown(value) }))
    .filter(({ value }) => fits(value))
  return { status, format, media, schema, contract: side.contract, examples, write, fits }
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : writeJson(value))

/** What bodies are made from: if the media type carries only one text, that it is a text. */
function schemaOf({ schema, source }: MediaType, format: BodyFormat): SchemaNode | undefined {
  const list = listSchema(format)
  if (list) return { schema: schema && isObject(schema.schema) ? { allOf: [schema.schema, list] } : list, source }
  if (format.kind !== 'text' && format.kind !== 'binary') return schema
  const types = format.kind === 'text' ? format.types : ['string']
  if (!schema) return { schema: { type: 'string' }, source }
  return isObject(schema.schema) && schema.schema.type === undefined && schema.schema.$ref === undefined
    ? { schema: { ...schema.schema, type: types }, source: schema.source }
    : schema
}
