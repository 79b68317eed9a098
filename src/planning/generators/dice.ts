/** Random numbers from a seed of 32 bits (Mulberry32), and the budget of what is made by them. */
export class Dice {
  #state: number
  /** Parts that may still be made or tried, so that no schema keeps a generator busy for ever. */
  left: number

  /** Bytes that may still be made. */
  bytes: number
  readonly mostBytes: number
  readonly #isTight: boolean

  /** With `isTight` there is no room from the start. */
  constructor(seed: number, budget: number, { bytes = Number.POSITIVE_INFINITY, isTight = false } = {}) {
    this.#state = seed | 0
    this.left = budget
    this.bytes = bytes
    this.mostBytes = bytes
    this.#isTight = isTight
  }

  /** Whether there is room for what need not be; if not, all should be as small as can be. */
  get hasRoom(): boolean {
    return !this.#isTight && this.bytes >= this.mostBytes / 2
  }

  /** 32 bits, as an integer from 0. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }

  /** From 0 to less than 1. */
  fraction(): number {
    return ((this.next() >>> 5) * 67108864 + (this.next() >>> 6)) / 9007199254740992
  }

  /** An integer from `min` to `max`, both reached; both safe integers. */
  integer(min: number, max: number): number {
    const size = max - min + 1
    if (size <= 0x100000000) return min + Math.floor((this.next() / 0x100000000) * size)
    return Math.min(max, Math.floor(min + this.fraction() * size))
  }

  /** A member of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return list[this.integer(0, list.length - 1)] as T
  }

  /**
   * A length from `min` to `max`, mostly near `min`. The ends come often too, which chance alone would not do if a limit
   * is far away.
   */
  length(min: number, near: number, max: number): number {
    const way = this.next() % 10
    if (way < 8) return this.integer(min, Math.min(max, min + near))
    if (way < 9) return this.integer(min, max)
    return this.pick([min, max, Math.max(min, max - 1)])
  }
}
