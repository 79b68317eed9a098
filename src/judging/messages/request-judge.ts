import { NotJudged, withinSteps } from '../../bounded/index.ts'
import { isInQuery } from '../../contract/constraints/index.ts'
import type { MediaType, Parameter, RequestBody } from '../../contract/model/index.ts'
import { framingOf, type HttpRequest, headerValues, parseMediaType, textsByName } from '../../http/index.ts'
import type { Json } from '../../json/index.ts'
import { documentedMedia } from './documented-media.ts'
import { type JudgedBody, judgeBody } from './judge-body.ts'
import type { Hazard, Issue, JudgedRequest, RequestVerdict } from './judgement.ts'
import type { OperationRules } from './operation-rules.ts'
import { ParameterJudge } from './parameter-judge.ts'
import { type PathTemplate, pathTemplate } from './path-template.ts'

/** What the parameters of a request say, and of those that cannot be read the first. */
interface JudgedParameters {
  /** By `in.name`. */
  readonly values: ReadonlyMap<string, Json>
  readonly issues: readonly Issue[]
  readonly hazards: readonly Hazard[]
  readonly malformed?: Issue
}

/** The body of a request as it is on the wire: of a documented media type, as the header says it. */
interface SentBody {
  readonly media: MediaType
  readonly contentType: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** Reads requests back from their bytes and sets them against the operation that they were sent for. */
export class RequestJudge {
  readonly #rules: OperationRules
  readonly #template: PathTemplate
  readonly #parameters: readonly ParameterJudge[]
  /** Optional parameters that one name in a message says all of, by their places and names: their indexes. */
  readonly #byName: ReadonlyMap<string, number>
  /** All others are asked of each request. */
  readonly #always: readonly number[]
  readonly #isPathOnly: boolean
  #lastBody: { readonly sent: SentBody; readonly judged: JudgedBody } | undefined

  constructor(rules: OperationRules) {
    const { path, parameters } = rules.operation
    this.#rules = rules
    this.#template = pathTemplate(path)
    this.#parameters = parameters.map((parameter) => new ParameterJudge(rules, parameter))
    const byName = new Map<string, number>()
    this.#always = [...this.#parameters.entries()].flatMap(([index, { parameter, isSpread }]) => {
      const key = nameKey(parameter)
      const isAsked = parameter.required || parameter.in === 'path' || (isSpread && parameter.in !== 'header')
      if (isAsked || byName.has(key)) return [index]
      byName.set(key, index)
      return []
    })
    this.#byName = byName
    this.#isPathOnly = parameters.every((parameter) => parameter.in === 'path')
  }

  judge(request: HttpRequest): JudgedRequest {
    try {
      return withinSteps(() => this.#judge(request))
    } catch (error) {
      if (error instanceof NotJudged) return unread({ kind: 'unjudged', reason: error.message })
      throw error
    }
  }

  #judge(request: HttpRequest): JudgedRequest {
    const [path = '', query = ''] = split(request.target)
    const segments = this.#template.match(path)
    if (!segments) return unread({ kind: 'other path' })
    const parameters = this.#judgeParameters(segments, query, request)
    const { values, malformed } = parameters
    if (request.method !== this.#rules.operation.method)
      return { ...unread(otherMethod(this.#rules, request)), parameters: values }
    const judged = { ...this.#judgeBody(parameters, request), parameters: values }
    return malformed ? { ...judged, verdict: { kind: 'malformed', issue: malformed } } : judged
  }

  #judgeParameters(segments: ReadonlyMap<string, string>, query: string, request: HttpRequest): JudgedParameters {
    const values = new Map<string, Json>()
    const issues: Issue[] = []
    const hazards: Hazard[] = []
    let firstMalformed: Issue | undefined
    const texts = this.#isPathOnly ? NO_TEXTS : textsOf(query, request)
    const named = [...texts.keys()].flatMap((key) => this.#byName.get(key) ?? [])
    const asked = named.length === 0 ? this.#always : [...this.#always, ...named].sort((a, b) => a - b)
    for (const index of asked) {
      const judge = this.#parameters[index]
      if (!judge) continue
      const { parameter, key: place } = judge
      const isInPath = parameter.in === 'path'
      const text = isInPath
        ? segments.get(parameter.name)
        : parameter.in === 'header' || !judge.isSpread
          ? texts.get(nameKey(parameter))
          : rawText(parameter, query, request)
      if (isInPath && /^(?:\.|%2e){1,2}$/i.test(text ?? '')) hazards.push({ place, name: 'dot segment' })
      const { value, issues: broken, hazards: tolerated = [], malformed } = judge.judge(text)
      firstMalformed ??= malformed
      if (value !== undefined) values.set(place, value)
      issues.push(...broken)
      hazards.push(...tolerated.map((name) => ({ place, name })))
    }
    return { values, issues, hazards, ...(firstMalformed && { malformed: firstMalformed }) }
  }

  #judgeBody({ issues, hazards }: JudgedParameters, request: HttpRequest): JudgedRequest {
    const { requestBody } = this.#rules.operation
    const { body: bytes = NO_BYTES, headers } = request
    if (!requestBody || (bytes.length === 0 && !isEmptySequence(requestBody, headers)))
      return unread(verdictOf(requestBody?.required ? [...issues, absentBody(this.#rules)] : issues, hazards))
    const contentTypes = headerValues(headers, 'content-type')
    const [contentType = ''] = contentTypes
    const mediaType = contentTypes.length === 1 ? parseMediaType(contentType)?.essence : undefined
    const media = mediaType === undefined ? undefined : documentedMedia(requestBody.content, mediaType)
    if (!media || mediaType === undefined) {
      if (requestBody.content.length === 0) return unread(verdictOf(issues, hazards))
      return unread({ kind: 'malformed', issue: otherMediaType(this.#rules, contentTypes) })
    }
    const judged = this.#body({ media, contentType, mediaType, bytes })
    const isEmpty = bytes.length === 0 && requestBody.required
    const verdict: RequestVerdict = judged.malformed
      ? { kind: 'malformed', issue: judged.malformed }
      : verdictOf(
          [...issues, ...judged.issues],
          [...hazards, ...[...judged.hazards, ...(isEmpty ? [EMPTY] : [])].map((name) => ({ place: 'body', name }))],
        )
    return { ...unread(verdict), body: judged.malformed ? undefined : judged.value, mediaType: media.name }
  }

  /** What a body says. The last is kept: requests that differ in one place have the others in common. */
  #body(sent: SentBody): JudgedBody {
    const last = this.#lastBody
    if (last?.sent.contentType === sent.contentType && equalBytes(last.sent.bytes, sent.bytes)) return last.judged
    const { media, contentType, mediaType, bytes } = sent
    const judged = judgeBody(this.#rules, media, contentType, mediaType, bytes)
    this.#lastBody = { sent, judged }
    return judged
  }
}

const NO_BYTES = new Uint8Array()
const NO_TEXTS: ReadonlyMap<string, string> = new Map()
/** A sequence without items: a recipient may say that the body which it requires is missing. */
const EMPTY = 'a body without bytes'

/** Whether a body without bytes is a list without items, as its media type says. */
function isEmptySequence({ content }: RequestBody, headers: HttpRequest['headers']): boolean {
  const [contentType = ''] = headerValues(headers, 'content-type')
  const framing = framingOf(contentType)
  return framing !== undefined && framing !== 'parts' && documentedMedia(content, contentType)?.order !== undefined
}

/** A request of which nothing is read but what the verdict says. */
const unread = (verdict: RequestVerdict): JudgedRequest => ({
  verdict,
  parameters: new Map(),
  body: undefined,
  mediaType: undefined,
})

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false
  return true
}

/** The method of another operation of the path makes the request that operation's. */
function otherMethod(rules: OperationRules, { method }: HttpRequest): RequestVerdict {
  if (rules.operation.methodsOfPath.includes(method)) return { kind: 'other path' }
  const constraint = rules.constraint('method')
  const expected = `method ${constraint.value.join(' or ')}`
  return { kind: 'other method', issue: { constraint, pointer: '', expected, received: method, class: 'other' } }
}

function otherMediaType(rules: OperationRules, contentTypes: readonly string[]): Issue {
  const constraint = rules.constraint('mediaType', ({ side }) => side === 'request')
  const expected = `media type ${constraint.value.join(' or ')}`
  const isAbsent = contentTypes.length === 0
  const received = isAbsent ? 'no Content-Type' : contentTypes.join(', ')
  return { constraint, pointer: '', expected, received, class: isAbsent ? 'absent' : 'other' }
}

function absentBody(rules: OperationRules): Issue {
  const constraint = rules.constraint('presence', ({ place }) => place.in === 'body' && place.side === 'request')
  return { constraint, pointer: '', expected: 'to be present', received: 'nothing', class: 'absent' }
}

function verdictOf(issues: readonly Issue[], hazards: readonly Hazard[]): RequestVerdict {
  const [first, ...rest] = issues
  if (first) return { kind: 'breaking', issues: [first, ...rest] }
  return hazards.length > 0 ? { kind: 'tolerated', hazards } : { kind: 'conforming' }
}

/** Path and query of a target. */
function split(target: string): [path: string, query?: string] {
  const mark = target.indexOf('?')
  return mark < 0 ? [target] : [target.slice(0, mark), target.slice(mark + 1)]
}

const nameKey = ({ in: place, name }: Pick<Parameter, 'in' | 'name'>): string =>
  `${place} ${place === 'header' ? name.toLowerCase() : name}`

/** What a request says outside path and body, by place and name. */
function textsOf(query: string, { headers }: HttpRequest): Map<string, string> {
  const texts = new Map<string, string>()
  for (const [header, value] of headers) {
    const key = nameKey({ in: 'header', name: header })
    const before = texts.get(key)
    texts.set(key, before === undefined ? value : `${before}, ${value}`)
  }
  for (const [name, text] of textsByName('query', query)) texts.set(nameKey({ in: 'query', name }), text)
  const cookie = headerValues(headers, 'cookie').join('; ')
  for (const [name, text] of textsByName('cookie', cookie)) texts.set(nameKey({ in: 'cookie', name }), text)
  return texts
}

/** The whole of a query or of the cookies, since styles spread over pairs. */
function rawText(parameter: Parameter, query: string, request: HttpRequest): string | undefined {
  if (isInQuery(parameter)) return query
  const values = headerValues(request.headers, 'cookie')
  return values.length === 0 ? undefined : values.join('; ')
}
