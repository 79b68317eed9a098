import { isSuccess } from '../../http/index.ts'
import { type Check, describeRequest, statusOf, subjectOf } from './check.ts'

/** A request without good credentials is not answered with success. */
export const ignoredAuth: Check = (exchange) => {
  if (exchange.credentials === 'configured' || !isSuccess(statusOf(exchange))) return []
  return [
    {
      check: 'ignored_auth',
      subject: subjectOf(exchange),
      severity: 'error',
      class: exchange.credentials,
      message: `A request that ${describeRequest(exchange)} is accepted.`,
      expected: 'a 4xx status',
      received: `status ${statusOf(exchange)}`,
    },
  ]
}
