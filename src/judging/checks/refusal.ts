import { type Exchange, statusOf } from './check.ts'

/** Statuses that find fault with the request itself (RFC 9110, 15.5; RFC 6585, 5), in place of a documented 400. */
const FAULT_FINDING = new Set([413, 414, 415, 422, 431])

/** Whether a deployment refused a request for what it is: a 400, or an undocumented status that means the same. */
export function isRefused(exchange: Exchange): boolean {
  const status = statusOf(exchange)
  if (exchange.business !== undefined) return false
  if (status === 400) return true
  return status !== undefined && FAULT_FINDING.has(status) && exchange.answer?.documented === undefined
}

/** Refused with an undocumented status and, when it was sent again, not: then it is the status that is at fault. */
export const isPassing = (exchange: Exchange): boolean =>
  !exchange.repeated && exchange.answer?.documented === undefined
