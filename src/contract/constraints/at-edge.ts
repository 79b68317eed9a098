import { instancesAt, type Json, parentPointer } from '../../json/index.ts'
import type { SchemaConstraint } from './constraint.ts'
import { isEdge } from './keywords.ts'

/** The values that a constraint is about, within a value at its place; for `required` the objects that owe the property. */
export const instancesOf = ({ kind, pointer }: SchemaConstraint, value: Json): Json[] =>
  instancesAt(value, kind === 'required' ? parentPointer(pointer) : pointer)

/** Whether a valid value at a constraint's place has an instance at its edge: one step more would break it. */
export const isAtEdge = (constraint: SchemaConstraint, value: Json): boolean =>
  instancesOf(constraint, value).some((instance) => isEdge(constraint, instance))
