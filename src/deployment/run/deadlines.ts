/** Something that must have ended in time. */
export interface Expiring {
  expire(): void
}

/** The longest delay that a Node timer takes; it fires at once for a longer one. */
const LONGEST_DELAY = 2 ** 31 - 1

/** In so many looks at the time a time-out passes. */
const LOOKS = 16

/**
 * Bounds how long each of many things may last. All have the same time-out, so they fall due in the order in which they
 * came: one timer serves all, and the rest costs an entry in a map. A long computation of this process, in which it
 * neither sends nor reads anything, is not the other side's delay: of the time between two looks no more counts than twice
 * what was to pass.
 */
export class Deadlines {
  readonly #timeoutMs: number
  readonly #lookMs: number
  /** Deadlines in milliseconds of `#time()`. */
  readonly #waiting = new Map<Expiring, number>()
  #timer: NodeJS.Timeout | undefined
  #passed = 0
  #lookedAt = 0

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs
    this.#lookMs = Math.ceil(timeoutMs / LOOKS)
  }

  add(item: Expiring): void {
    if (this.#timer === undefined) {
      this.#look()
      this.#arm(this.#timeoutMs)
    }
    this.#waiting.set(item, this.#time() + this.#timeoutMs)
  }

  delete(item: Expiring): void {
    this.#waiting.delete(item)
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#waiting.clear()
  }

  /** How much time counts so far. */
  #time(): number {
    return this.#passed + Math.min(performance.now() - this.#lookedAt, 2 * this.#lookMs)
  }

  #look(): void {
    this.#passed = this.#time()
    this.#lookedAt = performance.now()
  }

  #arm(rest: number): void {
    const delay = Math.min(Math.ceil(rest), this.#lookMs, LONGEST_DELAY)
    // Timers run before input is read: after a long computation an answer may lie there unread, and is in time.
    this.#timer = setTimeout(() => setImmediate(() => this.#check()), delay)
    this.#timer.unref()
  }

  #check(): void {
    this.#timer = undefined
    this.#look()
    for (const [item, deadline] of this.#waiting) {
      if (deadline > this.#passed) {
        this.#arm(deadline - this.#passed)
        return
      }
      this.#waiting.delete(item)
      item.expire()
    }
  }
}
