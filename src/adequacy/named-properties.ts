import {
  type Constraint,
  isSchemaConstraint,
  placeLabel,
  type SchemaConstraint,
} from '../contract/constraints/index.ts'
import type { Pointer } from '../json/index.ts'
import type { OperationJudge } from '../judging/messages/index.ts'

/** The properties of a body that the document names, each with its first constraint. */
export function namedProperties(
  { constraints }: OperationJudge,
  label: string,
): ReadonlyMap<Pointer, SchemaConstraint> {
  const properties = new Map<Pointer, SchemaConstraint>()
  for (const constraint of constraints) {
    if (!isSchemaConstraint(constraint) || constraint.place.in !== 'body' || placeLabel(constraint.place) !== label)
      continue
    const { pointer } = constraint
    if (pointer !== '' && !pointer.endsWith('/*') && !properties.has(pointer)) properties.set(pointer, constraint)
  }
  return properties
}

/** The labels of the request's bodies, one for each media type. */
export const requestBodyLabels = ({ constraints }: OperationJudge): ReadonlySet<string> =>
  new Set(
    constraints.flatMap((constraint) =>
      isSchemaConstraint(constraint) && constraint.place.in === 'body' && constraint.place.side === 'request'
        ? [placeLabel(constraint.place)]
        : [],
    ),
  )

/** The constraint that a mutant of a whole parameter or message is named for: the first that is about it. */
export function constraintOf(judge: OperationJudge, label: string): Constraint {
  const ofPlace = judge.constraints.filter(
    (constraint) => constraint.about !== 'message' && placeLabel(constraint.place) === label,
  )
  const ofWhole = ofPlace.find(
    (constraint) => isSchemaConstraint(constraint) && constraint.pointer === '' && constraint.kind !== 'required',
  )
  const ofStatus = judge.constraints.find(({ kind, value }) => kind === 'status' && label === `response.${value}`)
  return ofWhole ?? ofPlace[0] ?? ofStatus ?? judge.constraint('method')
}
