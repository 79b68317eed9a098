import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { HttpRequest } from '../../../src/http/index.ts'
import { fetchSnippet } from '../../../src/report/reporters/snippets.ts'
import { bytes } from '../../support/reports.ts'

const BASE = 'https://example.com/base'

/** What a snippet hands to fetch, told by running it. */
async function sentBy(
  snippet: string,
): Promise<{ url: string; method: string; headers: [string, string][]; body: string }> {
  const calls: [string, { method: string; headers: [string, string][]; body?: string | Uint8Array }][] = []
  const fetch = async (...args: (typeof calls)[number]): Promise<Response> => {
    calls.push(args)
    return new Response()
  }
  const run: (...args: unknown[]) => Promise<void> = new Function(
    'fetch',
    'console',
    `return (async () => {\n${snippet}\n})()`,
  ).bind(undefined)
  await run(fetch, { log: () => undefined })
  const [call] = calls
  if (call === undefined) throw new Error('it fetches nothing')
  const [url, { method, headers, body = '' }] = call
  return {
    url,
    method,
    headers: headers.map(([name, value]) => [name, value]),
    body: Buffer.from(body).toString('hex'),
  }
}

test('sends the same method, address, headers and bytes', async () => {
  const field = fc.tuple(
    fc.stringMatching(/^[A-Za-z-]{1,8}$/).map((name) => `x-${name}`),
    fc.stringMatching(/^[ -~]{0,12}$/),
  )
  const body = fc.oneof(fc.uint8Array(), fc.string({ unit: 'binary' }).map(bytes), fc.json().map(bytes))
  await fc.assert(
    fc.asyncProperty(
      fc.array(field, { maxLength: 4 }),
      body,
      fc.stringMatching(/^[a-z0-9/%=&]{0,12}$/),
      async (headers, body, query) => {
        const request: HttpRequest = { method: 'POST', target: `/a%2Fb?${query}`, headers, body }
        const snippet = fetchSnippet(request, BASE) ?? ''
        const sent = await sentBy(snippet)
        expect(sent).toEqual({
          url: `https://example.com/a%2Fb?${query}`,
          method: 'POST',
          headers,
          body: Buffer.from(body).toString('hex'),
        })
        expect(snippet).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
      },
    ),
  )
})

test('leaves to fetch what it sets itself', async () => {
  const headers = [
    ['Content-Length', '2'],
    ['host', 'example.com'],
    ['accept', '*/*'],
  ] as const
  const request = await sentBy(fetchSnippet({ method: 'DELETE', target: '/', headers }, BASE) ?? '')
  expect(request.headers).toEqual([['accept', '*/*']])
})

test.each<[string, Partial<HttpRequest>]>([
  ['a path that it would fold', { target: '/a/../b' }],
  ['a target that it would encode', { target: '/a b' }],
  ['a target that would be another host', { target: '@evil.example/' }],
  ['a body of GET', { method: 'GET', body: bytes('{}') }],
  ['a method that it refuses', { method: 'TRACE' }],
  ['a method that it would write in capitals', { method: 'post' }],
  ['a header that is none', { headers: [['a b', 'c']] }],
  ['a header of two lines', { headers: [['a', 'b\nc']] }],
])('there is none for %s', (_, changes) => {
  expect(fetchSnippet({ method: 'POST', target: '/', headers: [], ...changes }, BASE)).toBeUndefined()
  expect(fetchSnippet({ method: 'POST', target: '/', headers: [] }, BASE)).toBeDefined()
})

test('there is none for what is no address', () =>
  expect(fetchSnippet({ method: 'POST', target: '/', headers: [] }, 'nowhere')).toBeUndefined())
