import { type FaultKind, isServerError, type Outcome, refusalKind } from '../../http/index.ts'
import { type Exchange, isRefused, statusOf } from '../../judging/checks/index.ts'
import { breaksMessage, isAcceptable, isConforming } from '../../judging/messages/index.ts'

/** Whether a request keeps the contract, and nothing but its content can be why it is refused. */
const mustBeAccepted = ({ judged, credentials }: Exchange): boolean =>
  isConforming(judged) && credentials === 'configured'

/** Whether a request that should have been let through was refused for what it is. */
export const isWronglyRefused = (exchange: Exchange): boolean => mustBeAccepted(exchange) && isRefused(exchange)

/** Whether an answer is about who asks, and not about what is asked. */
export const isShutOut = (exchange: Exchange): boolean => refusalKind(statusOf(exchange)) === 'credentials'

/**
 * Whether a request that may be accepted was not let in by what stands in front, as others of its operation are: it
 * belongs to another tenant, a filter does not like a text of it, or it is larger than a server has to take.
 */
export function isBarred(exchange: Exchange): boolean {
  const { judged, credentials, twin, forItsSize } = exchange
  if (!isAcceptable(judged) || credentials !== 'configured' || twin === undefined) return false
  return forItsSize === true || isShutOut(exchange)
}

/** Whether a request that should have been let through, or at least refused in order, was not. */
export function isTroubled(exchange: Exchange): boolean {
  const status = statusOf(exchange)
  if (exchange.outcome.kind === 'fault') return true
  if (isServerError(status)) return status !== 501 || !breaksMessage(exchange.judged)
  return isWronglyRefused(exchange) || isBarred(exchange)
}

/** A fault or a 5xx that may pass: 501 says for good that a method or media type is not known (RFC 9110, 15.6.2). */
export function mayPass(exchange: Exchange): boolean {
  if (exchange.outcome.kind === 'fault') return true
  const status = statusOf(exchange)
  return isServerError(status) && status !== 501
}

/** Something came, and no client can read it to its end. */
const UNREADABLE: { readonly [Kind in FaultKind]?: true } = {
  malformed: true,
  undecodable: true,
  truncated: true,
  'too large': true,
}

/** Whether what came is no answer, whatever was asked: a server error, or what nobody can read. */
export const isFailure = (outcome: Outcome): boolean =>
  outcome.kind === 'response' ? isServerError(outcome.response.status) : UNREADABLE[outcome.fault.kind] === true

/** Whether a connection ended before the answer was whole. */
export const isCutOff = (outcome: Outcome): boolean =>
  outcome.kind === 'fault' && (outcome.fault.kind === 'reset' || outcome.fault.kind === 'truncated')
