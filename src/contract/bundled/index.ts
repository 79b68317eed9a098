export { type BundledContract, bundled } from './bundled.ts'
export { BUNDLED_FILE, bundledDocument } from './bundled-document.ts'
export type {
  BundledOperations,
  StartSyncWorkflowExecutionError,
  StartSyncWorkflowExecutionRequest,
  StartSyncWorkflowExecutionResponse,
  SyncExecutionNodeErrorDetail,
} from './bundled-operations.ts'
