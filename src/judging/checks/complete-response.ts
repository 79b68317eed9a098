import { isConforming } from '../messages/index.ts'
import { type Check, subjectOf } from './check.ts'
import { describeRequest } from './describe-request.ts'

/** Every request gets a whole HTTP response in time. */
export const completeResponse: Check<'complete_response'> = {
  name: 'complete_response',
  about: 'request',
  settles: 'again',
  ask(exchange) {
    const { outcome } = exchange
    if (outcome.kind !== 'fault' || !exchange.repeated) return []
    // A valid request may take its time if nothing like it was ever answered.
    if (outcome.fault.kind === 'timeout' && isConforming(exchange.judged) && !exchange.twin) return []
    return [
      {
        subject: subjectOf(exchange),
        severity: 'error',
        class: outcome.fault.kind,
        message: `A request that ${describeRequest(exchange)} gets no whole response.`,
        expected: 'a whole response in time',
        received: outcome.fault.message,
      },
    ]
  },
}
