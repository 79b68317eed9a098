import type { Deadline } from '../../bounded/index.ts'
import { type DocumentPlaces, documentPlaces } from '../../contract/constraints/index.ts'
import type { Contract } from '../../contract/model/index.ts'
import { isError, isForSize, isServerError, type Outcome } from '../../http/index.ts'
import {
  type AskedCheck,
  type Breach,
  breachesOf,
  businessRefusal,
  CHECKS,
  type Check,
  type Exchange,
  isAccepted,
  isRefused,
  isSameDefect,
  Ledger,
  refusalOf,
  statusOf,
} from '../../judging/checks/index.ts'
import { isConforming, type JudgedRequest, type OperationJudge } from '../../judging/messages/index.ts'
import type { Case, Plan, Unplanned, Untried } from '../../planning/cases/index.ts'
import type { SettledFinding } from '../../report/results/index.ts'
import { BarredRequests } from './barred-requests.ts'
import { BlamelessRefusals } from './blameless-refusals.ts'
import { judgeDeadline } from './judge-deadline.ts'
import { MadeNames } from './made-names.ts'
import { OnceValues } from './once-values.ts'
import type { RunOptions } from './run-options.ts'
import type { Sender } from './sender.ts'
import { type ShownBreach, Witnesses } from './witnesses.ts'

const MOST_ACCEPTED = 200

const MAY_BE_TAKEN = 'it has a value that must be new, and may be taken already'

function keep(all: Map<string, JudgedRequest[]>, { operation }: Case, { judged }: Exchange): void {
  const kept = all.get(operation) ?? []
  if (kept.length < MOST_ACCEPTED) kept.push(judged)
  all.set(operation, kept)
}

/** Why a run stops before its plan is done; then it is inconclusive, unless something was broken. */
export interface Ending {
  readonly reason: string
}

export interface Taking {
  /** The request is sent again: what only that can settle is asked later. */
  readonly unsettled?: boolean
  readonly intermittent?: boolean
  /** The breaches that the case was shrunk for. */
  readonly minimal?: (breach: Breach) => boolean
}

const settled = ({ breach: { subject, check, severity, class: of }, testCase }: ShownBreach): SettledFinding => ({
  subject,
  check,
  severity,
  class: of,
  operation: testCase.operation,
})

/** Everything that a run knows so far. Exchanges are taken in plan order, whatever order they came in. */
export class RunState {
  readonly plan: Plan
  readonly ledger: Ledger
  readonly witnesses: Witnesses
  /** The first conforming case of each operation that was accepted. */
  readonly twins = new Map<string, Case>()
  /** Its exchange. */
  readonly #first = new Map<string, Exchange>()
  /** Why cases were not sent, in order of appearance. */
  readonly unsent = new Map<string, number>()
  readonly #notes = new Map<string, number>()
  readonly #blameless = new BlamelessRefusals()
  readonly barredRequests = new BarredRequests()
  readonly madeNames: MadeNames
  /** Operations that could not be reached, and why. */
  readonly unreached = new Map<string, string>()
  /** Why no case shows a constraint; by operation, and by the constraint's id. For the planned cases the plan says it. */
  readonly #replanned = new Map<string, ReadonlyMap<string, Untried>>()
  /** Constraints of which a breach was not let in by what stands in front, and what that means. */
  readonly barred = new Map<string, { readonly breach: string }>()
  /** Why no request showed that the edge of a constraint is let in, by the constraint's id. */
  readonly onlyKnown = new Map<string, string>()
  ending: Ending | undefined
  /** The limit that left planned requests unsent, and how many. */
  cut: { readonly reason: string; readonly count: number } | undefined
  /** Operations of which a conforming request was let through to success, or on to another place. */
  readonly reached = new Set<string>()
  /** Operations of which a request with wrong credentials was refused for them. */
  readonly #refusedWrong = new Set<string>()
  /** The status that the first conforming request of an operation got; undefined if it got no whole answer. */
  readonly firstStatuses = new Map<string, number | undefined>()
  #order = 0
  /** What was accepted, by operation: of the deterministic cases, and of random ones. */
  readonly accepted = new Map<string, JudgedRequest[]>()
  readonly acceptedAtRandom = new Map<string, JudgedRequest[]>()
  /** What was answered in order, and not accepted: what says who is there, or may ask. */
  readonly #declined = new Map<string, JudgedRequest[]>()
  /** Conforming requests that were sent, and answered at all. */
  conforming = 0

  /** What must be new in each request. */
  readonly values: OnceValues
  readonly #contract: Contract
  readonly #sender: Pick<Sender, 'dress' | 'sentAs'>
  readonly #checks: readonly Check[]
  readonly #onBreach: ((breach: Breach) => void) | undefined
  readonly #onSettled: (finding: SettledFinding) => void
  readonly #refusals: NonNullable<RunOptions['refusals']>
  readonly #levelOf: NonNullable<RunOptions['levelOf']>
  readonly #deadline: () => Deadline | undefined
  /** Why responses could not be judged, and how many. */
  readonly unjudged = new Map<string, number>()
  /** Why a breach of a constraint is no finding: the user said so; by id. */
  readonly muted = new Map<string, string>()

  constructor(
    plan: Plan,
    {
      contract,
      checks = CHECKS,
      onBreach,
      onEvent,
      known = () => undefined,
      refusals = () => [],
      levelOf = () => undefined,
      judgeTimeoutMs,
      clock,
    }: Pick<
      RunOptions,
      'contract' | 'checks' | 'onBreach' | 'onEvent' | 'known' | 'refusals' | 'levelOf' | 'judgeTimeoutMs'
    > & { readonly clock?: RunOptions['clock'] },
    sender: Pick<Sender, 'dress' | 'sentAs'>,
    { own = [], values = new OnceValues(plan, 0) }: { own?: readonly AskedCheck[]; values?: OnceValues } = {},
  ) {
    this.#sender = sender
    this.values = values
    this.madeNames = new MadeNames(values)
    this.plan = plan
    this.#checks = [...checks, ...own]
    this.#onBreach = onBreach
    this.#onSettled = (finding) => {
      const entry = known(finding)
      onEvent({ type: 'finding', ...finding, ...(entry && { known: entry }) })
    }
    this.#refusals = refusals
    this.#levelOf = levelOf
    this.#deadline = () => (clock && judgeTimeoutMs !== undefined ? judgeDeadline(clock, judgeTimeoutMs) : undefined)
    this.ledger = new Ledger(plan.judges, own)
    this.witnesses = new Witnesses(contract)
    this.#contract = contract
  }

  /** Knows that the cases of an operation are made again: what they leave out is said of them. */
  replan(operation: string, { untried }: Unplanned): void {
    this.#replanned.set(operation, untried)
  }

  /** Why no case shows a constraint, by its id, as far as cases were made. */
  get untried(): ReadonlyMap<string, Untried> {
    return new Map(
      this.plan.parts.flatMap(({ operation, summaryIfMade }) => [
        ...(this.#replanned.get(operation) ?? summaryIfMade?.untried ?? []),
      ]),
    )
  }

  get document(): DocumentPlaces {
    return documentPlaces(this.#contract)
  }

  end(reason: string): void {
    this.ending ??= { reason }
  }

  /** Notes that are made several times are told once, with their number. */
  note(message: string): void {
    this.#notes.set(message, (this.#notes.get(message) ?? 0) + 1)
  }

  get notes(): string[] {
    const notes = [...this.#notes].map(([message, count]) => (count === 1 ? message : `${message} (${count} times)`))
    return [...notes, ...this.barredRequests.notes, ...this.#blameless.notes]
  }

  judgeOf({ operation }: Case): OperationJudge {
    const judge = this.plan.judges.get(operation)
    if (!judge) throw new Error(`no judge of ${operation}`)
    return judge
  }

  /** The name under which a case's operation shows that even its plainest request is refused. */
  baseName({ operation }: Case): string {
    return this.plan.part(operation)?.first?.name ?? 'first request'
  }

  exchange(testCase: Case, outcome: Outcome, repeated: boolean, name = testCase.name): Exchange {
    const judge = this.judgeOf(testCase)
    const { judged, wellFormed, credentials, draft } = testCase
    const accept = draft?.accept
    const answer = outcome.kind === 'response' ? judge.response(outcome.response, accept, this.#deadline()) : undefined
    return {
      judge,
      name,
      judged,
      wellFormed,
      credentials,
      isWrongRefused: this.#refusedWrong.has(testCase.operation),
      first: testCase.role === 'again' ? this.#first.get(testCase.operation) : undefined,
      outcome,
      sent: this.#sender.dress(this.#sender.sentAs(testCase, outcome)),
      answer,
      repeated,
      accept,
      twin: this.twins.get(testCase.operation)?.judged,
      isLost: this.twins.size === 0,
      forItsSize: outcome.kind === 'response' && isForSize(testCase.request, outcome.response.status),
      business: businessRefusal(this.#refusals(testCase.operation), outcome) ?? this.#usedUp(testCase, outcome),
    }
  }

  /** Why a refusal proves nothing of a request that may say what another one has said. */
  #usedUp(testCase: Case, outcome: Outcome): string | undefined {
    if (outcome.kind !== 'response' || !this.values.mayBeUsed(testCase, outcome.response.status)) return undefined
    return MAY_BE_TAKEN
  }

  /** Takes what an exchange proves, and what it breaks. */
  take(
    testCase: Case,
    exchange: Exchange,
    { unsettled = false, intermittent = false, minimal = () => false }: Taking = {},
  ): void {
    const order = this.#order++
    this.ledger.add(exchange)
    const unjudged = exchange.answer?.unjudged
    if (unjudged !== undefined) {
      this.unjudged.set(unjudged, (this.unjudged.get(unjudged) ?? 0) + 1)
      this.note(`A response of ${testCase.operation} could not be judged: ${unjudged}.`)
    }
    this.madeNames.add(exchange)
    if (exchange.forItsSize)
      this.note(`A request over the size that servers have to take was answered ${statusOf(exchange)}, and not judged.`)
    if (isConforming(exchange.judged) && exchange.credentials === 'configured') this.conforming++
    if (exchange.credentials === 'wrong' && refusalOf(exchange) === 'credentials')
      this.#refusedWrong.add(testCase.operation)
    this.#addReach(testCase, exchange)
    if (isAccepted(exchange)) {
      if (!this.twins.has(testCase.operation)) {
        this.twins.set(testCase.operation, testCase)
        this.#first.set(testCase.operation, exchange)
      }
      keep(testCase.role === 'random' ? this.acceptedAtRandom : this.accepted, testCase, exchange)
    } else if (isConforming(exchange.judged) && !isServerError(statusOf(exchange) ?? 500))
      keep(this.#declined, testCase, exchange)
    const checks = unsettled ? this.#checks.filter(({ settles }) => settles === 'at once') : this.#checks
    // What is said of a request is said of what was sent.
    const { judged } = this.#sender.sentAs(testCase, exchange.outcome)
    for (const breach of this.#leveled(testCase, breachesOf({ ...exchange, judged }, checks))) {
      const shown = { breach, testCase, outcome: exchange.outcome, order, minimal: minimal(breach) }
      if (this.witnesses.add(shown, intermittent)) this.#onSettled(settled(shown))
      this.#onBreach?.(breach)
    }
  }

  #addReach({ operation }: Case, exchange: Exchange): void {
    if (!isConforming(exchange.judged) || exchange.credentials !== 'configured') return
    const status = statusOf(exchange)
    if (status !== undefined && !isError(status)) this.reached.add(operation)
    if (!this.firstStatuses.has(operation)) this.firstStatuses.set(operation, status)
  }

  /** A planned case that a limit of the run left unsent. */
  addCut(reason: string): void {
    this.cut = { reason: this.cut?.reason ?? reason, count: (this.cut?.count ?? 0) + 1 }
  }

  /** Breaches as the user wants them to weigh. */
  #leveled({ operation }: Case, breaches: readonly Breach[]): Breach[] {
    return breaches.flatMap((breach) => {
      const level = this.#levelOf(breach.check, operation) ?? breach.severity
      if (level !== 'off') return [{ ...breach, severity: level }]
      if (breach.subject.kind === 'constraint') this.muted.set(breach.subject.constraint, `${breach.check} is off`)
      return []
    })
  }

  /** Takes a refusal of which nothing tells whether the deployment is to blame. */
  takeBlameless({ testCase, exchange }: { readonly testCase: Case; readonly exchange: Exchange }): void {
    this.take(testCase, { ...exchange, blameless: true })
    const { outcome } = exchange
    if (outcome.kind === 'response' && this.twins.has(testCase.operation))
      this.#blameless.add(testCase.operation, outcome.response)
  }

  /**
   * What does not have the reason for which a request of an operation met trouble: what was accepted of it or, if nothing
   * was, what met another answer than a server error. That tells nothing of refusals.
   */
  innocentOf(operation: string, trouble: Exchange): readonly JudgedRequest[] {
    const accepted = this.accepted.get(operation) ?? []
    return accepted.length > 0 || isRefused(trouble) ? accepted : (this.#declined.get(operation) ?? [])
  }

  /** What of a case's operation was accepted. */
  acceptedBy({ operation }: Case): readonly JudgedRequest[] {
    return [...(this.accepted.get(operation) ?? []), ...(this.acceptedAtRandom.get(operation) ?? [])]
  }

  /** Whether an outcome of a case shows a breach that was seen before. */
  shows(testCase: Case, outcome: Outcome, breach: Breach): boolean {
    const exchange = this.exchange(testCase, outcome, true)
    // If nothing is to blame for a refusal, its status is all that there is to say of it.
    return [exchange, { ...exchange, blameless: true }].some((told) =>
      breachesOf(told, this.#checks).some((other) => isSameDefect(other, breach)),
    )
  }
}
