import type { Contract } from '../contract/model/index.ts'
import { isSuccess } from '../http/index.ts'
import { type Finding, type LedgerRow, type Report, type RunEvent, tool } from '../report/results/index.ts'
import { caseNameOf, clientReport } from './client-report.ts'
import type { Observation } from './observation.ts'

/** Calls of one kind that may hang before the rest of that kind is left out. */
export const MOST_HANGS = 2

/** Why a run that was stopped proves nothing. */
export const STOPPED = 'the run was stopped before its end'

export interface SessionOptions {
  readonly contract: Contract
  readonly seed: number
  readonly target: string
  readonly plan: Report['plan']
  /** When it began, as `performance.now()` tells it. */
  readonly startedMs: number
  readonly signal: AbortSignal
  readonly onEvent: (event: RunEvent) => void
}

/** Calls to make, one after the other. */
export interface Calls<Call> {
  readonly calls: Iterable<Call>
  /** Calls of one kind hang for one reason: after some that do, the others are left out. */
  readonly kindOf: (call: Call) => string
  /** How many of each kind have hung so far. */
  readonly hangs: Map<string, number>
  /** Whether the first call of a kind that hangs is made again: a busy machine may make a call slow now and then. */
  readonly isRetried: boolean
  readonly isOver: () => boolean
  readonly make: (call: Call) => Promise<Observation>
  readonly take: (observation: Observation, call: Call) => void
}

/** One run over a client: makes its calls, tells how it goes, and ends in a report. */
export class ClientSession {
  readonly notes: string[] = []
  readonly #options: SessionOptions
  #done = 0
  #requests = 0
  #executions = 0

  /** Tells at once that the run has started. */
  constructor(options: SessionOptions) {
    const { contract, target, seed, plan, onEvent } = options
    const { title, version, digest } = contract
    this.#options = options
    onEvent({ type: 'started', party: 'client', contract: { title, version, digest }, target, seed, plan })
  }

  /** Calls that were made. */
  get done(): number {
    return this.#done
  }

  /** Requests that were seen. */
  get requests(): number {
    return this.#requests
  }

  /** Makes the calls until the run is over. */
  async makeEach<Call>({ calls, kindOf, hangs, isRetried, isOver, make, take }: Calls<Call>): Promise<void> {
    for (const call of calls) {
      if (isOver()) return
      const kind = kindOf(call)
      const count = hangs.get(kind) ?? 0
      if (count >= MOST_HANGS) continue
      let observation = await make(call)
      if (observation.outcome.kind === 'hung' && count === 0 && isRetried) observation = await make(call)
      if (this.#options.signal.aborted) return
      if (observation.outcome.kind === 'hung') hangs.set(kind, count + 1)
      take(observation, call)
    }
  }

  /** Counts a call, and tells of it. */
  count(observation: Observation): void {
    const { requests } = observation
    this.#done++
    this.#requests += requests.length
    this.#executions += requests.filter(({ isServed, response }) => isServed && isSuccess(response.status)).length
    this.#options.onEvent({
      type: 'progress',
      done: this.#done,
      total: Math.max(this.#options.plan.requests, this.#done),
      case: caseNameOf(observation),
      status: requests[0]?.response.status ?? 'none',
    })
  }

  /** `reason`: why the run proves nothing. */
  finish(findings: readonly Finding[], constraints: readonly LedgerRow[], reason: string | undefined): Report {
    const { startedMs, onEvent } = this.#options
    const report = clientReport({
      ...this.#options,
      tool: tool(),
      requests: this.#requests,
      executions: this.#executions,
      durationMs: Math.round(performance.now() - startedMs),
      findings,
      constraints,
      notes: this.notes,
      reason,
    })
    onEvent({ type: 'finished', report })
    return report
  }
}
