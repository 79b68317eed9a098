import { isEdge, type SchemaConstraint } from '../../contract/constraints/index.ts'
import { instancesAt, type Json, parentPointer } from '../../json/index.ts'
import type { JudgedRequest } from '../../judging/messages/index.ts'

/** Whether a value at a constraint's place has an instance at its edge. */
export function isAtEdge(constraint: SchemaConstraint, value: Json): boolean {
  const { kind, pointer } = constraint
  const at = kind === 'required' ? parentPointer(pointer) : pointer
  return instancesAt(value, at).some((instance) => isEdge(constraint, instance))
}

/** Whether a request has an instance at the edge of a constraint. */
export function isReached(constraint: SchemaConstraint, { parameters, body, mediaType }: JudgedRequest): boolean {
  const { place } = constraint
  if (place.side !== 'request') return false
  const value =
    place.in !== 'body' ? parameters.get(`${place.in}.${place.name}`) : place.mediaType === mediaType ? body : undefined
  return value !== undefined && isAtEdge(constraint, value)
}
