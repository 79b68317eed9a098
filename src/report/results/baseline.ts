import type { CheckName } from './check-name.ts'

/** A finding that is known, as a baseline has it: of a constraint, or of a case of an operation. */
export type BaselineEntry = (
  | { readonly constraint: string; readonly operation?: never; readonly case?: never }
  | { readonly constraint?: never; readonly operation: string; readonly case: string }
) & {
  readonly check: CheckName
  /** Another defect of the same constraint has another class, and is not covered. */
  readonly class: string
  /** Why it is left as it is. */
  readonly reason: string
  /** The last day on which it is known, such as `2026-12-31`; days begin at midnight UTC. */
  readonly expires: string
}

export interface Baseline {
  /** Its name, for messages. */
  readonly file: string
  readonly findings: readonly BaselineEntry[]
}

/**
 * What became of an entry: it was met, and is `known` or has `expired`; it is `stale` where what it is about was tested
 * and showed no such thing; or it was `unseen`, and not tested enough to say that it is gone.
 */
export type BaselineState = 'known' | 'expired' | 'stale' | 'unseen'

export type BaselineRow = BaselineEntry & { readonly state: BaselineState }
