import { describe, expect, it } from 'vitest'
import { verify } from '../../support/verify.ts'
import { rawServer } from './servers.ts'

describe('a target that cannot be talked to', () => {
  it.each<[name: string, bytes: string | Buffer, reason: RegExp]>([
    [
      'speaks HTTP/2 only',
      Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
      /speaks HTTP\/2 only; give a --target that speaks/,
    ],
    ['is something else', 'SSH-2.0-OpenSSH_9.6\r\n', /sent is no HTTP\/1\.1: .*; check the port in --target$/],
  ])('makes the run inconclusive, and is named: it %s', async (_, bytes, reason) => {
    const server = await rawServer((socket) => socket.end(bytes))
    const { summary, findings } = await verify(server.origin)
    expect(findings).toEqual([])
    expect(summary.verdict).toBe('inconclusive')
    expect(summary.reason).toMatch(reason)
    expect(server.requests.length).toBeLessThanOrEqual(4)
  })
})

it('malformed HTTP in every answer is a failure', async () => {
  const server = await rawServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nno colon\r\n\r\nok'))
  const { summary, findings } = await verify(server.origin)
  expect(summary.verdict).toBe('fail')
  expect(findings.map(({ check, class: name, subject }) => [check, name, subject])).toEqual([
    ['complete_response', 'malformed', { kind: 'case', case: 'every request' }],
  ])
  expect(findings[0]?.received).toMatch(/malformed/)
  expect(server.requests.length).toBeLessThanOrEqual(8)
})
