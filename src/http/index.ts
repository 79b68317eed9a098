export { acceptQuality } from './accept-quality.ts'
export type { BodyFormat, BodyReading, FieldFormat, PartFormat } from './body-format.ts'
export { brokenParts, brokenSequence } from './broken-sequence.ts'
export { BYTE_SIZE_FORM, parseByteSize, showByteSize } from './byte-size.ts'
export { byteText } from './byte-text.ts'
export { toCurl } from './curl.ts'
export { isFieldName, isFieldValue, TOKEN } from './field.ts'
export { type Framing, framingOf, ItemCounter, SEQUENCE_LIMITS } from './framing.ts'
export { isIdempotent } from './is-idempotent.ts'
export { isSafe } from './is-safe.ts'
export { listElements } from './list-elements.ts'
export {
  type BodyKind,
  bodyKindOf,
  concreteMediaType,
  isJsonMediaType,
  type MediaTypeParts,
  mediaTypeMatches,
  parseMediaType,
} from './media-type.ts'
export {
  type Fault,
  type FaultKind,
  type HeaderList,
  type HttpRequest,
  type HttpResponse,
  headerValue,
  headerValues,
  type Outcome,
  type Transport,
} from './message.ts'
export { isForSize, isOfSize, isOversized, LARGEST_BODY } from './oversized.ts'
export { isPlain, type ParameterShape, type StyledParameter } from './parameter-styles.ts'
export { readQuerystring, writeQuerystring } from './querystring.ts'
export { readBody } from './read-body.ts'
export { type ParameterFlaw, type ParameterReading, readParameter, scalarOf, textsByName } from './read-parameter.ts'
export { MASK, Redaction, type Secrets } from './redaction.ts'
export { type RefusalKind, refusalKind } from './refusal-kind.ts'
export {
  carriesField,
  cookiePairs,
  isSamePlace,
  type RequestField,
  withFields,
  withoutFields,
} from './request-field.ts'
export { isSecretName } from './secrets.ts'
export { type FieldRole, secretsSentBack } from './sent-back.ts'
export { isClientError, isError, isInterim, isServerError, isSuccess, statusClass } from './status.ts'
export { credentialsApart, withoutCredentials } from './without-credentials.ts'
export { type WrittenBody, writeBody } from './write-body.ts'
export { writeParameter } from './write-parameter.ts'
