import { shortId } from '../contract/constraints/index.ts'
import { isSuccess } from '../http/index.ts'
import { listed } from '../report/text/index.ts'
import { wasServed } from './answer-faults.ts'
import type { ClientFault } from './client-fault.ts'
import type { Observation } from './observation.ts'

const NAMED = 6

/**
 * Answers that break the contract and are taken for success, as one advisory: a client that does not look takes all of
 * them. A result counts as success if it is like what legal answers gave.
 */
export function brokenAnswerFaults(broken: readonly Observation[], legal: readonly Observation[]): ClientFault[] {
  const good = new Set(
    legal.flatMap(({ answer, outcome }) =>
      isSuccess(answer.response.status) && outcome.kind === 'returned' ? [outcome.signature] : [],
    ),
  )
  const served = broken.filter(wasServed)
  const taken = served.filter(({ outcome }) => outcome.kind === 'returned' && good.has(outcome.signature))
  const names = taken.flatMap(({ answer }) => (answer.breaks ? [shortId(answer.breaks)] : []))
  return taken.map((observation) => ({
    check: 'negative_response_rejection',
    severity: 'advisory',
    class: 'accepted',
    label: 'response',
    subject: { kind: 'case', case: 'answers that break the contract' },
    message: `Of ${served.length} answers that break the contract, ${taken.length} are taken for success.`,
    expected: 'an error',
    received: `a result where the answer breaks ${listed(names, NAMED)}`,
    observation,
  }))
}
