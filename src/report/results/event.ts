import type { Finding } from './finding.ts'
import type { Report } from './report.ts'

/** What a run reports while it runs. Reporters turn it into text. */
export type RunEvent =
  | ({
      readonly type: 'started'
      readonly party?: Report['party']
      readonly contract: Report['contract']
      readonly target: string
      readonly seed: number
      /** Undefined if the plan is large: it is made as it is sent, and the report has it. */
      readonly plan?: Report['plan']
    } & TargetKind)
  /** A planned case was judged; these come in the order of the plan. */
  | {
      readonly type: 'progress'
      readonly done: number
      /** Undefined as long as the plan is being made. */
      readonly total: number | undefined
      readonly case: string
      readonly status: number | string
    }
  /** A cause was met for the first time. Its finding may change until the end: another witness, further places. */
  | ({ readonly type: 'finding' } & SettledFinding)
  | ({ readonly type: 'finished'; readonly report: Report } & TargetKind)

/** What of a finding is known as soon as it is certain that there will be one. */
export type SettledFinding = Pick<
  Finding,
  'subject' | 'check' | 'severity' | 'class' | 'operation' | 'places' | 'known'
>

/** What people are told of a target besides its URL. */
export interface TargetKind {
  /** Whether the target is the embedded mock, which is gone after the run. */
  readonly isEmbedded?: boolean
}

/** Returns the text to write for each event; it may be empty. */
export interface Reporter {
  report(event: RunEvent): string
  /** The same text in pieces, for one that may be long: no more than a piece is in memory at once. */
  pieces?(event: RunEvent): Iterable<string>
}
