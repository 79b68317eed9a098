import type { Contract } from '../../contract/model/index.ts'
import type { RequestField, Transport } from '../../http/index.ts'
import type { Breach, Check } from '../../judging/checks/index.ts'
import { type Case, type Plan, parameterNamed } from '../../planning/cases/index.ts'
import type { Finding, Report, RunEvent } from '../../report/results/index.ts'
import { Budget } from './budget.ts'
import { PlanRun } from './plan-run.ts'
import { createReport } from './report.ts'
import type { RequestSigner } from './request-signer.ts'
import { RunState } from './run-state.ts'
import { type Clock, Sender } from './sender.ts'

export interface VerifyOptions {
  readonly contract: Contract
  readonly plan: Plan
  readonly transport: Transport
  /** `origin` as in `https://example.com:8443`; `basePath` is put before every target, without a slash at its end. */
  readonly target: { readonly origin: string; readonly basePath: string }
  /** What proves who is asking; left out, or wrong, in the cases that test just that. */
  readonly credentials: readonly RequestField[]
  /** Signs each request on its own, where credentials are not simply carried. */
  readonly signer?: RequestSigner | undefined
  /** New credentials in place of those that were refused; asked once. Its error's message says why there are none. */
  readonly renewCredentials?: (() => Promise<readonly RequestField[]>) | undefined
  /** Further fields of every request to an operation that has no such parameter. */
  readonly headers: readonly RequestField[]
  readonly concurrency: number
  readonly ratePerSecond: number
  readonly maxRequests: number
  readonly maxExecutions: number
  readonly maxTimeMs: number
  /** What may be executed to shrink the failure of one random request. */
  readonly maxShrinkExecutions: number
  /** How long to wait for a target that is not up yet. */
  readonly waitMs: number
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly tool: Report['tool']
  readonly onEvent: (event: RunEvent) => void
  /** What is asked of each exchange; every check there is by default. */
  readonly checks?: readonly Check[]
  /** Hears each breach as soon as it is certain that it will be among the findings. */
  readonly onBreach?: (breach: Breach) => void
  /** Hears of each planned case that was sent, and of what came back was judged. */
  readonly onTaken?: (one: Case) => void
  /** Whether a finding is known, so that it fails no run. */
  readonly known?: (finding: Finding) => Finding['known']
}

/** Sends a plan to a deployment and gives back what it proved. Rejects only where the program itself is wrong. */
export async function verifyDeployment(options: VerifyOptions): Promise<Report> {
  const { plan, clock, onEvent, contract, target } = options
  const startedAt = clock.now()
  const budget = new Budget(options, () => clock.now())
  const isParameter = (field: RequestField, id: string): boolean => {
    const operation = plan.judges.get(id)?.operation
    return operation !== undefined && parameterNamed(operation, field) !== undefined
  }
  const sender = new Sender({ ...options, isParameter, basePath: target.basePath, budget })
  const run = new RunState(plan, options)
  const { title, version, digest } = contract
  const planned = { digest: plan.digest, requests: plan.cases.length, executions: plan.executions }
  const where = target.origin + target.basePath
  onEvent({ type: 'started', contract: { title, version, digest }, target: where, seed: plan.seed, plan: planned })

  const hangUp = (): void => void options.transport.close()
  options.signal.addEventListener('abort', hangUp, { once: true })
  await new PlanRun(options, run, sender).run()
  if (sender.renewalFailure !== undefined) run.note(`The credentials could not be renewed: ${sender.renewalFailure}`)
  options.signal.removeEventListener('abort', hangUp)

  const report = createReport({
    options,
    run,
    sender,
    budget,
    where,
    planned,
    durationMs: Math.round(clock.now() - startedAt),
  })
  onEvent({ type: 'finished', report })
  return report
}
