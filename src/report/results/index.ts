export type { Baseline, BaselineEntry, BaselineRow, BaselineState, UnreachedEntry, UnreachedRow } from './baseline.ts'
export {
  ADVISORY_CHECK_NAMES,
  BASELINE_CHECK_NAMES,
  CHECK_LEVELS,
  CHECK_NAMES,
  type CheckLevel,
  type CheckName,
  type ClientCheckName,
  DEPLOYMENT_CHECK_NAMES,
  type DeploymentCheckName,
  isOwnCheckName,
  type OwnCheckName,
  ownCheckName,
} from './check-name.ts'
export type { Reporter, RunEvent, SettledFinding, TargetKind } from './event.ts'
export { type Evidence, type Showing, writeEvidence } from './evidence.ts'
export {
  type Finding,
  type FindingPlace,
  findingId,
  type Replay,
  type Severity,
  type Subject,
  type Witness,
} from './finding.ts'
export { brokenConstraints, findingPlaces } from './finding-places.ts'
export { findingSubject } from './finding-subject.ts'
export { OptionError } from './option-error.ts'
export {
  type Interaction,
  type InteractionMessage,
  type OwnCheck,
  type OwnCheckRule,
  type OwnQuestion,
  ownConstraint,
} from './own-check.ts'
export type { RefusalRule } from './refusal-rule.ts'
export type { ReplayedFinding, ReplayReport, ReplayState, Sighting } from './replay.ts'
export {
  type ConstraintState,
  countStates,
  type LedgerRow,
  type Note,
  type PlanSummary,
  type Report,
  type Summary,
  type UnreachedOperation,
  type Verdict,
} from './report.ts'
export type {
  BodyDocument,
  CutDocument,
  FindingDocument,
  ReplayDocument,
  ReplayedFindingDocument,
  ReportDocument,
  RequestDocument,
  ResponseDocument,
  SightingDocument,
  SubjectDocument,
  WitnessDocument,
} from './report-document.ts'
export { type CutBody, isShownWhole } from './shown-body.ts'
export { tool } from './tool.ts'
export { UsageError } from './usage-error.ts'
