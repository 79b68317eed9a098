import type { HeaderList } from '../../http/index.ts'
import type { Finding, Witness } from './finding.ts'
import type { ReplayedFinding, ReplayReport, Sighting } from './replay.ts'
import type { Report } from './report.ts'

/** A body as JSON can hold it: text where its bytes are UTF-8, base64 where they are not. */
export type BodyDocument =
  | { readonly body: string; readonly bodyBase64?: never }
  | { readonly body?: never; readonly bodyBase64: string }

/** A request of a witness; without a body it has neither `body` nor `bodyBase64`. */
export type RequestDocument = {
  readonly method: string
  readonly target: string
  readonly headers: HeaderList
} & (BodyDocument | { readonly body?: never; readonly bodyBase64?: never })

export type ResponseDocument = { readonly status: number; readonly headers: HeaderList } & BodyDocument

export interface WitnessDocument extends Omit<Witness, 'request' | 'response'> {
  readonly request: RequestDocument
  readonly response: ResponseDocument | { readonly fault: string }
}

/** What a finding is about, spread into the finding itself. */
export type SubjectDocument =
  | { readonly constraint: string; readonly case?: never }
  | { readonly constraint?: never; readonly case: string }

export type FindingDocument = SubjectDocument &
  Omit<Finding, 'subject' | 'witness'> & { readonly witness: WitnessDocument }

/** The JSON report, version 1: a {@link Report} as `specs/report.schema.json` describes it. */
export interface ReportDocument extends Omit<Report, 'findings'> {
  readonly findings: readonly FindingDocument[]
}

export type SightingDocument = SubjectDocument &
  Omit<Sighting, 'subject' | 'witness'> & { readonly witness: WitnessDocument }

export type ReplayedFindingDocument = SubjectDocument &
  Omit<ReplayedFinding, 'subject' | 'now'> & { readonly now?: SightingDocument }

/** What `replay --json` writes. */
export interface ReplayDocument extends Omit<ReplayReport, 'findings'> {
  readonly version: 1
  readonly findings: readonly ReplayedFindingDocument[]
}
