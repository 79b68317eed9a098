/** Something that must have ended in time. */
export interface Expiring {
  expire(): void
}

/** The longest delay that a Node timer takes; it fires at once for a longer one. */
const LONGEST_DELAY = 2 ** 31 - 1

/**
 * Bounds how long each of many things may last. All have the same time-out, so they fall due in the order in which they
 * came: one timer, set for the oldest, serves all, and the rest costs an entry in a map.
 */
export class Deadlines {
  readonly #timeoutMs: number
  readonly #waiting = new Map<Expiring, number>()
  #timer: NodeJS.Timeout | undefined

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs
  }

  add(item: Expiring): void {
    this.#waiting.set(item, performance.now() + this.#timeoutMs)
    if (this.#timer === undefined) this.#arm(this.#timeoutMs)
  }

  delete(item: Expiring): void {
    this.#waiting.delete(item)
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#waiting.clear()
  }

  #arm(delay: number): void {
    // Timers run before input is read: after a long computation an answer may lie there unread, and is in time.
    this.#timer = setTimeout(() => setImmediate(() => this.#check()), Math.min(Math.ceil(delay), LONGEST_DELAY))
    this.#timer.unref()
  }

  #check(): void {
    this.#timer = undefined
    const now = performance.now()
    for (const [item, deadline] of this.#waiting) {
      if (deadline > now) {
        this.#arm(deadline - now)
        return
      }
      this.#waiting.delete(item)
      item.expire()
    }
  }
}
