import type { CheckName } from './check-name.ts'
import type { Severity, Subject, Witness } from './finding.ts'
import type { Report } from './report.ts'

/**
 * What sending the witness of a finding again has shown: the same defect; no such defect, but another; none. It is
 * `inconclusive` where the answer tells nothing, and a witness that cannot be made whole again `cannot be sent`.
 */
export type ReplayState = 'still failing' | 'changed' | 'fixed' | 'inconclusive' | 'cannot be sent'

/** What was seen of a finding when its witness was sent again. */
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
  /** Its place among the findings of the report, counted from 1. */
  readonly number: number
  readonly id: string
  readonly subject: Subject
  readonly check: CheckName
  readonly severity: Severity
  readonly operation: string
  readonly state: ReplayState
  /** Why it is inconclusive, or cannot be sent; or what is to be known of its being fixed. */
  readonly reason?: string
  /** Of what is still failing, or has changed. */
  readonly now?: Sighting
}

export interface ReplayReport {
  readonly contract: Report['contract']
  /** The base URL that requests went to. */
  readonly target: string
  readonly requests: number
  readonly executions: number
  readonly findings: readonly ReplayedFinding[]
  /** `fail` where anything still fails or has changed, `inconclusive` where something is not known; advisories aside. */
  readonly verdict: 'pass' | 'fail' | 'inconclusive'
  readonly notes: readonly string[]
}
