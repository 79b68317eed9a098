import {
  instancesOf,
  isAtEdge,
  type Place,
  parameterKey,
  type SchemaConstraint,
} from '../../contract/constraints/index.ts'
import type { Json } from '../../json/index.ts'
import type { JudgedRequest } from './judgement.ts'

type Decoded = Pick<JudgedRequest, 'parameters' | 'body' | 'mediaType'>

/** What a request says at a place; undefined if it says nothing there, or its body is of another media type. */
export function requestValue({ parameters, body, mediaType }: Decoded, place: Place): Json | undefined {
  if (place.side !== 'request') return undefined
  if (place.in !== 'body') return parameters.get(parameterKey(place))
  return place.mediaType === mediaType ? body : undefined
}

/** The values of a request that a constraint is about; for `required` the objects that owe the property. */
export function requestInstances(constraint: SchemaConstraint, request: Decoded): Json[] {
  const value = requestValue(request, constraint.place)
  return value === undefined ? [] : instancesOf(constraint, value)
}

/** Whether a conforming request has a value at the edge of a constraint: one step more would break it. */
export function isRequestAtEdge(constraint: SchemaConstraint, request: Decoded): boolean {
  const value = requestValue(request, constraint.place)
  return value !== undefined && isAtEdge(constraint, value)
}
