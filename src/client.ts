export { type MockServer, type MockServerOptions, startMockServer } from './client/index.ts'
export type { HeaderList, HttpRequest, HttpResponse } from './http/index.ts'
export type {
  Choice,
  JournalEntry,
  JournalIssue,
  MockChoice,
  MockControl,
  MockFault,
  MockOptions,
  Mode,
} from './responder/index.ts'
