import type { BaselineEntry, Finding } from '../results/index.ts'

/** Subject and check: all entries of one finding share this key. */
export const subjectKey = (entry: BaselineEntry): string =>
  JSON.stringify([entry.check, entry.constraint ?? [entry.operation, entry.case]])

/** Subject, check and class: no two entries share this key. */
export const entryKey = (entry: BaselineEntry): string => `${subjectKey(entry)} ${entry.class}`

/** The entries that cover a finding: one for each class that it was seen in. Reason and day are still empty. */
export function entriesOf({ subject, check, operation, otherClasses = [], ...finding }: Finding): BaselineEntry[] {
  return [finding.class, ...otherClasses].map((findingClass): BaselineEntry => {
    const rest = { check, class: findingClass, reason: '', expires: '' }
    return subject.kind === 'constraint'
      ? { constraint: subject.constraint, ...rest }
      : { operation, case: subject.case, ...rest }
  })
}
