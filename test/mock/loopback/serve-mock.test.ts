import { once } from 'node:events'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { bundled } from '../../../src/contract/documents/index.ts'
import { createTransport } from '../../../src/deployment/run/index.ts'
import type { HttpRequest, Outcome } from '../../../src/http/index.ts'
import { type ServedMock, serveMock } from '../../../src/mock/loopback/index.ts'
import { Mock, type MockOptions } from '../../../src/mock/responder/index.ts'
import { REQUESTS } from '../../support/exchanges.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function serving(options?: MockOptions): Promise<ServedMock & { readonly mock: Mock }> {
  const mock = new Mock(bundled(), { mode: 'example', ...options })
  const server = await serveMock(mock)
  open.push(server)
  return { ...server, mock }
}

function send({ origin }: ServedMock, request: HttpRequest, timeoutMs = 20_000): Promise<Outcome> {
  const transport = createTransport({ origin, timeoutMs })
  open.push(transport)
  return transport.send(request)
}

const kindOf = (outcome: Outcome) => (outcome.kind === 'fault' ? outcome.fault.kind : outcome.response.status)

describe('the server of a mock', () => {
  it('gives its answers over a socket, each in turn', async () => {
    const server = await serving({ mode: 'boundary' })
    const texts: string[] = []
    for (const [request, status] of [
      [REQUESTS.conforming, 200],
      [REQUESTS.breaking, 400],
      [REQUESTS.conforming, 200],
    ] as const) {
      const outcome = await send(server, request)
      expect(kindOf(outcome)).toBe(status)
      if (outcome.kind === 'response') {
        texts.push(Buffer.from(outcome.response.body).toString())
        expect(outcome.response.headers).toContainEqual(['content-length', String(outcome.response.body.length)])
      }
    }
    expect(new Set(texts).size).toBe(3)
    expect(server.mock.interactions[0]?.request).toMatchObject({
      method: 'POST',
      target: REQUESTS.conforming.target,
      body: Buffer.from(JSON.stringify({ input: {} })),
    })
  })

  it('undoes the codings of a request within one limit', async () => {
    const server = await serving()
    const coded = (coding: string, body: Uint8Array): HttpRequest => ({
      ...REQUESTS.conforming,
      headers: [...REQUESTS.conforming.headers, ['content-encoding', coding]],
      body,
    })
    const { body = new Uint8Array() } = REQUESTS.conforming
    expect(kindOf(await send(server, coded('gzip', gzipSync(body))))).toBe(200)
    expect(Buffer.from(server.mock.interactions[0]?.request.body ?? [])).toEqual(Buffer.from(body))
    const bomb = gzipSync(gzipSync(Buffer.alloc(17 * 2 ** 20)))
    expect(kindOf(await send(server, coded('gzip, gzip', bomb)))).toBe(413)
    expect(kindOf(await send(server, coded('gzip', body)))).toBe(415)
    expect(server.mock.interactions.length).toBe(1)
  })

  it('ends a connection before the answer, or within its body', async () => {
    const server = await serving()
    server.mock.next({ fault: 'reset' })
    expect(kindOf(await send(server, REQUESTS.conforming))).toBe('reset')
    server.mock.next({ fault: 'truncated' })
    expect(kindOf(await send(server, REQUESTS.conforming))).toBe('truncated')
    server.mock.next({ fault: 'truncated', body: '' })
    expect(kindOf(await send(server, REQUESTS.conforming))).toBe('truncated')
    // The connections of others live on.
    expect(kindOf(await send(server, REQUESTS.conforming))).toBe(200)
    expect(server.mock.journal.map(({ fault }) => fault)).toEqual(['reset', 'truncated', 'truncated', undefined])
  })

  it('hangs until whoever asked gives up', async () => {
    const server = await serving()
    server.mock.next({ fault: 'hang' })
    expect(kindOf(await send(server, REQUESTS.conforming, 100))).toBe('timeout')
    expect(kindOf(await send(server, REQUESTS.conforming))).toBe(200)
  })

  it('gives an answer, or a fault, after its delay', async () => {
    const server = await serving({ delayMs: 20 })
    expect(kindOf(await send(server, REQUESTS.conforming))).toBe(200)
    server.mock.next({ fault: 'reset' })
    expect(kindOf(await send(server, REQUESTS.conforming))).toBe('reset')
  })

  it('ends while an answer waits', async () => {
    const server = await serving({ delayMs: 3_600_000 })
    const outcome = send(server, REQUESTS.conforming)
    while (server.mock.interactions.length === 0) await new Promise((resolve) => setImmediate(resolve))
    await server.close()
    open.splice(open.indexOf(server), 1)
    expect(kindOf(await outcome)).toBe('reset')
  })

  it('lets pages of other origins ask, and read what they get', async () => {
    const { origin } = await serving()
    const url = origin + REQUESTS.conforming.target
    const wanted = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-auth-token' }
    const preflight = await fetch(url, { method: 'OPTIONS', headers: { origin: 'https://page.example', ...wanted } })
    expect([preflight.status, await preflight.text()]).toEqual([204, ''])
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'x-auth-token',
    })
    const ask = (headers: Record<string, string>) =>
      fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: '{"input":{}}' })
    const answer = await ask({ origin: 'https://page.example' })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
    expect((await ask({})).headers.get('access-control-allow-origin')).toBeNull()
    // That is no preflight.
    expect((await fetch(url, { method: 'OPTIONS' })).status).toBe(405)
  })

  it('keeps no preflight in the journal', async () => {
    const { origin, mock } = await serving()
    await fetch(origin, { method: 'OPTIONS', headers: { 'access-control-request-method': 'GET' } })
    expect(mock.journal).toEqual([])
  })

  it('refuses a body that no mock needs to hold', async () => {
    const server = await serving()
    const body = new Uint8Array(16 * 2 ** 20 + 1)
    expect(kindOf(await send(server, { ...REQUESTS.conforming, body }))).toBe(413)
    expect(server.mock.journal).toEqual([])
  })

  it('lives through whoever leaves before the end of a request', async () => {
    const server = await serving()
    const socket = connect(Number(new URL(server.origin).port), '127.0.0.1')
    await once(socket, 'connect')
    socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nhalf')
    socket.resetAndDestroy()
    const garbage = connect(Number(new URL(server.origin).port), '127.0.0.1')
    garbage.end('\u0000\u0001 nonsense\r\n\r\n')
    garbage.resume()
    await once(garbage, 'close')
    expect(kindOf(await send(server, REQUESTS.conforming))).toBe(200)
    expect(server.mock.journal.length).toBe(1)
  })

  it('says when it is closed what went wrong in it', async () => {
    const handle = (): never => {
      throw new Error('no answer')
    }
    const server = await serveMock({ handle })
    await expect(fetch(server.origin)).rejects.toThrow()
    await expect(server.close()).rejects.toThrow('no answer')
  })
})
