import { shortId } from '../../contract/constraints/index.ts'
import type { Finding } from './finding.ts'

type Named = Pick<Finding, 'subject' | 'operation' | 'check' | 'class'>

/**
 * What a finding is about: a constraint's id without the operation that it begins with, or the name of a case. A status
 * that is not documented is named by itself, since its constraint is the documented status that it stands in for.
 */
export const findingSubject = ({ subject, operation, check, class: of }: Named): string =>
  check === 'status_code_conformance' && subject.kind === 'constraint'
    ? `${of}, which is not documented`
    : shortId({ id: subject.kind === 'case' ? subject.case : subject.constraint, operation })
