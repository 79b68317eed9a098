export { createResponder, type Responder, type ResponderOptions } from './responder.ts'
