import { type BaselineEntry, findingPlaces, type SettledFinding } from '../results/index.ts'

/** What tells apart the places of a document by the ids of constraints: those of one place are one cause. */
export type PlaceOf = (constraint: string) => string | undefined

const itself: PlaceOf = (constraint) => constraint

/** Subject and check of a cause. */
export const subjectKey = (entry: BaselineEntry, placeOf = itself): string =>
  JSON.stringify([
    entry.check,
    entry.constraint === undefined ? [entry.operation, entry.case] : (placeOf(entry.constraint) ?? entry.constraint),
  ])

/** Subject, check and class of a cause. */
export const entryKey = (entry: BaselineEntry, placeOf = itself): string =>
  `${subjectKey(entry, placeOf)} ${entry.class}`

/** Entries of which each covers a finding: one for each place where it was seen. Reason and day are still empty. */
export function entriesOf(finding: SettledFinding): BaselineEntry[] {
  const { subject, check } = finding
  const rest = { check, class: finding.class, reason: '', expires: '' }
  return findingPlaces(finding).map(({ operation, constraint }): BaselineEntry => {
    if (subject.kind === 'case') return { operation, case: subject.case, ...rest }
    return { constraint: constraint ?? subject.constraint, ...rest }
  })
}
