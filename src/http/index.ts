export {
  type Fault,
  type FaultKind,
  type HeaderList,
  type HttpRequest,
  type HttpResponse,
  headerValue,
  headerValues,
  type Interaction,
  type Outcome,
  type Transport,
} from './message.ts'
