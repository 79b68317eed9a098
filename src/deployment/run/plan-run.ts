import { isSuccess, type Outcome } from '../../http/index.ts'
import { statusOf } from '../../judging/checks/index.ts'
import { firstBroken, isForAnother } from '../../judging/messages/index.ts'
import { type Case, mayExecute } from '../../planning/cases/index.ts'
import { isPlainTarget } from './canonical-target.ts'
import { FollowUps } from './follow-ups.ts'
import { isTroubled } from './is-troubled.ts'
import { platformAnswer } from './platform-answer.ts'
import { RandomFailures } from './random-failures.ts'
import type { RunOptions } from './run-options.ts'
import type { RunState } from './run-state.ts'
import type { Sender, Sent } from './sender.ts'
import { Shrinker } from './shrinker.ts'

const MOST_TIMEOUTS = 3
const POLL_MS = 250

/** What a case is about: the constraint that it breaks or, where it breaks none, itself. */
function matterOf({ name, operation, judged }: Case): string {
  return firstBroken(judged)?.id ?? `${operation} ${isForAnother(judged) ? 'elsewhere' : name}`
}

/** One planned case that needs more than its first outcome. */
interface Troubled {
  readonly one: Case
  readonly sent: Extract<Sent, { kind: 'outcome' }>
}

const isCutOff = (outcome: Outcome): boolean =>
  outcome.kind === 'fault' && (outcome.fault.kind === 'reset' || outcome.fault.kind === 'truncated')

/**
 * Sends all that is planned, and what follows from it. Cases are sent with the asked concurrency, and their outcomes
 * taken in the order of the plan: what ends a run, or leaves requests out, is decided by what stands before in the
 * plan, and so not by what happened to be under way.
 */
export class PlanRun {
  readonly #options: RunOptions
  readonly #run: RunState
  readonly #sender: Sender
  readonly #troubled: Troubled[] = []
  /** Operations that the platform does not let this caller reach, and why. */
  readonly #closed = new Map<string, string>()
  /** What timed out: constraints or, where a request breaks none, cases. */
  readonly #slow = new Set<string>()
  readonly #deleting: ReadonlySet<string>
  /** Executions of what was taken. */
  #executions = 0
  /** It answered, and then could not be reached any more. */
  #died = false
  #done = 0

  constructor(options: RunOptions, run: RunState, sender: Sender) {
    this.#options = options
    this.#run = run
    this.#sender = sender
    const judges = [...options.plan.judges].filter(([, { operation }]) => operation.method === 'DELETE')
    this.#deleting = new Set(judges.map(([id]) => id))
  }

  async run(): Promise<void> {
    const random = new RandomFailures(
      this.#run,
      new Shrinker(this.#run, this.#sender, this.#options.maxShrinkExecutions),
    )
    const followUps = new FollowUps(this.#run, this.#sender, random)
    const { cases } = this.#options.plan
    // What has been deleted answers no question any more.
    const deletes = ({ operation }: Case): boolean => this.#deleting.has(operation)
    await this.#round(
      cases.filter((one) => !deletes(one)),
      followUps,
      random,
    )
    if (this.#run.ending) return
    const refused = cases.filter((one) => deletes(one) && one.role !== 'base' && !mayExecute(one))
    await this.#sendAll(refused)
    await this.#round(
      cases.filter((one) => deletes(one) && !refused.includes(one)),
      followUps,
      random,
    )
  }

  async #round(cases: readonly Case[], followUps: FollowUps, random: RandomFailures): Promise<void> {
    const ofRole = (wanted: (role: Case['role']) => boolean) => cases.filter(({ role }) => wanted(role))
    await this.#sendAll(ofRole((role) => role === 'base'))
    this.#endIfRefused()
    for (const [operation, reason] of this.#closed) this.#run.unreached.set(operation, reason)
    if (!this.#run.ending) await this.#sendAll(ofRole((role) => role === 'planned' || role === 'random'))
    if (this.#run.ending) return this.#takeUnfollowed()
    for (const { one, sent } of this.#troubled) await followUps.follow(one, sent.outcome)
    this.#troubled.length = 0
    const again = ofRole((role) => role === 'again').flatMap((one) => {
      const first = this.#run.twins.get(one.operation)
      return first ? [{ ...one, request: first.request, judged: first.judged }] : []
    })
    await this.#sendAll(again)
    for (const { one, sent } of this.#troubled) await followUps.follow(one, sent.outcome)
    this.#troubled.length = 0
    const operations = new Set(cases.map(({ operation }) => operation))
    followUps.explainFailures()
    await followUps.confirm(operations)
    await random.takeAll()
    await random.shrinkWitnesses(operations)
  }

  /** What cannot be met again any more: a deployment that died is to blame, whichever request it died of. */
  #takeUnfollowed(): void {
    for (const { one, sent } of this.#troubled) {
      const exchange = this.#run.exchange(one, sent.outcome, false)
      if (sent.outcome.kind === 'response') this.#run.take(one, exchange)
      else if (this.#died) this.#run.take(one, { ...exchange, repeated: true, general: 'the target stopped answering' })
    }
  }

  /** Nothing can be proven where the platform does not let a caller through. */
  #endIfRefused(): void {
    if (this.#run.twins.size > 0 || this.#run.ending) return
    const [reason] = this.#closed.values()
    if (reason !== undefined) this.#run.end(reason)
  }

  /** Sends cases with the asked concurrency, and takes their outcomes in the order of the plan. */
  async #sendAll(cases: readonly Case[]): Promise<void> {
    const arrived = new Map<number, Sent>()
    let next = 0
    let taken = 0
    const work = async (): Promise<void> => {
      while (next < cases.length) {
        const index = next++
        const one = cases[index]
        if (!one) return
        const stopped = this.#stopped(one)
        const sent: Sent = stopped === undefined ? await this.#sendOne(one) : { kind: 'unsent', reason: stopped }
        arrived.set(index, sent)
        for (let ready = arrived.get(taken); ready !== undefined; ready = arrived.get(taken)) {
          const taking = cases[taken]
          arrived.delete(taken++)
          if (taking) this.#take(taking, ready)
        }
      }
    }
    await Promise.all(Array.from({ length: Math.min(this.#options.concurrency, cases.length) }, work))
  }

  /** Why a case is not to be sent or, where others were slow to come back, had better not been. */
  #stopped(one: Case): string | undefined {
    if (this.#run.ending) return this.#run.ending.reason
    if (this.#executions + (mayExecute(one) ? 1 : 0) > this.#options.maxExecutions)
      return '--max-executions was reached'
    const closed = this.#closed.get(one.operation)
    if (closed !== undefined) return closed
    // Each further time-out would be waited for, and show nothing new.
    if (this.#slow.has(matterOf(one))) return 'not sent: a request like it had timed out before'
    return this.#slow.size >= MOST_TIMEOUTS
      ? `not sent: ${MOST_TIMEOUTS} different requests had timed out before`
      : undefined
  }

  async #sendOne(one: Case): Promise<Sent> {
    const { clock, waitMs, signal } = this.#options
    const until = clock.now() + waitMs
    for (;;) {
      const sent = await this.#sender.send(one)
      if (sent.kind === 'unsent' || sent.outcome.kind !== 'fault') return sent
      // Once it is up, it is no more waited for.
      if (one.role !== 'base' && this.#done > 0) return sent
      const { kind } = sent.outcome.fault
      const isDown = kind === 'refused' || kind === 'unresolved' || kind === 'reset'
      if (!isDown || clock.now() >= until || signal.aborted) return sent
      await clock.sleep(POLL_MS, signal)
    }
  }

  #take(one: Case, arrived: Sent): void {
    const stopped = arrived.kind === 'outcome' ? this.#stopped(one) : undefined
    const sent: Sent = stopped === undefined ? arrived : { kind: 'unsent', reason: stopped }
    this.#progress(one, sent)
    // What it died of may stand behind the first request that did not reach it any more.
    if (this.#died && arrived.kind === 'outcome' && isCutOff(arrived.outcome))
      this.#troubled.push({ one, sent: arrived })
    if (this.#options.signal.aborted) this.#run.end('the run was stopped before its end')
    if (sent.kind === 'unsent') {
      this.#run.unsent.set(sent.reason, (this.#run.unsent.get(sent.reason) ?? 0) + 1)
      return
    }
    // Requests that were under way when the run was stopped were cut off by that.
    if (this.#options.signal.aborted && sent.outcome.kind === 'fault') return
    this.#options.onTaken?.(one)
    const exchange = this.#run.exchange(one, sent.outcome, false)
    if (mayExecute(one) || isSuccess(statusOf(exchange))) this.#executions++
    if (exchange.outcome.kind === 'fault' && exchange.outcome.fault.kind === 'timeout') this.#slow.add(matterOf(one))
    if (exchange.outcome.kind === 'fault' && this.#isGone(one, exchange.outcome.fault.kind)) {
      this.#died = this.#done > 1
      const { message } = exchange.outcome.fault
      const before = this.#done > 1 ? `the target stopped answering after ${this.#done - 1} requests: ` : ''
      this.#run.end((before + message).replace(/\.$/, ''))
      return
    }
    if (one.credentials === 'configured' && this.#isPlatforms(one, exchange)) return
    if (isTroubled(exchange)) {
      this.#troubled.push({ one, sent })
      if (exchange.outcome.kind === 'response') this.#run.take(one, exchange, { unsettled: true })
      return
    }
    this.#run.take(one, exchange)
  }

  /** Faults that say of the whole target that it cannot be talked to; others are about the request. */
  #isGone(one: Case, kind: string): boolean {
    if (kind === 'refused' || kind === 'unresolved' || kind === 'tls') return true
    return one.role === 'base' && (kind === 'timeout' || kind === 'not http' || kind === 'reset')
  }

  /** Takes the answers of what stands in front of the deployment; they say nothing of the operation. */
  #isPlatforms(one: Case, exchange: ReturnType<RunState['exchange']>): boolean {
    const status = statusOf(exchange)
    const said = platformAnswer(exchange)
    const isAuth = status === 401 || status === 403
    if ((!said && !isAuth) || isForAnother(exchange.judged)) return false
    if (said && !isAuth && isSuccess(status)) return false
    const text = said ? `the platform said ${said.text}` : `it answered ${status}`
    const advice =
      status === 404
        ? ''
        : this.#options.credentials.length > 0 || this.#options.signer
          ? '; check the credentials'
          : '; give credentials with --token or --header'
    const reason = isAuth ? `the credentials were refused: ${text}${advice}` : `the operation was not reached: ${text}`
    if (one.role === 'base') {
      this.#closed.set(one.operation, reason)
      return true
    }
    // Others were let in with a signature of the same key: this one is at odds over the form of the path.
    if (status === 401 && this.#options.signer && this.#run.twins.size > 0 && !isPlainTarget(one.request.target)) {
      this.#run.note('A 401 was not judged: signers differ on escapes and the like in a path or query.')
      return true
    }
    if (status === 401 || (isAuth && this.#run.twins.size === 0)) this.#run.end(reason)
    else if (isAuth && !said) return false
    else this.#run.note(`An answer of the platform was not judged: ${text}.`)
    return true
  }

  #progress(one: Case, sent: Sent): void {
    this.#done++
    const { outcome } = sent.kind === 'outcome' ? sent : { outcome: undefined }
    const status =
      outcome === undefined ? 'not sent' : outcome.kind === 'response' ? outcome.response.status : outcome.fault.kind
    const total = this.#options.plan.cases.length
    this.#options.onEvent({ type: 'progress', done: this.#done, total, case: one.name, status })
  }
}
