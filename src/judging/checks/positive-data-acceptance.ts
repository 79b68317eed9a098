import { isConforming } from '../messages/index.ts'
import { about, type Check } from './check.ts'
import { isPassing, isRefused } from './refusal.ts'

/** A request that keeps every constraint is not refused. */
export const positiveDataAcceptance: Check<'positive_data_acceptance'> = {
  name: 'positive_data_acceptance',
  about: 'edge',
  settles: 'again',
  ask(exchange) {
    const { judged, name, outcome, edge } = exchange
    if (!isConforming(judged) || exchange.credentials !== 'configured') return []
    if (!isRefused(exchange) || outcome.kind !== 'response' || isPassing(exchange)) return []
    return [
      {
        subject: edge ? about(edge) : { kind: 'case', case: name },
        severity: 'error',
        class: 'refused',
        message: edge
          ? `A value that ${edge.kind} allows is refused.`
          : 'A request that keeps every constraint is refused.',
        expected: 'an answer that does not refuse the request',
        received: `status ${outcome.response.status}`,
      },
    ]
  },
}
