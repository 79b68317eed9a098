import type { Exchange } from '../../judging/checks/index.ts'
import { isAcceptable } from '../../judging/messages/index.ts'
import { type Case, type Feature, placeFeatures, takeApart } from '../../planning/cases/index.ts'
import { isTroubled } from './is-troubled.ts'
import type { Resender } from './resender.ts'
import type { RunState } from './run-state.ts'

type Packed = NonNullable<Case['packed']>

/** Takes packed cases apart until single features are left that make the trouble. */
export class Isolation {
  readonly #run: RunState
  readonly #resender: Resender
  readonly #onFailure: (testCase: Case, exchange: Exchange) => void

  constructor(run: RunState, resender: Resender, onFailure: (testCase: Case, exchange: Exchange) => void) {
    this.#run = run
    this.#resender = resender
    this.#onFailure = onFailure
  }

  /** `whole` is what all features together met. */
  async isolate(testCase: Case, packed: Packed, whole: Exchange): Promise<void> {
    if (packed.features.length > 0) {
      const bare = takeApart(this.#run.judgeOf(testCase), packed, [])
      const exchange = await this.#resender.try(bare)
      // Without any feature it fails just the same: what they add is not the reason.
      if (exchange && isTroubled(exchange))
        return this.#onFailure(bare, { ...exchange, name: this.#run.baseName(testCase) })
      if (exchange) this.#run.take(bare, exchange)
    }
    await this.#halve(testCase, packed, packed.features, whole)
  }

  async #halve(testCase: Case, packed: Packed, features: readonly Feature[], troubled: Exchange): Promise<void> {
    if (features.length <= 1) {
      const places = placesOf(testCase, packed, features)
      if (places.length > 1) return this.#halve(testCase, packed, places, troubled)
      await this.#compare(testCase, packed, features[0])
      return this.#onFailure(testCase, troubled)
    }
    const middle = Math.ceil(features.length / 2)
    let isInHalf = false
    for (const half of [features.slice(0, middle), features.slice(middle)]) {
      const part = takeApart(this.#run.judgeOf(testCase), packed, half)
      // Without what it goes together with, it may break something.
      if (!isAcceptable(part.judged)) continue
      const exchange = await this.#resender.try(part)
      if (!exchange) continue
      if (isTroubled(exchange)) {
        isInHalf = true
        await this.#halve(part, packed, half, exchange)
      } else this.#run.take(part, exchange)
    }
    // Only together do they make trouble.
    if (!isInHalf) this.#onFailure(testCase, troubled)
  }

  /** Sends what is like a refused feature in one respect, so that what it is refused for can be told. */
  async #compare(testCase: Case, packed: Packed, feature: Feature | undefined): Promise<void> {
    for (const change of feature?.like ?? []) {
      const name = feature?.name ?? testCase.name
      const alike = takeApart(this.#run.judgeOf(testCase), packed, [{ name, changes: [change] }])
      const exchange = await this.#resender.try(alike)
      if (!exchange) return
      if (isTroubled(exchange)) this.#onFailure(alike, exchange)
      else this.#run.take(alike, exchange)
    }
  }
}

/** A whole body is many places at once: what it has otherwise than the one before, each alone. */
const placesOf = ({ draft }: Case, { draft: before }: Packed, features: readonly Feature[]): Feature[] =>
  draft && features.some(({ whole }) => whole) ? placeFeatures(before, draft) : []
