/** The classes of status codes (RFC 9110, 15). No status is of no class. */
export const isSuccess = (status: number | undefined): boolean => statusClass(status) === 2
export const isClientError = (status: number | undefined): boolean => statusClass(status) === 4

/** From 500 on: what lies beyond 599 is treated as a server error (RFC 9110, 15). */
export const isServerError = (status: number | undefined): boolean => status !== undefined && status >= 500

/** The first digit of a status: 4 for 404. */
export const statusClass = (status: number | undefined): number | undefined =>
  status === undefined ? undefined : Math.floor(status / 100)
