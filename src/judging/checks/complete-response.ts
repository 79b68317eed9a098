import { isConforming } from '../messages/index.ts'
import { type Check, describeRate, EVERY_REQUEST, subjectOf } from './check.ts'
import { describeRequest } from './describe-request.ts'

/** Every request gets a whole HTTP response in time. */
export const completeResponse: Check<'complete_response'> = {
  name: 'complete_response',
  about: 'request',
  settles: 'again',
  ask(exchange) {
    const { outcome, rate } = exchange
    if (outcome.kind !== 'fault' || (!exchange.repeated && !rate)) return []
    // A valid request may take its time if nothing like it was ever answered.
    if (outcome.fault.kind === 'timeout' && isConforming(exchange.judged) && !exchange.twin) return []
    return [
      {
        subject: rate ? { kind: 'case', case: 'no whole response now and then' } : subjectOf(exchange),
        severity: 'error',
        class: outcome.fault.kind,
        ...(exchange.isEverywhere && { isEverywhere: true }),
        message: rate
          ? describeRate(rate)
          : exchange.general === EVERY_REQUEST
            ? 'No request gets a whole response.'
            : `A request that ${describeRequest(exchange)} gets no whole response.`,
        expected: 'a whole response in time',
        received: outcome.fault.message,
      },
    ]
  },
}
