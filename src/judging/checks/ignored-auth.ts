import { isSuccess } from '../../http/index.ts'
import { type Check, statusOf, subjectOf } from './check.ts'
import { describeRequest } from './describe-request.ts'

/** A request without good credentials is not answered with success. */
export const ignoredAuth: Check<'ignored_auth'> = {
  name: 'ignored_auth',
  about: 'request',
  settles: 'at once',
  ask(exchange) {
    const { credentials } = exchange
    if ((credentials !== 'none' && credentials !== 'wrong') || !isSuccess(statusOf(exchange))) return []
    return [
      {
        subject: subjectOf(exchange),
        severity: 'error',
        class: credentials,
        // Where nobody looks at credentials, wrong ones are let in as well.
        ...(credentials === 'wrong' && { impliedBy: 'none' }),
        message: `A request that ${describeRequest(exchange)} is accepted.`,
        expected: 'a 4xx status',
        received: `status ${statusOf(exchange)}`,
      },
    ]
  },
}
