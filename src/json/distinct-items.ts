import { equal } from './equal.ts'
import type { Json } from './json.ts'

/** Items that all differ. */
export class DistinctItems {
  readonly #plain = new Set<Json>()
  readonly #others: Json[] = []

  /** False if an equal one is there. */
  add(item: Json): boolean {
    if (typeof item !== 'object' || item === null) {
      const size = this.#plain.size
      return this.#plain.add(item).size > size
    }
    if (this.#others.some((other) => equal(other, item))) return false
    this.#others.push(item)
    return true
  }
}
