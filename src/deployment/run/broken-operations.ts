import { isServerError, type Outcome } from '../../http/index.ts'
import { EVERY_REQUEST, statusOf } from '../../judging/checks/index.ts'
import { isBreaking } from '../../judging/messages/index.ts'
import type { Case } from '../../planning/cases/index.ts'
import { mayPass } from './is-troubled.ts'
import type { Resender } from './resender.ts'
import type { RunState } from './run-state.ts'

/** Requests that must be refused tell an operation that validates before it fails from one that answers nothing else. */
const MOST_PROBES = 2
/** If no operation answers anything else, it is enough to look at a few of them. */
const MOST_OPERATIONS = 3

/** A planned case that needs more than its first outcome. */
export interface Troubled {
  readonly testCase: Case
  readonly outcome: Outcome
}

/** Sends cases, and adds those that met trouble to the troubled ones. */
type Send = (cases: readonly Case[]) => Promise<void>

/**
 * Finds operations that answer nothing but server errors: to each starting point one that repeats, and to a few requests
 * that must be refused. That is one finding for an operation, or for the whole target, and the rest is not sent.
 */
export class BrokenOperations {
  readonly #run: RunState
  readonly #resender: Resender
  /** Why the other cases of an operation are not sent. */
  readonly closed = new Map<string, string>()

  constructor(run: RunState, resender: Resender) {
    this.#run = run
    this.#resender = resender
  }

  /**
   * Looks at operations whose starting points all met a server error.
   *
   * @returns the cases that were sent to find out
   */
  async find(cases: readonly Case[], troubled: readonly Troubled[], send: Send): Promise<ReadonlySet<Case>> {
    const operations = new Set(cases.map(({ operation }) => operation))
    const suspects = [...operations].filter((operation) => isSuspect(operation, cases, troubled))
    const isWhole = operations.size > 1 && suspects.length === operations.size
    const probes = new Set<Case>()
    const broken: string[] = []
    for (const [index, operation] of suspects.entries()) {
      if (isWhole && index === MOST_OPERATIONS && broken.length === MOST_OPERATIONS) break
      if (!(await this.#repeats(operation, troubled))) continue
      const breaking = cases.filter((testCase) => testCase.operation === operation && isBreaking(testCase.judged))
      const sent = breaking.slice(0, MOST_PROBES)
      await send(sent)
      for (const probe of sent) probes.add(probe)
      if (sent.every((probe) => troubled.some((other) => other.testCase === probe && isFailed(other))))
        broken.push(operation)
    }
    const isEverywhere = isWhole && broken.length === Math.min(suspects.length, MOST_OPERATIONS)
    this.#close(isEverywhere ? suspects : broken, isEverywhere, troubled)
    return probes
  }

  /** Whether the server error of an operation's first case is met whenever that is sent. */
  async #repeats(operation: string, troubled: readonly Troubled[]): Promise<boolean> {
    const first = troubled.find(({ testCase }) => testCase.operation === operation)
    const exchange = first && (await this.#resender.settle(first.testCase, first.outcome))
    return exchange !== undefined && isServerError(statusOf(exchange)) && mayPass(exchange)
  }

  #close(broken: readonly string[], isEverywhere: boolean, troubled: readonly Troubled[]): void {
    for (const { testCase, outcome } of troubled) {
      if (!broken.includes(testCase.operation)) continue
      const exchange = this.#run.exchange(testCase, outcome, true)
      this.#run.take(testCase, { ...exchange, general: EVERY_REQUEST, isEverywhere })
    }
    const closed = isEverywhere ? this.#run.plan.judges.keys() : broken
    const reason = `not sent: every request ${isEverywhere ? 'to the target' : 'of it'} was answered with a server error`
    for (const operation of closed) this.closed.set(operation, reason)
  }
}

const isFailed = ({ outcome }: Troubled): boolean =>
  outcome.kind === 'response' && isServerError(outcome.response.status)

function isSuspect(operation: string, cases: readonly Case[], troubled: readonly Troubled[]): boolean {
  const bases = cases.filter((testCase) => testCase.operation === operation && testCase.role === 'base')
  return bases.length > 0 && bases.every((base) => troubled.some((other) => other.testCase === base && isFailed(other)))
}
