import type { Finding } from '../results/index.ts'

/** What a finding is about: a constraint's id without the operation that it begins with, or the name of a case. */
export const findingSubject = ({ subject, operation }: Pick<Finding, 'subject' | 'operation'>): string =>
  withoutOperation(subject.kind === 'case' ? subject.case : subject.constraint, operation)

export const withoutOperation = (id: string, operation: string): string =>
  id.startsWith(`${operation} `) ? id.slice(operation.length + 1) : id
