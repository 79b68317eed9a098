import { type Constraint, isEdge, type SchemaConstraint } from '../../contract/constraints/index.ts'
import { bodyKindOf, concreteMediaType, headerValue, isClientError, isSuccess } from '../../http/index.ts'
import { instancesAt, parentPointer } from '../../json/index.ts'
import type { LedgerRow } from '../../report/results/index.ts'
import { brokenAlone, isConforming, isForAnother, type JudgedResponse, type OperationJudge } from '../messages/index.ts'
import { appliesTo } from './applies-to.ts'
import { isAskedFor } from './asked-for.ts'
import { type Exchange, statusOf } from './check.ts'
import { instancesOf, isRequestConstraint } from './edges-reached.ts'
import { Lookups, pathOf } from './lookups.ts'
import { isRefused } from './refusal.ts'

/** What was seen of one constraint. */
interface Evidence {
  /** A conforming request at its edge was accepted; or it was answered 404, which refuses nothing. */
  edge?: 'accepted' | 'not found'
  /** A request that breaks it alone was refused; or it was answered 404, which may mean something else. */
  breach?: 'refused' | 'not found'
  /** The path values of breaches that were answered 404. */
  notFoundAt?: Set<string>
  /** A value, or a message, to which it applies was seen in a response. */
  seen?: boolean
}

/** Why no request was planned at the edge of a constraint, or to break it alone; by id. */
type Untried = ReadonlyMap<string, { readonly edge?: string; readonly breach?: string }>

type Operation = OperationJudge['operation']

/** Collects what a run proves, exchange by exchange. */
export class Ledger {
  readonly #evidence = new Map<string, Evidence>()
  /** Response constraints of which nothing was seen yet, by operation and documented status. */
  readonly #unseen = new Map<string, Constraint[]>()
  /** Documented statuses that were seen, behind their operation, with the media types of their bodies. */
  readonly #answered = new Map<string, Set<string>>()
  /** Operations of which a conforming request was accepted. */
  readonly #accepted = new Set<string>()
  /** Responses that have shown what they can show. */
  readonly #read = new WeakSet<JudgedResponse>()
  readonly #judges: ReadonlyMap<string, OperationJudge>
  readonly #lookups = new Lookups()

  constructor(judges: ReadonlyMap<string, OperationJudge>) {
    this.#judges = judges
    for (const { operation, constraints } of judges.values())
      for (const constraint of constraints)
        if (constraint.party === 'deployment') {
          const key = `${operation.id} ${statusName(constraint)}`
          this.#unseen.set(key, [...(this.#unseen.get(key) ?? []), constraint])
        }
  }

  add(exchange: Exchange): void {
    this.#addRequest(exchange)
    this.#addResponse(exchange)
  }

  /** Whether any request that was sent to be refused was, other than by a 404. */
  get refusedSomething(): boolean {
    return this.#refused
  }
  #refused = false

  #addRequest(exchange: Exchange): void {
    const { judged, judge, credentials } = exchange
    const status = statusOf(exchange)
    if (status === undefined) return
    const refused = status === 404 ? 'not found' : isClientError(status) || status === 501 ? 'refused' : undefined
    if (credentials !== 'configured') {
      const evidence = this.#of(judge.constraint('security').id)
      if (refused !== undefined && evidence.breach !== 'refused') evidence.breach = refused
      return
    }
    if (isConforming(judged)) {
      this.#lookups.add(exchange, status)
      if (isSuccess(status)) this.#accepted.add(judge.operation.id)
      const edge = isSuccess(status) ? 'accepted' : status === 404 ? 'not found' : undefined
      if (edge && !isRefused(exchange)) this.#addEdges(exchange, edge)
    } else if (refused !== undefined) {
      const broken = brokenAlone(judged)
      if (!broken) return
      // Any address refuses a method, and answers 404.
      const isMethod = broken.kind === 'method'
      if (refused === 'refused' && !isMethod) this.#refused = true
      const evidence = this.#of(broken.id)
      if (refused === 'not found') evidence.notFoundAt = (evidence.notFoundAt ?? new Set()).add(pathOf(judged))
      if (evidence.breach !== 'refused') evidence.breach = isMethod ? 'refused' : refused
    }
  }

  #addEdges({ judge, judged }: Exchange, edge: 'accepted' | 'not found'): void {
    for (const constraint of judge.constraints) {
      if (constraint.party !== 'client') continue
      const evidence = this.#of(constraint.id)
      if (evidence.edge === 'accepted' || evidence.edge === edge) continue
      const reached = isRequestConstraint(constraint)
        ? instancesOf(constraint, judged).some((instance) => isEdge(constraint, instance))
        : constraint.kind === 'presence'
          ? isPresent(constraint.place, judged)
          : true
      if (reached) evidence.edge = edge
    }
  }

  #addResponse({ answer, outcome, judge, judged }: Exchange): void {
    if (!answer?.documented || outcome.kind !== 'response') return
    if (isForAnother(judged) || this.#read.has(answer)) return
    this.#read.add(answer)
    const { documented, body, mediaType } = answer
    const { response } = outcome
    const key = `${judge.operation.id} ${documented.status}`
    const mediaTypes = this.#answered.get(key) ?? new Set()
    this.#answered.set(key, mediaType === undefined ? mediaTypes : mediaTypes.add(mediaType))
    const applies = (constraint: Constraint): boolean => {
      if (constraint.kind === 'status' || constraint.kind === 'mediaType') return true
      if (constraint.kind === 'advisory') return body !== undefined
      if (!('place' in constraint)) return false
      const { place } = constraint
      if (place.side !== 'response' || (place.in === 'body' && place.mediaType !== mediaType)) return false
      if (constraint.kind === 'syntax') return true
      if (place.in === 'header')
        return constraint.kind === 'presence' || headerValue(response.headers, place.name) !== undefined
      return (
        'node' in constraint && body !== undefined && appliesTo(constraint, instancesAt(body, templateOf(constraint)))
      )
    }
    const left = (this.#unseen.get(key) ?? []).filter((constraint) => {
      if (!applies(constraint)) return true
      this.#of(constraint.id).seen = true
      return false
    })
    this.#unseen.set(key, left)
  }

  #of(id: string): Evidence {
    let evidence = this.#evidence.get(id)
    if (!evidence) {
      evidence = {}
      this.#evidence.set(id, evidence)
    }
    return evidence
  }

  /**
   * One row for each constraint. `broken` are ids with a finding; `unplanned` says why there are no cases, by operation or
   * limit; `untried` why none shows a constraint.
   */
  rows(
    broken: ReadonlySet<string>,
    unplanned: ReadonlyMap<string, string>,
    lineOf: (constraint: Constraint) => number | undefined,
    untried: Untried = new Map(),
  ): LedgerRow[] {
    return [...this.#judges.values()].flatMap((judge) =>
      judge.constraints.map((constraint): LedgerRow => {
        const { id, operation, party, value, source } = constraint
        const line = lineOf(constraint)
        const row = { id, operation, party, value, source: { ...source, ...(line !== undefined && { line }) } }
        if (broken.has(id)) return { ...row, state: 'broken' }
        if (constraint.implied !== undefined) return { ...row, state: 'implied', reason: constraint.implied }
        const isUnasked = party === 'deployment' && this.#isUnasked(judge, constraint)
        const reason =
          party === 'deployment'
            ? this.#unshown(judge, constraint, isUnasked, unplanned, untried)
            : this.#untested(judge, constraint, unplanned, untried.get(id))
        if (reason === undefined) return { ...row, state: 'held' }
        return { ...row, state: 'untested', reason, ...(isUnasked && { unasked: true as const }) }
      }),
    )
  }

  /** Whether nothing was seen of a response constraint, and no request can ask for what it is about. */
  #isUnasked({ operation, constraints }: OperationJudge, constraint: Constraint): boolean {
    const mediaTypes = this.#answered.get(`${operation.id} ${statusName(constraint)}`)
    const isAnswered = (status: string): boolean => this.#answered.has(`${operation.id} ${status}`)
    if (!mediaTypes) return !isAskedFor(statusName(constraint), constraints, isAnswered)
    // Of several media types, the deployment chooses one.
    const mediaType = 'place' in constraint && constraint.place.in === 'body' ? constraint.place.mediaType : undefined
    return mediaType !== undefined && mediaTypes.size > 0 && !mediaTypes.has(mediaType)
  }

  /** Why a response constraint is untested; undefined where it is held. */
  #unshown(
    { operation, constraints }: OperationJudge,
    constraint: Constraint,
    isUnasked: boolean,
    unplanned: ReadonlyMap<string, string>,
    untried: Untried,
  ): string | undefined {
    if (this.#evidence.get(constraint.id)?.seen) return undefined
    const status = statusName(constraint)
    const unread = unreadMediaType(constraint)
    if (unread !== undefined) return `bodies of ${unread} are not read`
    const isSuccessful = /^2|default/i.test(status)
    if (this.#answered.has(`${operation.id} ${status}`)) {
      const options = isSuccessful && !isUnasked ? knownOptions(operation) : []
      const advice = `; other values of ${options.join(' or ')}, or more --runs, may bring one`
      return `no response with status ${status} carried such a value${options.length > 0 ? advice : ''}`
    }
    const unseen = `no response of the operation with status ${status} was seen`
    if (isUnasked) return `${unseen}, and no request can ask for one`
    const security = constraints.find(({ kind }) => kind === 'security')
    const unsecured = /^40[13]$/.test(status) && security ? untried.get(security.id)?.breach : undefined
    const cut = unplanned.get(operation.id) ?? unplanned.get('*')
    // Only what is executed has a success to show: no other response would come of more room.
    const room = isSuccessful ? unplanned.get('--max-executions') : undefined
    return unsecured ?? cut ?? room ?? unplanned.get('--max-requests') ?? this.#unaccepted(operation, unseen)
  }

  /** Why a request constraint is untested; undefined where it is held. */
  #untested(
    { operation }: OperationJudge,
    constraint: Constraint,
    unplanned: ReadonlyMap<string, string>,
    untried: { readonly edge?: string; readonly breach?: string } = {},
  ): string | undefined {
    const { edge, breach, notFoundAt = [] } = this.#evidence.get(constraint.id) ?? {}
    const cut =
      unplanned.get(operation.id) ??
      unplanned.get('*') ??
      unplanned.get('--max-executions') ??
      unplanned.get('--max-requests')
    if (constraint.kind === 'security' && !breach)
      return untried.breach ?? cut ?? 'no request without credentials was refused'
    if (constraint.kind === 'security' && breach === 'not found')
      return 'without credentials 404 was answered, which does not tell a refusal from what is not there'
    if (edge === undefined)
      return cut ?? untried.edge ?? this.#unaccepted(operation, 'no request at its edge was accepted')
    if (breach === undefined) return cut ?? untried.breach ?? 'no request that breaks it alone was refused'
    if (edge === 'not found' && breach === 'not found')
      return 'answered 404 at the edge and beyond it alike: give known values with --param'
    if (breach === 'not found' && ![...notFoundAt].some((path) => this.#lookups.isRefusal(constraint, path))) {
      const unclear = 'beyond its edge 404 was answered, which does not tell a refusal from a value that is not known'
      const isInPath = 'place' in constraint && constraint.place.in === 'path'
      return isInPath ? unclear : `${unclear}: give known values with --param`
    }
    return undefined
  }

  /** With what may help where nothing of an operation was accepted. */
  #unaccepted(operation: Operation, reason: string): string {
    const options = this.#accepted.has(operation.id) ? [] : knownOptions(operation)
    return options.length === 0 ? reason : `${reason}: give known values with ${options.join(' and ')}`
  }
}

/** The options that give values which the deployment knows. */
const knownOptions = ({ parameters, requestBody }: Operation): string[] => [
  ...(parameters.length > 0 ? ['--param'] : []),
  ...(requestBody ? ['--body'] : []),
]

/** The media type of a body whose values nothing says how to read, such as XML. */
function unreadMediaType(constraint: Constraint): string | undefined {
  if (!('node' in constraint) || constraint.place.in !== 'body') return undefined
  const { mediaType } = constraint.place
  return bodyKindOf(concreteMediaType(mediaType)) === 'opaque' ? mediaType : undefined
}

/** The documented status that a response constraint belongs to. */
function statusName(constraint: Constraint): string {
  if (constraint.kind === 'status') return constraint.value
  if ('status' in constraint && constraint.status !== undefined) return constraint.status
  return 'place' in constraint && constraint.place.side === 'response' ? constraint.place.status : ''
}

const templateOf = ({ kind, pointer }: SchemaConstraint): string =>
  kind === 'required' ? parentPointer(pointer) : pointer

function isPresent(
  place: { readonly in: string; readonly name?: string },
  { parameters, body }: Exchange['judged'],
): boolean {
  return place.in === 'body' ? body !== undefined : parameters.has(`${place.in}.${place.name}`)
}
