import type { Constraint } from '../../contract/constraints/index.ts'
import { isSuccess } from '../../http/index.ts'
import { type Check, describeRequest, statusOf, subjectOf } from './check.ts'

/**
 * RFC 9110 (8.3) lets a recipient guess the media type, and the usual decoders of queries (WHATWG URL, 5.1) take a percent
 * sign for itself where it begins no escape: accepting such a request harms nobody by itself.
 */
const isLenient = (constraint: Constraint): boolean =>
  constraint.kind === 'mediaType' || (constraint.kind === 'encoding' && constraint.place.in === 'query')

/** A request that breaks a constraint, or the message, is not answered with success. */
export const negativeDataRejection: Check<'negative_data_rejection'> = {
  name: 'negative_data_rejection',
  about: 'request',
  settles: 'at once',
  ask(exchange) {
    const { verdict } = exchange.judged
    const status = statusOf(exchange)
    if (exchange.credentials !== 'configured' || !isSuccess(status)) return []
    if (verdict.kind !== 'breaking' && verdict.kind !== 'malformed' && verdict.kind !== 'other path') return []
    const advisory = verdict.kind === 'malformed' && isLenient(verdict.issue.constraint)
    const issue =
      verdict.kind === 'breaking' ? verdict.issues[0] : verdict.kind === 'malformed' ? verdict.issue : undefined
    const sent = issue ? ` (sent: ${issue.received})` : ''
    return [
      {
        subject: subjectOf(exchange),
        severity: advisory ? 'advisory' : 'error',
        class: 'accepted',
        message: `A request that ${describeRequest(exchange)} is accepted.`,
        expected: `a 4xx status${issue ? `, since the contract asks for ${issue.expected.replace(/^(?=to )/, 'it ')}` : ''}`,
        received: `status ${status}${sent}`,
      },
    ]
  },
}
