import type { Outcome } from '../../http/index.ts'

/** As much of a body as tells one answer from another, in bytes. */
const MOST_BYTES = 2_000

/** What a deployment said, byte for byte; undefined if it said nothing. */
export function answerOf(outcome: Outcome): string | undefined {
  if (outcome.kind !== 'response') return undefined
  const { status, body } = outcome.response
  return `${status} ${body.length} ${new TextDecoder('latin1').decode(body.subarray(0, MOST_BYTES))}`
}

interface Met {
  readonly order: number
  /** Undefined if it was accepted. */
  readonly answer: string | undefined
}

/**
 * What conforming requests of an operation were answered, in order. If the last one before a breach, or the first one
 * after it, was refused in the same words, these words tell nothing of the breach: what is there may have changed, so
 * that everything is refused.
 */
export class IdleRefusals {
  readonly #met: Met[] = []
  /** Answers to requests for whose refusal the deployment is to blame: they are its words for what it takes as invalid. */
  readonly #blamed = new Set<string>()

  /** Takes a conforming request, in the order of the run. */
  add(order: number, answer: string | undefined): void {
    this.#met.push({ order, answer })
  }

  blame(answer: string): void {
    this.#blamed.add(answer)
  }

  /** Whether what was answered at `order` is what a conforming request got next to it. */
  isIdle(order: number, answer: string): boolean {
    if (this.#blamed.has(answer)) return false
    const after = this.#met.findIndex((met) => met.order >= order)
    const before = after < 0 ? this.#met.at(-1) : this.#met[after - 1]
    return [before, this.#met[after]].some((met) => met?.answer === answer)
  }
}
