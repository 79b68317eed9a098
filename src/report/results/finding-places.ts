import type { Finding, FindingPlace } from './finding.ts'

type Placed = Pick<Finding, 'subject' | 'operation' | 'places'>

/** Where a finding was seen, at one place at least. */
export const findingPlaces = ({ subject, operation, places }: Placed): readonly FindingPlace[] =>
  places ?? [{ operation, ...(subject.kind === 'constraint' && { constraint: subject.constraint }) }]

/** The ids of the constraints that a finding says are broken; none if it is about a case. */
export const brokenConstraints = (finding: Placed): string[] =>
  findingPlaces(finding).flatMap(({ constraint }) => constraint ?? [])
