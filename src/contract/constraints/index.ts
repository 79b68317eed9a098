export {
  type AdvisoryConstraint,
  type Constraint,
  type EncodingConstraint,
  isSchemaConstraint,
  type MediaTypeConstraint,
  type MethodConstraint,
  type Place,
  type PresenceConstraint,
  placeLabel,
  type SchemaConstraint,
  type SecurityConstraint,
  type StatusConstraint,
  type SyntaxConstraint,
  shortId,
} from './constraint.ts'
export {
  expectedBy,
  isEdge,
  isKeyword,
  isLimitKeyword,
  KEYWORDS,
  keepsLimit,
  type LimitKeyword,
  looksAt,
} from './keywords.ts'
export { operationConstraints } from './operation-constraints.ts'
