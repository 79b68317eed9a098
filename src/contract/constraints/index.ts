export { instancesOf, isAtEdge } from './at-edge.ts'
export {
  type AdvisoryConstraint,
  type Constraint,
  documentedStatus,
  type EncodingConstraint,
  isRequestConstraint,
  isSchemaConstraint,
  type MediaTypeConstraint,
  type MethodConstraint,
  type PresenceConstraint,
  placeOf,
  type SchemaConstraint,
  type SecurityConstraint,
  type StatusConstraint,
  type SyntaxConstraint,
  shortId,
} from './constraint.ts'
export { type DocumentPlaces, documentPlaces } from './document-place.ts'
export { integerRange, isInRange } from './integer-range.ts'
export {
  everyEdge,
  expectedBy,
  isEdge,
  isKeyword,
  isLimitKeyword,
  isNumberLimit,
  KEYWORDS,
  keepsLimit,
  type LimitKeyword,
  looksAt,
  readKeyword,
} from './keywords.ts'
export { operationConstraints } from './operation-constraints.ts'
export { isInQuery, type ParameterPlace, type Place, parameterKey, placeKey, placeLabel } from './place.ts'
export { withUniqueIds } from './unique-ids.ts'
