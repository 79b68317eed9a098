import { describe, expect, it } from 'vitest'
import { isClientError, isError, isInterim, isServerError, isSuccess, statusClass } from '../../src/http/index.ts'

describe('a status', () => {
  it.each([
    [199, 1, false, false, false],
    [200, 2, true, false, false],
    [299, 2, true, false, false],
    [300, 3, false, false, false],
    [399, 3, false, false, false],
    [400, 4, false, true, false],
    [499, 4, false, true, false],
    [500, 5, false, false, true],
    [599, 5, false, false, true],
    // RFC 9110, 15: what no class has is treated as a 5xx.
    [600, 6, false, false, true],
    [999, 9, false, false, true],
    [undefined, undefined, false, false, false],
  ])('%s is of class %s: success %s, client error %s, server error %s', (status, digit, success, client, server) => {
    if (status !== undefined) expect(statusClass(status)).toBe(digit)
    expect([isSuccess(status), isClientError(status), isServerError(status)]).toEqual([success, client, server])
    expect(isError(status)).toBe(client || server)
    if (status !== undefined) expect(isInterim(status)).toBe(digit === 1)
  })
})
