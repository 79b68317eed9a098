import { type Exchange, isAccepted, statusOf } from '../../judging/checks/index.ts'
import { isConforming } from '../../judging/messages/index.ts'
import type { Case, KeyPlace } from '../../planning/cases/index.ts'
import type { Send } from './climb.ts'
import type { OnceValues } from './once-values.ts'
import type { RunState } from './run-state.ts'

/** What deployments answer to a value that is taken. */
const TAKEN: ReadonlySet<number | undefined> = new Set([400, 409, 422])

/** Likely places that are tried one by one. */
const MOST_ALONE = 5

/** Whether a status may mean that something of the request has been used before. */
export const mayMeanTaken = (status: number | undefined): boolean => TAKEN.has(status)

/**
 * Finds out what must be new in the body of each request of an operation: a request is refused that was accepted before,
 * and accepted with other values at some places. From then on they are new in each.
 */
export class UniqueKeys {
  readonly #run: RunState
  readonly #values: OnceValues
  /** Cases that may have been refused for what was used before, by operation, in the order in which they were sent. */
  readonly #refused = new Map<string, Set<Case>>()
  /** Operations whose keys are known. */
  readonly #known = new Set<string>()
  /** Digests of requests that were refused with new values too. */
  readonly #inVain = new Set<string>()

  constructor(run: RunState, values: OnceValues) {
    this.#run = run
    this.#values = values
  }

  /** Keeps in mind what has to be sent again if a key explains why it was refused. */
  see(testCase: Case, exchange: Exchange): void {
    const { operation } = testCase
    if (this.#known.has(operation) || this.#placesOf(operation).length === 0 || !mayMeanTaken(statusOf(exchange)))
      return
    this.#refused.set(operation, (this.#refused.get(operation) ?? new Set()).add(testCase))
  }

  /** The first accepted requests of operations that refused another one since which keeps every constraint. */
  suspects(operations: ReadonlySet<string>): readonly Case[] {
    return [...this.#refused].flatMap(([operation, cases]) => {
      const first = this.#run.twins.get(operation)
      if (!first || !operations.has(operation) || !this.#isOpen(first)) return []
      return [...cases].some(({ judged }) => isConforming(judged)) ? [first] : []
    })
  }

  /** Gives back the cases of an operation that were refused before its keys were known, once. */
  takeRefused(operation: string): readonly Case[] {
    if (!this.#known.has(operation)) return []
    const cases = [...(this.#refused.get(operation) ?? [])]
    this.#refused.delete(operation)
    return cases
  }

  /** Looks for the places that must be new in a request that was refused. Gives back whether there are any. */
  async learn(start: Case, send: Send): Promise<boolean> {
    if (!this.#isOpen(start)) return false
    const { operation } = start
    const accepts = async (some: readonly KeyPlace[]): Promise<boolean> => {
      this.#values.renew(operation, some)
      const exchange = await send(start)
      if (!exchange) return false
      if (!isAccepted(exchange)) this.#values.tells(operation, statusOf(exchange))
      return isAccepted(exchange)
    }
    const enough = await firstAccepted(this.#groupsOf(operation), accepts)
    const keys = enough ? await narrowed(enough, accepts) : []
    this.#values.renew(operation, keys)
    if (keys.length === 0) {
      this.#inVain.add(start.digest)
      return false
    }
    this.#known.add(operation)
    this.#run.ledger.forgetRefusals(operation, mayMeanTaken)
    const names = keys.map(({ pointer }) => pointer)
    this.#run.note(`${operation}: new in every request, since a value is taken once: ${names.join(', ')}.`)
    return true
  }

  #isOpen({ operation, digest }: Case): boolean {
    return this.#placesOf(operation).length > 0 && !this.#known.has(operation) && !this.#inVain.has(digest)
  }

  /** Places that are tried together. What takes only known values spoils a group. */
  #groupsOf(operation: string): (readonly KeyPlace[])[] {
    const places = this.#placesOf(operation)
    const likely = places.filter(({ isLikely }) => isLikely)
    // If nothing was ever accepted, most of what is refused is so for other reasons.
    const isReached = this.#run.twins.has(operation)
    const alone = isReached && likely.length > 1 ? likely.slice(0, MOST_ALONE).map((place) => [place]) : []
    return [likely, ...alone, ...(likely.length < places.length ? [places] : [])].filter(({ length }) => length > 0)
  }

  #placesOf(operation: string): readonly KeyPlace[] {
    return this.#run.plan.keyPlaces.get(operation) ?? []
  }
}

type Accepts = (places: readonly KeyPlace[]) => Promise<boolean>

async function firstAccepted(
  groups: readonly (readonly KeyPlace[])[],
  accepts: Accepts,
): Promise<readonly KeyPlace[] | undefined> {
  for (const group of groups) if (await accepts(group)) return group
  return undefined
}

/** The fewest of some places that are enough: those are left out, by halves, without which a request is accepted too. */
async function narrowed(places: readonly KeyPlace[], accepts: Accepts): Promise<readonly KeyPlace[]> {
  let kept = places
  const drop = async (part: readonly KeyPlace[]): Promise<void> => {
    const rest = kept.filter((place) => !part.includes(place))
    if (await accepts(rest)) kept = rest
    else if (part.length > 1) {
      const middle = Math.ceil(part.length / 2)
      await drop(part.slice(0, middle))
      await drop(part.slice(middle))
    }
  }
  await drop(places)
  return kept
}
