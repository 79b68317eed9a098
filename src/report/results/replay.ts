import type { CheckName } from './check-name.ts'
import type { Severity, Subject, Witness } from './finding.ts'
import type { Report } from './report.ts'

/**
 * What sending the witness of a finding again shows: the same defect, another one, or none. It is `inconclusive` if the
 * answer says nothing about the defect. A witness whose request cannot be restored, or that no run would plan, `cannot be
 * sent`. In a dry run all others `would be sent`.
 */
export type ReplayState = 'still failing' | 'changed' | 'fixed' | 'inconclusive' | 'cannot be sent' | 'would be sent'

/** What was seen when the witness of a finding was sent again. */
export interface Sighting {
  readonly subject: Subject
  readonly check: CheckName
  readonly class: string
  readonly intermittent: boolean
  readonly message: string
  readonly expected: string
  readonly received: string
  readonly witness: Witness
}

export interface ReplayedFinding {
  /** Its position among the findings of the report, counted from 1. */
  readonly number: number
  readonly id: string
  readonly subject: Subject
  readonly check: CheckName
  readonly class: string
  readonly severity: Severity
  readonly operation: string
  readonly state: ReplayState
  /** Why it is inconclusive or cannot be sent; or a remark about why it counts as fixed. */
  readonly reason?: string
  /** If it would be sent: the method and the whole URL. */
  readonly request?: string
  /** If it is still failing or has changed: what was seen. */
  readonly now?: Sighting
}

export interface ReplayReport {
  readonly contract: Report['contract']
  /** The base URL that requests went to. */
  readonly target: string
  readonly requests: number
  readonly executions: number
  readonly findings: readonly ReplayedFinding[]
  /** `fail` if an error still fails or has changed, `inconclusive` if one is not known; advisories do not count. */
  readonly verdict: 'pass' | 'fail' | 'inconclusive'
  readonly notes: readonly string[]
}
