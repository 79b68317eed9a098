import {
  type Exchange,
  type Explanation,
  explainRandom,
  isAlike,
  isSameDefect,
  sharedExplanation,
} from '../../judging/checks/index.ts'
import type { Blame } from './blame.ts'
import { isWronglyRefused } from './is-troubled.ts'
import type { Narrowing } from './narrowing.ts'
import type { PlaceNames } from './place-names.ts'
import type { Resender } from './resender.ts'
import type { RunState } from './run-state.ts'
import type { Shrinker, Tried } from './shrinker.ts'

/** What random cases showed: explained by deterministic ones as far as they go, and else shrunk. */
export class RandomFailures {
  readonly #run: RunState
  readonly #shrinker: Shrinker
  readonly #resender: Resender
  readonly #narrowing: Narrowing
  readonly #blame: Blame
  readonly #names: PlaceNames
  readonly #failures: (Tried & { readonly order: number })[] = []
  readonly #explained = new Map<Exchange, Explanation>()

  /** Operations of which a refused request was made smaller, and then accused nobody. */
  readonly #inVain = new Set<string>()

  constructor(
    run: RunState,
    shrinker: Shrinker,
    resender: Resender,
    { narrowing, blame, names }: { readonly narrowing: Narrowing; readonly blame: Blame; readonly names: PlaceNames },
  ) {
    this.#run = run
    this.#shrinker = shrinker
    this.#resender = resender
    this.#narrowing = narrowing
    this.#blame = blame
    this.#names = names
  }

  /** A conforming request that should have been let through. */
  add(failure: Tried): void {
    this.#failures.push({ ...failure, order: this.#run.ledger.size })
    this.#blame.overhear(failure)
  }

  /** Whether the conforming twin of a random case that breaks one thing failed alike: then the breach is not to blame. */
  hasTwinOf({ testCase, exchange }: Tried): boolean {
    const number = Number(testCase.random?.path)
    return this.#failures.some(
      (other) =>
        other.testCase.operation === testCase.operation &&
        other.testCase.random?.path === String(number - 1) &&
        isAlike(other.exchange, exchange),
    )
  }

  /** What explains the failures of deterministic cases. */
  explained(explained: ReadonlyMap<Exchange, Explanation>): void {
    for (const [exchange, explanation] of explained) this.#explained.set(exchange, explanation)
  }

  /** Takes all failures, so that one fault has one name, and the same whichever random requests met it. */
  async takeAll(): Promise<void> {
    for (const failure of await this.#resender.withoutChance(this.#failures)) {
      const explanation =
        sharedExplanation(failure.exchange, this.#explained, 'whole') ??
        this.#names.sharedPlace(failure, this.#explained) ??
        this.#names.ofOther(failure) ??
        (await this.#explain(failure))
      if (explanation) this.#run.take(failure.testCase, { ...failure.exchange, ...explanation })
      else this.#run.takeBlameless(failure)
    }
    this.#failures.length = 0
  }

  /** Explains a failure by the smallest one like it; not at all if nothing tells whether the deployment is to blame. */
  async #explain({ testCase, exchange, order }: Tried & { readonly order: number }): Promise<Explanation | undefined> {
    const { operation } = testCase
    // What accuses nobody made smaller does so whole, and what is refused at random may be whatever it is made.
    const isInVain =
      isWronglyRefused(exchange) && (this.#inVain.has(operation) || this.#run.ledger.isAtRandom(operation))
    const smallest = isInVain
      ? undefined
      : await this.#shrinker.shrink(testCase, (tried) => isAlike(tried.exchange, exchange))
    const shown = smallest?.exchange ?? exchange
    const shared = sharedExplanation(shown, this.#explained, 'shrunk')
    if (!shared && isWronglyRefused(shown)) {
      if (!smallest) return this.#narrow({ testCase, exchange }, order)
      const shrunk = this.#run.ledger.size
      await this.#narrowing.meetAgain(testCase)
      const explanation = await this.#narrow(smallest, shrunk)
      if (!explanation) this.#inVain.add(operation)
      return explanation
    }
    if (shared) {
      this.#explained.set(shown, shared)
      return shared
    }
    return this.#localize(smallest ?? { testCase, exchange }, smallest !== undefined)
  }

  /** Explains a server error, or the lack of an answer, by the one place that it takes, if there is one. */
  async #localize(failed: Tried, isSmallest: boolean): Promise<Explanation> {
    const parts = this.#blame.isOfOnePlace(failed) ? [] : await this.#narrowing.localize(failed)
    const part = parts.find((other) => this.#blame.isOfOnePlace(other))
    const explanation = this.#explanationOf(part ?? failed)
    // What was shrunk can be drawn again from its seed, what was taken apart cannot.
    if (isSmallest || part) this.#takeSmall(isSmallest || !part ? failed : part, explanation)
    this.#explained.set(failed.exchange, explanation)
    return explanation
  }

  #explanationOf({ testCase, exchange }: Tried): Explanation {
    const accepted = this.#run.acceptedBy(testCase)
    const innocent = accepted.length > 0 ? accepted : this.#run.innocentOf(testCase.operation, exchange)
    return this.#names.placed({ testCase, exchange }, explainRandom(exchange, innocent))
  }

  /** Takes a failure that was made small for what explains it. */
  #takeSmall({ testCase, exchange }: Tried, explanation: Explanation): void {
    this.#names.know({ testCase, exchange }, explanation)
    this.#explained.set(exchange, explanation)
    this.#run.take(testCase, { ...exchange, ...explanation }, { minimal: ({ subject }) => subject.kind === 'case' })
  }

  /** Explains a refusal by the places for which it was refused, if the deployment is to blame for one. */
  async #narrow(refused: Tried, order: number): Promise<Explanation | undefined> {
    const accusing = await this.#narrowing.narrow(refused, order)
    const explanations = accusing.map((part) => {
      const explanation = this.#explanationOf(part)
      this.#takeSmall(part, explanation)
      return explanation
    })
    return explanations[0]
  }

  /** Looks for smaller witnesses of broken constraints that no deterministic case has shown. */
  async shrinkWitnesses(operations: ReadonlySet<string>): Promise<void> {
    for (const shown of this.#run.witnesses.shrinkable) {
      const { breach, testCase } = shown
      if (!operations.has(testCase.operation)) continue
      if (breach.severity === 'advisory' || breach.subject.kind !== 'constraint') continue
      const smallest = await this.#shrinker.shrink(testCase, (tried) =>
        this.#run.shows(tried.testCase, tried.exchange.outcome, breach),
      )
      if (smallest)
        this.#run.take(smallest.testCase, smallest.exchange, { minimal: (other) => isSameDefect(other, breach) })
    }
  }
}
