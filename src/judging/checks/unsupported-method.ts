import { isSuccess } from '../../http/index.ts'
import { type Check, statusOf, subjectOf } from './check.ts'
import { isAnsweredAnyway, undocumentedMethod } from './undocumented-method.ts'

/** A method that the path does not document is not answered with success. */
export const unsupportedMethod: Check<'unsupported_method'> = {
  name: 'unsupported_method',
  about: 'request',
  settles: 'at once',
  ask(exchange) {
    const method = undocumentedMethod(exchange)
    if (method === undefined || isAnsweredAnyway(exchange.judge, method) || !isSuccess(statusOf(exchange))) return []
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
