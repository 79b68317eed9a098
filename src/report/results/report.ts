import type { Json } from '../../json/index.ts'
import type { BaselineRow, UnreachedRow } from './baseline.ts'
import type { Finding } from './finding.ts'

export type ConstraintState = 'held' | 'broken' | 'untested' | 'implied'

/** One row of the ledger. */
export interface LedgerRow {
  readonly id: string
  readonly operation: string
  /** Who has to keep it: the `client` what is sent, the `deployment` what is answered. A deployment enforces both. */
  readonly party: 'client' | 'deployment'
  readonly value: Json
  readonly source: {
    readonly file: string
    readonly pointer: string
    readonly line?: number
  }
  readonly state: ConstraintState
  /** Why it is untested, and which option would test it; or what implies it. */
  readonly reason?: string
  /** It is about a response that no request can cause, so `--require-held` with a percentage leaves it out. */
  readonly unasked?: true
}

/** An operation of which no conforming request was accepted, so that nothing of it is proven. */
export interface UnreachedOperation {
  readonly operation: string
  readonly reason: string
  /** The option that would change it, or leave it out, such as `--param`; none does if it answers server errors alone. */
  readonly option?: string
  /** The user allows that it is not reached. */
  readonly allowed?: true
  /** If the baseline has it: why, and until which day (`2026-12-31`). */
  readonly known?: { readonly reason: string; readonly expires: string }
}

export type Verdict = 'pass' | 'fail' | 'inconclusive'

export interface Note {
  readonly message: string
}

export interface Summary {
  readonly verdict: Verdict
  /** Why the run is inconclusive, or what fails it besides its findings. */
  readonly reason?: string
  /** The number of requests that were sent, retries and confirmations included. */
  readonly requests: number
  /** The number of requests that a conforming deployment may execute, and of others that were answered 2xx. */
  readonly executions: number
  readonly durationMs: number
  /** A finding that the baseline knows counts as `known` only. */
  readonly findings: { readonly error: number; readonly advisory: number; readonly known: number }
  readonly constraints: {
    readonly held: number
    readonly broken: number
    readonly untested: number
    readonly implied: number
  }
}

export interface PlanSummary {
  /**
   * SHA-256 in hex over the operations and the digests of their planned requests, without credentials and server. A run
   * that ended before all was planned has none, and counts what was planned by then.
   */
  readonly digest?: string
  readonly requests: number
  /** The number of requests that a conforming deployment may execute. */
  readonly executions: number
}

/** All results of a run. The JSON report, version 1, has the same content. */
export interface Report {
  readonly version: 1
  /** Which side was verified; the deployment if absent. */
  readonly party?: 'deployment' | 'client'
  readonly tool: { readonly name: string; readonly version: string }
  readonly contract: {
    readonly title: string
    readonly version: string
    readonly digest: string
  }
  /** The base URL that requests went to. */
  readonly target: string
  readonly seed: number
  readonly plan: PlanSummary
  readonly summary: Summary
  readonly findings: readonly Finding[]
  readonly constraints: readonly LedgerRow[]
  /** Operations that were not reached; absent if the run ended before its plan, so that nobody knows. */
  readonly unreached?: readonly UnreachedOperation[]
  /** The baseline that the run was compared with. */
  readonly baseline?: {
    readonly file: string
    readonly findings: readonly BaselineRow[]
    readonly unreached?: readonly UnreachedRow[]
  }
  readonly notes: readonly Note[]
}

export function countStates(rows: readonly Pick<LedgerRow, 'state'>[]): Record<ConstraintState, number> {
  const counts = { held: 0, broken: 0, untested: 0, implied: 0 }
  for (const { state } of rows) counts[state]++
  return counts
}
