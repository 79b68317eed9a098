export { createResponder, type Responder, type ResponderOptions } from './responder.ts'
export { type ResponderServer, startResponderServer } from './responder-server.ts'
