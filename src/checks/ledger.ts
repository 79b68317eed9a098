import { type Constraint, isEdge, type SchemaConstraint } from '../constraints/index.ts'
import { bodyKindOf, concreteMediaType, headerValue } from '../http/index.ts'
import { instancesAt } from '../json/index.ts'
import type { LedgerRow } from '../results/index.ts'
import type { JudgedResponse, OperationJudge } from '../validation/index.ts'
import { type Exchange, isClientError, isSuccess, statusOf } from './check.ts'
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

/** Collects what a run proves, exchange by exchange. */
export class Ledger {
  readonly #evidence = new Map<string, Evidence>()
  /** Response constraints of which nothing was seen yet, by operation and documented status. */
  readonly #unseen = new Map<string, Constraint[]>()
  /** Documented statuses that were seen, with their operation. */
  readonly #answered = new Set<string>()
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
    const { verdict } = judged
    if (verdict.kind === 'conforming') {
      this.#lookups.add(exchange, status)
      const edge = isSuccess(status) ? 'accepted' : status === 404 ? 'not found' : undefined
      if (edge && !isRefused(exchange)) this.#addEdges(exchange, edge)
    } else if (refused !== undefined) {
      const broken =
        verdict.kind === 'breaking' && verdict.issues.length === 1
          ? verdict.issues[0].constraint
          : verdict.kind === 'malformed'
            ? verdict.issue.constraint
            : verdict.kind === 'other method'
              ? judge.constraint('method')
              : undefined
      if (!broken) return
      // Any address refuses a method, and answers 404.
      if (refused === 'refused' && verdict.kind !== 'other method') this.#refused = true
      const evidence = this.#of(broken.id)
      if (refused === 'not found') evidence.notFoundAt = (evidence.notFoundAt ?? new Set()).add(pathOf(judged))
      if (evidence.breach !== 'refused') evidence.breach = verdict.kind === 'other method' ? 'refused' : refused
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

  #addResponse({ answer, outcome, judge, judged: { verdict } }: Exchange): void {
    if (!answer?.documented || outcome.kind !== 'response') return
    if (verdict.kind === 'other method' || verdict.kind === 'other path' || this.#read.has(answer)) return
    this.#read.add(answer)
    const { documented, body, mediaType } = answer
    const { response } = outcome
    const key = `${judge.operation.id} ${documented.status}`
    this.#answered.add(key)
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
    return [...this.#judges.values()].flatMap(({ constraints }) =>
      constraints.map((constraint): LedgerRow => {
        const { id, operation, party, value, source } = constraint
        const line = lineOf(constraint)
        const row = { id, operation, party, value, source: { ...source, ...(line !== undefined && { line }) } }
        if (broken.has(id)) return { ...row, state: 'broken' }
        if (constraint.implied !== undefined) return { ...row, state: 'implied', reason: constraint.implied }
        const reason = this.#untested(constraint, unplanned, untried.get(constraint.id))
        return reason === undefined ? { ...row, state: 'held' } : { ...row, state: 'untested', reason }
      }),
    )
  }

  #untested(
    constraint: Constraint,
    unplanned: ReadonlyMap<string, string>,
    untried: { readonly edge?: string; readonly breach?: string } = {},
  ): string | undefined {
    const { edge, breach, seen, notFoundAt = [] } = this.#evidence.get(constraint.id) ?? {}
    const cut =
      unplanned.get(constraint.operation) ??
      unplanned.get('*') ??
      unplanned.get('--max-executions') ??
      unplanned.get('--max-requests')
    if (constraint.party === 'deployment') {
      if (seen) return undefined
      const status = statusName(constraint)
      const unread = unreadMediaType(constraint)
      if (unread !== undefined) return `bodies of ${unread} are not read`
      if (this.#answered.has(`${constraint.operation} ${status}`))
        return `no response with status ${status} carried such a value`
      // Only what is executed has a success to show: no other response would come of more room.
      const shown = /^2|default/i.test(status) ? cut : undefined
      return shown ?? `no response of the operation with status ${status} was seen`
    }
    if (constraint.kind === 'security' && !breach)
      return unplanned.get('*') ?? 'no credentials were given: --token or --header'
    if (constraint.kind === 'security' && breach === 'not found')
      return 'without credentials 404 was answered, which does not tell a refusal from what is not there'
    if (edge === undefined) return cut ?? untried.edge ?? 'no request at its edge was accepted'
    if (breach === undefined) return cut ?? untried.breach ?? 'no request that breaks it alone was refused'
    if (edge === 'not found' && breach === 'not found')
      return 'answered 404 at the edge and beyond it alike: give known values with --param'
    if (breach === 'not found' && ![...notFoundAt].some((path) => this.#lookups.isRefusal(constraint, path)))
      return 'beyond its edge 404 was answered, which does not tell a refusal from a value that is not known'
    return undefined
  }
}

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
  kind === 'required' ? pointer.slice(0, pointer.lastIndexOf('/')) : pointer

function isPresent(
  place: { readonly in: string; readonly name?: string },
  { parameters, body }: Exchange['judged'],
): boolean {
  return place.in === 'body' ? body !== undefined : parameters.has(`${place.in}.${place.name}`)
}

const STRINGS = new Set<string>(['minLength', 'maxLength', 'pattern', 'format'])
const NUMBERS = new Set<string>(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'])
const ARRAYS = new Set<string>([
  'minItems',
  'maxItems',
  'uniqueItems',
  'contains',
  'minContains',
  'maxContains',
  'items',
  'unevaluatedItems',
])
const OBJECTS = new Set<string>([
  'minProperties',
  'maxProperties',
  'required',
  'dependentRequired',
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
])

/** A keyword applies to values of its type only (JSON Schema 2020-12 validation, 6). */
function appliesTo({ kind, source }: SchemaConstraint, instances: readonly unknown[]): boolean {
  return instances.some((instance) => {
    // A `then` applies where its `if` holds: to values that are there, not to empty ones.
    if (source.pointer.includes('/then/') && instance === '') return false
    if (STRINGS.has(kind)) return typeof instance === 'string'
    if (NUMBERS.has(kind)) return typeof instance === 'number'
    if (ARRAYS.has(kind)) return Array.isArray(instance)
    if (OBJECTS.has(kind)) return typeof instance === 'object' && instance !== null && !Array.isArray(instance)
    return true
  })
}
