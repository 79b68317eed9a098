import { refusalKind } from '../../http/index.ts'
import { type Exchange, isAccepted, statusOf } from '../../judging/checks/index.ts'
import { isConforming } from '../../judging/messages/index.ts'
import { type Case, type KeyPlace, placeName } from '../../planning/cases/index.ts'
import type { Send } from './climb.ts'
import type { OnceValues } from './once-values.ts'
import type { RunState } from './run-state.ts'

/** What is not there is not taken. */
const MISSING: ReadonlySet<number | undefined> = new Set([404, 410])

/** Likely places that are tried one by one. */
const MOST_ALONE = 5

/**
 * Whether a status may mean that something of the request has been used before: it is invalid for that, or what is there
 * stands in its way. 412 and 428 say so of a name that is there already, and must be changed only as it is known (RFC
 * 9110, 13.1; RFC 6585, 3).
 */
export const mayMeanTaken = (status: number | undefined): boolean =>
  /^(?:invalid|state)$/.test(refusalKind(status) ?? '') && !MISSING.has(status)

/**
 * Finds out what must be new in each request of an operation: a request is refused that was accepted before,
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
  learn(start: Case, send: Send): Promise<boolean> {
    return this.#learn(start, this.#groupsOf(start.operation), send)
  }

  /**
   * The same if the first request of an operation is accepted whenever it is sent, and another one was refused: what is
   * made may not be changed as it says. Then only a new name in the path explains that.
   */
  async learnOfChange({ operation }: Case, send: Send): Promise<boolean> {
    const named = this.#placesOf(operation).filter(isLikelyPath)
    const other = [...(this.#refused.get(operation) ?? [])].find(
      (testCase) => isConforming(testCase.judged) && this.#isOpen(testCase),
    )
    return other !== undefined && named.length > 0 && this.#learn(other, [named], send)
  }

  async #learn(start: Case, groups: readonly (readonly KeyPlace[])[], send: Send): Promise<boolean> {
    if (!this.#isOpen(start)) return false
    const { operation } = start
    const statuses = new Set<number | undefined>()
    const accepts = async (some: readonly KeyPlace[]): Promise<boolean> => {
      this.#values.renew(operation, some)
      const exchange = await send(start)
      if (!exchange) return false
      const status = statusOf(exchange)
      if (!isAccepted(exchange) && mayMeanTaken(status)) statuses.add(status)
      return isAccepted(exchange)
    }
    const enough = await firstAccepted(groups, accepts)
    // As long as no new values are accepted, a refusal tells of something else.
    const acceptsFewer: Accepts = async (some) => {
      const isEnough = await accepts(some)
      for (const status of statuses) this.#values.tells(operation, status)
      return isEnough
    }
    const keys = enough ? await narrowed(enough, acceptsFewer) : []
    this.#values.renew(operation, keys)
    if (keys.length === 0) {
      this.#inVain.add(start.digest)
      return false
    }
    this.#known.add(operation)
    this.#run.ledger.forgetRefusals(operation, mayMeanTaken)
    const names = keys.map((key) => (key.place === 'body' ? key.pointer : placeName(key)))
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
    const named = likely.filter(isLikelyPath)
    const groups = [named, ...(named.length < likely.length ? [likely] : []), ...alone]
    return [...groups, ...(likely.length < places.length ? [places] : [])].filter(({ length }) => length > 0)
  }

  #placesOf(operation: string): readonly KeyPlace[] {
    return this.#run.plan.part(operation)?.keyPlaces ?? []
  }
}

/** Whether a place is the name that the client gives to what it makes. */
const isLikelyPath = ({ place, isLikely }: KeyPlace): boolean => isLikely && place !== 'body'

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
