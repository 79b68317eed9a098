import { type Constraint, isRequestConstraint, parameterKey, placeOf } from '../../contract/constraints/index.ts'
import { isSafe, isServerError, isSuccess } from '../../http/index.ts'
import {
  breaksMessage,
  brokenAlone,
  differsOnlyWhere,
  type Issue,
  isAcceptable,
  isConforming,
  isRequestAtEdge,
  issuesOf,
  type JudgedRequest,
  type OperationJudge,
  saysSame,
} from '../messages/index.ts'
import { Acceptances, type Beside, isTwin, placeKeyOf } from './acceptances.ts'
import { brokenConstraint, type Exchange, isAccepted, statusOf } from './check.ts'
import { answerOf, IdleRefusals } from './idle-refusals.ts'
import { Lookups } from './lookups.ts'
import { placeOfOtherLetters } from './other-letters.ts'
import { isRefused, refusalOf } from './refusal.ts'
import { undocumentedMethod } from './undocumented-method.ts'

/** A request that breaks one constraint alone, and was refused. */
interface Refusal {
  readonly judged: JudgedRequest
  readonly wellFormed: JudgedRequest | undefined
  /** Undefined if it leaves credentials out, or carries wrong ones. */
  readonly issue: Issue | undefined
  readonly order: number
  readonly status: number
  readonly answer: string
  /** By a status that may mean what is there as well. */
  readonly isState: boolean
}

/** What was seen of one constraint. */
interface SeenOfConstraint {
  /** A conforming request at its edge was accepted; or answered with a state, which refuses nothing. */
  edge?: 'accepted' | 'state'
  readonly refusals: Refusal[]
  /** Why the user says that a refusal proves nothing. */
  business?: string
}

/** The first ones tell as much as all. */
const MOST_REFUSALS = 100

const LETTER_BLIND = 'what lacks it was refused, but the operation takes another one whose name is in other letters'

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
  readonly #seen = new Map<string, SeenOfConstraint>()
  readonly #acceptances = new Map<string, Acceptances>()
  readonly #lookups = new Lookups()
  readonly #idle = new Map<string, IdleRefusals>()
  /** Operations that refuse now and then what they accept as well. */
  readonly #random = new Set<string>()
  /** Operations, each with `body` or `query`, that take what is there for the one whose name differs in capitals alone. */
  readonly #letterBlind = new Set<string>()
  #order = 0
  #refused = false

  /** Whether any request that was sent to be refused was, other than by what is there. */
  get refusedSomething(): boolean {
    return this.#refused
  }

  acceptances({ id }: Pick<Operation, 'id'>): Acceptances {
    const acceptances = this.#acceptances.get(id) ?? new Acceptances()
    this.#acceptances.set(id, acceptances)
    return acceptances
  }

  #idleOf(operation: string): IdleRefusals {
    const idle = this.#idle.get(operation) ?? new IdleRefusals()
    this.#idle.set(operation, idle)
    return idle
  }

  get size(): number {
    return this.#order
  }

  add(exchange: Exchange): void {
    const order = this.#order++
    const { judged, judge, credentials, business } = exchange
    const status = statusOf(exchange)
    if (status === undefined) return
    if (business !== undefined) this.#addBusiness(exchange, business)
    else if (credentials !== 'configured' || !isAcceptable(judged)) {
      this.#addRefusal(exchange, status, order)
      const place = isSuccess(status) ? placeOfOtherLetters(exchange) : undefined
      if (place) this.#letterBlind.add(`${judge.operation.id} ${place}`)
    } else if (isConforming(judged)) {
      this.#addIdle(exchange, order)
      const isState = refusalOf(exchange) === 'state'
      if (isState) this.#lookups.add(exchange)
      if (isAccepted(exchange)) this.acceptances(judge.operation).add(judged, order)
      if (isAccepted(exchange) || isState) this.#addEdges(exchange, isState ? 'state' : 'accepted')
    }
  }

  setAtRandom(operation: string, isAtRandom: boolean): void {
    if (isAtRandom) this.#random.add(operation)
    else this.#random.delete(operation)
  }

  isAtRandom(operation: string): boolean {
    return this.#random.has(operation)
  }

  /** Forgets what was refused with some statuses; what was accepted stays, and so does what the user says of refusals. */
  forgetRefusals({ constraints, operation }: OperationJudge, isOfStatus: (status: number) => boolean): void {
    this.#lookups.forget(operation.id, isOfStatus)
    for (const { id } of constraints) {
      const seen = this.#seen.get(id)
      if (!seen) continue
      const { edge, business } = seen
      const refusals = seen.refusals.filter(({ status }) => !isOfStatus(status))
      this.#seen.set(id, {
        refusals,
        ...(edge === 'accepted' && { edge }),
        ...(business !== undefined && { business }),
      })
    }
  }

  #addIdle(exchange: Exchange, order: number): void {
    const { judge, outcome, repeated, blameless } = exchange
    const answer = answerOf(outcome)
    if (answer === undefined || isServerError(statusOf(exchange))) return
    const idle = this.#idleOf(judge.operation.id)
    // What is taken again was met before, and is explained now.
    if (isAccepted(exchange) || !repeated) idle.add(order, isAccepted(exchange) ? undefined : answer)
    else if (!blameless && isRefused(exchange)) idle.blame(answer)
  }

  #addBusiness({ judge, judged }: Exchange, reason: string): void {
    const broken = brokenAlone(judged)
    const edges = isConforming(judged) ? judge.constraints.filter((constraint) => isReached(constraint, judged)) : []
    for (const constraint of broken ? [broken] : edges)
      if (constraint.party === 'client') this.#of(constraint).business = reason
  }

  #addRefusal(exchange: Exchange, status: number, order: number): void {
    const { judged, wellFormed, credentials } = exchange
    const kind = refusalOf(exchange)
    const isState = kind === 'state'
    // What says who may ask, or how soon, is no evidence of what was asked.
    const isTelling =
      credentials === 'configured'
        ? isRefused(exchange) || isState || (status === 501 && breaksMessage(judged))
        : status === 401 || status === 403
    const broken = credentials === 'configured' ? brokenAlone(judged) : brokenConstraint(exchange)
    if (!isTelling || !broken) return
    // A method that may change something was sent to what is not there.
    if (isState && broken.kind === 'method' && !isSafe(undocumentedMethod(exchange) ?? '')) return
    if (!isState && broken.kind !== 'method') this.#refused = true
    const { refusals } = this.#of(broken)
    const [issue] = credentials === 'configured' ? issuesOf(judged) : []
    const answer = answerOf(exchange.outcome) ?? ''
    if (refusals.length < MOST_REFUSALS) refusals.push({ judged, wellFormed, issue, order, status, answer, isState })
  }

  #addEdges({ judge, judged }: Exchange, edge: 'accepted' | 'state'): void {
    for (const constraint of judge.constraints) {
      if (constraint.party !== 'client') continue
      const seen = this.#of(constraint)
      if (seen.edge === 'accepted' || seen.edge === edge) continue
      if (isReached(constraint, judged)) seen.edge = edge
    }
  }

  #of({ id }: Constraint): SeenOfConstraint {
    const seen = this.#seen.get(id) ?? { refusals: [] }
    this.#seen.set(id, seen)
    return seen
  }

  /** Why a request constraint is untested; undefined if it is held. */
  untested({ operation }: OperationJudge, constraint: Constraint, { unplanned, untried }: Gaps): string | undefined {
    const { edge, refusals, business } = this.#of(constraint)
    const reasons = untried.get(constraint.id)
    const cut =
      unplanned.get(operation.id) ??
      unplanned.get('*') ??
      unplanned.get('--max-executions') ??
      unplanned.get('--max-requests')
    if (constraint.kind === 'security') {
      if (refusals.length === 0) return reasons?.breach ?? cut ?? 'no request without credentials was refused'
      if (isUntold(operation))
        return 'credentials were demanded, but which of several schemes each request needs was not told apart'
    } else {
      if (business !== undefined && (edge === undefined || refusals.length === 0))
        return `what was answered proves nothing: ${business}`
      if (edge === undefined)
        return cut ?? reasons?.edge ?? this.advised(operation, 'no request at its edge was accepted')
      if (refusals.length === 0) return cut ?? reasons?.breach ?? 'no request that breaks it alone was refused'
      if (this.isAtRandom(operation.id))
        return 'what breaks it was refused, as was now and then what keeps every constraint, and was accepted when it was sent again'
    }
    const doubt = this.#doubt(operation, constraint, cut)
    const isName = constraint.kind === 'required' || constraint.kind === 'presence'
    const isBlind = isName && this.#letterBlind.has(`${operation.id} ${constraint.place.in}`)
    return doubt ?? (isBlind ? LETTER_BLIND : undefined)
  }

  /** Why the refusals of what breaks a constraint prove nothing; undefined if one of them does. */
  #doubt(operation: Operation, constraint: Constraint, cut: string | undefined): string | undefined {
    const { edge, refusals } = this.#of(constraint)
    const states = refusals.filter(({ isState }) => isState)
    const others = refusals.filter(({ isState }) => !isState)
    const seen = new Set<Beside | 'as idle'>()
    for (const refusal of others) {
      const beside = this.#beside(operation, constraint, refusal)
      if (beside === 'fresh twin') return undefined
      seen.add(beside)
    }
    const [state] = states
    if (state && edge === 'state' && others.length === 0)
      return `answered ${state.status} at the edge and beyond it alike: give known values with --param`
    if (states.some((refusal) => this.#isStateTelling(operation, constraint, refusal))) return undefined
    if (seen.has('as idle'))
      return 'what breaks it was refused in the same words as requests that keep every constraint, before or after it'
    if (seen.has('stale twin'))
      return 'what breaks it was refused, but no request was accepted a second time after that'
    if (state && others.length === 0) {
      const isInPath = placeOf(constraint)?.in === 'path'
      const reason = `what breaks it was answered ${state.status}, which cannot be told from a value that is not known`
      return isInPath ? reason : `${reason}: give known values with --param`
    }
    if (cut !== undefined) return cut
    if (this.acceptances(operation).isEmpty)
      return this.advised(operation, 'what breaks it was refused, and so was everything else')
    return 'what breaks it was refused, but nothing was accepted that differs from it in that place alone'
  }

  #beside(operation: Operation, constraint: Constraint, refusal: Refusal): Beside | 'as idle' {
    const { judged, order, status, answer } = refusal
    const acceptances = this.acceptances(operation)
    if (constraint.kind === 'method') {
      // Whoever reads it knows of these what they mean; others may be about anything else in the request.
      if (status === 405 || status === 501) return 'fresh twin'
      return acceptances.beside(order, (accepted) => isBareTwin(judged, accepted))
    }
    const beside = acceptances.beside(order, (accepted) => isBeside(refusal, accepted))
    return beside === 'fresh twin' && this.#idleOf(operation.id).isIdle(order, answer) ? 'as idle' : beside
  }

  /** Whether a state that answers a breach is a refusal: its twin was accepted, with a value that is no better known. */
  #isStateTelling(operation: Operation, constraint: Constraint, refusal: Refusal): boolean {
    if (this.#beside(operation, constraint, refusal) !== 'fresh twin') return false
    if (constraint.kind === 'method') return true
    // What may change things may have changed this one: that another request was let in afterwards tells nothing of it.
    const isAcceptedAfter = (): boolean =>
      this.acceptances(operation).hasAfter(refusal.order, (accepted) => isBeside(refusal, accepted))
    if (!isSafe(operation.method) && !isAcceptedAfter()) return false
    return (
      this.#lookups.isRefusal(constraint, refusal.judged) && this.#takesAnyValue(operation, constraint, refusal.issue)
    )
  }

  /** Whether more than one known value is let in at the place of a constraint. */
  #takesAnyValue(operation: Operation, constraint: Constraint, issue: Issue | undefined): boolean {
    const place = placeKeyOf(constraint)
    if (place === undefined || !issue) return false
    const { kind } = constraint
    const isMember = kind === 'enum' || kind === 'const'
    const isTwinEnough = constraint.about !== 'value' || kind === 'required' || issue.class === 'absent' || isMember
    // What the path names is looked up, whatever is asked of its text.
    if (isTwinEnough && !place.startsWith('path.')) return true
    return this.acceptances(operation).valuesAt(place, place === 'body' ? issue.pointer : '', 2).length > 1
  }

  /** A reason, with what may help if nothing of the operation was accepted. */
  advised(operation: Operation, reason: string): string {
    const options = this.acceptances(operation).isEmpty ? knownOptions(operation) : []
    return options.length === 0 ? reason : `${reason}: give known values with ${options.join(' and ')}`
  }
}

/** The options that give values which the deployment knows. */
export const knownOptions = ({ parameters, requestBody }: Operation): string[] => [
  ...(parameters.length > 0 ? ['--param'] : []),
  ...(requestBody ? ['--body'] : []),
]

/** Whether credentials are left out together that are demanded at once: then one of them may be enough for a deployment. */
const isUntold = ({ security: [first = [], ...others] }: Operation): boolean =>
  first.length > (others.length === 0 ? 2 : 1) && others.every(({ length }) => length > 1)

/** Whether an accepted request is the twin of a refused one. Without credentials it says the same, and so does what is well formed. */
function isBeside({ judged, wellFormed, issue }: Refusal, accepted: JudgedRequest): boolean {
  if (wellFormed && !saysSame(wellFormed, accepted)) return false
  return issue ? isTwin(judged, issue, accepted) : saysSame(judged, accepted)
}

/** Whether a request by another method says the same as an accepted one, but for a body that not every method has. */
const isBareTwin = (judged: JudgedRequest, accepted: JudgedRequest): boolean =>
  differsOnlyWhere(judged, accepted, ({ place }) => place === 'body')

function isReached(constraint: Constraint, judged: JudgedRequest): boolean {
  if (isRequestConstraint(constraint)) return isRequestAtEdge(constraint, judged)
  if (constraint.kind !== 'presence') return true
  const { place } = constraint
  return place.in === 'body' ? judged.body !== undefined : judged.parameters.has(parameterKey(place))
}
