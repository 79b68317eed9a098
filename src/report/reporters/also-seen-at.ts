import { type Finding, findingPlaces } from '../results/index.ts'
import { legible, listed } from '../text/index.ts'

const SHOWN = 3

/**
 * Where a finding was seen besides the place of its witness: constraints or, of a case, operations. Undefined if it was
 * seen nowhere else.
 *
 * @param length `short` names a few, and the number of those that it leaves out
 */
export function alsoSeenAt(finding: Finding, length?: 'short'): string | undefined {
  const { subject, operation } = finding
  const own = subject.kind === 'constraint' ? subject.constraint : operation
  const others = findingPlaces(finding)
    .map((place) => place.constraint ?? place.operation)
    .filter((place) => place !== own)
  if (others.length === 0) return undefined
  const shown = others.map((place) => legible(place, { word: 120, whole: 200 }))
  return listed(shown, SHOWN, length === undefined ? shown.length : SHOWN + 1)
}
