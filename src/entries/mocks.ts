export {
  type BundledContract,
  type BundledOperations,
  bundled,
  type StartSyncWorkflowExecutionError,
  type StartSyncWorkflowExecutionRequest,
  type StartSyncWorkflowExecutionResponse,
  type SyncExecutionNodeErrorDetail,
} from '../contract/bundled/index.ts'
export {
  type AnyOperations,
  type Contract,
  ContractError,
  type TypedContract,
  withMaxBody,
} from '../contract/model/index.ts'
export { contractOf } from '../contract/openapi/index.ts'
export { type BaseUrlOption, createHandlers, type HandlerOptions } from '../mock/msw/index.ts'
export {
  createMock,
  type JournalEntry,
  type Mock,
  type MockChoice,
  type MockFault,
  type MockOptions,
  type TypedChoice,
  type TypedMockOptions,
} from '../mock/responder/index.ts'
