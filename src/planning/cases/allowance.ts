import { type Case, mayChange, mayExecute, mustBeRefused } from './case.ts'

/** What the user lets a plan cost. */
export interface Limits {
  readonly maxRequests: number
  readonly maxExecutions: number
}

/** What a limit left out. */
export interface Cut {
  requests: number
  executions: number
  changes: number
}

/**
 * Budgets are hard limits: cases are kept in order while there is room. If nothing may be executed, nothing that may change
 * something is sent but what the document itself must refuse.
 */
export class Allowance {
  readonly #limits: Limits
  requests: number
  executions: number
  readonly cut: Cut = { requests: 0, executions: 0, changes: 0 }

  constructor(limits: Limits, { requests, executions }: Pick<Allowance, 'requests' | 'executions'>) {
    this.#limits = limits
    this.requests = requests
    this.executions = executions
  }

  /** Whether nothing more is let through. */
  get isSpent(): boolean {
    return this.requests >= this.#limits.maxRequests
  }

  takes(planCase: Case): boolean {
    const { maxRequests, maxExecutions } = this.#limits
    const cost = mayExecute(planCase) ? 1 : 0
    if (this.executions + cost > maxExecutions) this.cut.executions++
    else if (maxExecutions === 0 && mayChange(planCase) && !mustBeRefused(planCase)) this.cut.changes++
    else if (this.requests + 1 > maxRequests) this.cut.requests++
    else {
      this.requests++
      this.executions += cost
      return true
    }
    return false
  }
}

/** What is told of what limits left out, by the names of the limits. `unplanned` is how many operations were not planned. */
export function cutReasons(
  limits: Limits,
  { requests, executions, changes }: Cut,
  unplanned: number,
): [string, string][] {
  const reasons: [string, string][] = []
  if (executions + changes > 0) {
    const what = changes > 0 ? 'may be executed or change something' : 'may be executed'
    const reason = `--max-executions ${limits.maxExecutions} left out ${executions + changes} requests that ${what}`
    reasons.push(['--max-executions', reason])
  }
  const lacking = [
    ...(requests > 0 ? [`${requests} requests`] : []),
    ...(unplanned > 0 ? [`all of ${unplanned} ${unplanned === 1 ? 'operation' : 'operations'}`] : []),
  ]
  if (lacking.length > 0)
    reasons.push(['--max-requests', `--max-requests ${limits.maxRequests} left out ${lacking.join(', and ')}`])
  return reasons
}
