export { type MockServer, serveMock } from './mock-server.ts'
