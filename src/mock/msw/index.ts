export { carryOut } from './carry-out.ts'
export { type BaseUrlOption, createHandlers, type HandlerOptions } from './create-handlers.ts'
export { readRequest } from './read-request.ts'
