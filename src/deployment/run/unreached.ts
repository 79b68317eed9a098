import type { Finding, UnreachedOperation } from '../../report/results/index.ts'
import type { RunOptions } from './run-options.ts'
import type { RunState } from './run-state.ts'

/**
 * The operations of which no conforming request was accepted, and why: nothing of them is proven, and be it because a
 * budget left out every request that may be executed.
 */
export function unreachedOperations(
  run: RunState,
  { allowsUnreached, knownUnreached }: RunOptions,
  findings: readonly Finding[],
): UnreachedOperation[] {
  const { unplannedSoFar: unplanned } = run.plan
  const closed = run.plan.closed.map((operation) => ({ operation: operation.id, reason: operation.reason }))
  return [...run.plan.operations.keys()]
    .filter((operation) => !run.reached.has(operation))
    .map((operation) => ({ operation, reason: reasonOf(run, operation, unplanned) }))
    .concat(closed)
    .map(({ operation, reason }): UnreachedOperation => {
      // That its requests fail may be known already.
      const finding = findings.find(
        ({ known, subject, places = [], ...other }) =>
          known && subject.kind === 'case' && [other, ...places].some((place) => place.operation === operation),
      )
      const known = knownUnreached?.(operation) ?? finding?.known
      if (known) return { operation, reason, known }
      if (allowsUnreached?.(operation)) return { operation, reason, allowed: true }
      const option = optionFor(reason)
      return { operation, reason, ...(option !== undefined && { option }) }
    })
}

/** A reason names what would change it. What answers nothing but server errors is a finding, which no option changes. */
function optionFor(reason: string): string | undefined {
  const [, named] = /(?:^|\s)(--[a-z][a-z-]*)/.exec(reason) ?? []
  return named ?? (reason.startsWith('not sent: ') ? undefined : '--allow-unreached')
}

function reasonOf(run: RunState, operation: string, unplanned: ReadonlyMap<string, string>): string {
  const { plan } = run
  const reason = run.unreached.get(operation) ?? unplanned.get(operation)
  if (reason !== undefined) return reason.replace(/^not reached: /, '')
  const limit = unplanned.get('--max-requests') ?? unplanned.get('--max-executions')
  if (limit !== undefined && plan.part(operation)?.summaryIfMade?.requests === 0) return limit
  if (!run.firstStatuses.has(operation)) return limit ?? 'no conforming request was sent'
  const status = run.firstStatuses.get(operation)
  return `its first request ${status === undefined ? 'got no whole answer' : `was answered ${status}`}`
}
