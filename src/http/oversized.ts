import type { HttpRequest } from './message.ts'

/** A target that every recipient should take has at most as many octets (RFC 9110, 4.1). */
const LONGEST_TARGET = 8_000
/** Octets that servers take for all header fields together, unless they are set up for less. */
const LARGEST_FIELDS = 8 * 1024
export const LARGEST_BODY = 2 ** 20

/** `name: value` and its line break (RFC 9112, 5). */
const fieldLength = (name: string, value: string): number => name.length + value.length + 4

/** Statuses that may be about the size of a request alone; 494 is nginx's own. */
const OF_SIZE: ReadonlySet<number> = new Set([413, 414, 431, 494])

/** Whether a status says that a request, or a part of it, is larger than the server takes, whatever it is about. */
export const isOfSize = (status: number): boolean => OF_SIZE.has(status)

/** Whether a status says no more of a request than that it is larger than any server has to take. */
export const isForSize = (request: HttpRequest, status: number): boolean =>
  isOfSize(status) && isOversized(request) !== undefined

/**
 * Which part of a request is so large that a server may refuse it with 413, 414 or 431, whatever its contract says:
 * a target over 8,000 octets, header fields over 8 KiB together, or a body over 1 MiB.
 */
export function isOversized({ target, headers, body }: HttpRequest): 'target' | 'field' | 'body' | undefined {
  if (target.length > LONGEST_TARGET) return 'target'
  const fields = headers.reduce((octets, [name, value]) => octets + fieldLength(name, value), 0)
  if (fields > LARGEST_FIELDS) return 'field'
  return (body?.length ?? 0) > LARGEST_BODY ? 'body' : undefined
}
