import type { FaultKind } from '../../http/index.ts'
import type { Exchange } from '../../judging/checks/index.ts'
import { firstBroken, isForAnother } from '../../judging/messages/index.ts'
import { type Case, mayExecute } from '../../planning/cases/index.ts'
import type { Count } from './count.ts'
import { isCutOff } from './is-troubled.ts'
import type { RunOptions } from './run-options.ts'
import type { RunState } from './run-state.ts'
import type { Sender, Sent } from './sender.ts'

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

/** Decides when a run ends before its plan, and which cases are left out because of what others met. */
export class RunEnd {
  readonly #options: RunOptions
  readonly #run: RunState
  readonly #sender: Sender
  /** Why an operation is closed. */
  readonly #closed: (operation: string) => string | undefined
  /** What timed out: constraints or, if a request breaks none, cases. */
  readonly #slow = new Set<string>()
  /** What was cut off, by how often: a target that has to be started again each time is spared from a third. */
  readonly #cutOff = new Map<string, number>()
  /** Whether the target answered, and then could not be reached any more. */
  #died = false
  /** Whether anything has answered at all. */
  #wasAnswered = false

  constructor(options: RunOptions, run: RunState, sender: Sender, closed: (operation: string) => string | undefined) {
    this.#options = options
    this.#run = run
    this.#sender = sender
    this.#closed = closed
  }

  get died(): boolean {
    return this.#died
  }

  /** Why a case is not to be sent, or why its answer does not count if it was under way already. */
  stopped(testCase: Case, { executions }: Count): Sent | undefined {
    if (this.#run.ending) return unsent(this.#run.ending.reason)
    if (executions + (mayExecute(testCase) ? 1 : 0) > this.#options.maxExecutions)
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

  /** Keeps in mind what a case met. Gives back whether the target is gone, so that the run ends. */
  see(testCase: Case, { outcome }: Exchange, { requests }: Count): boolean {
    this.#wasAnswered ||= outcome.kind === 'response'
    if (outcome.kind !== 'fault') return false
    const { kind, message } = outcome.fault
    if (kind === 'timeout') this.#slow.add(matterOf(testCase))
    if (isCutOff(outcome)) this.#cutOff.set(matterOf(testCase), (this.#cutOff.get(matterOf(testCase)) ?? 0) + 1)
    if (!isGone(testCase, kind, this.#wasAnswered)) return false
    this.#endAsGone(message, requests)
    return true
  }

  #endAsGone(message: string, requests: number): void {
    this.#died = this.#wasAnswered
    const before = this.#died ? `the target stopped answering after ${requests - 1} requests: ` : ''
    const { waitedMs } = this.#sender.outage
    const waited = waitedMs > 0 ? `, even after ${waitedMs / 1000} s of waiting` : ''
    this.#run.end((before + message).replace(/\.$/, '') + waited)
  }

  /** Nothing is asked any more of operations that are throttled for good; if all are, the run is over. */
  heedThrottle(): void {
    const { closed, over } = this.#sender.throttle
    for (const [operation, reason] of closed) this.#run.unreached.set(operation, reason)
    // What cannot be planned is closed anyhow; of others it is known by now whether anything is sent.
    const areAllClosed = this.#options.plan.parts.every(
      ({ operation, summaryIfMade }) => closed.has(operation) || summaryIfMade?.requests === 0,
    )
    const reason = over ?? (areAllClosed ? [...closed.values()][0] : undefined)
    if (reason !== undefined) this.#run.end(`the deployment lets no more requests through: ${reason}`)
  }
}
