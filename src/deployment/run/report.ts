import { countStates, type LedgerRow, type Report, type Summary } from '../../report/results/index.ts'
import type { Budget } from './budget.ts'
import { closedRows } from './closed-rows.ts'
import type { Keyring } from './keyring.ts'
import { redactionOf } from './redaction.ts'
import type { RunOptions } from './run-options.ts'
import type { RunState } from './run-state.ts'
import type { Sender } from './sender.ts'
import { unreachedOperations } from './unreached.ts'
import { verdictOf } from './verdict.ts'

/** Puts together what a run has to say, secrets taken out. */
export function createReport(from: {
  readonly options: RunOptions
  readonly run: RunState
  readonly sender: Sender
  readonly keyring: Keyring
  readonly budget: Budget
  readonly where: string
  readonly durationMs: number
}): Report {
  const { options, run, sender, keyring, budget } = from
  const { contract, plan, target, signer, headers } = options
  const { unplannedSoFar: unplanned } = plan
  const { untried } = run
  const redaction = redactionOf(contract, [...keyring.carried, ...headers], signer, options.secrets)
  const shown = run.witnesses.findings({
    seed: plan.seed,
    origin: target.origin,
    sender,
    values: run.values,
    showing: { redaction, fullBodies: options.fullBodies },
  })
  const findings = shown.map((finding) => {
    const known = options.known?.(finding)
    return known ? { ...finding, known } : finding
  })
  const { broken } = run.witnesses
  // A case breaks no constraint; what points to its finding points to the method of its operation.
  const located = new Set([
    ...broken,
    ...findings.flatMap(({ subject, operation }) => (subject.kind === 'case' ? [`${operation} request method`] : [])),
  ])
  const [unsent] = run.unsent.keys()
  const reasons = new Map([...unplanned, ...run.unreached])
  if (unsent !== undefined) reasons.set('*', unsent)
  if (run.ending) reasons.set('*', run.ending.reason)
  const rows = run.ledger.rows(
    broken,
    reasons,
    ({ id, source }) => (located.has(id) ? contract.lineOf(source) : undefined),
    new Map([
      ...untried,
      ...[...run.onlyKnown].map(([id, edge]) => [id, { ...untried.get(id), edge }] as const),
      ...run.barred,
    ]),
  )
  // A reason may be in the deployment's own words.
  const constraints = [...rows, ...closedRows(plan.closed)].map((row): LedgerRow => {
    // Nothing is held only because nobody looked.
    const muted = row.state === 'held' || row.state === 'untested' ? run.muted.get(row.id) : undefined
    if (muted !== undefined) return { ...row, state: 'untested', reason: muted }
    return row.reason === undefined ? row : { ...row, reason: redaction.text(row.reason) }
  })
  const open = findings.filter(({ known }) => !known)
  const errors = open.filter(({ severity }) => severity === 'error').length
  const unreached = unreachedOperations(run, options, findings)
  const outcome = verdictOf(run, constraints, errors, unreached)
  const summary: Summary = {
    verdict: outcome.verdict,
    ...(outcome.reason !== undefined && { reason: redaction.text(outcome.reason) }),
    requests: budget.requests,
    executions: budget.executions,
    durationMs: from.durationMs,
    findings: { error: errors, advisory: open.length - errors, known: findings.length - open.length },
    constraints: countStates(constraints),
  }
  const { title, version, digest } = contract
  return {
    version: 1,
    tool: options.tool,
    contract: { title, version, digest },
    target: redaction.text(from.where),
    seed: plan.seed,
    plan: plan.size,
    summary,
    findings,
    constraints,
    // Of a run that ended before its plan, nobody knows what it would have reached.
    ...(run.ending || run.cut
      ? {}
      : { unreached: unreached.map((row) => ({ ...row, reason: redaction.text(row.reason) })) }),
    notes: [
      ...(contract.tolerated ?? []),
      ...[...plan.operations.values()].flatMap(({ id, ignored }) => ignored.map((note) => `${id}: ${note}`)),
      // What limits left out stands with the constraints that it leaves untested.
      ...[...unplanned, ...(run.ending ? [] : run.unreached)].flatMap(([id, reason]) =>
        id.startsWith('--') ? [] : [`${id}: ${reason}`],
      ),
      ...run.notes,
      ...(errors > 0 && run.conforming > 0 && run.twins.size === 0
        ? ['No conforming request was accepted: --target may lead elsewhere, or --param and --body are needed.']
        : []),
      ...(budget.unwanted > 0 ? [unwantedNote(budget.unwanted)] : []),
    ].map((message) => ({ message: redaction.text(message) })),
  }
}

const unwantedNote = (count: number): string =>
  count === 1 ? '1 request that must be refused was executed.' : `${count} requests that must be refused were executed.`
