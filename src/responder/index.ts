export { type Answer, Answers } from './answers.ts'
export { breakingAnswers } from './breaking-answers.ts'
export { createMock } from './create-mock.ts'
export type { JournalEntry, JournalIssue, MockInteraction } from './journal-entry.ts'
export { Mock, type MockControl, type MockOptions, type MockReply } from './mock.ts'
export { isMockFault, type MockChoice, type MockFault } from './mock-choice.ts'
export {
  type Choice,
  createResponder,
  type Mode,
  type Reply,
  type Responder,
  type ResponderOptions,
} from './responder.ts'
export type { TypedChoice, TypedMockOptions } from './typed-mock-options.ts'
