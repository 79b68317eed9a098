import { LinearMatcher } from './linear-matcher.ts'
import { mostSteps } from './most-steps.ts'
import { type PatternTree, patternTree } from './pattern-tree.ts'
import { isCounting, NotJudged, STEP_LIMITS, spend, withinSteps } from './steps.ts'

/** Steps of V8's engine that go into one step. */
const PER_STEP = 16
/** V8 is faster than the linear matcher for as long as the most that it may need stays below this, or so much a character. */
const CHEAP = 20_000
const CHEAP_PER_CHARACTER = 16
/** What V8 may need for a text if the linear matcher does not take the pattern. */
const BEARABLE = 10_000_000
const SHORT = 32

/**
 * A regular expression of a document (ECMA-262), in bounded time: V8 matches if its engine, which goes back, cannot need
 * long for a text of that length, by the structure of the pattern; the linear matcher if it can. A text that neither can
 * match in time is not judged.
 */
export class Pattern {
  readonly source: string
  /** Undefined if it is written in a way that is not read here. */
  readonly tree: PatternTree | undefined
  readonly #test: RegExp
  /** The most steps of V8, by the length of a text: of long ones rounded up to a power of two. */
  readonly #steps = new Map<number, number>()
  #linear: LinearMatcher | 'none' | undefined

  /** Throws SyntaxError. */
  constructor(source: string) {
    this.source = source
    this.#test = compiled(source)
    this.tree = patternTree(source, this.#test.flags)
  }

  /** Whether a text has a match in it. Throws NotJudged. */
  test(text: string): boolean {
    return isCounting() ? this.#matches(text) : withinSteps(() => this.#matches(text), STEP_LIMITS.matching)
  }

  /** What ajv tells patterns apart by. */
  toString(): string {
    return String(this.#test)
  }

  #matches(text: string): boolean {
    const steps = this.#stepsFor(text.length)
    if (steps <= Math.max(CHEAP, CHEAP_PER_CHARACTER * text.length)) return this.#byV8(text, steps)
    this.#linear ??= (this.tree && LinearMatcher.of(this.tree, this.#test.flags)) ?? 'none'
    if (this.#linear !== 'none') return this.#linear.test(text)
    if (steps <= BEARABLE) return this.#byV8(text, steps)
    throw new NotJudged(`a text of ${text.length} characters is too long for the regular expression ${this.#shown()}`)
  }

  #byV8(text: string, steps: number): boolean {
    spend(Math.ceil(steps / PER_STEP))
    return this.#test.test(text)
  }

  #stepsFor(length: number): number {
    const upTo = length <= SHORT ? length : 2 ** Math.ceil(Math.log2(length))
    const known = this.#steps.get(upTo)
    if (known !== undefined) return known
    const steps = this.tree ? mostSteps(this.tree, upTo) : 2 ** upTo
    this.#steps.set(upTo, steps)
    return steps
  }

  #shown(): string {
    return this.source.length > 60 ? `${this.source.slice(0, 60)}…` : this.source
  }
}

function compiled(source: string): RegExp {
  try {
    return new RegExp(source, 'u')
  } catch {
    // ECMA-262 without `u` takes escapes that older documents use.
    return new RegExp(source)
  }
}

const MOST_KNOWN = 2000
const known = new Map<string, Pattern | undefined>()

/** Undefined for what is no regular expression. */
export function patternOf(source: string): Pattern | undefined {
  if (known.has(source)) return known.get(source)
  if (known.size >= MOST_KNOWN) known.clear()
  const pattern = made(source)
  known.set(source, pattern)
  return pattern
}

function made(source: string): Pattern | undefined {
  try {
    return new Pattern(source)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Whether a text surely matches. What is no regular expression forbids nothing. */
export function matchesPattern(source: string, text: string): boolean {
  try {
    return patternOf(source)?.test(text) ?? true
  } catch (error) {
    if (error instanceof NotJudged) return false
    throw error
  }
}
