export type { ArgumentValues, ClientArguments, ClientCall, ClientOptions, Via } from './client-call.ts'
export { type MockServer, type MockServerOptions, startMockServer } from './start-mock-server.ts'
export { type ClientDrive, driveClient, verifyClient } from './verify-client.ts'
export { type CommandOptions, type Execute, type Execution, verifyCommand } from './verify-command.ts'
