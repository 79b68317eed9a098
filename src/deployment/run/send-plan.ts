import type { RequestField } from '../../http/index.ts'
import { type AskedCheck, ownChecks } from '../../judging/checks/index.ts'
import { type Case, parameterNamed } from '../../planning/cases/index.ts'
import type { Report } from '../../report/results/index.ts'
import { Budget } from './budget.ts'
import { Keyring } from './keyring.ts'
import { OnceValues } from './once-values.ts'
import { PlanRun } from './plan-run.ts'
import { redactionOf } from './redaction.ts'
import { createReport } from './report.ts'
import type { RunOptions } from './run-options.ts'
import { RunState } from './run-state.ts'
import { Sender } from './sender.ts'

/** A plan of so many cases is made before the first is sent: it takes a fraction of a second. */
const MADE_AHEAD = 500

/** Sends a plan to a deployment and gives back what it proved. Rejects only if the program itself is wrong. */
export async function sendPlan(options: RunOptions): Promise<Report> {
  const reportOf = await sendUnreported(options)
  const report = reportOf()
  options.onEvent({ type: 'finished', report })
  return report
}

/** The same for whoever may need no report: to make one is costly, so that it is left to the caller. */
export async function sendUnreported(options: RunOptions): Promise<() => Report> {
  const { plan, clock, onEvent, contract, target } = options
  const startedAt = clock.now()
  const budget = new Budget(options, () => clock.now())
  const operations = contract.operations.filter(({ id }) => plan.operations.has(id))
  const operationsById = new Map(operations.map((operation) => [operation.id, operation]))
  const isParameter = (field: RequestField, id: string): boolean => {
    const operation = operationsById.get(id)
    return operation !== undefined && parameterNamed(operation, field) !== undefined
  }
  const keyring = new Keyring(options.credentials, operations, options.signer !== undefined)
  const onceValues = new OnceValues(plan, startedAt)
  const renewed = (testCase: Case): Case => onceValues.renewed(testCase)
  const sender = new Sender({ ...options, renewed, keyring, isParameter, basePath: target.basePath, budget })
  const own = ownOf(options, keyring)
  const run = new RunState(plan, options, sender, { own, values: onceValues })
  const { title, version, digest } = contract
  const where = target.origin + target.basePath
  onEvent({
    type: 'started',
    contract: { title, version, digest },
    target: where,
    seed: plan.seed,
    ...(plan.isMade(MADE_AHEAD) && { plan: plan.size }),
  })

  const hangUp = (): void => void options.transport.close()
  options.signal.addEventListener('abort', hangUp, { once: true })
  await new PlanRun(options, run, sender, keyring).run()
  for (const failure of keyring.failures) run.note(`The credentials could not be renewed: ${failure}`)
  options.signal.removeEventListener('abort', hangUp)

  const durationMs = Math.round(clock.now() - startedAt)
  return () => createReport({ options, run, sender, keyring, budget, where, durationMs })
}

/** The user's own checks: they are shown no secret. */
function ownOf(
  { contract, ownChecks: rules = [], headers, signer, secrets }: RunOptions,
  keyring: Keyring,
): AskedCheck[] {
  if (rules.length === 0) return []
  return ownChecks(rules, redactionOf(contract, [...keyring.carried, ...headers], signer, secrets))
}
