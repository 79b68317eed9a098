export { type ResponderServer, startResponderServer } from './responder-server.ts'
