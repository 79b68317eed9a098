import { isServerError, type Outcome } from '../../http/index.ts'
import { type Exchange, isRefused, statusOf } from '../../judging/checks/index.ts'
import type { Case } from '../../planning/cases/index.ts'
import { isTroubled } from './is-troubled.ts'
import type { RunState } from './run-state.ts'
import type { Sender } from './sender.ts'
import { type Resending, settle } from './settle.ts'

/** Sends cases of a run alone, once more or for the first time, and takes what only that shows. */
export class Resender {
  readonly #run: RunState
  readonly #sender: Sender
  /** What cases met whenever they were sent, so that none is settled twice. */
  readonly #settled = new Map<Case, Exchange | undefined>()

  constructor(run: RunState, sender: Sender) {
    this.#run = run
    this.#sender = sender
  }

  resending(testCase: Case): Resending {
    return {
      send: () => this.#sender.send(testCase),
      judge: (outcome) => this.#run.exchange(testCase, outcome, true),
    }
  }

  /** What a case meets whenever it is sent, or now and then; undefined if the budget ends before that is known. */
  async settle(testCase: Case, outcome: Outcome): Promise<Exchange | undefined> {
    if (!this.#settled.has(testCase)) this.#settled.set(testCase, await this.#settle(testCase, outcome))
    return this.#settled.get(testCase)
  }

  async #settle(testCase: Case, outcome: Outcome): Promise<Exchange | undefined> {
    const settled = await settle(outcome, this.resending(testCase), (again) => {
      // Its shape is judged each time.
      if (again.outcome.kind === 'response') this.#run.take(testCase, again, { unsettled: true })
    })
    if (settled.kind === 'unsent') {
      this.#run.note(`A failure could not be met again: ${settled.reason}.`)
      // A refusal is one, met again or not; a fault or a 5xx may have passed.
      return isRefused(settled.first) ? settled.first : undefined
    }
    if (settled.passed) this.#passed(testCase, settled.passed)
    return settled.exchange
  }

  #passed(testCase: Case, first: Exchange): void {
    const status = statusOf(first)
    if (status === undefined) {
      const message = first.outcome.kind === 'fault' ? first.outcome.fault.message : ''
      this.#run.note(`A request got no whole response, and did when it was sent again: ${message}`)
    } else if (isServerError(status) && first.answer?.documented)
      this.#run.note(`Status ${status} was answered, and not when the request was sent again.`)
    else this.#run.take(testCase, { ...first, repeated: false }, { intermittent: true })
  }

  /** Sends a case that was not sent before, and settles what it meets. */
  async try(testCase: Case): Promise<Exchange | undefined> {
    const sent = await this.#sender.send(testCase)
    if (sent.kind === 'unsent') {
      this.#run.note(`What is refused could not be narrowed down: ${sent.reason}.`)
      return undefined
    }
    const exchange = this.#run.exchange(testCase, sent.outcome, true)
    return isTroubled(exchange) ? this.settle(testCase, sent.outcome) : exchange
  }
}
