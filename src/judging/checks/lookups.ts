import { type Constraint, placeOf } from '../../contract/constraints/index.ts'
import { writeJson } from '../../json/index.ts'
import type { JudgedRequest } from '../messages/index.ts'
import { type Exchange, statusOf } from './check.ts'

/**
 * Tells whether a state, such as 404, that answers a breach is a refusal. A deployment that looks up what the path names
 * may answer so to whatever it does not know, and check nothing.
 */
export class Lookups {
  /**
   * Path values of conforming requests that were answered with a state, by operation and status: what was there may be
   * gone.
   */
  readonly #gone = new Map<string, Map<number | undefined, Set<string>>>()

  /** Takes a conforming request that was answered with a state. */
  add(exchange: Exchange): void {
    const { id } = exchange.judge.operation
    const status = statusOf(exchange)
    const gone = this.#gone.get(id) ?? new Map<number | undefined, Set<string>>()
    this.#gone.set(id, gone.set(status, (gone.get(status) ?? new Set()).add(pathOf(exchange.judged))))
  }

  /** Forgets what an operation answered with some statuses. */
  forget(operation: string, isOfStatus: (status: number) => boolean): void {
    const gone = this.#gone.get(operation)
    for (const status of gone?.keys() ?? []) if (status !== undefined && isOfStatus(status)) gone?.delete(status)
  }

  /** Whether a state refuses a breach that was sent in this request, whose twin was accepted. */
  isRefusal(constraint: Constraint, judged: JudgedRequest): boolean {
    const gone = [...(this.#gone.get(constraint.operation)?.values() ?? [])]
    return placeOf(constraint)?.in === 'path' ? gone.length === 0 : !gone.some((paths) => paths.has(pathOf(judged)))
  }
}

/** All path values of a request. */
const pathOf = ({ parameters }: JudgedRequest): string =>
  writeJson([...parameters].filter(([key]) => key.startsWith('path.')))
