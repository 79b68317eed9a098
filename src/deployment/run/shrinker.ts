import { type FaultKind, isSuccess } from '../../http/index.ts'
import { type Exchange, statusOf } from '../../judging/checks/index.ts'
import { type Case, mayExecute, shrinkCase } from '../../planning/cases/index.ts'
import { isTroubled } from './is-troubled.ts'
import type { RunState } from './run-state.ts'
import type { Sender } from './sender.ts'

/** For one finding. Halving a length takes a request for each power of two, and a request has several lengths. */
const MOST_REQUESTS = 30
/** For a whole run. */
const MOST_SHRUNK = 10
/** Each is waited for. */
const MOST_TIMEOUTS = 3
const GONE = new Set<FaultKind>(['refused', 'unresolved', 'tls'])

/** A case that was sent, and what it gave. */
export interface Tried {
  readonly testCase: Case
  readonly exchange: Exchange
}

/** Looks for the smallest random case that shows what a random case showed, on the deployment, within budgets. */
export class Shrinker {
  readonly #run: RunState
  readonly #sender: Sender
  readonly #maxExecutions: number
  #shrunk = 0

  constructor(run: RunState, sender: Sender, maxExecutions: number) {
    this.#run = run
    this.#sender = sender
    this.#maxExecutions = maxExecutions
  }

  /** @returns undefined if no smaller case shows it whenever it is sent */
  async shrink(testCase: Case, shows: (tried: Tried) => boolean): Promise<Tried | undefined> {
    if (this.#shrunk++ >= MOST_SHRUNK) return undefined
    let requests = 0
    let executions = 0
    let timeouts = 0
    let last: Tried | undefined
    const smallest = await shrinkCase(this.#run.judgeOf(testCase), testCase, async (smaller) => {
      if (requests >= MOST_REQUESTS || executions >= this.#maxExecutions || timeouts >= MOST_TIMEOUTS) return undefined
      const tried = await this.#try(smaller)
      if (!tried) return undefined
      const { outcome } = tried.exchange
      requests++
      if (mayExecute(smaller) || isSuccess(statusOf(tried.exchange))) executions++
      if (outcome.kind === 'fault') {
        if (GONE.has(outcome.fault.kind)) return undefined
        if (outcome.fault.kind === 'timeout') timeouts++
      }
      if (!shows(tried)) {
        if (!isTroubled(tried.exchange)) this.#run.take(smaller, tried.exchange)
        return false
      }
      last = tried
      return true
    })
    if (!last) return undefined
    const again = await this.#try(smallest)
    if (again === undefined) return { testCase: smallest, exchange: last.exchange }
    return shows(again) ? again : undefined
  }

  async #try(testCase: Case): Promise<Tried | undefined> {
    const sent = await this.#sender.send(testCase)
    if (sent.kind === 'outcome') return { testCase, exchange: this.#run.exchange(testCase, sent.outcome, true) }
    this.#run.note(`A failure could not be shrunk to its end: ${sent.reason}.`)
    return undefined
  }
}
