import { expect, it } from 'vitest'
import { type RefusalKind, refusalKind } from '../../src/http/index.ts'

it.each<readonly [RefusalKind | undefined, readonly number[]]>([
  ['invalid', [400, 422]],
  // Whatever 4xx is not named otherwise says something of what is there.
  ['state', [404, 409, 410, 412, 423, 424, 428, 402, 416, 418, 451, 499]],
  ['credentials', [401, 403, 407]],
  ['rate', [408, 425, 429]],
  ['message', [405, 406, 411, 413, 414, 415, 417, 431, 494]],
  [undefined, [100, 200, 302, 500, 501, 503]],
])('%s is %j', (kind, statuses) => {
  for (const status of statuses) expect([status, refusalKind(status)]).toEqual([status, kind])
})

it('a 503 asks for patience if it says how long', () => {
  expect(refusalKind(503, true)).toBe('rate')
  expect(refusalKind(500, true)).toBeUndefined()
  expect(refusalKind(undefined)).toBeUndefined()
})
