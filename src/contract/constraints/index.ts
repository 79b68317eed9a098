export {
  type AdvisoryConstraint,
  type Constraint,
  type EncodingConstraint,
  isSchemaConstraint,
  type Keyword,
  type KeywordValues,
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
export { isEdge } from './edge.ts'
export { operationConstraints } from './operation-constraints.ts'
