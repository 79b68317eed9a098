import { isSuccess } from '../../http/index.ts'
import { type Exchange, statusOf } from '../../judging/checks/index.ts'
import { type Case, mayExecute } from '../../planning/cases/index.ts'
import type { Troubled } from './broken-operations.ts'
import type { Count } from './count.ts'
import type { Footholds } from './footholds.ts'
import type { Gatekeeper } from './gatekeeper.ts'
import { inOrder } from './in-order.ts'
import { isBarred, isCutOff, isTroubled } from './is-troubled.ts'
import type { RunEnd } from './run-end.ts'
import type { RunOptions } from './run-options.ts'
import type { RunState } from './run-state.ts'
import type { Sender, Sent } from './sender.ts'

/** What else hears of each outcome. */
interface Hearers {
  readonly end: RunEnd
  readonly gatekeeper: Gatekeeper
  readonly footholds: Footholds
  /** Why an operation is closed. */
  readonly closed: (operation: string) => string | undefined
}

/**
 * Sends cases with the asked concurrency, and takes their outcomes in the order of the plan: what ends a run, or leaves
 * requests out, is decided by what stands before in the plan, and so not by what happened to be under way.
 */
export class Intake {
  readonly #options: RunOptions
  readonly #run: RunState
  readonly #sender: Sender
  readonly #hearers: Hearers
  /** What has to be followed up. */
  readonly troubled: Troubled[] = []
  /** Executions of what was taken. */
  #executions = 0
  #done = 0
  /** Requests that are planned again, in place of what was planned or besides. */
  #further = 0

  constructor(options: RunOptions, run: RunState, sender: Sender, hearers: Hearers) {
    this.#options = options
    this.#run = run
    this.#sender = sender
    this.#hearers = hearers
  }

  /** What has been sent so far. */
  get spent(): Count {
    return { requests: this.#done, executions: this.#executions }
  }

  /** Counts what was sent beside the plan. */
  addExecutions(executions: number): void {
    this.#executions += executions
  }

  /** Counts what is planned again; less than nothing if fewer are. */
  addPlanned(count: number): void {
    this.#further += count
  }

  /** Follows nothing up any more that another answer stands for. */
  forgetTroubled(isForgotten: (testCase: Case) => boolean): void {
    const others = this.troubled.filter(({ testCase }) => !isForgotten(testCase))
    this.troubled.splice(0, this.troubled.length, ...others)
  }

  /** Sends cases, and takes what comes back. */
  sendAll(cases: Iterable<Case> | AsyncIterable<Case>): Promise<void> {
    const send = async (testCase: Case): Promise<Sent> =>
      this.#hearers.end.stopped(testCase, this.spent) ?? this.#sender.send(testCase)
    return inOrder(cases, this.#options.concurrency, send, (testCase, sent) => this.#take(testCase, sent))
  }

  #take(testCase: Case, arrived: Sent): void {
    const { end } = this.#hearers
    const stopped = arrived.kind === 'outcome' ? end.stopped(testCase, this.spent) : undefined
    const sent = stopped ?? arrived
    this.#progress(testCase, sent)
    // What it died of may stand behind the first request that did not reach it any more.
    if (end.died && arrived.kind === 'outcome' && isCutOff(arrived.outcome))
      this.troubled.push({ testCase, outcome: arrived.outcome })
    if (this.#options.signal.aborted) this.#run.end('the run was stopped before its end')
    if (sent.kind === 'unsent') {
      this.#takeUnsent(testCase, sent)
      return
    }
    // Requests that were under way when the run was stopped were cut off by that.
    if (this.#options.signal.aborted && sent.outcome.kind === 'fault') return
    this.#options.onTaken?.(testCase)
    const exchange = this.#run.exchange(testCase, sent.outcome, false)
    if (mayExecute(testCase) || isSuccess(statusOf(exchange))) this.#executions++
    if (!end.see(testCase, exchange, this.spent)) this.#takeExchange(testCase, exchange)
  }

  #takeUnsent(testCase: Case, { reason, isLimit }: Extract<Sent, { readonly kind: 'unsent' }>): void {
    // Why an operation is closed is said of that alone.
    if (this.#hearers.closed(testCase.operation) !== reason)
      this.#run.unsent.set(reason, (this.#run.unsent.get(reason) ?? 0) + 1)
    if (isLimit) this.#run.addCut(reason)
    this.#hearers.end.heedThrottle()
  }

  #takeExchange(testCase: Case, exchange: Exchange): void {
    const { gatekeeper, footholds } = this.#hearers
    const { outcome } = exchange
    // Which of its texts is not let in is found out alone, and whether what was let in before is kept out for good.
    const isMixed = (testCase.packed !== undefined || testCase.role === 'again') && isBarred(exchange)
    if (!isMixed && testCase.credentials === 'configured' && gatekeeper.takes(testCase, exchange)) {
      // Another starting point may be let in.
      if (gatekeeper.mayLetInOthers(testCase, exchange)) footholds.see(testCase, exchange)
      return
    }
    const unsettled = isTroubled(exchange)
    footholds.see(testCase, exchange)
    footholds.keys.see(testCase, exchange)
    if (unsettled) this.troubled.push({ testCase, outcome })
    if (!isMixed && (!unsettled || outcome.kind === 'response')) this.#run.take(testCase, exchange, { unsettled })
  }

  #progress(testCase: Case, sent: Sent): void {
    this.#done++
    const { outcome } = sent.kind === 'outcome' ? sent : { outcome: undefined }
    const status =
      outcome === undefined ? 'not sent' : outcome.kind === 'response' ? outcome.response.status : outcome.fault.kind
    const { plan, onEvent } = this.#options
    const total = plan.isMade() ? plan.size.requests + this.#further : undefined
    onEvent({ type: 'progress', done: this.#done, total, case: testCase.name, status })
  }
}
