import type { Case, Plan, PlanPart } from '../../planning/cases/index.ts'
import { type Count, countOf, summed } from './count.ts'

/** Cases that are made before what else waits, such as timers and answers, has its turn. */
const AT_ONCE = 32

/**
 * What one round has still to send, operation by operation. Cases are made when they are asked for, as the requests of
 * those before them are under way, and let go when they are sent if there are many.
 */
export class Agenda {
  readonly parts: readonly PlanPart[]
  readonly #plan: Plan
  readonly #isOfRound: (testCase: Case) => boolean
  /** First requests that were sent. */
  readonly bases: Case[] = []
  /** The last request of each operation: the first one again. */
  readonly last: Case[] = []
  /** Digests of what was sent before the others of its operation. */
  readonly #sent = new Map<string, Set<string>>()
  /** What takes the place of the planned cases of an operation. */
  readonly #others = new Map<string, () => Iterable<Case>>()
  readonly #counts = new Map<string, Count>()

  constructor(plan: Plan, parts: readonly PlanPart[], isOfRound: (testCase: Case) => boolean = () => true) {
    this.#plan = plan
    this.parts = parts
    this.#isOfRound = isOfRound
  }

  get operations(): ReadonlySet<string> {
    return new Set(this.parts.map(({ operation }) => operation))
  }

  /** First requests. */
  async *first(): AsyncGenerator<Case, void> {
    for (const part of this.parts) {
      if (!part.summaryIfMade) await turn()
      const { first } = part
      if (!first) continue
      this.bases.push(first)
      yield first
    }
  }

  /** The cases of an operation after its first one, without what was sent before its turn. */
  *of(operation: string): Generator<Case, void> {
    const sent = this.#sent.get(operation)
    const others = this.#others.get(operation)
    for (const testCase of others?.() ?? this.#plan.part(operation)?.cases() ?? [])
      if (testCase.role === 'again' || (testCase.role !== 'base' && !sent?.has(testCase.digest)))
        if (others || this.#isOfRound(testCase)) yield testCase
  }

  /** A few cases of operations, each sent before the others of its operation. */
  async *early(choose: (part: PlanPart) => Case | undefined): AsyncGenerator<Case, void> {
    for (const part of this.parts) {
      if (!part.summaryIfMade) await turn()
      const chosen = choose(part)
      this.#plan.done(part)
      if (!chosen) continue
      this.sendsEarly(chosen)
      yield chosen
    }
  }

  /** Knows that a case is not sent again in its turn. */
  sendsEarly({ operation, digest }: Case): void {
    this.#sent.set(operation, (this.#sent.get(operation) ?? new Set()).add(digest))
    this.#counts.delete(operation)
  }

  /** From now on an operation has other cases than those that were planned. */
  replace(operation: string, cases: () => Iterable<Case>): void {
    this.#others.set(operation, cases)
    this.#sent.delete(operation)
    this.#counts.delete(operation)
  }

  /** All that is left but the last requests, which are kept for later. */
  async *rest(): AsyncGenerator<Case, void> {
    for (const part of this.parts) {
      let count = 0
      for (const testCase of this.of(part.operation)) {
        if (!part.summaryIfMade && count++ % AT_ONCE === 0) await turn()
        if (testCase.role === 'again') this.last.push(testCase)
        else yield testCase
      }
      this.#others.delete(part.operation)
      this.#plan.done(part)
    }
  }

  /** How much is left but of one operation. */
  countBeside(operation?: string): Count {
    return summed(this.parts.flatMap((part) => (part.operation === operation ? [] : [this.#countOf(part.operation)])))
  }

  /** How much there is but of one operation, if nothing was sent yet. */
  wholeBeside(operation?: string): Count {
    return summed(this.parts.flatMap((part) => (part.operation === operation ? [] : [part.summary])))
  }

  #countOf(operation: string): Count {
    const count = this.#counts.get(operation) ?? countOf(this.of(operation))
    this.#counts.set(operation, count)
    return count
  }
}

/** Resolves after what else waits has had its turn. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
