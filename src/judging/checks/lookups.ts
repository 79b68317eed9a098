import { type Constraint, parameterKey, placeOf } from '../../contract/constraints/index.ts'
import { writeJson } from '../../json/index.ts'
import type { JudgedRequest } from '../messages/index.ts'
import { type Exchange, isAccepted } from './check.ts'

/** The paths that breaches vary are among the first. */
const MOST_PATHS = 500

/**
 * Tells whether a state, such as 404, that answers a breach is a refusal. A deployment that looks up what the path names
 * may answer so to whatever it does not know, and check nothing.
 */
export class Lookups {
  /** Path values that conforming requests were accepted with: each alone, by operation and name, and all together. */
  readonly #accepted = new Map<string, Set<string>>()
  /** Operations of which a conforming request was answered with a state. */
  readonly #unknown = new Set<string>()
  /** Path values of conforming requests that were answered so, by operation: what was there may be gone. */
  readonly #gone = new Set<string>()

  /** Takes a conforming request. */
  add(exchange: Exchange, isState: boolean): void {
    const { judge, judged } = exchange
    const { id } = judge.operation
    if (isState) {
      this.#unknown.add(id)
      this.#gone.add(`${id} ${pathOf(judged)}`)
    }
    if (!isAccepted(exchange)) return
    const paths = this.#of(id, '')
    if (paths.size < MOST_PATHS) paths.add(pathOf(judged))
    for (const [key, value] of judged.parameters) {
      const values = this.#of(id, key)
      // Two tell as much as more.
      if (values.size < 2) values.add(writeJson(value))
    }
  }

  /** Whether a state refuses a breach of the constraint that was sent in this request. */
  isRefusal(constraint: Constraint, judged: JudgedRequest): boolean {
    const { operation } = constraint
    const isLookedUp = this.#unknown.has(operation)
    const place = placeOf(constraint)
    const path = pathOf(judged)
    if (place?.in !== 'path')
      return !isLookedUp || (this.#of(operation, '').has(path) && !this.#gone.has(`${operation} ${path}`))
    // If a value that was made up was accepted beside a known one, values are not looked up.
    return !isLookedUp && this.#of(operation, parameterKey(place)).size > 1
  }

  #of(operation: string, key: string): Set<string> {
    const place = `${operation} ${key}`
    const values = this.#accepted.get(place) ?? new Set()
    this.#accepted.set(place, values)
    return values
  }
}

/** All path values of a request. */
const pathOf = ({ parameters }: JudgedRequest): string =>
  writeJson([...parameters].filter(([key]) => key.startsWith('path.')))
