import type { Report } from './report.ts'

/** What a run reports while it runs. Reporters turn it into text. */
export type RunEvent =
  | ({
      readonly type: 'started'
      readonly party?: Report['party']
      readonly contract: Report['contract']
      readonly target: string
      readonly seed: number
      readonly plan: Report['plan']
    } & TargetKind)
  /** A planned case was judged; these come in the order of the plan. */
  | {
      readonly type: 'progress'
      readonly done: number
      readonly total: number
      readonly case: string
      readonly status: number | string
    }
  | ({ readonly type: 'finished'; readonly report: Report } & TargetKind)

/** What people are told of a target besides its URL. */
export interface TargetKind {
  /** Whether the target is the embedded mock, which is gone after the run. */
  readonly isEmbedded?: boolean
}

/** Returns the text to write for each event; it may be empty. */
export interface Reporter {
  report(event: RunEvent): string
}
