import {
  type Constraint,
  documentedStatus,
  instancesOf,
  isSchemaConstraint,
  placeOf,
} from '../../contract/constraints/index.ts'
import { bodyKindOf, concreteMediaType, type HttpResponse, headerValue } from '../../http/index.ts'
import { isForAnother, type JudgedResponse, type OperationJudge } from '../messages/index.ts'
import { appliesTo } from './applies-to.ts'
import { isAskedFor } from './asked-for.ts'
import type { Exchange } from './check.ts'
import { isUnavailable } from './refusal.ts'
import { type Gaps, knownOptions, type RequestEvidence } from './request-evidence.ts'

/** Collects what responses show: the constraints that a deployment owes, and had the occasion to break. */
export class ResponseEvidence {
  /** Ids of constraints to which a value, or a message, applied. */
  readonly #seen = new Set<string>()
  /** Constraints of which nothing was seen yet, by operation and documented status. */
  readonly #unseen = new Map<string, readonly Constraint[]>()
  /** Documented statuses that were seen, behind their operation, with the media types of their bodies. */
  readonly #answered = new Map<string, Set<string>>()
  /** Media types that were asked for alone, behind their operation, and not answered by 406. */
  readonly #accepts = new Set<string>()
  /** Why a response could not be judged, by its documented status behind its operation. */
  readonly #unjudged = new Map<string, string>()
  /** Responses that have shown what they can show. */
  readonly #read = new WeakSet<JudgedResponse>()

  #unseenOf({ operation: { id }, constraints }: OperationJudge, status: string): readonly Constraint[] {
    const key = `${id} ${status}`
    const unseen =
      this.#unseen.get(key) ??
      constraints.filter(
        (constraint) => constraint.party === 'deployment' && (documentedStatus(constraint) ?? '') === status,
      )
    this.#unseen.set(key, unseen)
    return unseen
  }

  add(exchange: Exchange): void {
    const { answer, outcome, judge, judged, accept } = exchange
    if (accept !== undefined && !isUnavailable(exchange)) this.#accepts.add(`${judge.operation.id} ${accept}`)
    if (!answer?.documented || outcome.kind !== 'response') return
    if (isForAnother(judged) || this.#read.has(answer)) return
    this.#read.add(answer)
    const { documented, mediaType } = answer
    const key = `${judge.operation.id} ${documented.status}`
    const mediaTypes = this.#answered.get(key) ?? new Set()
    this.#answered.set(key, mediaType === undefined ? mediaTypes : mediaTypes.add(mediaType))
    if (answer.unjudged !== undefined) this.#unjudged.set(key, answer.unjudged)
    const unseen = this.#unseenOf(judge, documented.status).filter((constraint) => {
      const applies = appliesToResponse(constraint, outcome.response, answer)
      if (applies) this.#seen.add(constraint.id)
      return !applies
    })
    this.#unseen.set(key, unseen)
  }

  /** Whether nothing was seen of a response constraint, and no request can ask for what it is about. */
  isUnasked({ operation, constraints }: OperationJudge, constraint: Constraint): boolean {
    const mediaTypes = this.#answered.get(`${operation.id} ${documentedStatus(constraint) ?? ''}`)
    const isAnswered = (status: string): boolean => this.#answered.has(`${operation.id} ${status}`)
    if (!mediaTypes) return !isAskedFor(documentedStatus(constraint) ?? '', constraints, isAnswered)
    // Of several media types, the deployment chooses one, unless one is asked for alone.
    const place = placeOf(constraint)
    const mediaType = place?.in === 'body' ? place.mediaType : undefined
    if (mediaType === undefined || mediaTypes.size === 0 || mediaTypes.has(mediaType)) return false
    return !this.#accepts.has(`${operation.id} ${mediaType}`)
  }

  /** Why a response constraint is untested; undefined if it is held. */
  untested(
    judge: OperationJudge,
    constraint: Constraint,
    { unplanned, untried }: Gaps,
    requests: RequestEvidence,
  ): string | undefined {
    const { operation, constraints } = judge
    const status = documentedStatus(constraint) ?? ''
    const unjudged = constraint.kind === 'status' ? undefined : this.#unjudged.get(`${operation.id} ${status}`)
    if (unjudged !== undefined) return `a response with status ${status} could not be judged: ${unjudged}`
    if (this.#seen.has(constraint.id)) return undefined
    const isUnasked = this.isUnasked(judge, constraint)
    const unread = unreadMediaType(judge, constraint)
    if (unread !== undefined) return `bodies of ${unread} are not read`
    const isSuccessful = /^2|default/i.test(status)
    if (this.#answered.has(`${operation.id} ${status}`)) {
      const options = isSuccessful && !isUnasked ? knownOptions(operation) : []
      const advice = `; other values of ${options.join(' or ')}, or more --runs, may bring one`
      return `no response with status ${status} carried such a value${options.length > 0 ? advice : ''}`
    }
    const unseen = `no response of the operation with status ${status} was seen`
    if (isUnasked) return unseen + whatBrings(status, operation)
    const security = constraints.find(({ kind }) => kind === 'security')
    const unsecured = /^40[13]$/.test(status) && security ? untried.get(security.id)?.breach : undefined
    const cut = unplanned.get(operation.id) ?? unplanned.get('*')
    // Only what is executed has a success to show: no other response would come of more room.
    const room = isSuccessful ? unplanned.get('--max-executions') : undefined
    return unsecured ?? cut ?? room ?? unplanned.get('--max-requests') ?? requests.advised(operation, unseen)
  }
}

/** Whether a response gives a deployment occasion to break a constraint of its status. */
function appliesToResponse(
  constraint: Constraint,
  response: HttpResponse,
  { body, mediaType, isPartial, unjudged }: JudgedResponse,
): boolean {
  if (constraint.kind === 'status') return true
  if (unjudged !== undefined) return false
  if (constraint.kind === 'mediaType') return true
  if (constraint.kind === 'advisory') return body !== undefined
  if (constraint.about === 'message') return false
  const { place } = constraint
  if (place.side !== 'response' || (place.in === 'body' && place.mediaType !== mediaType)) return false
  if (constraint.kind === 'syntax') return true
  if (place.in === 'header')
    return constraint.kind === 'presence' || headerValue(response.headers, place.name) !== undefined
  if (!isSchemaConstraint(constraint) || body === undefined) return false
  // What is asked of a whole list, its first items cannot show.
  if (isPartial && constraint.pointer === '') return false
  return appliesTo(constraint, instancesOf(constraint, body))
}

/** What is known of how to bring about a status that no request asks for. */
function whatBrings(status: string, { parameters, requestBody }: OperationJudge['operation']): string {
  const isLookup = /^4(?:04|10)$/.test(status) && (parameters.length > 0 || requestBody !== undefined)
  return isLookup ? '; a value that is not known may bring one' : ', and nothing says what brings one'
}

/** The media type of a body whose values nothing says how to read, such as XML. */
function unreadMediaType({ operation }: OperationJudge, constraint: Constraint): string | undefined {
  if (!isSchemaConstraint(constraint) || constraint.place.in !== 'body') return undefined
  const { mediaType } = constraint.place
  const isSequence = operation.responses.some(({ content }) =>
    content.some(({ name, order }) => name === mediaType && order !== undefined),
  )
  return !isSequence && bodyKindOf(concreteMediaType(mediaType)) === 'opaque' ? mediaType : undefined
}
