import { isServerError, type Outcome } from '../../http/index.ts'
import { checkNamed, type Exchange, explain, isRefused, statusOf, subjectOf } from '../../judging/checks/index.ts'
import { firstBroken, isAcceptable, isBreaking, isConforming } from '../../judging/messages/index.ts'
import { type Case, type Feature, takeApart } from '../../planning/cases/index.ts'
import { isTroubled } from './is-troubled.ts'
import type { RandomFailures } from './random-failures.ts'
import type { RunState } from './run-state.ts'
import type { Sender } from './sender.ts'
import { MOST_RETRIES, type Resending, seeAgain, settle } from './settle.ts'
import type { Tried } from './shrinker.ts'

const MANY_SUBJECTS = 3

/**
 * What is done alone, after the planned cases: trouble is met again or passes, packed cases are taken apart until the
 * one thing that is refused is found, and what is broken is confirmed.
 */
export class FollowUps {
  readonly #run: RunState
  readonly #sender: Sender
  readonly #random: RandomFailures
  /** Subjects whose trouble is known to repeat: meeting it once more proves nothing new. */
  readonly #settled = new Set<string>()
  /** Requests that should have been let through, taken apart as far as that goes. */
  readonly #failures: Tried[] = []
  /** Operations whose plainest request fails whenever it is sent. */
  readonly #unaccepted = new Set<string>()
  /** Requests that should have been refused in order, and got no whole response. */
  readonly #refusalFaults: Tried[] = []

  constructor(run: RunState, sender: Sender, random: RandomFailures) {
    this.#run = run
    this.#sender = sender
    this.#random = random
  }

  /** Follows one troubled case to its end. */
  async follow(one: Case, outcome: Outcome): Promise<void> {
    const first = this.#run.exchange(one, outcome, true)
    const subject = subjectKey(one, first)
    if (subject !== undefined && this.#settled.has(subject)) return this.#fail(one, first)
    // Where nothing was ever accepted, to send more would cost executions and narrow nothing down.
    const isHopeless = isRefused(first) || this.#unaccepted.has(one.operation)
    if (isHopeless && one.role !== 'base' && !first.twin && isConforming(one.judged))
      return this.#fail(one, { ...first, name: baseName(this.#run, one) })
    if (one.random && isBreaking(one.judged) && this.#random.hasTwinOf({ one, exchange: first })) return
    const exchange = await this.#settle(one, outcome)
    if (exchange === undefined) return
    if (!isTroubled(exchange)) return this.#run.take(one, exchange)
    if (subject !== undefined) this.#settled.add(subject)
    if (one.role === 'base') this.#unaccepted.add(one.operation)
    if (one.packed) return this.#isolate(one, one.packed, exchange)
    this.#fail(one, exchange)
  }

  #fail(one: Case, exchange: Exchange): void {
    if (isAcceptable(exchange.judged)) {
      if (one.role === 'random' && !this.#unaccepted.has(one.operation)) this.#random.add({ one, exchange })
      else this.#failures.push({ one, exchange })
    } else if (exchange.outcome.kind === 'fault') this.#refusalFaults.push({ one, exchange })
    else this.#run.take(one, exchange)
  }

  /** Takes all failures of deterministic cases, each under what explains it best, seen against all that was accepted. */
  explainFailures(): void {
    for (const operation of new Set(this.#failures.map(({ one }) => one.operation))) {
      const failures = this.#failures.filter(({ one }) => one.operation === operation)
      if (this.#unaccepted.has(operation) && !this.#run.twins.has(operation)) {
        // Where all fail, nothing about any one of them is why.
        for (const { one, exchange } of failures) this.#run.take(one, { ...exchange, name: baseName(this.#run, one) })
        continue
      }
      const explained = explain(
        failures.map(({ exchange }) => exchange),
        this.#run.accepted.get(operation) ?? [],
      )
      for (const { one, exchange } of failures) this.#run.take(one, { ...exchange, ...explained.get(exchange) })
      this.#random.explained(explained)
    }
    this.#failures.length = 0
    this.#takeRefusalFaults()
  }

  /** A fault that many different breaches meet is the fault of refusing, not of each constraint. */
  #takeRefusalFaults(): void {
    const subjects = new Map<string, Set<string>>()
    const kindOf = ({ one, exchange }: Tried): string =>
      `${one.operation} ${exchange.outcome.kind === 'fault' ? exchange.outcome.fault.kind : ''}`
    for (const failure of this.#refusalFaults) {
      const known = subjects.get(kindOf(failure)) ?? new Set()
      subjects.set(kindOf(failure), known.add(JSON.stringify(subjectOf(failure.exchange))))
    }
    for (const failure of this.#refusalFaults) {
      const isGeneral = (subjects.get(kindOf(failure))?.size ?? 0) >= MANY_SUBJECTS
      this.#run.take(failure.one, {
        ...failure.exchange,
        ...(isGeneral && { general: 'requests that are to be refused' }),
      })
    }
    this.#refusalFaults.length = 0
  }

  /** What a case meets whenever it is sent, or now and then; undefined if the budget ends before that is known. */
  async #settle(one: Case, outcome: Outcome): Promise<Exchange | undefined> {
    const settled = await settle(outcome, this.#resending(one), (again) => {
      // Its shape is judged each time.
      if (again.outcome.kind === 'response') this.#run.take(one, again, { unsettled: true })
    })
    if (settled.kind === 'unsent') {
      this.#run.note(`A failure could not be met again: ${settled.reason}.`)
      // A refusal is one, met again or not; a fault or a 5xx may have passed.
      return isRefused(settled.first) ? settled.first : undefined
    }
    if (settled.passed) this.#passed(one, settled.passed)
    return settled.exchange
  }

  #resending(one: Case): Resending {
    return {
      send: () => this.#sender.send(one),
      judge: (outcome) => this.#run.exchange(one, outcome, true),
    }
  }

  #passed(one: Case, first: Exchange): void {
    const status = statusOf(first)
    if (status === undefined) {
      const message = first.outcome.kind === 'fault' ? first.outcome.fault.message : ''
      this.#run.note(`A request got no whole response, and did when it was sent again: ${message}`)
    } else if (isServerError(status) && first.answer?.documented)
      this.#run.note(`Status ${status} was answered, and not when the request was sent again.`)
    else this.#run.take(one, { ...first, repeated: false }, { intermittent: true })
  }

  /** Halves a packed case until single features are left that make the trouble. */
  async #isolate(one: Case, packed: NonNullable<Case['packed']>, whole: Exchange): Promise<void> {
    const judge = this.#run.judgeOf(one)
    if (packed.features.length > 0) {
      const bare = takeApart(judge, packed, [])
      const tried = await this.#try(bare)
      // Without any feature it fails just the same: what they add is not the reason.
      if (tried && isTroubled(tried)) return this.#fail(bare, { ...tried, name: baseName(this.#run, bare) })
      if (tried) this.#run.take(bare, tried)
    }
    await this.#halve(one, packed, packed.features, whole)
  }

  async #halve(
    one: Case,
    packed: NonNullable<Case['packed']>,
    features: readonly Feature[],
    troubled: Exchange,
  ): Promise<void> {
    if (features.length <= 1) {
      await this.#compare(one, packed, features[0])
      return this.#fail(one, troubled)
    }
    const middle = Math.ceil(features.length / 2)
    let found = false
    for (const half of [features.slice(0, middle), features.slice(middle)]) {
      const part = takeApart(this.#run.judgeOf(one), packed, half)
      const exchange = await this.#try(part)
      if (!exchange) continue
      if (isTroubled(exchange)) {
        found = true
        await this.#halve(part, packed, half, exchange)
      } else this.#run.take(part, exchange)
    }
    // Only together do they make trouble.
    if (!found) this.#fail(one, troubled)
  }

  /** Sends what is like a refused feature in one respect, so that what it is refused for can be told. */
  async #compare(one: Case, packed: NonNullable<Case['packed']>, feature: Feature | undefined): Promise<void> {
    for (const change of feature?.like ?? []) {
      const alike = takeApart(this.#run.judgeOf(one), packed, [{ name: feature?.name ?? one.name, changes: [change] }])
      const exchange = await this.#try(alike)
      if (!exchange) return
      if (isTroubled(exchange)) this.#fail(alike, exchange)
      else this.#run.take(alike, exchange)
    }
  }

  async #try(one: Case): Promise<Exchange | undefined> {
    const sent = await this.#sender.send(one)
    if (sent.kind === 'unsent') {
      this.#run.note(`What is refused could not be narrowed down: ${sent.reason}.`)
      return undefined
    }
    const exchange = this.#run.exchange(one, sent.outcome, true)
    return isTroubled(exchange) ? this.#settle(one, sent.outcome) : exchange
  }

  /** Sends each witness of an error once more; what does not show again was intermittent. */
  async confirm(operations: ReadonlySet<string>): Promise<void> {
    for (const shown of this.#run.witnesses.shownBreaches) {
      const { breach, one } = shown
      if (!operations.has(one.operation)) continue
      if (breach.severity === 'advisory' || this.#run.witnesses.isMarked(shown)) continue
      // It was met again already, or a time-out would be waited for once more.
      if (checkNamed(breach.check)?.settles === 'again') continue
      const again = await seeAgain(
        this.#resending(one),
        (outcome) => this.#run.shows(one, outcome, breach),
        MOST_RETRIES + 1,
      )
      if (again.kind === 'seen') continue
      if (again.kind === 'unsent') {
        this.#run.note(`A finding could not be confirmed: ${again.reason}.`)
        continue
      }
      // What a first request has deleted is not there for a second one.
      if (this.#run.judgeOf(one).operation.method === 'DELETE' && statusOf(again.exchange) === 404) continue
      this.#run.witnesses.markIntermittent(shown)
    }
  }
}

/** The name under which a case's operation shows that even its plainest request is refused. */
const baseName = (run: RunState, { operation }: Case): string =>
  run.plan.cases.find((one) => one.operation === operation && one.role === 'base')?.name ?? 'first request'

function subjectKey(one: Case, exchange: Exchange): string | undefined {
  const broken = firstBroken(one.judged)
  if (!broken) return undefined
  const trouble =
    exchange.outcome.kind === 'fault'
      ? exchange.outcome.fault.kind
      : isServerError(statusOf(exchange))
        ? 'server error'
        : 'refused'
  return `${broken.id} ${trouble}`
}
