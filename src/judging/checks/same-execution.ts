import { headerValue } from '../../http/index.ts'
import { equal, isArray, isObject, type Json } from '../../json/index.ts'
import { givenIds } from '../messages/index.ts'
import { type Exchange, isAccepted, type Objection } from './check.ts'

/** The name of the case, behind the documented status. */
export const SAME_EXECUTION = 'the same execution for two requests'

/**
 * The first accepted POST of an operation is answered with the same id, or Location, when it is sent again at the end: an
 * advisory, since each was a request of its own. An id that the request gives itself is no sign, and neither is an answer to
 * the same Idempotency-Key.
 */
export function sameExecution(exchange: Exchange): Objection[] {
  const { first, outcome, answer, judged, judge, sent } = exchange
  if (first === undefined || judge.operation.method !== 'POST' || outcome.kind !== 'response') return []
  if (!isAccepted(exchange) || (sent && headerValue(sent.headers, 'idempotency-key') !== undefined)) return []
  const { status } = outcome.response
  const before = idsIn(first)
  const [same] = [...idsIn(exchange)].filter(([name, id]) => {
    const other = before.get(name)
    return other !== undefined && equal(other, id)
  })
  if (same === undefined) return []
  const [name, id] = same
  if ([...judged.parameters.values(), judged.body ?? null].some((value) => holds(value, id))) return []
  return [
    {
      subject: { kind: 'case', case: `response.${answer?.documented?.status ?? status}: ${SAME_EXECUTION}` },
      severity: 'advisory',
      class: 'the same id',
      message: `Two requests, each sent on its own, are answered with the same ${name}.`,
      expected: `another ${name} for each request`,
      received: `${name} ${JSON.stringify(typeof id === 'bigint' ? String(id) : id)} twice`,
    },
  ]
}

function idsIn({ outcome, answer }: Exchange): ReadonlyMap<string, Json> {
  // An answer that breaks its schema is a finding for that: no more follows from what it says.
  if (outcome.kind !== 'response' || answer === undefined || answer.issues.length > 0) return new Map()
  const { status, headers } = outcome.response
  return givenIds(status, headers, answer.body, answer.documented)
}

/** Whether a value is an id, or has it in it. */
function holds(value: Json, id: Json): boolean {
  const open: Json[] = [value]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (equal(next, id) || String(next) === String(id)) return true
    if (isArray(next) || isObject(next)) open.push(...Object.values(next))
  }
  return false
}
