import { parameterKey } from '../../contract/constraints/index.ts'
import type { Parameter } from '../../contract/model/index.ts'
import { type HttpRequest, headerValues, parseMediaType } from '../../http/index.ts'
import type { Json } from '../../json/index.ts'
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
  if (request.method !== judge.operation.method) return done(otherMethod(judge, request))

  const issues: Issue[] = []
  const hazards: string[] = []
  for (const one of judge.parameters) {
    const { name, in: place } = one.parameter
    const text = place === 'path' ? raw.get(name) : rawText(one.parameter, query, request)
    if (place === 'path' && /^(?:\.|%2e){1,2}$/i.test(text ?? '')) hazards.push('dot segment')
    const judged = one.judge(text)
    if (judged.malformed) return done({ kind: 'malformed', issue: judged.malformed })
    if (judged.value !== undefined) parameters.set(parameterKey(one.parameter), judged.value)
    issues.push(...judged.issues)
  }

  const { requestBody } = judge.operation
  const bytes = request.body
  if (!requestBody || bytes === undefined || bytes.length === 0) {
    if (requestBody?.required) issues.push(absentBody(judge))
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
  const judged = judge.body(media, contentTypes[0] ?? '', mediaType, bytes)
  if (judged.malformed) return done({ kind: 'malformed', issue: judged.malformed }, undefined, media.name)
  return done(verdictOf([...issues, ...judged.issues], [...hazards, ...judged.hazards]), judged.value, media.name)
}

/** The method of another operation of the path makes the request that operation's. */
function otherMethod(judge: OperationJudge, { method }: HttpRequest): RequestVerdict {
  if (judge.operation.methodsOfPath.includes(method)) return { kind: 'other path' }
  const constraint = judge.constraint('method')
  const expected = `method ${constraint.value.join(' or ')}`
  return { kind: 'other method', issue: { constraint, pointer: '', expected, received: method, class: 'other' } }
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

/** The raw text of a parameter outside the path; for the query the whole of it, since styles spread over pairs. */
function rawText(parameter: Parameter, query: string, request: HttpRequest): string | undefined {
  if (parameter.in === 'query') return query
  const values = headerValues(request.headers, parameter.in === 'cookie' ? 'cookie' : parameter.name)
  return values.length === 0 ? undefined : values.join(parameter.in === 'cookie' ? '; ' : ', ')
}

function absentBody(judge: OperationJudge): Issue {
  const constraint = judge.constraint('presence', ({ place }) => place.in === 'body' && place.side === 'request')
  return { constraint, pointer: '', expected: 'to be present', received: 'nothing', class: 'absent' }
}
