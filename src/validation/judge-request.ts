import type { Place } from '../constraints/index.ts'
import { type Parameter, withoutHidden } from '../contract/index.ts'
import { type HttpRequest, headerValues, parseMediaType, readBody, readParameter } from '../http/index.ts'
import { type Json, scanHazards } from '../json/index.ts'
import { documentedMedia } from './documented-media.ts'
import type { Issue, JudgedRequest, RequestVerdict } from './judgement.ts'
import type { OperationJudge } from './operation-judge.ts'

/** Reads a request back from its bytes and sets it against the operation that it was sent for. */
export function judgeRequest(judge: OperationJudge, request: HttpRequest): JudgedRequest {
  const parameters = new Map<string, Json>()
  const [path = '', query = ''] = split(request.target)
  const raw = judge.template.match(path)
  const done = (verdict: RequestVerdict, body?: Json, mediaType?: string): JudgedRequest => ({
    verdict,
    parameters,
    body,
    mediaType,
  })
  if (!raw) return done({ kind: 'other path' })
  if (request.method !== judge.operation.method)
    return done(
      judge.operation.methodsOfPath.includes(request.method) ? { kind: 'other path' } : { kind: 'other method' },
    )

  const issues: Issue[] = []
  const hazards: string[] = []
  for (const parameter of judge.operation.parameters) {
    const place: Place = { side: 'request', in: parameter.in, name: parameter.name }
    const text = parameter.in === 'path' ? raw.get(parameter.name) : rawText(parameter, query, request)
    if (parameter.in === 'path' && /^(?:\.|%2e){1,2}$/i.test(text ?? '')) hazards.push('dot segment')
    const shape = judge.shape(parameter.schema)
    const read = text === undefined ? undefined : readParameter(parameter, text, shape, judge.namesAt(parameter.in))
    if (read === undefined || read.kind === 'absent') {
      if (parameter.required && parameter.in !== 'path') issues.push(absent(judge, place))
      continue
    }
    const flawed = read.kind === 'malformed'
    if (flawed && (read.flaw === 'percent escape' || read.flaw === 'utf-8')) {
      const constraint = judge.constraint('encoding', (one) => sameName(one.place, place))
      const received = read.flaw === 'utf-8' ? 'bytes that are not UTF-8' : 'a malformed percent escape'
      const issue = { constraint, pointer: '', expected: 'percent-encoded UTF-8', received, class: 'malformed' }
      return done({ kind: 'malformed', issue })
    }
    // A text that is not laid out as the style says is judged as the text that it is.
    const value = flawed ? (text ?? '') : read.value
    parameters.set(`${parameter.in}.${parameter.name}`, value)
    issues.push(...judge.issues(place, parameter.schema, value))
  }

  const { requestBody } = judge.operation
  const bytes = request.body
  if (!requestBody || bytes === undefined || bytes.length === 0) {
    if (requestBody?.required)
      issues.push(absent(judge, { side: 'request', in: 'body', mediaType: requestBody.content[0]?.name ?? '*/*' }))
    return done(verdictOf(issues, hazards))
  }
  const contentTypes = headerValues(request.headers, 'content-type')
  const mediaType = contentTypes.length === 1 ? parseMediaType(contentTypes[0] ?? '')?.essence : undefined
  const media = mediaType === undefined ? undefined : documentedMedia(requestBody.content, mediaType)
  if (!media || mediaType === undefined) {
    if (requestBody.content.length === 0) return done(verdictOf(issues, hazards))
    const constraint = judge.constraint('mediaType', ({ side }) => side === 'request')
    const expected = `media type ${constraint.value.join(' or ')}`
    const received = contentTypes.length === 0 ? 'no Content-Type' : contentTypes.join(', ')
    return done({
      kind: 'malformed',
      issue: { constraint, pointer: '', expected, received, class: contentTypes.length === 0 ? 'absent' : 'other' },
    })
  }
  const decoded = readBody(judge.format(media, mediaType), contentTypes[0] ?? '', bytes)
  if (decoded.kind === 'malformed') {
    const constraint = judge.constraint(
      'syntax',
      ({ place, value }) => place.side === 'request' && value === media.name,
    )
    const issue = { constraint, pointer: '', expected: mediaType, received: decoded.what, class: 'malformed' }
    return done({ kind: 'malformed', issue }, undefined, media.name)
  }
  if (decoded.kind === 'opaque') return done(verdictOf(issues, hazards), undefined, media.name)
  if (media.schema)
    issues.push(...judge.issues({ side: 'request', in: 'body', mediaType: media.name }, media.schema, decoded.value))
  if (media.schema && withoutHidden(judge.contract, media.schema, decoded.value, 'request') !== decoded.value)
    hazards.push('a property that is readOnly')
  // What breaks a constraint may be refused whatever else it is.
  if (issues.length === 0) hazards.push(...(decoded.hazards ?? []), ...hazardsOf(decoded.json, decoded.value))
  return done(verdictOf(issues, hazards), decoded.value, media.name)
}

function verdictOf(issues: readonly Issue[], hazards: readonly string[]): RequestVerdict {
  const [first, ...rest] = issues
  if (first) return { kind: 'breaking', issues: [first, ...rest] }
  return hazards.length > 0 ? { kind: 'tolerated', hazards } : { kind: 'conforming' }
}

const split = (target: string): string[] => {
  const at = target.indexOf('?')
  return at < 0 ? [target] : [target.slice(0, at), target.slice(at + 1)]
}

const sameName = (a: Place, b: Place): boolean => a.in === b.in && 'name' in a && 'name' in b && a.name === b.name

const BYTE_ORDER_MARK = '\ufeff'

/** What of a JSON text that could be read a parser may refuse all the same. */
function hazardsOf(json: string | undefined, value: Json): string[] {
  if (json === undefined) return []
  if (json.startsWith(BYTE_ORDER_MARK)) return ['byte order mark', ...scanHazards(json.slice(1), value)]
  return scanHazards(json, value)
}

/** The raw text of a parameter outside the path; for the query the whole of it, since styles spread over pairs. */
function rawText(parameter: Parameter, query: string, request: HttpRequest): string | undefined {
  if (parameter.in === 'query') return query
  const values = headerValues(request.headers, parameter.in === 'cookie' ? 'cookie' : parameter.name)
  return values.length === 0 ? undefined : values.join(parameter.in === 'cookie' ? '; ' : ', ')
}

function absent(judge: OperationJudge, place: Place): Issue {
  const constraint = judge.constraint('presence', (one) =>
    place.in === 'body' ? one.place.in === 'body' && one.place.side === 'request' : sameName(one.place, place),
  )
  return { constraint, pointer: '', expected: 'to be present', received: 'nothing', class: 'absent' }
}
