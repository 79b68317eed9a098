/** The first digit of a status (RFC 9110, 15): 4 for 404. */
export const statusClass = (status: number): number => Math.floor(status / 100)

const isOf = (digit: number, status: number | undefined): boolean =>
  status !== undefined && statusClass(status) === digit

/** What no answer came for has no status, and is none of these. */
export const isSuccess = (status: number | undefined): boolean => isOf(2, status)
export const isClientError = (status: number | undefined): boolean => isOf(4, status)

/** Of the client or of the server: from 400 on (RFC 9110, 15). */
export const isError = (status: number | undefined): boolean => status !== undefined && status >= 400

/** Comes before the answer, and is none itself (RFC 9110, 15.2). */
export const isInterim = (status: number): boolean => status < 200

/** From 500 on: what lies beyond 599 is treated as a server error (RFC 9110, 15). */
export const isServerError = (status: number | undefined): boolean => status !== undefined && status >= 500
