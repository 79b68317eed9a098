import { type Place, placeKey } from '../../contract/constraints/index.ts'
import {
  type DocumentedResponse,
  type MediaType,
  type Operation,
  type ResponseHeader,
  withoutHidden,
} from '../../contract/model/index.ts'
import {
  acceptQuality,
  type HttpResponse,
  headerValue,
  headerValues,
  parseMediaType,
  readBody,
  readParameter,
  type StyledParameter,
  statusClass,
} from '../../http/index.ts'
import { isObject, type Json, property } from '../../json/index.ts'
import { documentedMedia } from './documented-media.ts'
import { jsonHazards } from './judge-body.ts'
import type { Issue, JudgedResponse } from './judgement.ts'
import { odditiesOf } from './oddities.ts'
import type { OperationRules } from './operation-rules.ts'

/** The entry for a status: exact, then its class (`4XX`), then `default` (OpenAPI, "Responses Object"). */
export function documentedResponse(operation: Operation, status: number): DocumentedResponse | undefined {
  const { responses } = operation
  const named = (name: string) => responses.find((response) => response.status.toUpperCase() === name)
  return named(String(status)) ?? named(`${statusClass(status)}XX`) ?? named('DEFAULT')
}

export function judgeResponse(rules: OperationRules, response: HttpResponse): JudgedResponse {
  const documented = documentedResponse(rules.operation, response.status)
  const contentType = headerValue(response.headers, 'content-type')
  const mediaType = contentType === undefined ? undefined : parseMediaType(contentType)?.essence
  if (!documented) return { documented, issues: [], oddities: [], body: undefined, mediaType: undefined }
  const issues: Issue[] = headerIssues(rules, documented, response)
  if (documented.content.length === 0 || isBodiless(rules.operation, response))
    return { documented, issues, oddities: [], body: undefined, mediaType: undefined }

  const media = mediaType === undefined ? undefined : documentedMedia(documented.content, mediaType)
  if (!media || mediaType === undefined) {
    const constraint = rules.constraint('mediaType', (candidate) => candidate.status === documented.status)
    const expected = `media type ${constraint.value.join(' or ')}`
    const received = contentType === undefined ? 'no Content-Type' : contentType
    issues.push({ constraint, pointer: '', expected, received, class: contentType === undefined ? 'absent' : 'other' })
    return { documented, issues, oddities: [], body: undefined, mediaType: undefined }
  }
  const isCut = response.cutBy !== undefined
  const decoded = readBody(rules.format(media, mediaType), contentType ?? '', response.body, isCut)
  const isMalformed = decoded.kind === 'malformed'
  if (isMalformed) {
    const constraint = rules.constraint('syntax', ({ place, value }) => isOf(place, documented) && value === media.name)
    issues.push({ constraint, pointer: '', expected: mediaType, received: decoded.what, class: 'malformed' })
  }
  const body = decoded.kind === 'value' ? decoded.value : isMalformed ? decoded.before : undefined
  if (body === undefined) return { documented, issues, oddities: [], body, mediaType: media.name }
  const isPartial = isCut || isMalformed
  if (media.schema) {
    const place: Place = { side: 'response', in: 'body', status: documented.status, mediaType: media.name }
    issues.push(...rules.judgeValue(place, media.schema, body).filter((issue) => !isPartial || isFinal(issue)))
  }
  if (isPartial) return { documented, issues, oddities: [], body, mediaType: media.name, isPartial }
  const json = decoded.kind === 'value' ? decoded.json : undefined
  issues.push(...advisoryIssues(rules, documented, body), ...sentBack(rules, documented, media, body))
  const oddities = odditiesOf(rules, documented, media, body, jsonHazards(json, body))
  return { documented, issues, oddities, body, mediaType: media.name }
}

/** What further items of a list cannot mend. */
const FINAL: ReadonlySet<string> = new Set(['maxItems', 'uniqueItems', 'maxContains', 'items', 'unevaluatedItems'])

const isFinal = ({ pointer, constraint }: Issue): boolean => pointer !== '' || FINAL.has(constraint.kind)

/** The class of an issue of a media type that is documented, and not what the request asks for. */
export const NOT_ACCEPTED = 'not accepted'

/** A success of another media type than the request accepts: 406 says so in order, and a failure may disregard it. */
export function unacceptedIssue(
  rules: OperationRules,
  { status, headers }: HttpResponse,
  { documented, mediaType }: JudgedResponse,
  accept: string,
): Issue | undefined {
  const received = headerValue(headers, 'content-type')
  if (!documented || mediaType === undefined || received === undefined || statusClass(status) !== 2) return undefined
  if (acceptQuality(accept, received) > 0) return undefined
  const constraint = rules.constraint('mediaType', (candidate) => candidate.status === documented.status)
  return { constraint, pointer: '', expected: `media type ${accept}`, received, class: NOT_ACCEPTED }
}

/** No content can come with these, whatever is documented (RFC 9110, 9.3.2, 15.3.5, 15.3.6 and 15.4.5). */
const isBodiless = ({ method }: Operation, { status }: HttpResponse): boolean =>
  method === 'HEAD' || status === 204 || status === 205 || status === 304

const isOf = (place: Place, { status }: DocumentedResponse): boolean =>
  place.side === 'response' && place.status === status

function headerIssues(rules: OperationRules, documented: DocumentedResponse, response: HttpResponse): Issue[] {
  return documented.headers.flatMap((header): Issue[] => {
    // Content-Type is described by the media type (OpenAPI, "Response Object").
    if (header.name.toLowerCase() === 'content-type') return []
    const place: Place = { side: 'response', in: 'header', status: documented.status, name: header.name }
    const values = headerValues(response.headers, header.name)
    if (values.length === 0) {
      if (!header.required) return []
      const constraint = rules.constraint('presence', (candidate) => placeKey(candidate.place) === placeKey(place))
      return [{ constraint, pointer: '', expected: 'to be present', received: 'nothing', class: 'absent' }]
    }
    const shape = rules.shape(header.schema)
    const style = styleOfHeader(header)
    const read = readParameter(style, values.join(', '), shape)
    return read.kind === 'value' ? rules.judgeValue(place, header.schema, read.value) : []
  })
}

/** Headers are of one style only (3.1, 4.8.21, Header Object). */
export const styleOfHeader = ({ name, explode, contentType }: ResponseHeader): StyledParameter => ({
  name,
  in: 'header',
  style: 'simple',
  explode,
  allowReserved: false,
  ...(contentType !== undefined && { contentType }),
})

function advisoryIssues(rules: OperationRules, documented: DocumentedResponse, body: Json): Issue[] {
  return documented.advisories.flatMap((advisory): Issue[] => {
    const broken =
      (advisory.kind === 'schema' && rules.validate(advisory.schema)(body)[0] !== undefined) ||
      (advisory.kind === 'order' && !isOrdered(body, advisory.properties))
    if (!broken) return []
    const constraint = rules.constraint(
      'advisory',
      (candidate) => candidate.advisory.source.pointer === advisory.source.pointer,
    )
    return [{ constraint, pointer: '', expected: advisory.message, received: 'a body that does not', class: 'other' }]
  })
}

function sentBack(rules: OperationRules, { status }: DocumentedResponse, media: MediaType, body: Json): Issue[] {
  if (!media.schema || withoutHidden(rules.contract, media.schema, body, 'response') === body) return []
  const constraint = rules.constraint(
    'advisory',
    ({ advisory, ...candidate }) =>
      candidate.status === status && advisory.kind === 'writeOnly' && advisory.mediaType === media.name,
  )
  return [{ constraint, pointer: '', expected: constraint.value, received: 'a body that has it', class: 'other' }]
}

function isOrdered(body: Json, names: readonly string[]): boolean {
  if (!isObject(body)) return true
  const times = names.flatMap((name) => {
    const value = property(body, name)
    const time = typeof value === 'string' && value !== '' ? Date.parse(value) : Number.NaN
    return Number.isNaN(time) ? [] : [time]
  })
  return times.every((time, index) => index === 0 || (times[index - 1] ?? time) <= time)
}
