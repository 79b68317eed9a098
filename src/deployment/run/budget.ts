/** Hard limits of a run, and what has been spent of them. Time is in milliseconds on the caller's clock. */
export class Budget {
  readonly #maxRequests: number
  readonly #maxExecutions: number
  readonly #deadline: number
  readonly #now: () => number
  requests = 0
  executions = 0
  /** Executions of requests that must be refused. */
  unwanted = 0

  constructor(
    limits: { readonly maxRequests: number; readonly maxExecutions: number; readonly maxTimeMs: number },
    now: () => number,
  ) {
    this.#maxRequests = limits.maxRequests
    this.#maxExecutions = limits.maxExecutions
    this.#now = now
    this.#deadline = now() + limits.maxTimeMs
  }

  /** The option that forbids one more request. If there is room, the request is counted, and the result is undefined. */
  take(mayExecute: boolean): '--max-requests' | '--max-executions' | '--max-time' | undefined {
    if (this.requests >= this.#maxRequests) return '--max-requests'
    // Requests that must be refused were executed, and took the run over its limit: nothing is safe to send any more.
    if (this.executions + (mayExecute ? 1 : 0) > this.#maxExecutions) return '--max-executions'
    if (this.left <= 0) return '--max-time'
    this.requests++
    if (mayExecute) this.executions++
    return undefined
  }

  /** A request that was sent to be refused was executed all the same. */
  executedAllTheSame(): void {
    this.unwanted++
    this.executions++
  }

  /** A request that never reached the deployment does not count. */
  giveBack(executions: 0 | 1): void {
    this.requests--
    this.executions -= executions
  }

  /** A request that was counted as an execution was not let through to one. */
  notExecuted(): void {
    this.executions--
  }

  /** Milliseconds until the deadline. */
  get left(): number {
    return this.#deadline - this.#now()
  }
}
