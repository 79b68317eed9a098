import type { Report } from './report.ts'

/** What a run says while it goes; reporters turn it into text. */
export type RunEvent =
  | {
      readonly type: 'started'
      readonly party?: Report['party']
      readonly contract: Report['contract']
      readonly target: string
      readonly seed: number
      readonly plan: Report['plan']
    }
  /** A planned case was judged. In plan order. */
  | {
      readonly type: 'progress'
      readonly done: number
      readonly total: number
      readonly case: string
      readonly status: number | string
    }
  | { readonly type: 'finished'; readonly report: Report }

/** Takes events and gives back the text to write for each, or nothing. */
export interface Reporter {
  report(event: RunEvent): string
}
