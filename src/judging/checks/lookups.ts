import { type Constraint, placeOf } from '../../contract/constraints/index.ts'
import { writeJson } from '../../json/index.ts'
import type { JudgedRequest } from '../messages/index.ts'
import type { Exchange } from './check.ts'

/**
 * Tells whether a state, such as 404, that answers a breach is a refusal. A deployment that looks up what the path names
 * may answer so to whatever it does not know, and check nothing.
 */
export class Lookups {
  /** Operations of which a conforming request was answered with a state. */
  readonly #unknown = new Set<string>()
  /** Path values of conforming requests that were answered so, by operation: what was there may be gone. */
  readonly #gone = new Set<string>()

  /** Takes a conforming request that was answered with a state. */
  add({ judge, judged }: Exchange): void {
    const { id } = judge.operation
    this.#unknown.add(id)
    this.#gone.add(`${id} ${pathOf(judged)}`)
  }

  /** Whether a state refuses a breach that was sent in this request, whose twin was accepted. */
  isRefusal(constraint: Constraint, judged: JudgedRequest): boolean {
    const { operation } = constraint
    return placeOf(constraint)?.in === 'path'
      ? !this.#unknown.has(operation)
      : !this.#gone.has(`${operation} ${pathOf(judged)}`)
  }
}

/** All path values of a request. */
const pathOf = ({ parameters }: JudgedRequest): string =>
  writeJson([...parameters].filter(([key]) => key.startsWith('path.')))
