import { about, type Check, statusOf } from './check.ts'
import { isWrongRefusal } from './refusal.ts'

/** A request that keeps every constraint is not refused. */
export const positiveDataAcceptance: Check<'positive_data_acceptance'> = {
  name: 'positive_data_acceptance',
  about: 'edge',
  settles: 'again',
  ask(exchange) {
    const { name, edge } = exchange
    if (!isWrongRefusal(exchange)) return []
    return [
      {
        subject: edge ? about(edge) : { kind: 'case', case: name },
        severity: 'error',
        class: 'refused',
        message: edge
          ? `A value that ${edge.kind} allows is refused.`
          : 'A request that keeps every constraint is refused.',
        expected: 'an answer that does not refuse the request',
        received: `status ${statusOf(exchange)}`,
      },
    ]
  },
}
