import type { StatusConstraint } from '../../contract/constraints/index.ts'
import { isClientError, isError, isOfSize, isServerError, isSuccess, statusClass } from '../../http/index.ts'
import { byVerdict, isAcceptable } from '../messages/index.ts'
import { describesRefusal } from './asked-for.ts'
import { about, type Check, type Exchange, type Objection, statusOf } from './check.ts'
import { isWrongRefusal } from './refusal.ts'

/** What HTTP says of them is all that there is to say (RFC 9110, 15.5 and 15.6; RFC 6585; RFC 8470). */
const NEED_NO_DOCUMENTATION = new Set([405, 406, 408, 415, 425, 429, 501, 503])

/** The status of a response is a documented one, if the request is still this operation's. */
export const statusCodeConformance: Check<'status_code_conformance'> = {
  name: 'status_code_conformance',
  about: 'status',
  settles: 'after trouble',
  ask(exchange) {
    const status = statusOf(exchange)
    if (status === undefined || exchange.answer?.documented || exchange.credentials !== 'configured') return []
    if (exchange.forItsSize || NEED_NO_DOCUMENTATION.has(status)) return []
    // A target that accepts nothing may be another one than is meant, which has nothing of what it is asked for.
    if (status === 404 && exchange.isLost) return []
    // A 5xx is another check's, and so is what was refused, or accepted, against the contract.
    if (isServerError(status) || !isAsked(exchange, status)) return []
    // What the document does not describe at all cannot be answered as documented: that is said once.
    if (isClientError(status) && !statuses(exchange).some(({ value }) => describesRefusal(value)))
      return [undescribed(status)]
    const constraint = expectedStatus(exchange, status)
    if (!constraint) return []
    const documented = statuses(exchange)
      .map(({ value }) => value)
      .filter((value) => expectsSuccess(exchange, status) || !/^[1235]/.test(value))
    return [
      {
        subject: about(constraint),
        severity: 'error',
        class: `status ${status}`,
        // How much is taken is said by the server, and not by an operation.
        ...(isOfSize(status) && { isEverywhere: true }),
        message: `Status ${status} is not documented.`,
        expected: documented.length > 0 ? `status ${alternatives(documented)}` : 'a 4xx status',
        received: `status ${status}`,
      },
    ]
  },
}

/** It breaks none of the documented statuses, whichever it is answered with; a document leaves them out everywhere. */
const undescribed = (status: number): Objection => ({
  subject: { kind: 'case', case: 'refusals, none of which is documented' },
  severity: 'advisory',
  class: 'refusals',
  isEverywhere: true,
  message: 'How requests are refused is not documented: the operation lists no status for what it refuses.',
  expected: 'a documented 4xx status, or default',
  received: `status ${status}`,
})

const alternatives = (names: readonly string[]): string =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${names.at(-1)}` : names.join('')

/** Whether a status has to be documented. What was refused or accepted against the contract is another check's. */
function isAsked(exchange: Exchange, status: number): boolean {
  // If no success is described, any is one.
  const isDescribed = isError(status) || statuses(exchange).some(({ value }) => /^[23]|default/i.test(value))
  return byVerdict(exchange.judged, {
    conforming: () => isDescribed && !isWrongRefusal(exchange),
    tolerated: () => isDescribed,
    // A redirect refuses nothing.
    breaking: () => !isSuccess(status),
    malformed: () => !isSuccess(status) && !isClientError(status),
    'other method': () => false,
    'other path': () => false,
    unjudged: () => false,
  })
}

const statuses = ({ judge }: Exchange): StatusConstraint[] =>
  judge.constraints.filter((constraint) => constraint.kind === 'status')

/** A client error stands for a refusal, whatever the request: one that is wrong is told by another check. */
const expectsSuccess = ({ judged }: Exchange, status: number): boolean => isAcceptable(judged) && !isClientError(status)

/** A redirect refuses nothing: whatever it answers, it stands for success, and so is one finding of an operation. */
const isRedirect = (status: number): boolean => statusClass(status) === 3

/** The documented status that stands where the received one does not: of its class or, failing that, of success or 4xx. */
function expectedStatus(exchange: Exchange, status: number): StatusConstraint | undefined {
  const all = statuses(exchange)
  const ofClass = (digit: number) => all.find(({ value }) => value.startsWith(String(digit)))
  const expected = isRedirect(status) || expectsSuccess(exchange, status) ? 2 : 4
  const digit = expected === 4 || isSuccess(status) ? statusClass(status) : expected
  return ofClass(digit) ?? ofClass(expected) ?? all[0]
}
