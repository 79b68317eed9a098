import { isAlike } from '../../judging/checks/index.ts'
import { type Case, type Feature, placeFeatures, takeApart } from '../../planning/cases/index.ts'
import type { Blame } from './blame.ts'
import type { FieldRules } from './field-rules.ts'
import { isTroubled } from './is-troubled.ts'
import { Isolation } from './isolation.ts'
import type { Resender } from './resender.ts'
import type { RunState } from './run-state.ts'
import type { Tried } from './shrinker.ts'

/** For a whole run: each takes some requests for each place. */
const MOST_NARROWED = 10

/** Finds the places for which a request fails: each alone, in the first request of its operation that was accepted. */
export class Narrowing {
  readonly #run: RunState
  readonly #resender: Resender
  readonly #blame: Blame
  readonly #rules: FieldRules
  #narrowed = 0

  constructor(
    run: RunState,
    resender: Resender,
    { blame, rules }: { readonly blame: Blame; readonly rules: FieldRules },
  ) {
    this.#run = run
    this.#resender = resender
    this.#blame = blame
    this.#rules = rules
  }

  /** Gives back what accuses the deployment, which may be the request itself; nothing if no one place does. */
  async narrow(refused: Tried, order: number): Promise<Tried[]> {
    this.#blame.hear(refused)
    if (this.#blame.accuses(refused, order)) return (await this.#rules.excuse(refused)) ? [] : [refused]
    const { testCase } = refused
    const features = this.#featuresOf(testCase)
    if (!features || this.#blame.isAccountedFor(testCase.operation, features)) return []
    const parts = await this.#isolate(refused)
    if (parts.length > 0) await this.meetAgain(testCase)
    for (const part of parts) this.#blame.hear(part)
    const accusing: Tried[] = []
    for (const part of parts)
      if (this.#blame.accuses(part, part.order) && !(await this.#rules.excuse(part))) accusing.push(part)
    return accusing
  }

  /** Gives back what fails as a request does that got a server error or no whole answer, in as few places as can be. */
  async localize(failed: Tried): Promise<Tried[]> {
    const parts = await this.#isolate(failed)
    return parts.filter(({ exchange }) => isAlike(exchange, failed.exchange))
  }

  #featuresOf({ operation, draft }: Case): Feature[] | undefined {
    const first = this.#run.twins.get(operation)
    return first?.draft && draft && placeFeatures(first.draft, draft)
  }

  async #isolate({ testCase, exchange }: Tried): Promise<(Tried & { readonly order: number })[]> {
    const first = this.#run.twins.get(testCase.operation)
    const features = this.#featuresOf(testCase)
    if (!first?.draft || !features || this.#narrowed++ >= MOST_NARROWED) return []
    const parts: (Tried & { readonly order: number })[] = []
    const collect = (part: Case, troubled: Tried['exchange']): void => {
      parts.push({ testCase: part, exchange: troubled, order: this.#run.ledger.size })
    }
    const packed = { draft: first.draft, features }
    const whole = takeApart(this.#run.judgeOf(testCase), packed, features)
    await new Isolation(this.#run, this.#resender, collect).isolate(whole, packed, exchange)
    return parts
  }

  /** Sends the first accepted request of an operation again: what was accepted before may all be refused by now. */
  async meetAgain({ operation }: Case): Promise<void> {
    const first = this.#run.twins.get(operation)
    const again = first && (await this.#resender.try(first))
    if (first && again && !isTroubled(again)) this.#run.take(first, again)
  }
}
