import type { LedgerRow, UnreachedOperation, Verdict } from '../../report/results/index.ts'
import type { RunState } from './run-state.ts'

const SHOWN = 3

/** What a run comes to: green means proven. `errors` are those that the baseline does not know. */
export function verdictOf(
  run: RunState,
  rows: readonly LedgerRow[],
  errors: number,
  unreached: readonly UnreachedOperation[],
): { readonly verdict: Verdict; readonly reason?: string } {
  if (errors > 0) return { verdict: 'fail' }
  const reason = inconclusiveReason(run, rows, unreached)
  return reason === undefined ? { verdict: 'pass' } : { verdict: 'inconclusive', reason }
}

function inconclusiveReason(
  run: RunState,
  rows: readonly LedgerRow[],
  unreached: readonly UnreachedOperation[],
): string | undefined {
  if (run.ending) return run.ending.reason
  if (run.conforming > 0 && run.reached.size === 0) return `no conforming request was accepted; ${adviceOn(run)}`
  if (run.cut) return `the run ended before its plan: ${run.cut.reason}, and ${counted(run.cut.count)} not sent`
  if (run.unjudged.size > 0) return unjudgedReason(run)
  const proven = run.conforming > 0 ? rows.some(({ state }) => state === 'held') : run.ledger.refusedSomething
  const [limit] = run.unsent.size > 0 ? run.unsent.keys() : run.plan.unplannedSoFar.values()
  if (!proven) return `nothing was proven${limit === undefined ? '' : `: ${limit}`}`
  const open = unreached.filter(({ allowed, known }) => !allowed && !known)
  if (open.length === 0) return undefined
  const shown = open.slice(0, SHOWN).map(({ operation, reason }) => `${operation} (${reason})`)
  const more = open.length > SHOWN ? ` and ${open.length - SHOWN} more` : ''
  const verb = open.length === 1 ? 'was' : 'were'
  // What a budget left out is no matter of the deployment's.
  const advice = open.every(({ reason }) => reason.startsWith('--max-')) ? 'raise that limit, or ' : ''
  return (
    `${open.length} of ${run.plan.operations.size + run.plan.closed.length} operations ${verb} not reached: ${shown.join('; ')}${more}; ` +
    `${advice}leave out what cannot be reached with --exclude, --allow-unreached or the baseline`
  )
}

/** A response that nobody judged may have broken anything. */
function unjudgedReason({ unjudged }: RunState): string {
  const count = [...unjudged.values()].reduce((sum, number) => sum + number, 0)
  return `${count === 1 ? '1 response' : `${count} responses`} could not be judged: ${[...unjudged.keys()][0]}`
}

/** A target that has nothing of what several operations ask for may well be another one than is meant. */
function adviceOn({ firstStatuses, plan }: RunState): string {
  const impossible = [...firstStatuses.keys()].map((operation) => plan.part(operation)?.plan?.whyNoAnswer)
  const [why] = impossible
  if (why !== undefined && impossible.every((reason) => reason !== undefined)) return why
  const statuses = [...firstStatuses.values()]
  const isElsewhere = statuses.length > 1 && statuses.every((status) => status === 404)
  const where = 'every operation answered 404, so --target may lack a base path, or lead elsewhere; if it does not, '
  return `${isElsewhere ? where : ''}give values that the deployment knows with --param and --body`
}

const counted = (count: number): string => (count === 1 ? '1 request was' : `${count} requests were`)
