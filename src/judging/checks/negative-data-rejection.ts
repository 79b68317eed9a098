import { type Constraint, isInQuery } from '../../contract/constraints/index.ts'
import { isSuccess } from '../../http/index.ts'
import { isAcceptable, issuesOf } from '../messages/index.ts'
import { type Check, statusOf, subjectOf } from './check.ts'
import { demandOf } from './demand.ts'
import { describeRequest } from './describe-request.ts'

/**
 * Accepting such a request harms nobody by itself: RFC 9110 (8.3) lets a recipient guess the media type, and the usual
 * decoders of queries (WHATWG URL, 5.1) take a percent sign that begins no escape for itself.
 */
const isLenient = (constraint: Constraint): boolean =>
  constraint.kind === 'mediaType' || (constraint.kind === 'encoding' && isInQuery(constraint.place))

/** A request that breaks a constraint, or the message, is not answered with success. */
export const negativeDataRejection: Check<'negative_data_rejection'> = {
  name: 'negative_data_rejection',
  about: 'request',
  settles: 'at once',
  ask(exchange) {
    const status = statusOf(exchange)
    if (exchange.credentials !== 'configured' || !isSuccess(status)) return []
    const [issue] = issuesOf(exchange.judged)
    // An undocumented method is the question of another check.
    if (isAcceptable(exchange.judged) || issue?.constraint.kind === 'method') return []
    const advisory = issue !== undefined && isLenient(issue.constraint)
    const sent = issue ? ` (sent: ${issue.received})` : ''
    return [
      {
        subject: subjectOf(exchange),
        severity: advisory ? 'advisory' : 'error',
        class: 'accepted',
        message: `A request that ${describeRequest(exchange)} is accepted.`,
        expected: `a 4xx status${issue ? `, since the contract ${demandOf(issue)}` : ''}`,
        received: `status ${status}${sent}`,
      },
    ]
  },
}
