import type { BaselineEntry, Finding } from '../results/index.ts'

/** The same for all entries of one finding: subject and check. */
export const subjectKey = (entry: BaselineEntry): string =>
  JSON.stringify([entry.check, entry.constraint ?? [entry.operation, entry.case]])

/** Of one entry: subject, check and class. */
export const entryKey = (entry: BaselineEntry): string => `${subjectKey(entry)} ${entry.class}`

/** The entries that a finding takes, one for each class that it was seen in; still without reason and day. */
export function entriesOf({ subject, check, operation, otherClasses = [], ...finding }: Finding): BaselineEntry[] {
  return [finding.class, ...otherClasses].map((one): BaselineEntry => {
    const rest = { check, class: one, reason: '', expires: '' }
    return subject.kind === 'constraint'
      ? { constraint: subject.constraint, ...rest }
      : { operation, case: subject.case, ...rest }
  })
}
