import type { HeaderList } from '../../http/index.ts'
import type { Finding, Witness } from './finding.ts'
import type { ReplayedFinding, ReplayReport, Sighting } from './replay.ts'
import type { Report } from './report.ts'
import type { CutBody } from './shown-body.ts'

/** A body in JSON: text if its bytes are UTF-8, otherwise base64. */
export type BodyDocument =
  | { readonly body: string; readonly bodyBase64?: never }
  | { readonly body?: never; readonly bodyBase64: string }

/** If a body is only its beginning: what the whole one is. */
export interface CutDocument {
  readonly cut?: CutBody
}

/** The request of a witness; if it has no body, it has neither `body` nor `bodyBase64`. */
export type RequestDocument = {
  readonly method: string
  readonly target: string
  readonly headers: HeaderList
} & ((BodyDocument & CutDocument) | { readonly body?: never; readonly bodyBase64?: never; readonly cut?: never })

export type ResponseDocument = { readonly status: number; readonly headers: HeaderList } & BodyDocument & CutDocument

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
