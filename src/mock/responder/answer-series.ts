import { byteText, type HttpResponse } from '../../http/index.ts'
import type { Answer } from './answer.ts'

/** A mock that serves for long must not fill the memory. */
const MOST_ANSWERS = 1000

/** Answers that follow each other, each another. One is made when it is first asked for: most never are. */
export class AnswerSeries {
  readonly #made: Answer[] = []
  readonly #known = new Set<string>()
  #source: Iterator<Answer> | undefined

  constructor(source: Iterable<Answer>) {
    this.#source = source[Symbol.iterator]()
  }

  /** The answer of a turn, from 0; past the last one they begin again. Undefined if there is none. */
  at(turn: number): Answer | undefined {
    while (this.#source && this.#made.length <= turn) {
      const { value, done } = this.#made.length < MOST_ANSWERS ? this.#source.next() : END
      if (done) this.#source = undefined
      else if (this.#isNew(value.response)) this.#made.push(value)
    }
    return this.#made[turn % this.#made.length]
  }

  /** How many there are; makes them all. */
  get count(): number {
    this.at(MOST_ANSWERS)
    return this.#made.length
  }

  #isNew({ status, headers, body }: HttpResponse): boolean {
    const key = `${status}\n${headers.join('\n')}\n\n${byteText(body)}`
    return !this.#known.has(key) && this.#known.add(key) !== undefined
  }
}

const END = { value: undefined, done: true } as const
