export type {
  Advisory,
  AnyOperations,
  Contract,
  DocumentedResponse,
  Example,
  MediaType,
  Operation,
  Parameter,
  ParameterLocation,
  ParameterStyle,
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
export { type ContractSide, hidesAnything, type Side, sideOf, withoutHidden } from './contract-side.ts'
export { mapSubschemas, SUBSCHEMAS } from './subschemas.ts'
