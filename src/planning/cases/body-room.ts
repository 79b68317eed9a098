import { jsonSize } from '../../json/index.ts'
import { budgetOf } from '../generators/index.ts'
import type { Base } from './base.ts'
import type { Case } from './case.ts'
import { applyFeatures, type Draft, type Feature } from './draft.ts'
import type { Pack } from './pack.ts'

/** A body of so many bytes is large; all of those of one operation together have an end. */
const LARGE = 256 * 1024
const MOST_LARGE = 32 * 2 ** 20

/** How large the bodies of one operation may be: each of them, and those that are large together. */
export class BodyRoom {
  /** Requests that were left out since there were so many large ones. */
  leftOut = 0
  readonly #each: number
  readonly #together: number
  readonly #sizes = new WeakMap<Feature, number>()
  #large = 0

  constructor({ body, judge }: Base) {
    // What is given may be larger, and so may what differs from it in one place.
    const given = (body?.bodies ?? []).filter((known) => known.given).map(({ value }) => 2 * jsonSize(value))
    this.#each = Math.max(budgetOf(judge.contract), ...given)
    this.#together = Math.max(MOST_LARGE, 4 * this.#each)
  }

  /** Whether a draft may be made to a case. */
  has({ body }: Draft): boolean {
    return body === undefined || this.#hasSize(jsonSize(body, this.#each))
  }

  /** The same of features on a draft. They are not put together if they alone are too large. */
  hasPack({ draft, features }: Pack): boolean {
    const added = features.reduce((sum, feature) => sum + this.#sizeOf(feature), 0)
    return added <= this.#each && this.has(applyFeatures(draft, features))
  }

  /** Whether a case may be sent: now its size counts. */
  take({ request: { body } }: Case): boolean {
    const size = body?.length ?? 0
    if (!this.#hasSize(size)) return false
    if (size > LARGE) this.#large += size
    return true
  }

  #hasSize(size: number): boolean {
    if (size > this.#each) return false
    if (size <= LARGE || this.#large + size <= this.#together) return true
    this.leftOut++
    return false
  }

  #sizeOf(feature: Feature): number {
    const known = this.#sizes.get(feature)
    if (known !== undefined) return known
    const sizes = feature.changes.map((change) =>
      change.in === 'body' && change.value !== undefined ? jsonSize(change.value, this.#each) : 0,
    )
    const size = sizes.reduce((sum, bytes) => sum + bytes, 0)
    this.#sizes.set(feature, size)
    return size
  }
}

export const TOO_MANY_LARGE = `left out: large bodies of one operation take at most ${MOST_LARGE / 2 ** 20} MiB together`
