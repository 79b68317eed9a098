import { everyEdge, isEdge, isRequestConstraint, type SchemaConstraint } from '../../contract/constraints/index.ts'
import { equal } from '../../json/index.ts'
import { type JudgedRequest, type OperationJudge, requestInstances } from '../messages/index.ts'

/** The constraint at whose edge a conforming request stands and its accepted twin does not. */
export function edgeReached(
  judge: OperationJudge,
  request: JudgedRequest,
  twin: JudgedRequest,
): SchemaConstraint | undefined {
  return judge.constraints.filter(isRequestConstraint).find((constraint) => {
    if (constraint.implied !== undefined && constraint.kind !== 'minLength') return false
    const before = requestInstances(constraint, twin)
    return requestInstances(constraint, request).some((instance) => {
      if (!isEdge(constraint, instance) || before.some((other) => equal(other, instance))) return false
      const edges = everyEdge(constraint.kind)
      if (edges === 'never shown') return false
      return edges === 'shown by change' || !before.some((other) => isEdge(constraint, other))
    })
  })
}
