import { type Constraint, isRequestConstraint, parameterKey, placeOf } from '../../contract/constraints/index.ts'
import { isClientError, isSafe, isSuccess } from '../../http/index.ts'
import {
  brokenAlone,
  isConforming,
  isRequestAtEdge,
  type JudgedRequest,
  type OperationJudge,
} from '../messages/index.ts'
import { type Exchange, statusOf } from './check.ts'
import { Lookups, pathOf } from './lookups.ts'
import { isRefused } from './refusal.ts'
import { undocumentedMethod } from './undocumented-method.ts'

/** What was seen of one constraint. */
interface SeenOfConstraint {
  /** A conforming request at its edge was accepted; or it was answered 404, which refuses nothing. */
  edge?: 'accepted' | 'not found'
  /** A request that breaks it alone was refused; or it was answered 404, which may mean something else. */
  breach?: 'refused' | 'not found'
  /** Why the user says that the answer to a request at its edge, or beyond it, proves nothing. */
  business?: string
  /** The path values of breaches that were answered 404. */
  readonly notFoundAt: Set<string>
}

/** Why a plan shows less than all: what it has no cases of, and which constraints no case shows. */
export interface Gaps {
  /** Why there are no cases, by operation or by the limit that cut them; `*` stands for all operations. */
  readonly unplanned: ReadonlyMap<string, string>
  /** Why no request was planned at the edge of a constraint, or to break it alone; by id. */
  readonly untried: ReadonlyMap<string, { readonly edge?: string; readonly breach?: string }>
}

type Operation = OperationJudge['operation']

/** Collects what requests prove: that a deployment enforces what a client owes, and no more than that. */
export class RequestEvidence {
  readonly #evidence = new Map<string, SeenOfConstraint>()
  /** Operations of which a conforming request was accepted. */
  readonly #accepted = new Set<string>()
  readonly #lookups = new Lookups()
  #refused = false

  /** Whether any request that was sent to be refused was, other than by a 404. */
  get refusedSomething(): boolean {
    return this.#refused
  }

  add(exchange: Exchange): void {
    const { judged, judge, credentials, business } = exchange
    const status = statusOf(exchange)
    if (status === undefined) return
    if (business !== undefined) {
      this.#addBusiness(exchange, business)
      return
    }
    const refusal = status === 404 ? 'not found' : isClientError(status) || status === 501 ? 'refused' : undefined
    if (credentials !== 'configured') {
      const evidence = this.#of(judge.constraint('security'))
      if (refusal !== undefined && evidence.breach !== 'refused') evidence.breach = refusal
    } else if (isConforming(judged)) {
      this.#lookups.add(exchange, status)
      if (isSuccess(status)) this.#accepted.add(judge.operation.id)
      const edge = isSuccess(status) ? 'accepted' : status === 404 ? 'not found' : undefined
      if (edge && !isRefused(exchange)) this.#addEdges(exchange, edge)
    } else if (refusal !== undefined) this.#addBreach(judged, refusal)
  }

  #addBusiness({ judge, judged }: Exchange, reason: string): void {
    const broken = brokenAlone(judged)
    const edges = isConforming(judged) ? judge.constraints.filter((constraint) => isReached(constraint, judged)) : []
    for (const constraint of broken ? [broken] : edges)
      if (constraint.party === 'client') this.#of(constraint).business = reason
  }

  #addBreach(judged: JudgedRequest, refusal: 'refused' | 'not found'): void {
    const broken = brokenAlone(judged)
    if (!broken) return
    // A path that is known refuses a method by 404 too; a method that may change something was sent to one that is not.
    const isMethod = broken.kind === 'method'
    if (isMethod && refusal === 'not found' && !isSafe(undocumentedMethod({ judged }) ?? '')) return
    if (refusal === 'refused' && !isMethod) this.#refused = true
    const evidence = this.#of(broken)
    if (refusal === 'not found') evidence.notFoundAt.add(pathOf(judged))
    if (evidence.breach !== 'refused') evidence.breach = isMethod ? 'refused' : refusal
  }

  #addEdges({ judge, judged }: Exchange, edge: 'accepted' | 'not found'): void {
    for (const constraint of judge.constraints) {
      if (constraint.party !== 'client') continue
      const evidence = this.#of(constraint)
      if (evidence.edge === 'accepted' || evidence.edge === edge) continue
      if (isReached(constraint, judged)) evidence.edge = edge
    }
  }

  #of({ id }: Constraint): SeenOfConstraint {
    const evidence = this.#evidence.get(id) ?? { notFoundAt: new Set() }
    this.#evidence.set(id, evidence)
    return evidence
  }

  /** Why a request constraint is untested; undefined if it is held. */
  untested({ operation }: OperationJudge, constraint: Constraint, { unplanned, untried }: Gaps): string | undefined {
    const { edge, breach, business } = this.#of(constraint)
    const reasons = untried.get(constraint.id)
    const cut =
      unplanned.get(operation.id) ??
      unplanned.get('*') ??
      unplanned.get('--max-executions') ??
      unplanned.get('--max-requests')
    if (constraint.kind === 'security' && !breach)
      return reasons?.breach ?? cut ?? 'no request without credentials was refused'
    if (constraint.kind === 'security' && breach === 'not found')
      return 'without credentials 404 was answered, which does not tell a refusal from what is not there'
    if (business !== undefined && (edge === undefined || breach === undefined))
      return `what was answered proves nothing: ${business}`
    if (edge === undefined)
      return cut ?? reasons?.edge ?? this.advised(operation, 'no request at its edge was accepted')
    if (breach === undefined) return cut ?? reasons?.breach ?? 'no request that breaks it alone was refused'
    return breach === 'not found' ? this.#unclear(constraint) : undefined
  }

  /** Why a constraint of which every breach was answered 404 is untested; undefined if the 404 was a refusal. */
  #unclear(constraint: Constraint): string | undefined {
    const { edge, notFoundAt } = this.#of(constraint)
    if (edge === 'not found') return 'answered 404 at the edge and beyond it alike: give known values with --param'
    if ([...notFoundAt].some((path) => this.#lookups.isRefusal(constraint, path))) return undefined
    const reason = 'beyond its edge 404 was answered, which does not tell a refusal from a value that is not known'
    return placeOf(constraint)?.in === 'path' ? reason : `${reason}: give known values with --param`
  }

  /** A reason, with what may help if nothing of the operation was accepted. */
  advised(operation: Operation, reason: string): string {
    const options = this.#accepted.has(operation.id) ? [] : knownOptions(operation)
    return options.length === 0 ? reason : `${reason}: give known values with ${options.join(' and ')}`
  }
}

/** The options that give values which the deployment knows. */
export const knownOptions = ({ parameters, requestBody }: Operation): string[] => [
  ...(parameters.length > 0 ? ['--param'] : []),
  ...(requestBody ? ['--body'] : []),
]

function isReached(constraint: Constraint, judged: JudgedRequest): boolean {
  if (isRequestConstraint(constraint)) return isRequestAtEdge(constraint, judged)
  if (constraint.kind !== 'presence') return true
  const { place } = constraint
  return place.in === 'body' ? judged.body !== undefined : judged.parameters.has(parameterKey(place))
}
