export type { Baseline, BaselineEntry, BaselineRow, BaselineState } from './baseline.ts'
export type { Reporter, RunEvent } from './event.ts'
export type {
  CheckName,
  Finding,
  Replay,
  Severity,
  Subject,
  Witness,
} from './finding.ts'
export type {
  ConstraintState,
  LedgerRow,
  Note,
  PlanSummary,
  Report,
  Summary,
  Verdict,
} from './report.ts'
export type {
  BodyDocument,
  FindingDocument,
  ReportDocument,
  RequestDocument,
  ResponseDocument,
  SubjectDocument,
  WitnessDocument,
} from './report-document.ts'
