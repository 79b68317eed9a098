export {
  type AdequacyCounts,
  type AdequacyOptions,
  type AdequacyReport,
  adequacy,
  type MutantKind,
  type MutantRow,
  type MutantState,
} from './adequacy/index.ts'
export { type Contract, ContractError } from './contract/index.ts'
export { bundled, type GivenText, type LoadOptions, loadContract } from './documents/index.ts'
export { readBaseline } from './gate/index.ts'
export { type Plan, UsageError } from './planning/index.ts'
export { type RecordedReport, readReport } from './replay/index.ts'
export type {
  Baseline,
  BaselineEntry,
  BaselineRow,
  CheckName,
  Finding,
  LedgerRow,
  ReplayReport,
  Report,
  RunEvent,
  Summary,
  Verdict,
  Witness,
} from './results/index.ts'
export {
  type OperationOptions,
  type PlanningOptions,
  planVerification,
  type ReplayOptions,
  replayReport,
  type VerificationOptions,
  verifyDeployment,
} from './verification/index.ts'
