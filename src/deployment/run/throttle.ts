import { type HttpResponse, headerValue } from '../../http/index.ts'

/** Longer each time: 1, 2, 4, 8, 16 and 32 seconds, enough for a quota that is counted by the minute. */
const FIRST_WAIT = 1_000
const LONGEST_WAIT = 32_000
const PATIENCE = 63_000
/** How long a deployment may make a request wait if it says so itself. */
const TOLD_PATIENCE = 5 * 60_000
/** What a run waits in all without being told for how long. */
const MOST_UNTOLD = 5 * 60_000
const MOST_TIMES = 20
const MOST_IN_VAIN = 3

/** What to do after a deployment has asked for patience: wait, or give the request up. */
export type Patience =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'in vain'; readonly reason: string }

/**
 * Knows how long it is worth to wait for a deployment that throttles: a quota that is spent is not waited for with each
 * request anew. Times are milliseconds.
 */
export class Throttle {
  readonly #now: () => number
  /** When the first answer came of those that asked for patience in a row. */
  #since: number | undefined
  /** The operations of the requests that were waited for in vain in a row. */
  readonly #inVain: string[] = []
  #untold = 0
  /** Operations that nothing is sent to any more, and why. */
  readonly closed = new Map<string, string>()
  /** Why nothing at all is sent any more. */
  over: string | undefined

  constructor(now: () => number) {
    this.#now = now
  }

  /** An answer that does not ask for patience. */
  letThrough(): void {
    this.#since = undefined
    this.#inVain.length = 0
  }

  /** An answer that asks for patience, which the same request had `times` times, this one included. */
  asked(operation: string, response: HttpResponse, times: number): Patience {
    this.#since ??= this.#now()
    const waited = this.#now() - this.#since
    const told = this.#told(response)
    const ms = told ?? Math.min(FIRST_WAIT * 2 ** (times - 1), LONGEST_WAIT)
    const answered = `answered ${response.status}`
    if (told !== undefined && told > TOLD_PATIENCE)
      return this.#giveUp(operation, `${answered}, and asked to wait for ${Math.ceil(told / 1000)} s`)
    if (times > MOST_TIMES) return this.#giveUp(operation, `${answered} ${times} times`)
    if (waited + ms > (told === undefined ? PATIENCE : TOLD_PATIENCE))
      return this.#giveUp(operation, `${answered}, even after ${Math.round(waited / 1000)} s of waiting`)
    if (told === undefined) this.#untold += ms
    if (this.#untold > MOST_UNTOLD) {
      this.over = `${answered} again and again; lower --rate`
      return { kind: 'in vain', reason: this.over }
    }
    return { kind: 'wait', ms }
  }

  #giveUp(operation: string, answered: string): Patience {
    const reason = `${answered}; lower --rate, or come back when the quota is there again`
    this.#inVain.push(operation)
    const same = this.#inVain.filter((other) => other === operation).length
    if (same >= MOST_IN_VAIN) this.closed.set(operation, reason)
    if (this.#inVain.length >= MOST_IN_VAIN && same < this.#inVain.length) this.over = reason
    return { kind: 'in vain', reason }
  }

  /** What Retry-After says (RFC 9110, 10.2.3), if it can be read. */
  #told({ headers }: HttpResponse): number | undefined {
    const text = headerValue(headers, 'retry-after')
    if (text === undefined) return undefined
    if (/^\d+$/.test(text)) return Number(text) * 1000
    const date = Date.parse(text)
    return Number.isNaN(date) ? undefined : Math.max(0, date - this.#now())
  }
}
