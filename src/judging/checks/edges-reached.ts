import { everyEdge, isEdge, isRequestConstraint, type SchemaConstraint } from '../../contract/constraints/index.ts'
import { equal } from '../../json/index.ts'
import { differencesOf, type JudgedRequest, requestInstances } from '../messages/index.ts'
import type { Exchange } from './check.ts'

/**
 * The accepted requests that differ from a conforming one in the fewest places: only what they do not have can be why it
 * was refused. The operation's first accepted one if no others are known.
 */
export function nearestAccepted({ judged, twin }: Exchange, accepted: readonly JudgedRequest[]): JudgedRequest[] {
  let nearest: JudgedRequest[] = []
  let fewest = Number.POSITIVE_INFINITY
  for (const other of twin ? [twin, ...accepted] : accepted) {
    const { length } = differencesOf(judged, other)
    if (length > fewest) continue
    nearest = length < fewest ? [other] : [...nearest, other]
    fewest = length
  }
  return nearest
}

/** The constraint at whose edge a conforming request stands, and the accepted ones that are most like it do not. */
export function edgeReached(
  { judge, judged }: Exchange,
  nearest: readonly JudgedRequest[],
): SchemaConstraint | undefined {
  if (nearest.length === 0) return undefined
  return judge.constraints.filter(isRequestConstraint).find((constraint) => {
    if (constraint.implied !== undefined && constraint.kind !== 'minLength') return false
    const before = nearest.flatMap((other) => requestInstances(constraint, other))
    return requestInstances(constraint, judged).some((instance) => {
      if (!isEdge(constraint, instance) || before.some((other) => equal(other, instance))) return false
      const edges = everyEdge(constraint.kind)
      if (edges === 'never shown') return false
      return edges === 'shown by change' || !before.some((other) => isEdge(constraint, other))
    })
  })
}
