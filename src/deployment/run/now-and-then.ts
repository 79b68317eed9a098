import { isServerError } from '../../http/index.ts'
import { type Exchange, statusOf } from '../../judging/checks/index.ts'
import type { Case } from '../../planning/cases/index.ts'
import { isCutOff } from './is-troubled.ts'
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

/** A 5xx that the document does not have, met by several operations, is a finding even if it is rare. */
const isUndocumentedError = (exchange: Exchange): boolean =>
  isServerError(statusOf(exchange)) && exchange.answer?.documented === undefined

/**
 * Faults and 5xx that did not come again when their requests were sent once more. A few are noted, as any network has
 * some; from three on, and from one in twenty requests on, they are a finding with their rate.
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

  /** Takes all of them; `sent` is how many requests reached the deployment, by operation, `concurrency` how many at once. */
  takeAll(sent: ReadonlyMap<string, number>, concurrency: number): void {
    let excused = this.#killers * (concurrency - 1)
    this.#passing = this.#passing.filter(({ exchange }) => !isCutOff(exchange.outcome) || excused-- <= 0)
    const all = [...sent.values()].reduce((sum, count) => sum + count, 0)
    if (isTooOften(this.#passing.length, all)) this.#find(this.#passing, all)
    else this.#takeByOperation(sent, all)
    this.#passing = []
  }

  #takeByOperation(sent: ReadonlyMap<string, number>, all: number): void {
    const rare: Passing[] = []
    for (const operation of new Set(this.#passing.map(({ testCase }) => testCase.operation))) {
      const passing = this.#passing.filter(({ testCase }) => testCase.operation === operation)
      const of = sent.get(operation) ?? 0
      if (isTooOften(passing.length, of)) this.#find(passing, of)
      else rare.push(...passing)
    }
    const undocumented = rare.filter(({ exchange }) => isUndocumentedError(exchange))
    // What several operations answer now and then is one fault, and not one of each.
    const isShared = new Set(undocumented.map(({ testCase }) => testCase.operation)).size > 1
    if (isShared) this.#find(undocumented, all)
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
    } else if (isServerError(status))
      this.#run.note(`Status ${status} was answered, and not when the request was sent again.`)
    else this.#run.take(testCase, exchange, { intermittent: true })
  }
}
