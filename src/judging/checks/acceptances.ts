import { type Constraint, parameterKey, placeOf } from '../../contract/constraints/index.ts'
import { isWithin, type Json, type Pointer, valueAt, writeJson } from '../../json/index.ts'
import { differsOnlyWhere, type Issue, type JudgedRequest, requestInstances, saysSame } from '../messages/index.ts'

/** As many as are kept of an operation: a run that draws more at random tells nothing more by them. */
const MOST_ACCEPTED = 2000

interface Acceptance {
  readonly judged: JudgedRequest
  readonly order: number
}

/** How far a refusal can be told from an accident: by a fresh twin, by one that may be spoiled, or by none. */
export type Beside = 'fresh twin' | 'stale twin' | 'no twin'

/**
 * The conforming requests of an operation that were accepted, each with its place in the run. A refusal proves something
 * only beside one that differs from it in one place alone, its twin. That twin is fresh if it was accepted after the
 * refusal or, if it was accepted before, the operation's first one was accepted once more after the refusal.
 */
export class Acceptances {
  readonly #accepted: Acceptance[] = []
  #size = 0
  /** When the first one was last accepted again. */
  #repeated = Number.NEGATIVE_INFINITY

  get isEmpty(): boolean {
    return this.#accepted.length === 0
  }

  /** How often something was accepted. */
  get size(): number {
    return this.#size
  }

  /** In the order in which they were accepted; one that was accepted again stands there again. */
  get requests(): readonly JudgedRequest[] {
    return this.#accepted.map(({ judged }) => judged)
  }

  add(judged: JudgedRequest, order: number): void {
    this.#size++
    const [first] = this.#accepted
    if (first && saysSame(first.judged, judged)) this.#repeated = order
    if (this.#accepted.length < MOST_ACCEPTED || order === this.#repeated) this.#accepted.push({ judged, order })
  }

  /** What stands beside a request that was refused before whatever is taken from `order` on. */
  beside(order: number, isTwin: (accepted: JudgedRequest) => boolean): Beside {
    let beside: Beside = 'no twin'
    for (const accepted of this.#accepted) {
      if (beside === 'stale twin' && accepted.order < order) continue
      if (!isTwin(accepted.judged)) continue
      if (accepted.order >= order || this.#repeated >= order) return 'fresh twin'
      beside = 'stale twin'
    }
    return beside
  }

  /** Whether one of the twins was accepted after what came at `order`. */
  hasAfter(order: number, isTwin: (accepted: JudgedRequest) => boolean): boolean {
    return this.#accepted.some((accepted) => accepted.order >= order && isTwin(accepted.judged))
  }

  /** The different values that a place had in accepted requests, `most` at the most. */
  valuesAt(place: string, pointer: Pointer, most: number): Json[] {
    const values = new Map<string, Json>()
    for (const judged of this.requests) {
      const value = valueIn(judged, place, pointer)
      if (value !== undefined && values.set(writeJson(value), value).size >= most) break
    }
    return [...values.values()]
  }
}

/** What a request has at a place, as differences name it; undefined if it has nothing there. */
export function valueIn({ body, parameters }: JudgedRequest, place: string, pointer: Pointer): Json | undefined {
  const whole = place === 'body' ? body : parameters.get(place)
  return whole === undefined ? undefined : valueAt(whole, pointer)
}

/**
 * Whether an accepted request is the twin of one that breaks a constraint: they differ in the constraint's place alone,
 * and there the accepted one has a value that keeps it.
 */
export function isTwin(broken: JudgedRequest, { constraint, pointer }: Issue, accepted: JudgedRequest): boolean {
  const place = placeKeyOf(constraint)
  if (place === undefined) return false
  if (place !== 'body')
    return (
      accepted.parameters.has(place) && differsOnlyWhere(broken, accepted, (difference) => difference.place === place)
    )
  if (accepted.body === undefined) return false
  const isSchema = constraint.about === 'value'
  if (isSchema && requestInstances(constraint, accepted).length === 0) return false
  return differsOnlyWhere(broken, accepted, (difference) =>
    difference.place === 'body'
      ? isWithin(difference.pointer, isSchema ? pointer : '')
      : difference.place === 'media type' && !isSchema,
  )
}

/** The place of a constraint of a request, as differences name it; undefined if it is about no one place. */
export function placeKeyOf(constraint: Constraint): string | undefined {
  if (constraint.kind === 'mediaType') return constraint.side === 'request' ? 'body' : undefined
  const place = placeOf(constraint)
  if (place?.side !== 'request') return undefined
  return place.in === 'body' ? 'body' : parameterKey(place)
}
