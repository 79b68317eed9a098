import { headerValue, type RefusalKind, refusalKind } from '../../http/index.ts'
import { isConforming } from '../messages/index.ts'
import type { Exchange } from './check.ts'

/** What an answer finds fault with, if it refuses; undefined if it does not, or if there is none. */
export function refusalOf(exchange: Exchange): RefusalKind | undefined {
  const { outcome } = exchange
  if (outcome.kind !== 'response') return undefined
  return refusalKind(outcome.response.status, headerValue(outcome.response.headers, 'retry-after') !== undefined)
}

/** Whether it is said in order that there is no answer of the one media type that is asked for (RFC 9110, 15.5.7). */
export const isUnavailable = ({ accept, outcome }: Exchange): boolean =>
  accept !== undefined && outcome.kind === 'response' && outcome.response.status === 406

/** Whether a deployment refused a request for what it says, or for its form; documented or not makes no difference. */
export function isRefused(exchange: Exchange): boolean {
  const kind = refusalOf(exchange)
  if (exchange.business !== undefined || exchange.forItsSize || isUnavailable(exchange)) return false
  return kind === 'invalid' || kind === 'message'
}

/** Refused and, when it was sent again, not: any network has a few that pass. */
const isPassing = ({ repeated, rate }: Exchange): boolean => !repeated && !rate

/** Whether it refuses a request that keeps every constraint, and something shows that it is to blame for that. */
export const isWrongRefusal = (exchange: Exchange): boolean =>
  isConforming(exchange.judged) &&
  exchange.credentials === 'configured' &&
  isRefused(exchange) &&
  !isPassing(exchange) &&
  exchange.blameless !== true
