import type { CheckName } from './check-name.ts'

/** A known finding: about a constraint, or about a case of an operation. */
export type BaselineEntry = (
  | { readonly constraint: string; readonly operation?: never; readonly case?: never }
  | { readonly constraint?: never; readonly operation: string; readonly case: string }
) & {
  readonly check: CheckName
  /** Another defect of the same constraint has another class, so this entry does not cover it. */
  readonly class: string
  /** Why the finding is accepted. */
  readonly reason: string
  /** The last day on which it is known, such as `2026-12-31`; days begin at midnight UTC. */
  readonly expires: string
}

/** An operation that is known not to be reached: it leaves a run conclusive. */
export interface UnreachedEntry {
  readonly operation: string
  /** Why it is accepted. */
  readonly reason: string
  /** The last day on which it is known, such as `2026-12-31`; days begin at midnight UTC. */
  readonly expires: string
}

export interface Baseline {
  /** The name of its file, for messages. */
  readonly file: string
  readonly findings: readonly BaselineEntry[]
  readonly unreached?: readonly UnreachedEntry[] | undefined
}

/**
 * What a run says about an entry. If its finding was seen, the entry is `known` or has `expired`. If its subject was
 * tested and the finding did not show, it is `stale`. Otherwise it is `unseen`: too little was tested to say that it is gone.
 */
export type BaselineState = 'known' | 'expired' | 'stale' | 'unseen'

export type BaselineRow = BaselineEntry & { readonly state: BaselineState }

export type UnreachedRow = UnreachedEntry & { readonly state: BaselineState }
