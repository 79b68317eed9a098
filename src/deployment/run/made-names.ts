import { isSafe, isSuccess } from '../../http/index.ts'
import { type Json, type Pointer, writeJson } from '../../json/index.ts'
import { type Exchange, statusOf, valueIn } from '../../judging/checks/index.ts'
import type { JudgedRequest } from '../../judging/messages/index.ts'
import type { OnceValues } from './once-values.ts'

/** Requests of one operation: more tell nothing more. */
const MOST = 2000

/** A part of a request, as differences name it. */
export interface Part {
  readonly place: string
  readonly pointer: Pointer
}

/**
 * Names of things that the run itself has made: texts and numbers of a path that was written to, or of a place that must
 * be new in each request. Other requests may refer to them, so that they are accepted where other values are not.
 */
export class MadeNames {
  /** Successful requests that may have changed something, by operation. */
  readonly #requests = new Map<string, JudgedRequest[]>()
  readonly #values: Pick<OnceValues, 'keysOf'>

  constructor(values: Pick<OnceValues, 'keysOf'>) {
    this.#values = values
  }

  add(exchange: Exchange): void {
    const { method, id } = exchange.judge.operation
    if (isSafe(method) || !isSuccess(statusOf(exchange) ?? 0)) return
    const requests = this.#requests.get(id) ?? []
    if (requests.length < MOST) requests.push(exchange.judged)
    this.#requests.set(id, requests)
  }

  /** Those values that no thing was made by, but by a request of the same place. */
  without(values: readonly Json[], operation: string, part: Part): readonly Json[] {
    const names = new Set<string>()
    for (const [id, requests] of this.#requests) {
      const keys: readonly Part[] = this.#values.keysOf(id)
      for (const judged of requests) {
        const paths = [...judged.parameters.keys()].filter((place) => place.startsWith('path.'))
        for (const { place, pointer } of [...keys, ...paths.map((place) => ({ place, pointer: '' }))]) {
          if (id === operation && place === part.place && pointer === part.pointer) continue
          const value = valueIn(judged, place, pointer)
          if (value !== undefined) names.add(writeJson(value))
        }
      }
    }
    return values.filter((value) => !names.has(writeJson(value)))
  }
}
