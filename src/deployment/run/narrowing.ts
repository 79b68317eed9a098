import { type Case, placeFeatures, takeApart } from '../../planning/cases/index.ts'
import type { Blame } from './blame.ts'
import { isTroubled } from './is-troubled.ts'
import { Isolation } from './isolation.ts'
import type { Resender } from './resender.ts'
import type { RunState } from './run-state.ts'
import type { Tried } from './shrinker.ts'

/** For a whole run: each takes some requests for each place. */
const MOST_NARROWED = 10

/** Finds the places for which a random request is refused: each alone, in the first request that was accepted. */
export class Narrowing {
  readonly #run: RunState
  readonly #resender: Resender
  readonly #blame: Blame
  #narrowed = 0

  constructor(run: RunState, resender: Resender, blame: Blame) {
    this.#run = run
    this.#resender = resender
    this.#blame = blame
  }

  /** Gives back what accuses the deployment, which may be the request itself; nothing if no one place does. */
  async narrow(refused: Tried, order: number): Promise<Tried[]> {
    this.#blame.hear(refused)
    if (this.#blame.accuses(refused, order)) return [refused]
    const { testCase, exchange } = refused
    const first = this.#run.twins.get(testCase.operation)
    if (!first?.draft || !testCase.draft || this.#narrowed++ >= MOST_NARROWED) return []
    const features = placeFeatures(first.draft, testCase.draft)
    if (this.#blame.isAccountedFor(testCase.operation, features)) return []
    const parts: (Tried & { readonly order: number })[] = []
    const collect = (part: Case, troubled: Tried['exchange']): void => {
      parts.push({ testCase: part, exchange: troubled, order: this.#run.ledger.size })
    }
    const packed = { draft: first.draft, features }
    const whole = takeApart(this.#run.judgeOf(testCase), packed, features)
    await new Isolation(this.#run, this.#resender, collect).isolate(whole, packed, exchange)
    if (parts.length > 0) await this.meetAgain(testCase)
    for (const part of parts) this.#blame.hear(part)
    return parts.filter((part) => this.#blame.accuses(part, part.order))
  }

  /** Sends the first accepted request of an operation again: what was accepted before may all be refused by now. */
  async meetAgain({ operation }: Case): Promise<void> {
    const first = this.#run.twins.get(operation)
    const again = first && (await this.#resender.try(first))
    if (first && again && !isTroubled(again)) this.#run.take(first, again)
  }
}
