import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js'
import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials.js'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { signatureFault } from '../../../fixtures/deployments/signature.ts'
import { canonicalTarget, isPlainTarget } from '../../../src/deployment/run/canonical-target.ts'
import { loadHuaweiSigner } from '../../../src/deployment/run/index.ts'
import { type HttpRequest, headerValue } from '../../../src/http/index.ts'

const KEY = { ak: 'AKEXAMPLE0123456789A', sk: 'SkExample/+abcdefghijklmnopqrstuvwxyz012' }
const ORIGIN = 'https://functiongraph.example.com'
const TIME = Date.UTC(2026, 0, 2, 3, 4, 5)
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const signer = (await loadHuaweiSigner(KEY))(ORIGIN)

/** What a server would find wrong with a request that came in. */
function faultOf({ method, target, headers, body }: HttpRequest, host = 'functiongraph.example.com') {
  const own = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]))
  const context = { call: undefined, refusedBy: undefined, requests: 1, executions: 0, sends: 1, ordinal: 1, calls: 1 }
  const execute = () => {
    throw new Error('not asked for')
  }
  const ctx = { ...context, execute, method, target, headers: { host, ...own }, bytes: body ?? new Uint8Array() }
  return signatureFault(ctx, new Map([[KEY.ak, KEY.sk]]), TIME)
}

describe('a signature', () => {
  it.each<[string, string, string, { [name: string]: string }, unknown]>([
    ['POST', '/v2/project/fgs/workflows/workflow/sync-executions', '', {}, { input: { a: 1, b: 'é' } }],
    ['GET', '/v2/project', 'marker=b&limit=2&marker=a', {}, undefined],
    ['DELETE', '/v2/~project-1_2.3', '', { 'X-Project-Id': 'p1', 'X-Security-Token': 't/+=' }, undefined],
  ])("is the vendor's own: %s %s %s", (method, path, query, headers, data) => {
    const queryParams: Record<string, string[]> = {}
    for (const [name, value] of new URLSearchParams(query)) queryParams[name] = [...(queryParams[name] ?? []), value]
    const theirs = AKSKSigner.sign(
      { method, endpoint: ORIGIN + path, queryParams, data, headers: { 'X-Sdk-Date': '20260102T030405Z', ...headers } },
      new BasicCredentials(KEY),
    )
    const request: HttpRequest = {
      method,
      target: query === '' ? path : `${path}?${query}`,
      headers: [['accept', 'application/json'], ...Object.entries(headers)],
      ...(data !== undefined && { body: bytes(JSON.stringify(data)) }),
    }
    const signed = signer.sign(request, TIME, false)
    expect(Object.fromEntries(signed.headers)).toMatchObject(
      Object.fromEntries(Object.entries(theirs).filter(([name]) => name !== 'host')),
    )
    expect(faultOf(signed)).toBeUndefined()
  })

  it('leaves the request as it is, but for its own two headers', () => {
    const request: HttpRequest = {
      method: 'POST',
      target: '/a//%2F?x=1',
      headers: [
        ['Content-Type', ' text/plain'],
        ['x', '1'],
      ],
      body: bytes('{"a":'),
    }
    const signed = signer.sign(request, TIME, false)
    expect({ ...signed, headers: signed.headers.slice(0, -2) }).toEqual(request)
    expect(signed.body).toBe(request.body)
    expect(signed.headers.slice(-2).map(([name]) => name)).toEqual(['X-Sdk-Date', 'Authorization'])
    expect(headerValue(signed.headers, 'X-Sdk-Date')).toBe('20260102T030405Z')
  })

  const targets = fc.array(
    fc.oneof(
      fc.constantFrom(
        '/',
        '%2F',
        '%2f',
        '//',
        '?',
        '&',
        '=',
        '+',
        '%zz',
        '%',
        '..',
        '%FF',
        '%E6%BC%A2',
        "'",
        '\\',
        '"',
      ),
      fc.string({ unit: fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code)), maxLength: 4 }),
    ),
  )

  test('is good for whatever is sent, and for that alone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'TRACE', 'M-SEARCH'),
        targets.map((parts) => `/${parts.join('').replaceAll('#', '')}`),
        fc.option(fc.uint8Array(), { nil: undefined }),
        (method, target, body) => {
          const request: HttpRequest = { method, target, headers: [], ...(body && { body }) }
          const signed = signer.sign(request, TIME, false)
          expect(faultOf(signed)).toBeUndefined()
          expect(signer.isSigned(signed)).toBe(true)
          for (const other of [
            signer.sign(request, TIME, true),
            { ...signed, method: `${method}X` },
            { ...signed, target: `/x${target}` },
            { ...signed, body: new Uint8Array([...(body ?? []), 0]) },
          ]) {
            expect(faultOf(other)).toBe('verify aksk signature fail')
            expect(signer.isSigned(other)).toBe(false)
          }
        },
      ),
    )
  })

  it('is for one host and one date', () => {
    const signed = signer.sign({ method: 'GET', target: '/', headers: [] }, TIME, false)
    expect(faultOf(signed, 'elsewhere.example.com')).toBe('verify aksk signature fail')
    const later = signed.headers.map(([name, value]): [string, string] => [
      name,
      name === 'X-Sdk-Date' ? '20260102T030406Z' : value,
    ])
    expect(faultOf({ ...signed, headers: later })).toBe('verify aksk signature fail')
    expect(signer.isSigned({ ...signed, headers: later })).toBe(false)
    expect(signer.isSigned({ method: 'GET', target: '/', headers: [] })).toBe(false)
  })

  it('is known again', () => {
    const signed = signer.sign({ method: 'GET', target: '/known', headers: [] }, TIME, false)
    const signature = headerValue(signed.headers, 'Authorization')?.slice(-64) ?? ''
    expect(signer.isSignature(signature)).toBe(true)
    expect(signer.isSignature('0'.repeat(64))).toBe(false)
  })
})

test.each([
  ['/', '/', ''],
  ['/a', '/a/', ''],
  ['/a/?', '/a/', ''],
  ['/a%2fb/%7e', '/a%2Fb/~/', ''],
  ['/a//b', '/a//b/', ''],
  ['/a b%zz%', '/a%20b%25zz%25/', ''],
  ['/a?b=2&a=1&b=1&c&=', '/a/', '=&a=1&b=1&b=2&c='],
  ['/a?b=x=y+z?&&%61', '/a/', 'a=&b=x%3Dy%2Bz%3F'],
])('the canonical form of %j', (target, path, query) => {
  expect(canonicalTarget(target)).toEqual({ path, query })
})

test('what has one canonical form only is told from what has several', () => {
  for (const plain of ['/', '/v2/a-b_c.d~/x/', '/a?b=1&c=2', '/...']) expect(isPlainTarget(plain), plain).toBe(true)
  for (const odd of ['/a//b', '//', '/a%20b', '/.', '/a/../b', '/a?b=%20', '/a?b=1+2', "/'"])
    expect(isPlainTarget(odd), odd).toBe(false)
})
