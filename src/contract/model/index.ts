export { addressOf } from './address.ts'
export { aspects } from './aspects.ts'
export type {
  Advisory,
  AnyOperations,
  ClosedOperation,
  Contract,
  DocumentedResponse,
  Example,
  MediaType,
  OAuthFlow,
  Operation,
  OperationName,
  Parameter,
  ParameterLocation,
  ParameterStyle,
  PartOrder,
  PlatformAnswer,
  PropertyEncoding,
  RequestBody,
  ResponseHeader,
  SchemaNode,
  SecurityScheme,
  Source,
  TypedContract,
} from './contract.ts'
export { ContractError } from './contract-error.ts'
export { type ContractFields, contractFields, sentNames } from './contract-fields.ts'
export { type ContractSide, sideOf } from './contract-side.ts'
export { formatsOf } from './formats-of.ts'
export { hidesAnything, type Side, withoutHidden } from './hidden.ts'
export type { Keyword, KeywordValues } from './keyword.ts'
export { noSuchOperation } from './no-such-operation.ts'
export { schemeField } from './scheme-field.ts'
export {
  isSubschemaKeyword,
  itemSchema,
  mapSubschemas,
  SUBSCHEMAS,
  type Subschema,
  type SubschemaKeyword,
  subschema,
  subschemas,
} from './subschemas.ts'
export type { TextFormat, TextFormats } from './text-format.ts'
export { UNJUDGED_PATTERN, WHY_UNJUDGED } from './unjudged-pattern.ts'
export { matchesWildcard } from './wildcard.ts'
export { withMaxBody } from './with-max-body.ts'
