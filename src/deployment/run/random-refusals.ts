import { isAccepted } from '../../judging/checks/index.ts'
import type { Case } from '../../planning/cases/index.ts'
import { isWronglyRefused } from './is-troubled.ts'
import type { RunState } from './run-state.ts'
import type { Sender, Sent } from './sender.ts'

/** Of an operation: what is refused once in ten times is met by then, but for one time in two hundred. */
const MOST_TRIES = 50

/**
 * Operations that refuse at random what they accept. A request that was refused once, and is accepted later, proves that
 * of none: the run may have made what it names in between, or ended what stood in its way. What is refused and, with
 * no other request in between, accepted does.
 */
export class RandomRefusals {
  readonly #run: RunState
  readonly #send: (testCase: Case) => Promise<Sent>
  readonly #sentAs: Sender['sentAs']
  /** What was refused and then accepted, by operation. */
  readonly #suspects = new Map<string, Case[]>()
  /** What is known of operations. */
  readonly #isProven = new Map<string, boolean>()

  constructor(run: RunState, send: (testCase: Case) => Promise<Sent>, sentAs: Sender['sentAs']) {
    this.#run = run
    this.#send = send
    this.#sentAs = sentAs
  }

  isProven(operation: string): boolean {
    return this.#isProven.get(operation) === true
  }

  /** Takes note of a case that was refused, and accepted later. */
  suspect(testCase: Case): void {
    const { operation } = testCase
    if (this.#isProven.has(operation)) return
    this.#suspects.set(operation, [...(this.#suspects.get(operation) ?? []), testCase])
    this.#run.ledger.setAtRandom(operation, true)
  }

  /** Finds out what is only suspected. While nothing tells, refusals of an operation prove nothing. */
  async prove(): Promise<void> {
    for (const [operation, cases] of this.#suspects) {
      const isProven = await this.#prove(cases)
      if (isProven === undefined) continue
      this.#isProven.set(operation, isProven)
      this.#suspects.delete(operation)
      this.#run.ledger.setAtRandom(operation, isProven)
    }
  }

  /** Undefined if the budget ends before that is known. */
  async #prove(cases: readonly Case[]): Promise<boolean | undefined> {
    const inTurn = Array.from({ length: Math.ceil(MOST_TRIES / cases.length) }, () => cases).flat()
    for (const testCase of inTurn.slice(0, MOST_TRIES)) {
      const sent = await this.#send(testCase)
      if (sent.kind === 'unsent') return undefined
      if (!isWronglyRefused(this.#run.exchange(testCase, sent.outcome, true))) continue
      // Nothing is new in what has no draft: another value might be accepted for what it is.
      const { draft: _, ...same } = this.#sentAs(testCase, sent.outcome)
      const again = await this.#send(same)
      if (again.kind === 'unsent') return undefined
      if (isAccepted(this.#run.exchange(testCase, again.outcome, true))) return true
    }
    return false
  }
}
