import { about, type Check, describeRate, type Exchange, type Objection, statusOf } from './check.ts'
import { isWrongRefusal } from './refusal.ts'

/** A request that keeps every constraint is not refused. */
export const positiveDataAcceptance: Check<'positive_data_acceptance'> = {
  name: 'positive_data_acceptance',
  about: 'edge',
  settles: 'again',
  ask(exchange) {
    if (!isWrongRefusal(exchange)) return []
    return [
      {
        ...aboutRefusal(exchange),
        severity: 'error',
        class: 'refused',
        expected: 'an answer that does not refuse the request',
        received: `status ${statusOf(exchange)}`,
      },
    ]
  },
}

function aboutRefusal(exchange: Exchange): Pick<Objection, 'subject' | 'message'> {
  const { name, edge, repeated, rate } = exchange
  // A refusal that passes says nothing of the request that met it.
  if (rate && !repeated)
    return {
      subject: { kind: 'case', case: `status ${statusOf(exchange)} now and then` },
      message: describeRate(rate, 'requests that keep every constraint were refused'),
    }
  if (edge) return { subject: about(edge), message: `A value that ${edge.kind} allows is refused.` }
  return { subject: { kind: 'case', case: name }, message: 'A request that keeps every constraint is refused.' }
}
