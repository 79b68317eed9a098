import type { Contract } from '../../contract/model/index.ts'
import type { RequestField, Transport } from '../../http/index.ts'
import type { Breach, Check } from '../../judging/checks/index.ts'
import type { Case, Plan } from '../../planning/cases/index.ts'
import type {
  CheckLevel,
  DeploymentCheckName,
  Finding,
  OwnCheckName,
  OwnCheckRule,
  RefusalRule,
  Report,
  RunEvent,
  SettledFinding,
} from '../../report/results/index.ts'
import type { Clock } from './clock.ts'
import type { Credential } from './credential.ts'
import type { RequestSigner } from './request-signer.ts'

/** Everything that it takes to send a plan. */
export interface RunOptions {
  readonly contract: Contract
  readonly plan: Plan
  readonly transport: Transport
  /** `origin` as in `https://example.com:8443`; `basePath` is put before every target, without a slash at its end. */
  readonly target: { readonly origin: string; readonly basePath: string }
  /** What proves who is asking; left out, or wrong, in the cases that test just that. */
  readonly credentials: readonly Credential[]
  /** What must not be shown besides, wherever it stands. */
  readonly secrets?: readonly string[] | undefined
  /** Whether witnesses keep bodies of any length. */
  readonly fullBodies?: boolean | undefined
  /** Signs each request on its own, if credentials are not simply carried. */
  readonly signer?: RequestSigner | undefined
  /** Further fields of every request to an operation that has no such parameter. */
  readonly headers: readonly RequestField[]
  readonly concurrency: number
  readonly ratePerSecond: number
  readonly maxRequests: number
  readonly maxExecutions: number
  readonly maxTimeMs: number
  /** What may be executed to shrink the failure of one random request. */
  readonly maxShrinkExecutions: number
  /** How long to wait for a target that is not up, at first or after it was. */
  readonly waitMs: number
  /** Time limit for judging one response; without it only its steps are limited. */
  readonly judgeTimeoutMs?: number | undefined
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly tool: Report['tool']
  readonly onEvent: (event: RunEvent) => void
  /** Refusals of an operation that prove nothing, by its id. */
  readonly refusals?: ((operation: string) => readonly RefusalRule[]) | undefined
  /** What becomes of the findings of a check about an operation; what the check says of each if undefined. */
  readonly levelOf?:
    | ((check: DeploymentCheckName | OwnCheckName, operation: string) => CheckLevel | undefined)
    | undefined
  /** Checks of the user's own, asked besides. */
  readonly ownChecks?: readonly OwnCheckRule[] | undefined
  /** Whether an operation that is not reached leaves the run conclusive. */
  readonly allowsUnreached?: ((operation: string) => boolean) | undefined
  /** Why it is known that an operation is not reached. */
  readonly knownUnreached?: ((operation: string) => Finding['known']) | undefined
  /** What is asked of each exchange; every check there is by default. */
  readonly checks?: readonly Check[]
  /** Hears each breach as soon as it is certain that it will be among the findings. */
  readonly onBreach?: (breach: Breach) => void
  /** Hears of each planned case that was sent and judged. */
  readonly onTaken?: (testCase: Case) => void
  /** Whether a finding is known, so that it fails no run. */
  readonly known?: (finding: SettledFinding) => Finding['known']
}
