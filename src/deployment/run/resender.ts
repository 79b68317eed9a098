import type { Fault, Outcome } from '../../http/index.ts'
import { type Exchange, isRefused } from '../../judging/checks/index.ts'
import type { Case } from '../../planning/cases/index.ts'
import { isCutOff, isTroubled, isWronglyRefused, mayPass } from './is-troubled.ts'
import type { NowAndThen } from './now-and-then.ts'
import { RandomRefusals } from './random-refusals.ts'
import type { RunState } from './run-state.ts'
import type { Sender, Sent } from './sender.ts'
import { type Resending, settle } from './settle.ts'
import type { Tried } from './shrinker.ts'

const isUnreachable = ({ kind }: Fault): boolean => kind === 'refused' || kind === 'unresolved' || kind === 'tls'

/** Sends cases of a run alone, once more or for the first time, and takes what only that shows. */
export class Resender {
  readonly #run: RunState
  readonly #sender: Sender
  /** What cases met whenever they were sent, so that none is settled twice. */
  readonly #settled = new Map<Case, Exchange | undefined>()
  /** Those that were sent as often as it takes where an operation refuses at random. */
  readonly #insisted = new Set<Case>()
  readonly #nowAndThen: NowAndThen
  /** Which operations refuse at random. */
  readonly random: RandomRefusals

  constructor(run: RunState, sender: Sender, nowAndThen: NowAndThen) {
    this.#run = run
    this.#sender = sender
    this.#nowAndThen = nowAndThen
    this.random = new RandomRefusals(
      run,
      (testCase) => this.#send(testCase),
      (testCase, outcome) => sender.sentAs(testCase, outcome),
    )
  }

  resending(testCase: Case): Resending {
    return {
      isAtRandom: this.#run.ledger.isAtRandom(testCase.operation),
      send: () => this.#send(testCase),
      judge: (outcome) => this.#run.exchange(testCase, outcome, true),
    }
  }

  /** A target that is gone answers no question any more: its faults are not those of a case. */
  async #send(testCase: Case): Promise<Sent> {
    const sent = await this.#sender.send(testCase)
    if (sent.kind === 'unsent' || sent.outcome.kind === 'response' || !isUnreachable(sent.outcome.fault)) return sent
    const reason = `the target stopped answering: ${sent.outcome.fault.message.replace(/\.$/, '')}`
    this.#run.end(reason)
    return { kind: 'unsent', reason }
  }

  /** What a case meets whenever it is sent, or now and then; undefined if the budget ends before that is known. */
  async settle(testCase: Case, outcome: Outcome): Promise<Exchange | undefined> {
    if (!this.#settled.has(testCase)) this.#settled.set(testCase, await this.#settle(testCase, outcome))
    return this.#settled.get(testCase)
  }

  async #settle(testCase: Case, outcome: Outcome): Promise<Exchange | undefined> {
    const wasOver = this.#run.ending !== undefined
    const resending = this.resending(testCase)
    if (resending.isAtRandom) this.#insisted.add(testCase)
    const settled = await settle(outcome, resending, (again) => {
      // Its shape is judged each time.
      if (again.outcome.kind === 'response') this.#run.take(testCase, again, { unsettled: true })
    })
    if (settled.kind === 'unsent') {
      // It was sent alone, and the target was gone.
      if (!wasOver && this.#run.ending && isCutOff(outcome))
        return { ...settled.first, repeated: true, general: 'the target stopped answering' }
      this.#run.note(`A failure could not be met again: ${settled.reason}.`)
      // A refusal is one, met again or not; a fault or a 5xx may have passed.
      return isRefused(settled.first) ? settled.first : undefined
    }
    if (settled.passed) this.#passed(testCase, settled.passed)
    else if (isCutOff(settled.exchange.outcome)) this.#nowAndThen.killed()
    return settled.exchange
  }

  #passed(testCase: Case, first: Exchange): void {
    const exchange = { ...first, repeated: false }
    if (isWronglyRefused(first)) this.random.suspect(testCase)
    if (mayPass(first) || isWronglyRefused(first)) this.#nowAndThen.add(testCase, exchange)
    else this.#run.take(testCase, exchange, { intermittent: true })
  }

  /**
   * Failures without those that were refused twice by chance, as an operation may do that refuses at random: that is known
   * only after some of them were met.
   */
  async withoutChance<Failure extends Tried>(failures: readonly Failure[]): Promise<Failure[]> {
    const others: Failure[] = []
    for (const failure of failures) if (!(await this.#isByChance(failure))) others.push(failure)
    return others
  }

  async #isByChance({ testCase, exchange }: Tried): Promise<boolean> {
    const isAtRandom = this.#run.ledger.isAtRandom(testCase.operation)
    if (!isWronglyRefused(exchange) || !isAtRandom || this.#insisted.has(testCase)) return false
    const again = await this.#settle(testCase, exchange.outcome)
    if (again === undefined || isTroubled(again)) return false
    this.#run.take(testCase, again)
    return true
  }

  /** Sends a case that was not sent before, and settles what it meets. */
  async try(testCase: Case): Promise<Exchange | undefined> {
    const sent = await this.#send(testCase)
    if (sent.kind === 'unsent') {
      this.#run.note(`What is refused could not be narrowed down: ${sent.reason}.`)
      return undefined
    }
    const exchange = this.#run.exchange(testCase, sent.outcome, true)
    return isTroubled(exchange) ? this.settle(testCase, sent.outcome) : exchange
  }
}
