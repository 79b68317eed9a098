import { isSuccess } from '../../http/index.ts'
import { firstBroken } from '../messages/index.ts'
import { type Check, statusOf, subjectOf } from './check.ts'

/** A method that the path does not document is not answered with success. */
export const unsupportedMethod: Check<'unsupported_method'> = {
  name: 'unsupported_method',
  about: 'request',
  settles: 'at once',
  ask(exchange) {
    if (firstBroken(exchange.judged)?.kind !== 'method' || !isSuccess(statusOf(exchange))) return []
    return [
      {
        subject: subjectOf(exchange),
        severity: 'error',
        class: 'accepted',
        message: 'A method that the path does not document is answered with success.',
        expected: 'a 4xx status or 501',
        received: `status ${statusOf(exchange)}`,
      },
    ]
  },
}
