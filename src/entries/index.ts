export {
  type AdequacyCounts,
  type AdequacyOptions,
  type AdequacyReport,
  adequacy,
  type MutantKind,
  type MutantRow,
  type MutantState,
} from '../adequacy/index.ts'
export { bundled, type GivenText, type LoadOptions, loadContract } from '../contract/documents/index.ts'
export { type Contract, ContractError, withMaxBody } from '../contract/model/index.ts'
export { type RecordedReport, readReport } from '../deployment/replay/index.ts'
export {
  type OperationOptions,
  type PlanningOptions,
  planVerification,
  type ReplayOptions,
  replayReport,
  type VerificationOptions,
  verifyDeployment,
  withFormats,
} from '../deployment/wiring/index.ts'
export type { OwnFormat, OwnFormats } from '../options/index.ts'
export type { Plan } from '../planning/cases/index.ts'
export { readBaseline } from '../report/gate/index.ts'
export type {
  Baseline,
  BaselineEntry,
  BaselineRow,
  CheckName,
  Finding,
  Interaction,
  InteractionMessage,
  LedgerRow,
  OwnCheck,
  OwnQuestion,
  ReplayReport,
  Report,
  RunEvent,
  Summary,
  Verdict,
  Witness,
} from '../report/results/index.ts'
export { UsageError } from '../report/results/index.ts'
