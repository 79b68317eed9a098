import { isServerError } from '../../http/index.ts'
import { type Exchange, statusOf } from '../../judging/checks/index.ts'
import type { Case } from '../../planning/cases/index.ts'
import { isCutOff, mayPass } from './is-troubled.ts'
import type { RunState } from './run-state.ts'

interface Passing {
  readonly testCase: Case
  readonly exchange: Exchange
}

const FEWEST = 3
/** One of so many requests, or more. */
const RARE = 20

const isTooOften = (failed: number, of: number): boolean => failed >= FEWEST && failed * RARE >= of

const labelOf = (exchange: Exchange): string => {
  const status = statusOf(exchange)
  return status === undefined ? 'no whole response' : `status ${status}`
}

/** A status that the document does not have, met by several operations, is a finding even if it is rare. */
const isUndocumented = (exchange: Exchange): boolean =>
  statusOf(exchange) !== undefined && exchange.answer?.documented === undefined

const operationsOf = (passing: readonly Passing[]): Set<string> =>
  new Set(passing.map(({ testCase }) => testCase.operation))

/**
 * Faults, 5xx and refusals that did not come again when their requests were sent once more. A few are noted, as any network
 * has some; from three on, and from one in twenty requests on, they are a finding with their rate. Who fails may do so
 * whatever is sent; who refuses, only where something could be accepted: each has a rate of its own.
 */
export class NowAndThen {
  readonly #run: RunState
  #passing: Passing[] = []
  #killers = 0

  constructor(run: RunState) {
    this.#run = run
  }

  /** A request that cuts off the connection whenever it is sent may have taken others with it. */
  killed(): void {
    this.#killers++
  }

  add(testCase: Case, exchange: Exchange): void {
    this.#passing.push({ testCase, exchange })
  }

  /**
   * Takes all of them; `sent` is how many requests reached the deployment, by operation, `concurrency` how many at once.
   * Refusals are told of operations that are known to refuse at random.
   */
  takeAll(sent: ReadonlyMap<string, number>, concurrency: number, isAtRandom: (operation: string) => boolean): void {
    let excused = this.#killers * (concurrency - 1)
    const failures = this.#passing.filter(({ exchange }) => mayPass(exchange))
    this.#take(
      failures.filter(({ exchange }) => !isCutOff(exchange.outcome) || excused-- <= 0),
      sent,
    )
    const refusals = this.#passing.filter(({ exchange }) => !mayPass(exchange))
    const random = refusals.filter(({ testCase }) => isAtRandom(testCase.operation))
    this.#take(random, this.#acceptable(random))
    for (const refusal of refusals) if (!random.includes(refusal)) this.#note(refusal)
    this.#passing = []
  }

  /** How many requests were accepted, or refused now and then, by operation. */
  #acceptable(refusals: readonly Passing[]): ReadonlyMap<string, number> {
    const refused = (id: string): number => refusals.filter(({ testCase }) => testCase.operation === id).length
    return new Map(
      [...this.#run.plan.operations].map(([id, operation]) => [
        id,
        this.#run.ledger.acceptances(operation).size + refused(id),
      ]),
    )
  }

  #take(passing: readonly Passing[], tries: ReadonlyMap<string, number>): void {
    const all = [...tries.values()].reduce((sum, count) => sum + count, 0)
    if (isTooOften(passing.length, all)) this.#find(passing, all)
    else this.#takeByOperation(passing, tries, all)
  }

  #takeByOperation(all: readonly Passing[], tries: ReadonlyMap<string, number>, of: number): void {
    const rare: Passing[] = []
    for (const operation of operationsOf(all)) {
      const passing = all.filter(({ testCase }) => testCase.operation === operation)
      const ofIt = tries.get(operation) ?? 0
      if (isTooOften(passing.length, ofIt)) this.#find(passing, ofIt)
      else rare.push(...passing)
    }
    const undocumented = rare.filter(({ exchange }) => isUndocumented(exchange))
    // What several operations answer now and then is one fault, and not one of each.
    const isShared = operationsOf(undocumented).size > 1
    if (isShared) this.#find(undocumented, of)
    for (const passing of rare) if (!isShared || !undocumented.includes(passing)) this.#note(passing)
  }

  /** Shown by the commonest of them. */
  #find(passing: readonly Passing[], of: number): void {
    const counts = new Map<string, number>()
    for (const { exchange } of passing) counts.set(labelOf(exchange), (counts.get(labelOf(exchange)) ?? 0) + 1)
    const [[commonest] = ['']] = [...counts].sort(([, a], [, b]) => b - a)
    const kinds = [...counts].map(([label, count]) => `${count} with ${label}`).join(', ')
    const rate = { failed: passing.length, of, kinds: counts.size > 1 ? kinds : commonest }
    const shown = passing.find(({ exchange }) => labelOf(exchange) === commonest)
    if (shown) this.#run.take(shown.testCase, { ...shown.exchange, rate }, { intermittent: true, minimal: () => true })
  }

  #note({ testCase, exchange }: Passing): void {
    const status = statusOf(exchange)
    if (status === undefined) {
      const message = exchange.outcome.kind === 'fault' ? exchange.outcome.fault.message : ''
      this.#run.note(`A request got no whole response, and did when it was sent again: ${message}`)
    } else if (isServerError(status) || !isUndocumented(exchange))
      this.#run.note(`Status ${status} was answered, and not when the request was sent again.`)
    else this.#run.take(testCase, exchange, { intermittent: true })
  }
}
