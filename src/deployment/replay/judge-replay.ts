import type { Deadline } from '../../bounded/index.ts'
import { isRequestConstraint } from '../../contract/constraints/index.ts'
import { headerValue, type Outcome } from '../../http/index.ts'
import {
  type AskedCheck,
  type Breach,
  brokenConstraint,
  checkNamed,
  type Exchange,
  isAccepted,
  isSameDefect,
  isSameSubject,
  refusalOf,
  SAME_EXECUTION,
  statusOf,
} from '../../judging/checks/index.ts'
import { isConforming, isForAnother, NOT_ACCEPTED, type OperationJudge } from '../../judging/messages/index.ts'
import { type Case, CREDENTIAL_CASES } from '../../planning/cases/index.ts'
import { brokenConstraints, isOwnCheckName } from '../../report/results/index.ts'
import type { RecordedFinding } from './read-report.ts'

/** An outcome of a witness, set against what its finding is about. */
export function exchangeOf(
  { subject, check, class: defect }: RecordedFinding,
  judge: OperationJudge,
  { name, judged, credentials, request }: Case,
  outcome: Outcome,
  deadline?: Deadline,
): Exchange {
  const constraint =
    subject.kind === 'constraint' ? judge.constraints.find(({ id }) => id === subject.constraint) : undefined
  const accept = defect === NOT_ACCEPTED ? headerValue(request.headers, 'accept') : undefined
  return {
    judge,
    judged,
    credentials,
    // When it was found, wrong ones were.
    isWrongRefused: true,
    outcome,
    answer: outcome.kind === 'response' ? judge.response(outcome.response, accept, deadline) : undefined,
    repeated: true,
    // When it was found, a request like it had been answered in time.
    twin: judged,
    name: subject.kind === 'case' ? subject.case : name,
    // One request cannot show again what a run has put its trouble down to.
    ...(subject.kind === 'case' && { general: subject.case }),
    ...(checkNamed(check)?.about === 'edge' && constraint && isRequestConstraint(constraint) && { edge: constraint }),
  }
}

/** Whether it takes an accepted request before the witness to show a finding again: that of the witness itself. */
export const isOfTwoRequests = ({ subject }: RecordedFinding): boolean =>
  subject.kind === 'case' && subject.case.endsWith(`: ${SAME_EXECUTION}`)

/** Why one of two requests shows nothing of a finding that takes both; undefined if it was accepted. */
export const untoldByOne = (exchange: Exchange): string | undefined =>
  isAccepted(exchange) ? undefined : `answered ${statusOf(exchange)}, and only two accepted requests tell`

/** Whether a breach is what a finding is about, at any of the places where that was seen. */
export const isSighting = (finding: RecordedFinding, breach: Breach): boolean =>
  brokenConstraints(finding).some((constraint) =>
    isSameDefect({ ...finding, subject: { kind: 'constraint', constraint } }, breach),
  ) || isSameDefect(finding, breach)

/** Errors that no other finding of the report is about; those about the subject itself come first. */
export function otherDefects(
  finding: RecordedFinding,
  all: readonly RecordedFinding[],
  breaches: readonly Breach[],
): Breach[] {
  const isOthers = (breach: Breach): boolean =>
    all.some(
      (recorded) =>
        recorded !== finding &&
        recorded.operation === finding.operation &&
        recorded.check === breach.check &&
        isSameSubject(recorded.subject, breach.subject),
    )
  const open = breaches.filter((breach) => breach.severity === 'error' && !isOthers(breach))
  const isOwn = (breach: Breach): boolean => isSameSubject(breach.subject, finding.subject)
  return [...open.filter(isOwn), ...open.filter((breach) => !isOwn(breach))]
}

/** Why a witness shows nothing of its finding any more by the contract at hand. */
export function outdated(
  { subject, check }: RecordedFinding,
  judge: OperationJudge,
  testCase: Case,
  own: readonly AskedCheck[],
): string | undefined {
  if (isOwnCheckName(check)) {
    const asked = own.find(({ name }) => name === check)
    if (asked?.rule.isOff(judge.operation.id)) return `${check} is off`
    return asked?.rule.isFor(judge.operation.id)
      ? undefined
      : `there is no check ${check} of the operation; give it in ownChecks`
  }
  const about = checkNamed(check)?.about
  if (about === undefined) return 'its finding is about a client, and not about a deployment'
  if (about === 'edge' && !isConforming(testCase.judged)) return 'the contract at hand does not allow its request'
  if (subject.kind !== 'constraint') return undefined
  if (!judge.constraints.some(({ id }) => id === subject.constraint))
    return 'the contract at hand has no such constraint'
  if (about === 'request' && brokenConstraint({ judge, ...testCase })?.id !== subject.constraint)
    return 'by the contract at hand its request does not break the constraint'
  return undefined
}

/** Why an answer without a breach does not show that a finding is gone. */
export function untold(
  { check, subject, status: before }: RecordedFinding,
  exchange: Exchange,
  own: readonly AskedCheck[],
): string | undefined {
  const asked = own.find(({ name }) => name === check)
  if (asked) return asked.answer(exchange) === undefined ? `${check} has no question about the answer` : undefined
  const unjudged = exchange.answer?.unjudged
  if (unjudged !== undefined) return `the answer could not be judged: ${unjudged}`
  const status = statusOf(exchange)
  const alone = exchange.first && untoldByOne(exchange)
  if (alone !== undefined) return alone
  if (status === undefined || status === before) return undefined
  // Whoever lets such credentials in no more refuses them.
  const { credentials } = exchange
  const isOfCredentials =
    credentials !== 'configured' && subject.kind === 'case' && subject.case === CREDENTIAL_CASES[credentials]
  if (isOfCredentials && (status === 401 || status === 403)) return undefined
  if (status === 404 && !isForAnother(exchange.judged))
    return 'answered 404, which may be of what is not known: it proves nothing'
  // A server error may be mended so; a breach that was accepted is not refused for what it breaks.
  if (check === 'negative_data_rejection' && refusalOf(exchange) === 'state' && !isForAnother(exchange.judged))
    return `answered ${status}, which may be of what is there or not: it proves nothing`
  if (checkNamed(check)?.about === 'response')
    return `answered ${status}, and the finding is about an answer with ${before}`
  return undefined
}
