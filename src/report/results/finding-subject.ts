import type { Finding } from './finding.ts'

/** What a finding is about: a constraint's id without the operation that it begins with, or the name of a case. */
export const findingSubject = ({ subject, operation }: Pick<Finding, 'subject' | 'operation'>): string =>
  withoutOperation(subject.kind === 'case' ? subject.case : subject.constraint, operation)

/** `response.200 /status enum` of `startSyncWorkflowExecution response.200 /status enum`. */
export const withoutOperation = (id: string, operation: string): string =>
  id.startsWith(`${operation} `) ? id.slice(operation.length + 1) : id
