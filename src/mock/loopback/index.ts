export { type ServedMock, serveMock } from './serve-mock.ts'
