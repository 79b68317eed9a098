import { type Check, describeRequest, isSuccess, statusOf, subjectOf } from './check.ts'

/** A request that breaks a constraint, or the message, is not answered with success. */
export const negativeDataRejection: Check = (exchange) => {
  const { verdict } = exchange.judged
  const status = statusOf(exchange)
  if (exchange.credentials !== 'configured' || !isSuccess(status)) return []
  if (verdict.kind !== 'breaking' && verdict.kind !== 'malformed' && verdict.kind !== 'other path') return []
  // RFC 9110 (8.3) lets a recipient guess the media type, so accepting another one harms nobody by itself.
  const advisory = verdict.kind === 'malformed' && verdict.issue.constraint.kind === 'mediaType'
  const issue =
    verdict.kind === 'breaking' ? verdict.issues[0] : verdict.kind === 'malformed' ? verdict.issue : undefined
  const sent = issue ? ` (sent: ${issue.received})` : ''
  return [
    {
      check: 'negative_data_rejection',
      subject: subjectOf(exchange),
      severity: advisory ? 'advisory' : 'error',
      class: 'accepted',
      message: `A request that ${describeRequest(exchange)} is accepted.`,
      expected: `a 4xx status${issue ? `, since the contract asks for ${issue.expected}` : ''}`,
      received: `status ${status}${sent}`,
    },
  ]
}
