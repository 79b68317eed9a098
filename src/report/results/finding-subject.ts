import { shortId } from '../../contract/constraints/index.ts'
import type { Finding } from './finding.ts'

/** What a finding is about: a constraint's id without the operation that it begins with, or the name of a case. */
export const findingSubject = ({ subject, operation }: Pick<Finding, 'subject' | 'operation'>): string =>
  shortId({ id: subject.kind === 'case' ? subject.case : subject.constraint, operation })
