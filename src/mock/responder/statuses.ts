import type { DocumentedResponse, Operation } from '../../contract/model/index.ts'
import { documentedResponse } from '../../judging/messages/index.ts'

/**
 * The status that a documented response is given with: of `4XX` and `default` one that no other entry describes better.
 * `default` is a failure, unless no success is documented.
 */
export function statusFor({ status }: DocumentedResponse, operation: Operation): number {
  if (/^\d{3}$/.test(status)) return Number(status)
  const first = Number(status[0])
  const candidates = Number.isNaN(first)
    ? successes(operation).length > 0
      ? [500, 400, 599, ...range(400, 600), ...range(200, 400)]
      : [200, ...range(200, 600)]
    : range(first * 100, first * 100 + 100)
  return candidates.find((code) => documentedResponse(operation, code)?.status === status) ?? candidates[0] ?? 200
}

/** Of the documented responses that `default` is not. */
const statusesLike = (operation: Operation, digits: RegExp): number[] =>
  operation.responses.filter(({ status }) => digits.test(status)).map((response) => statusFor(response, operation))

/** The documented statuses of a success, or else of a redirect. */
export const successes = (operation: Operation): number[] => [
  ...statusesLike(operation, /^2/),
  ...statusesLike(operation, /^3/),
]

/** Statuses that speak of who is asking, of how often, or of what is not there, and not of what is asked. */
const OF_THE_CALLER = new Set([401, 403, 404, 407, 429])

/** The documented statuses that a request may be refused with. */
export const refusals = (operation: Operation): number[] =>
  statusesLike(operation, /^4/).filter((status) => !OF_THE_CALLER.has(status))

const range = (from: number, below: number): number[] =>
  Array.from({ length: below - from }, (_, index) => from + index)
