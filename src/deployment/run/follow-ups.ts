import { type Constraint, placeOf } from '../../contract/constraints/index.ts'
import { isServerError, type Outcome } from '../../http/index.ts'
import {
  answerOf,
  type Exchange,
  type Explanation,
  explain,
  isAlike,
  isTwin,
  placeKeyOf,
  statusOf,
  subjectOf,
  traitsOf,
} from '../../judging/checks/index.ts'
import {
  firstBroken,
  isAcceptable,
  isBreaking,
  isConforming,
  issuesOf,
  type JudgedRequest,
} from '../../judging/messages/index.ts'
import { type Case, placeFeatures, takeApart } from '../../planning/cases/index.ts'
import type { Blame } from './blame.ts'
import type { FieldRules } from './field-rules.ts'
import type { Gatekeeper } from './gatekeeper.ts'
import { isBarred, isTroubled, isWronglyRefused, mayPass } from './is-troubled.ts'
import { Isolation } from './isolation.ts'
import type { PlaceNames } from './place-names.ts'
import type { RandomFailures } from './random-failures.ts'
import type { Resender } from './resender.ts'
import type { RunState } from './run-state.ts'
import { MOST_RETRIES } from './settle.ts'
import type { Tried } from './shrinker.ts'

const MANY_SUBJECTS = 3

/** A failure with the place of its answer in the run. */
interface Failure extends Tried {
  readonly order: number
}

/**
 * What is done alone, after the planned cases: trouble is met again or passes, packed cases are taken apart until the
 * one thing that is refused is found, and failures are explained.
 */
export class FollowUps {
  readonly #run: RunState
  readonly #resender: Resender
  readonly #isolation: Isolation
  readonly #gatekeeper: Gatekeeper
  readonly #random: RandomFailures
  readonly #blame: Blame
  readonly #names: PlaceNames
  readonly #rules: FieldRules
  /** Subjects whose trouble is known to repeat: meeting it once more proves nothing new. */
  readonly #settled = new Set<string>()
  /** Requests that should have been let through, taken apart as far as that goes. */
  readonly #failures: Failure[] = []
  /** Operations whose plainest request fails whenever it is sent. */
  readonly #unaccepted = new Set<string>()
  /** Those that were taken, and what explains them. */
  readonly #explained: (Tried & { readonly explanation: Explanation })[] = []
  /** Requests that should have been refused in order, and met a server error. */
  readonly #refusalErrors: Failure[] = []
  /** Requests that should have been refused in order, and got no whole response. */
  readonly #refusalFaults: Tried[] = []

  constructor(
    run: RunState,
    resender: Resender,
    random: RandomFailures,
    gatekeeper: Gatekeeper,
    { blame, names, rules }: { readonly blame: Blame; readonly names: PlaceNames; readonly rules: FieldRules },
  ) {
    this.#run = run
    this.#gatekeeper = gatekeeper
    this.#resender = resender
    this.#isolation = new Isolation(run, resender, (testCase, exchange) => this.#fail(testCase, exchange))
    this.#random = random
    this.#blame = blame
    this.#names = names
    this.#rules = rules
  }

  /** Follows one troubled case to its end. */
  async follow(testCase: Case, outcome: Outcome): Promise<void> {
    const first = this.#run.exchange(testCase, outcome, true)
    const subject = subjectKey(testCase, first)
    if (subject !== undefined && this.#settled.has(subject)) return this.#fail(testCase, first)
    // If nothing was ever accepted, sending more would cost executions and narrow nothing down.
    const isUnaccepted = testCase.role !== 'base' && this.#unaccepted.has(testCase.operation)
    if ((isWronglyRefused(first) || isUnaccepted) && !first.twin && isConforming(testCase.judged))
      return this.#fail(testCase, { ...first, name: this.#run.baseName(testCase) })
    if (testCase.random && isBreaking(testCase.judged) && this.#random.hasTwinOf({ testCase, exchange: first })) return
    const isLetInAgain = testCase.role === 'again' && isBarred(first) && (await this.#isLetIn(testCase))
    if (isLetInAgain) return this.#run.barredRequests.add(statusOf(first) ?? 0, testCase.operation, testCase.name)
    const exchange = await this.#resender.settle(testCase, outcome)
    if (exchange === undefined) return
    if (!isTroubled(exchange)) return this.#run.take(testCase, exchange)
    if (subject !== undefined) this.#settled.add(subject)
    if (testCase.role === 'base') this.#unaccepted.add(testCase.operation)
    if (testCase.packed) return this.#isolation.isolate(testCase, testCase.packed, exchange)
    const start = mayPass(exchange) ? this.#packedStart(testCase) : undefined
    if (start?.packed) return this.#isolation.isolate(start, start.packed, { ...exchange, name: start.name })
    this.#fail(testCase, exchange)
  }

  /** Whether a request that was kept out is let in when it is sent a few times more. */
  async #isLetIn(testCase: Case): Promise<boolean> {
    for (let time = 1; time <= MOST_RETRIES; time++) {
      const exchange = await this.#resender.try(testCase)
      if (exchange === undefined || !isBarred(exchange)) {
        if (exchange && !isTroubled(exchange)) this.#run.take(testCase, exchange)
        return exchange !== undefined
      }
    }
    return false
  }

  /** A starting point as the accepted request of its operation with all that it has otherwise, place by place. */
  #packedStart({ role, operation, draft: start }: Case): Case | undefined {
    const draft = this.#run.twins.get(operation)?.draft
    const judge = this.#run.plan.judges.get(operation)
    if (role !== 'start' || !draft || !start || !judge) return undefined
    const features = placeFeatures(draft, start)
    return takeApart(judge, { draft, features }, features)
  }

  #fail(testCase: Case, exchange: Exchange): void {
    if (isBarred(exchange)) {
      if (!this.#gatekeeper.takes(testCase, exchange)) this.#run.take(testCase, exchange)
    } else if (isAcceptable(exchange.judged)) {
      if (testCase.role === 'random' && !this.#unaccepted.has(testCase.operation))
        this.#random.add({ testCase, exchange })
      else this.#failures.push({ testCase, exchange, order: this.#run.ledger.size })
    } else if (exchange.outcome.kind === 'fault') this.#refusalFaults.push({ testCase, exchange })
    else this.#refusalErrors.push({ testCase, exchange, order: this.#run.ledger.size })
  }

  /** Takes all failures of deterministic cases, each under what explains it best, seen against all that was accepted. */
  async explainFailures(): Promise<void> {
    for (const operation of new Set(this.#failures.map(({ testCase }) => testCase.operation))) {
      const all = await this.#resender.withoutChance(
        this.#failures.filter(({ testCase }) => testCase.operation === operation),
      )
      for (const failure of all) this.#blame.hear(failure)
      const failures: Failure[] = []
      for (const failure of all)
        if (this.#blame.accuses(failure, failure.order) && !(await this.#isExcused(failure))) failures.push(failure)
      for (const failure of all) if (!failures.includes(failure)) this.#run.takeBlameless(failure)
      if (this.#unaccepted.has(operation) && !this.#run.twins.has(operation)) {
        // If all fail, nothing about any one of them is why.
        for (const failure of failures)
          this.#takeExplained(failure, { edge: undefined, name: this.#run.baseName(failure.testCase), suspects: [] })
      } else this.#explain(operation, failures)
    }
    this.#failures.length = 0
    this.#takeRefusalErrors()
    this.#takeRefusalFaults()
  }

  #explain(operation: string, failures: readonly Failure[]): void {
    const explained = new Map<Exchange, Explanation>()
    const plain = failures.find(({ testCase, exchange }) => testCase.role === 'base' && mayPass(exchange))
    const exchanges = failures.map(({ exchange }) => exchange)
    const refused = exchanges.filter(isWronglyRefused)
    for (const alike of [refused, exchanges.filter((exchange) => !refused.includes(exchange))]) {
      const innocent = alike[0] ? this.#run.innocentOf(operation, alike[0]) : []
      for (const [exchange, explanation] of explain(alike, innocent)) explained.set(exchange, explanation)
    }
    for (const failure of plain ? [plain, ...failures.filter((other) => other !== plain)] : failures) {
      const explanation = explained.get(failure.exchange)
      if (!explanation) continue
      const isOfOneFeature = failure.testCase.packed?.features.length === 1
      const own = this.#names.placed(failure, explanation, isOfOneFeature)
      const placed =
        this.#explanationOfSame(failure, plain) ??
        (own.edge === undefined ? this.#names.ofOther(failure, own.suspects) : undefined) ??
        own
      explained.set(failure.exchange, placed)
      this.#takeExplained(failure, placed)
    }
    this.#random.explained(explained)
  }

  /**
   * What explains the same request, if it met the same trouble before; or what explains the plainest one, if that met an
   * error in the same words: then nothing more about this one is why.
   */
  #explanationOfSame({ testCase, exchange }: Failure, plain: Failure | undefined): Explanation | undefined {
    const answer = mayPass(exchange) ? answerOf(exchange.outcome) : undefined
    const same = this.#explained.find(
      (other) =>
        (other.testCase.digest === testCase.digest && isAlike(other.exchange, exchange)) ||
        (other.testCase === plain?.testCase && answer !== undefined && answer === answerOf(other.exchange.outcome)),
    )
    return same?.explanation
  }

  #takeExplained(failure: Failure, explanation: Explanation): void {
    this.#run.take(failure.testCase, { ...failure.exchange, ...explanation })
    this.#explained.push({ ...failure, explanation })
    this.#names.know(failure, explanation)
  }

  async #isExcused(failure: Failure): Promise<boolean> {
    return isWronglyRefused(failure.exchange) && (await this.#rules.excuse(failure))
  }

  #takeRefusalErrors(): void {
    for (const refusal of this.#refusalErrors) {
      const general = this.#nameOfError(refusal)
      const cause = this.#causeOfError(refusal)
      this.#run.take(refusal.testCase, {
        ...refusal.exchange,
        ...(cause && { cause }),
        ...(general !== undefined && { general }),
      })
    }
    this.#refusalErrors.length = 0
    this.#explained.length = 0
  }

  /** What is told of a server error that the request meets without its breach too, and no success any more. */
  #nameOfError({ testCase, exchange, order }: Failure): string | undefined {
    const [issue] = issuesOf(exchange.judged)
    const isBeside = (other: JudgedRequest): boolean => issue !== undefined && isTwin(exchange.judged, issue, other)
    const alike = this.#explained.filter((other) => isSameError(other, { testCase, exchange }))
    const twin = alike.find((other) => isBeside(other.exchange.judged))
    const acceptances = this.#run.ledger.acceptances(exchange.judge.operation)
    // What is put down to nothing accounts for all; what is put down to something, for that alone.
    const general = alike.find(({ explanation: { edge, suspects } }) => !edge && suspects.length === 0)
    if (acceptances.beside(order, () => true) !== 'fresh twin') return (twin ?? general)?.explanation.name
    // A path names a thing: what one of no thing meets, another one does, whatever is in it.
    const isOfPath = issue !== undefined && placeOf(issue.constraint)?.in === 'path'
    const isAccepted = !isOfPath && acceptances.beside(order, isBeside) === 'fresh twin'
    // What it is like meets the same without its breach, as a text outside ASCII may.
    const traits = traitsOf(exchange.judged)
    const other = isAccepted ? alike.find(({ explanation: { trait = '' } }) => traits.has(trait)) : twin
    return other?.explanation.name
  }

  /** The constraint that a bad escape breaks too, for a decoder that leaves it as it is: any other such text meets the same. */
  #causeOfError({ testCase, exchange }: Failure): Constraint | undefined {
    const broken = firstBroken(exchange.judged)
    if (broken?.kind !== 'encoding') return undefined
    return this.#refusalErrors
      .filter((other) => isSameError(other, { testCase, exchange }))
      .flatMap((other) => firstBroken(other.exchange.judged) ?? [])
      .find((other) => other.about === 'value' && placeKeyOf(other) === placeKeyOf(broken))
  }

  /** If many different breaches meet one fault, refusing is at fault, and not each constraint. */
  #takeRefusalFaults(): void {
    const subjects = new Map<string, Set<string>>()
    const kindOf = ({ testCase, exchange }: Tried): string =>
      `${testCase.operation} ${exchange.outcome.kind === 'fault' ? exchange.outcome.fault.kind : ''}`
    for (const failure of this.#refusalFaults) {
      const met = subjects.get(kindOf(failure)) ?? new Set()
      subjects.set(kindOf(failure), met.add(JSON.stringify(subjectOf(failure.exchange))))
    }
    for (const failure of this.#refusalFaults) {
      const isGeneral = (subjects.get(kindOf(failure))?.size ?? 0) >= MANY_SUBJECTS
      this.#run.take(failure.testCase, {
        ...failure.exchange,
        ...(isGeneral && { general: 'requests that are to be refused' }),
      })
    }
    this.#refusalFaults.length = 0
  }
}

/** Whether two requests of one operation met the same server error. */
const isSameError = (a: Tried, b: Tried): boolean =>
  a.testCase.operation === b.testCase.operation && statusOf(a.exchange) === statusOf(b.exchange)

/** What must repeat only once for all requests that break the same thing, and meet the same trouble. */
function subjectKey(testCase: Case, exchange: Exchange): string | undefined {
  const broken = firstBroken(testCase.judged)
  if (!broken) return undefined
  const trouble =
    exchange.outcome.kind === 'fault'
      ? exchange.outcome.fault.kind
      : isServerError(statusOf(exchange))
        ? 'server error'
        : 'refused'
  return `${broken.id} ${trouble}`
}
