export {
  type BundledContract,
  type BundledOperations,
  bundled,
  type StartSyncWorkflowExecutionError,
  type StartSyncWorkflowExecutionRequest,
  type StartSyncWorkflowExecutionResponse,
  type SyncExecutionNodeErrorDetail,
} from './bundled/index.ts'
export { type AnyOperations, type Contract, ContractError, type TypedContract } from './contract/index.ts'
export { type BaseUrlOption, createHandlers, type HandlerOptions } from './mocks/index.ts'
export { contractOf } from './openapi/index.ts'
export {
  createMock,
  type JournalEntry,
  type Mock,
  type MockChoice,
  type MockFault,
  type MockOptions,
  type TypedChoice,
  type TypedMockOptions,
} from './responder/index.ts'
