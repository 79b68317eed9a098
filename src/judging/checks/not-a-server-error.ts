import { isServerError } from '../../http/index.ts'
import { breaksMessage, isAcceptable, isConforming, type JudgedRequest } from '../messages/index.ts'
import { type Check, describeRate, EVERY_REQUEST, type Exchange, statusOf, subjectOf } from './check.ts'
import { describeRequest } from './describe-request.ts'
import { isAnsweredAnyway, undocumentedMethod } from './undocumented-method.ts'

/** No request is answered with a 5xx that repeats or comes often. */
export const notAServerError: Check<'not_a_server_error'> = {
  name: 'not_a_server_error',
  about: 'request',
  settles: 'again',
  ask(exchange) {
    const status = statusOf(exchange)
    if (!isServerError(status)) return []
    if (status === 501 && breaksMessage(exchange.judged)) return []
    if (isAnsweredAnyway(exchange.judge, undocumentedMethod(exchange))) return []
    // Any network has a few that pass.
    if (!exchange.repeated && !exchange.rate) return []
    return [
      {
        // An error that passes says nothing of the request that met it.
        subject: exchange.repeated ? subjectOf(exchange) : { kind: 'case', case: `status ${status} now and then` },
        severity: 'error',
        class: 'server error',
        ...(exchange.isEverywhere && { isEverywhere: true }),
        message: messageOf(exchange),
        expected: expectedOf(exchange.judged),
        received: `status ${status}`,
      },
    ]
  },
}

function messageOf(exchange: Exchange): string {
  if (exchange.general === EVERY_REQUEST) return 'Every request is answered with a server error.'
  if (exchange.rate) return describeRate(exchange.rate)
  return `A request that ${describeRequest(exchange)} is answered with a server error.`
}

function expectedOf(judged: JudgedRequest): string {
  if (isConforming(judged)) return 'a success'
  return isAcceptable(judged) ? 'a success or a 4xx status' : 'a 4xx status'
}
