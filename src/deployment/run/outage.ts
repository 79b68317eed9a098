import type { FaultKind } from '../../http/index.ts'
import type { Clock } from './clock.ts'

const POLL_MS = 250

/** Waits for a target that is not up yet, or that died and may be started again. */
export class Outage {
  readonly #clock: Clock
  readonly #signal: AbortSignal
  readonly #waitMs: number
  #since: number | undefined
  #wasAnswered = false
  /** How often the target was down after it had answered, and came back. */
  restarts = 0
  /** How long a target was waited for that did not come. */
  waitedMs = 0

  constructor(options: { readonly clock: Clock; readonly signal: AbortSignal; readonly waitMs?: number | undefined }) {
    this.#clock = options.clock
    this.#signal = options.signal
    this.#waitMs = options.waitMs ?? 0
  }

  /** An answer came. */
  isOver(): void {
    if (this.#since !== undefined && this.#wasAnswered) this.restarts++
    this.#since = undefined
    this.#wasAnswered = true
  }

  /** Whether a request that met a fault is to be sent again, because the target was down; waits before. */
  async isWaitedFor(kind: FaultKind): Promise<boolean> {
    // Before its first answer, what accepts a connection and ends it may be a proxy whose backend is not up.
    const isDown = kind === 'refused' || kind === 'unresolved' || (kind === 'reset' && !this.#wasAnswered)
    if (!isDown) return false
    this.#since ??= this.#clock.now()
    if (this.#waitMs === 0 || this.#signal.aborted) return false
    if (this.#clock.now() >= this.#since + this.#waitMs) {
      this.waitedMs = this.#waitMs
      return false
    }
    await this.#clock.sleep(POLL_MS, this.#signal)
    return true
  }
}
