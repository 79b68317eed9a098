import { everyEdge, isEdge, type SchemaConstraint } from '../../contract/constraints/index.ts'
import { equal, instancesAt, type Json, type Pointer, parentPointer } from '../../json/index.ts'
import type { JudgedRequest, OperationJudge } from '../messages/index.ts'

/** Where the values stand that a constraint is about: for `required` the objects that must have the property. */
export const instancesPointer = ({ kind, pointer }: SchemaConstraint): Pointer =>
  kind === 'required' ? parentPointer(pointer) : pointer

/** The values of a decoded request that a constraint is about. */
export function instancesOf(constraint: SchemaConstraint, { parameters, body, mediaType }: JudgedRequest): Json[] {
  const { place } = constraint
  if (place.side !== 'request' || (place.in === 'body' && place.mediaType !== mediaType)) return []
  const value = place.in === 'body' ? body : parameters.get(`${place.in}.${place.name}`)
  if (value === undefined) return []
  return instancesAt(value, instancesPointer(constraint))
}

export const isRequestConstraint = (constraint: { readonly party: string }): constraint is SchemaConstraint =>
  constraint.party === 'client' && 'node' in constraint

/** The constraint at whose edge a conforming request stands and its accepted twin does not. */
export function edgeReached(
  judge: OperationJudge,
  request: JudgedRequest,
  twin: JudgedRequest,
): SchemaConstraint | undefined {
  return judge.constraints.filter(isRequestConstraint).find((constraint) => {
    if (constraint.implied !== undefined && constraint.kind !== 'minLength') return false
    const before = instancesOf(constraint, twin)
    return instancesOf(constraint, request).some((instance) => {
      if (!isEdge(constraint, instance) || before.some((other) => equal(other, instance))) return false
      const edges = everyEdge(constraint.kind)
      if (edges === 'never shown') return false
      return edges === 'shown by change' || !before.some((other) => isEdge(constraint, other))
    })
  })
}

/** Whether a conforming request stands at the edge of a constraint. */
export const isAtEdge = (constraint: SchemaConstraint, request: JudgedRequest): boolean =>
  instancesOf(constraint, request).some((instance) => isEdge(constraint, instance))
