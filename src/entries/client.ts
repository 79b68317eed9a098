export {
  type ArgumentValues,
  type ClientArguments,
  type ClientCall,
  type ClientOptions,
  type MockServer,
  type MockServerOptions,
  startMockServer,
  type Via,
  verifyClient,
} from '../client/index.ts'
export type { HeaderList, HttpRequest, HttpResponse } from '../http/index.ts'
export type {
  Choice,
  JournalEntry,
  JournalIssue,
  MockChoice,
  MockControl,
  MockFault,
  MockOptions,
  Mode,
} from '../mock/responder/index.ts'
