import { parameterKey } from '../contract/constraints/index.ts'
import { instancesAt, writeJson } from '../json/index.ts'
import { isForAnotherPath } from '../judging/messages/index.ts'
import { placeName } from '../planning/cases/index.ts'
import { answeredBy } from './departures.ts'
import type { Ground } from './ground.ts'
import { type Mutant, respond } from './mutant.ts'

/**
 * A deployment that enforces nothing of an operation, and refuses its requests for a reason that the document does not
 * have. A run may find what it finds; but if it calls any constraint of the operation's requests held, it is so by accident.
 */
export interface Accident {
  /** Stable, as that of a mutant. */
  readonly id: string
  readonly description: string
  /** What one run meets: it may depend on what came before. */
  start(): Mutant['answer']
}

/** One of each kind of refusal. */
const REFUSALS = [400, 422, 404, 409, 412, 403, 415]
/** What is answered to what must be new each time, and is not. */
const NOT_NEW = [400, 409, 412, 422]

export function accidents(ground: Ground): Accident[] {
  const { operation } = ground.judge
  const { accepted } = answeredBy(ground)
  const refusal = (status: number) => respond(ground.answerWith(status))
  const all = REFUSALS.map(
    (status): Accident => ({
      id: `refuses everything, ${status}`,
      description: `It answers ${status} to everything.`,
      start: () => () => refusal(status),
    }),
  )
  const once = NOT_NEW.map(
    (status): Accident => ({
      id: `lets one request through, ${status}`,
      description: `It answers ${status} to everything after the first request that it lets through.`,
      start: () => {
        let isUsed = false
        return ({ judged, authorized }) => {
          // It knows no methods: if another one comes first, that is what is let through.
          if (isUsed || !authorized || isForAnotherPath(judged)) return refusal(status)
          isUsed = true
          // Whatever it says: of what is deleted the first request is one that should be refused.
          return accepted
        }
      },
    }),
  )
  const [place] = ground.plan.keyPlaces.get(operation.id) ?? []
  const keyed = (place ? NOT_NEW : []).map(
    (status): Accident => ({
      id: `takes each value once, ${status}`,
      description: `It answers ${status} to a ${place && placeName(place)} that it has taken before, and enforces nothing.`,
      start: () => {
        const taken = new Set<string>()
        return ({ judged }) => {
          const whole = place?.place === 'body' ? judged.body : judged.parameters.get(place?.place ?? '')
          const [value] = whole === undefined || !place ? [] : instancesAt(whole, place.pointer)
          const key = value === undefined ? undefined : writeJson(value)
          if (key !== undefined && taken.has(key)) return refusal(status)
          if (key !== undefined) taken.add(key)
          return accepted
        }
      },
    }),
  )
  const optional = operation.parameters.filter(({ required, in: place }) => !required && place !== 'path')
  const carried = optional.map((parameter): Accident => {
    const key = parameterKey(parameter)
    return {
      id: `refuses ${key}`,
      description: `It answers 400 to whatever carries ${key}, and enforces nothing.`,
      start: () => (situation) => {
        // Of another path it knows nothing; another method is as good to it as the documented one.
        if (isForAnotherPath(situation.judged)) return undefined
        return situation.judged.parameters.has(key) ? refusal(400) : accepted
      },
    }
  })
  return [...all, ...once, ...keyed, ...carried]
}
