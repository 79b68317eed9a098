import { type FaultKind, isSuccess } from '../../http/index.ts'
import { statusOf } from '../../judging/checks/index.ts'
import { firstBroken, isForAnother } from '../../judging/messages/index.ts'
import { type Case, mayExecute } from '../../planning/cases/index.ts'
import { Blame } from './blame.ts'
import { BrokenOperations, type Troubled } from './broken-operations.ts'
import { confirmBreaches } from './confirm-breaches.ts'
import { FieldRules } from './field-rules.ts'
import { FollowUps } from './follow-ups.ts'
import { Footholds } from './footholds.ts'
import { Gatekeeper } from './gatekeeper.ts'
import { inOrder } from './in-order.ts'
import { isBarred, isCutOff, isTroubled, isWronglyRefused } from './is-troubled.ts'
import type { Keyring } from './keyring.ts'
import { Narrowing } from './narrowing.ts'
import { NowAndThen } from './now-and-then.ts'
import { RandomFailures } from './random-failures.ts'
import { Refooting } from './refooting.ts'
import { Resender } from './resender.ts'
import type { RunOptions } from './run-options.ts'
import type { RunState } from './run-state.ts'
import type { Sender, Sent } from './sender.ts'
import { Shrinker } from './shrinker.ts'
import { takeDeath } from './take-death.ts'

const MOST_TIMEOUTS = 3
const MOST_DEATHS = 2

/** What a case is about: the constraint that it breaks or, if it breaks none, itself. */
function matterOf({ name, operation, judged }: Case): string {
  return firstBroken(judged)?.id ?? `${operation} ${isForAnother(judged) ? 'elsewhere' : name}`
}

/** Faults that say of the whole target that it cannot be talked to; others are about the request. */
function isGone(testCase: Case, kind: FaultKind, wasAnswered: boolean): boolean {
  if (kind === 'refused' || kind === 'unresolved' || kind === 'tls') return true
  if (wasAnswered) return false
  // What is to be refused may be cut off for what it says: of what deletes it comes first.
  return kind === 'timeout' || kind === 'not http' || (kind === 'reset' && mayExecute(testCase))
}

const unsent = (reason: string): Sent => ({ kind: 'unsent', reason })

/**
 * Sends all that is planned, and what follows from it. Cases are sent with the asked concurrency, and their outcomes
 * taken in the order of the plan: what ends a run, or leaves requests out, is decided by what stands before in the
 * plan, and so not by what happened to be under way.
 */
export class PlanRun {
  readonly #options: RunOptions
  readonly #run: RunState
  readonly #sender: Sender
  readonly #gatekeeper: Gatekeeper
  readonly #resender: Resender
  readonly #broken: BrokenOperations
  readonly #nowAndThen: NowAndThen
  readonly #random: RandomFailures
  readonly #followUps: FollowUps
  readonly #footholds: Footholds
  readonly #refooting: Refooting
  readonly #troubled: Troubled[] = []
  /** What timed out: constraints or, if a request breaks none, cases. */
  readonly #slow = new Set<string>()
  /** Executions of what was taken. */
  #executions = 0
  /** Whether the target answered, and then could not be reached any more. */
  #died = false
  /** Whether anything has answered at all. */
  #wasAnswered = false
  /** What was cut off, by how often: a target that has to be started again each time is spared from a third. */
  readonly #cutOff = new Map<string, number>()
  #done = 0
  /** Requests that are planned, or planned again. */
  #total: number

  constructor(options: RunOptions, run: RunState, sender: Sender, keyring: Keyring) {
    this.#options = options
    this.#total = options.plan.cases.length
    this.#run = run
    this.#sender = sender
    this.#gatekeeper = new Gatekeeper(run, keyring, options.signer)
    this.#nowAndThen = new NowAndThen(run)
    this.#resender = new Resender(run, sender, this.#nowAndThen)
    this.#broken = new BrokenOperations(run, this.#resender, this.#troubled, (cases) => this.#sendAll(cases))
    const blame = new Blame(run)
    const rules = new FieldRules(run, this.#resender, blame)
    const narrowing = new Narrowing(run, this.#resender, { blame, rules })
    this.#random = new RandomFailures(run, new Shrinker(run, sender, options.maxShrinkExecutions), narrowing, blame)
    this.#followUps = new FollowUps(run, this.#resender, this.#random, this.#gatekeeper, { blame, rules })
    this.#footholds = new Footholds(run, sender, (troubled) => this.#troubled.push(troubled))
    this.#refooting = new Refooting(run, this.#footholds, options)
  }

  async run(): Promise<void> {
    await this.#rounds()
    this.#nowAndThen.takeAll(this.#sender.sent, this.#options.concurrency)
  }

  async #rounds(): Promise<void> {
    const { cases } = this.#options.plan
    // What was renamed or deleted answers no question any more. A case may try another method than its operation's.
    const methodOf = (testCase: Case): string => this.#run.judgeOf(testCase).operation.method
    const changes = cases.filter((testCase) => methodOf(testCase) === 'PATCH')
    const deletes = cases.filter((testCase) => methodOf(testCase) === 'DELETE')
    const others = cases.filter((testCase) => !/^(?:PATCH|DELETE)$/.test(methodOf(testCase)))
    await this.#round(others, [...changes, ...deletes])
    if (!this.#run.ending) await this.#round(changes, deletes)
    if (this.#run.ending) return
    const refused = deletes.filter((testCase) => testCase.role !== 'base' && !mayExecute(testCase))
    await this.#sendAll(refused)
    await this.#round(deletes.filter((testCase) => !refused.includes(testCase)))
  }

  async #round(planned: readonly Case[], later: readonly Case[] = []): Promise<void> {
    await this.#sendAll(planned.filter(({ role }) => role === 'base'))
    if (!this.#run.ending) await this.#broken.suspect(planned)
    for (const [base, exchange] of this.#broken.suspects) this.#footholds.see(base, exchange)
    const footed = await this.#onFooting(
      planned.filter((testCase) => !this.#broken.probes.has(testCase)),
      later,
    )
    if (!this.#run.ending) this.#gatekeeper.closeRefused(later.length > 0)
    const cases = await this.#withoutBroken(footed)
    if (!this.#run.ending) await this.#sendAll(cases.filter(({ role }) => role === 'planned' || role === 'random'))
    if (this.#run.ending) return this.#takeUnfollowed()
    const operations = new Set(planned.map(({ operation }) => operation))
    const last = cases.filter(({ role }) => role === 'again')
    await this.#renewKeys(operations, [...last, ...later])
    await this.#followTroubled()
    await this.#sendAll(last.flatMap((testCase) => this.#again(testCase)))
    const renewed = await this.#renewKeys(operations, later)
    await this.#followTroubled()
    // Each of them was refused once more before, and so was all that came before it.
    await this.#sendAll(last.flatMap((testCase) => (renewed.has(testCase.operation) ? this.#again(testCase) : [])))
    await this.#followTroubled()
    await this.#followUps.explainFailures()
    await confirmBreaches(this.#run, this.#resender, operations)
    await this.#random.takeAll()
    await this.#random.shrinkWitnesses(operations)
    this.#nameUnreached(operations)
    this.#heedThrottle()
  }

  /**
   * Sends again, with new values, what may have been refused for values that must be new. Gives back the operations of
   * which that was so. `later` is what is planned after that, and keeps its room.
   */
  async #renewKeys(operations: ReadonlySet<string>, later: readonly Case[]): Promise<ReadonlySet<string>> {
    const { keys } = this.#footholds
    const renewed = new Set<string>()
    for (const first of keys.suspects(operations)) {
      if (this.#run.ending) break
      const spent = { requests: this.#done, executions: this.#executions }
      const { executions } = await this.#footholds.learnKeys(first, this.#refooting.roomBeside(later, spent))
      this.#executions += executions
    }
    for (const operation of operations) {
      const all = keys.takeRefused(operation)
      if (all.length === 0 || this.#run.ending) continue
      renewed.add(operation)
      const refused = all.filter(({ role }) => role !== 'base' && role !== 'again')
      const others = this.#troubled.filter(({ testCase }) => !all.includes(testCase))
      this.#troubled.splice(0, this.#troubled.length, ...others)
      this.#total += refused.length
      await this.#sendAll(refused)
    }
    return renewed
  }

  /** Leaves out what follows if an operation, or the whole target, answers nothing but server errors. */
  async #withoutBroken(cases: readonly Case[]): Promise<readonly Case[]> {
    if (!this.#run.ending) await this.#broken.confirm(cases, (operation) => this.#footholds.refusedBy(operation))
    const others = this.#troubled.filter(({ testCase }) => !this.#broken.closed.has(testCase.operation))
    this.#troubled.splice(0, this.#troubled.length, ...others)
    return cases.filter((testCase) => !this.#broken.probes.has(testCase))
  }

  /** The cases that follow, made again for operations that stand on another footing than the planned one. */
  async #onFooting(planned: readonly Case[], later: readonly Case[]): Promise<readonly Case[]> {
    if (this.#run.ending) return planned
    const fullest = this.#footholds.fullest(planned)
    await this.#sendAll(fullest)
    const repeating = this.#footholds.repeating(planned)
    await this.#sendAll(repeating)
    const first = [...fullest, ...repeating]
    const bases = planned.filter(({ role, operation }) => role === 'base' && this.#closed(operation) === undefined)
    const rest = planned.filter((testCase) => testCase.role !== 'base' && !first.includes(testCase))
    await this.#renewKeys(new Set(repeating.map(({ operation }) => operation)), [...rest, ...later])
    const spent = { requests: this.#done, executions: this.#executions }
    const { cases, executions } = await this.#refooting.follow(bases, rest, later, spent)
    this.#executions += executions
    this.#total += cases.length - rest.length
    return cases
  }

  /** Says why nothing of an operation was accepted, in the deployment's own words. */
  #nameUnreached(operations: ReadonlySet<string>): void {
    // What time cut short might have been accepted.
    if (this.#run.unsent.has('--max-time was reached')) return
    for (const operation of operations) {
      const words = this.#run.twins.has(operation) ? undefined : this.#footholds.unreached(operation)
      if (words !== undefined && !this.#run.unreached.has(operation)) this.#run.unreached.set(operation, words)
    }
  }

  async #followTroubled(): Promise<void> {
    for (const { testCase, outcome } of this.#troubled) await this.#followUps.follow(testCase, outcome)
    this.#troubled.length = 0
  }

  /** A case that repeats the first accepted request of its operation, if there is one. */
  #again(testCase: Case): Case[] {
    const first = this.#run.twins.get(testCase.operation)
    if (!first) return []
    const { request, judged, draft = testCase.draft } = first
    return [{ ...testCase, request, judged, ...(draft && { draft }) }]
  }

  /** Takes what cannot be met again: a deployment that died is to blame, whichever request it died of. */
  #takeUnfollowed(): void {
    for (const { testCase, outcome } of this.#troubled) {
      const exchange = this.#run.exchange(testCase, outcome, false)
      // Nothing was accepted after it that would tell why it was refused.
      if (outcome.kind === 'response') this.#run.take(testCase, { ...exchange, blameless: isWronglyRefused(exchange) })
    }
    if (this.#died) takeDeath(this.#run, this.#troubled)
  }

  /** Sends cases with the asked concurrency, and takes their outcomes in the order of the plan. */
  #sendAll(cases: readonly Case[]): Promise<void> {
    const send = async (testCase: Case): Promise<Sent> => {
      return this.#stopped(testCase) ?? this.#sender.send(testCase)
    }
    return inOrder(cases, this.#options.concurrency, send, (testCase, sent) => this.#take(testCase, sent))
  }

  /** Why a case is not to be sent, or why its answer does not count if it was under way already. */
  #stopped(testCase: Case): Sent | undefined {
    if (this.#run.ending) return unsent(this.#run.ending.reason)
    if (this.#executions + (mayExecute(testCase) ? 1 : 0) > this.#options.maxExecutions)
      return { kind: 'unsent', reason: '--max-executions was reached', isLimit: true }
    const closed = this.#closed(testCase.operation)
    if (closed !== undefined) return unsent(closed)
    if (this.#sender.outage.restarts > 0 && (this.#cutOff.get(matterOf(testCase)) ?? 0) >= MOST_DEATHS)
      return unsent('not sent: the target may have died of requests like it before')
    // Each further time-out would be waited for, and show nothing new.
    if (this.#slow.has(matterOf(testCase))) return unsent('not sent: a request like it had timed out before')
    return this.#slow.size >= MOST_TIMEOUTS
      ? unsent(`not sent: ${MOST_TIMEOUTS} different requests had timed out before`)
      : undefined
  }

  #closed(operation: string): string | undefined {
    return this.#gatekeeper.closed.get(operation) ?? this.#broken.closed.get(operation)
  }

  #take(testCase: Case, arrived: Sent): void {
    const stopped = arrived.kind === 'outcome' ? this.#stopped(testCase) : undefined
    const sent = stopped ?? arrived
    this.#progress(testCase, sent)
    // What it died of may stand behind the first request that did not reach it any more.
    if (this.#died && arrived.kind === 'outcome' && isCutOff(arrived.outcome))
      this.#troubled.push({ testCase, outcome: arrived.outcome })
    if (this.#options.signal.aborted) this.#run.end('the run was stopped before its end')
    if (sent.kind === 'unsent') {
      // Why an operation is closed is said of that alone.
      if (this.#closed(testCase.operation) !== sent.reason)
        this.#run.unsent.set(sent.reason, (this.#run.unsent.get(sent.reason) ?? 0) + 1)
      if (sent.isLimit) this.#run.addCut(sent.reason)
      this.#heedThrottle()
      return
    }
    // Requests that were under way when the run was stopped were cut off by that.
    if (this.#options.signal.aborted && sent.outcome.kind === 'fault') return
    this.#options.onTaken?.(testCase)
    const exchange = this.#run.exchange(testCase, sent.outcome, false)
    if (mayExecute(testCase) || isSuccess(statusOf(exchange))) this.#executions++
    this.#wasAnswered ||= exchange.outcome.kind === 'response'
    if (exchange.outcome.kind === 'fault') {
      const { kind, message } = exchange.outcome.fault
      if (kind === 'timeout') this.#slow.add(matterOf(testCase))
      if (isCutOff(exchange.outcome))
        this.#cutOff.set(matterOf(testCase), (this.#cutOff.get(matterOf(testCase)) ?? 0) + 1)
      if (isGone(testCase, kind, this.#wasAnswered)) {
        this.#endAsGone(message)
        return
      }
    }
    // Which of its texts is not let in is found out alone.
    const isMixed = testCase.packed !== undefined && isBarred(exchange)
    if (!isMixed && testCase.credentials === 'configured' && this.#gatekeeper.takes(testCase, exchange)) {
      // Another starting point may be let in.
      if (this.#gatekeeper.mayLetInOthers(testCase, exchange)) this.#footholds.see(testCase, exchange)
      return
    }
    const unsettled = isTroubled(exchange)
    this.#footholds.see(testCase, exchange)
    this.#footholds.keys.see(testCase, exchange)
    if (unsettled) this.#troubled.push({ testCase, outcome: sent.outcome })
    if (!isMixed && (!unsettled || exchange.outcome.kind === 'response'))
      this.#run.take(testCase, exchange, { unsettled })
  }

  /** Nothing is asked any more of operations that are throttled for good; if all are, the run is over. */
  #heedThrottle(): void {
    const { closed, over } = this.#sender.throttle
    for (const [operation, reason] of closed) this.#run.unreached.set(operation, reason)
    const areAllClosed = this.#options.plan.cases.every(({ operation }) => closed.has(operation))
    const reason = over ?? (areAllClosed ? [...closed.values()][0] : undefined)
    if (reason !== undefined) this.#run.end(`the deployment lets no more requests through: ${reason}`)
  }

  #endAsGone(message: string): void {
    this.#died = this.#wasAnswered
    const before = this.#died ? `the target stopped answering after ${this.#done - 1} requests: ` : ''
    const { waitedMs } = this.#sender.outage
    const waited = waitedMs > 0 ? `, even after ${waitedMs / 1000} s of waiting` : ''
    this.#run.end((before + message).replace(/\.$/, '') + waited)
  }

  #progress(testCase: Case, sent: Sent): void {
    this.#done++
    const { outcome } = sent.kind === 'outcome' ? sent : { outcome: undefined }
    const status =
      outcome === undefined ? 'not sent' : outcome.kind === 'response' ? outcome.response.status : outcome.fault.kind
    this.#options.onEvent({ type: 'progress', done: this.#done, total: this.#total, case: testCase.name, status })
  }
}
