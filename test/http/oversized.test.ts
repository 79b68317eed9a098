import { describe, expect, it } from 'vitest'
import { type HttpRequest, isOversized } from '../../src/http/index.ts'

const request = (part: Partial<HttpRequest>): HttpRequest => ({ method: 'GET', target: '/', headers: [], ...part })
const value = 'v'.repeat(4_000)

describe('a request that a server may refuse for its size', () => {
  it.each<[name: string, part: Partial<HttpRequest>, expected: ReturnType<typeof isOversized>]>([
    ['a target of 8,000 octets', { target: `/${'a'.repeat(7_999)}` }, undefined],
    ['a target of 8,001 octets', { target: `/${'a'.repeat(8_000)}` }, 'target'],
    ['fields of 8 KiB', { headers: [['X-A', 'a'.repeat(8 * 1024 - 7)]] }, undefined],
    ['a field over 8 KiB', { headers: [['X-A', 'a'.repeat(8 * 1024 - 6)]] }, 'field'],
    [
      'fields over 8 KiB together',
      {
        headers: [
          ['a', value],
          ['b', value],
          ['c', value],
        ],
      },
      'field',
    ],
    ['a body of 1 MiB', { body: new Uint8Array(2 ** 20) }, undefined],
    ['a body over 1 MiB', { body: new Uint8Array(2 ** 20 + 1) }, 'body'],
  ])('%s: %s', (_, part, expected) => {
    expect(isOversized(request(part))).toBe(expected)
  })
})
