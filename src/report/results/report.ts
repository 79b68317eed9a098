import type { Json } from '../../json/index.ts'
import type { BaselineRow } from './baseline.ts'
import type { Finding } from './finding.ts'

export type ConstraintState = 'held' | 'broken' | 'untested' | 'implied'

/** One row of the ledger. */
export interface LedgerRow {
  readonly id: string
  readonly operation: string
  /** Who owes it: `client` what is sent, `deployment` what is answered. A deployment also has to enforce the client's. */
  readonly party: 'client' | 'deployment'
  readonly value: Json
  readonly source: {
    readonly file: string
    readonly pointer: string
    readonly line?: number
  }
  readonly state: ConstraintState
  /** Why it is untested, with the option that would test it; or what implies it. */
  readonly reason?: string
  /** Untested, and about a response that no request can ask for: a percentage of what must be held leaves it out. */
  readonly unasked?: true
}

export type Verdict = 'pass' | 'fail' | 'inconclusive'

export interface Note {
  readonly message: string
}

export interface Summary {
  readonly verdict: Verdict
  /** Why the run is inconclusive, or what else than a finding fails it. */
  readonly reason?: string
  /** Requests sent, retries and confirmations included. */
  readonly requests: number
  /** Requests that a conforming deployment may execute, and any other that was answered 2xx. */
  readonly executions: number
  readonly durationMs: number
  /** Those that the baseline knows are counted as `known` alone. */
  readonly findings: { readonly error: number; readonly advisory: number; readonly known: number }
  readonly constraints: {
    readonly held: number
    readonly broken: number
    readonly untested: number
    readonly implied: number
  }
}

export interface PlanSummary {
  /** SHA-256 in hex over the planned requests, credentials and server left out. */
  readonly digest: string
  readonly requests: number
  /** How many of them a conforming deployment may execute. */
  readonly executions: number
}

/** Everything that a run has to say; the JSON report is this, version 1. */
export interface Report {
  readonly version: 1
  /** Whose side was verified; where absent, the deployment's. */
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
  /** The baseline that the run was set against. */
  readonly baseline?: { readonly file: string; readonly findings: readonly BaselineRow[] }
  readonly notes: readonly Note[]
}

export function countStates(rows: readonly Pick<LedgerRow, 'state'>[]): Record<ConstraintState, number> {
  const counts = { held: 0, broken: 0, untested: 0, implied: 0 }
  for (const { state } of rows) counts[state]++
  return counts
}
