import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { EnvHttpProxyAgent } from 'undici'
import { describe, expect, it } from 'vitest'
import { createTransport, proxyFor, type TransportOptions } from '../../../src/deployment/run/index.ts'
import type { HttpRequest, Outcome } from '../../../src/http/index.ts'
import { closeAfterwards, closedPort, listen, makeCertificates, rawServer } from './servers.ts'

const POST: HttpRequest = {
  method: 'POST',
  target: '//a/../%2f%zz',
  headers: [
    ['x-a', '1'],
    ['x-a', '2'],
  ],
  body: new TextEncoder().encode('{}'),
}
const certificates = makeCertificates()

const textOf = (outcome: Outcome): string =>
  outcome.kind === 'fault'
    ? `${outcome.fault.kind}: ${outcome.fault.message}`
    : Buffer.from(outcome.response.body).toString()

const send = (options: Omit<TransportOptions, 'timeoutMs'>): Promise<Outcome> =>
  closeAfterwards(createTransport({ timeoutMs: 20_000, ...options })).send(POST)

/** A proxy that only opens tunnels, all of them to `port`; `seen` is what CONNECT said. */
async function tunnelProxy(port: number, status = 200) {
  const seen: { url: string | undefined; authorization: string | undefined; host: string | undefined }[] = []
  const server = createServer()
  server.on('connect', (request, socket: Socket) => {
    seen.push({ url: request.url, authorization: request.headers['proxy-authorization'], host: request.headers.host })
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\n\r\n`)
      return
    }
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      onward.pipe(socket).pipe(onward)
    })
    onward.on('error', () => socket.destroy())
    socket.on('error', () => onward.destroy())
  })
  return { proxy: `127.0.0.1:${await listen(server)}`, seen }
}

describe('a proxy for http', () => {
  it('gets the whole URL, the raw target within, and its own credentials', async () => {
    const proxy = await rawServer((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'))
    const options = { origin: 'http://api.example:81', headers: [['x-auth-token', 'token']] as const }
    expect(textOf(await send({ ...options, proxy: `http://us%40er:pass@127.0.0.1:${proxy.port}` }))).toBe('ok')
    expect(proxy.requests).toEqual([
      'POST http://api.example:81//a/../%2f%zz HTTP/1.1\r\nhost: api.example:81\r\nconnection: keep-alive\r\nx-a: 1\r\nx-a: 2\r\n' +
        `x-auth-token: token\r\nproxy-authorization: Basic ${Buffer.from('us@er:pass').toString('base64')}\r\ncontent-length: 2\r\n\r\n{}`,
    ])
  })

  it.each(['@elsewhere.example/', '.elsewhere.example/', ':82/'])(
    'is given no target %s, which names another host',
    async (target) => {
      const proxy = await rawServer((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'))
      const transport = closeAfterwards(
        createTransport({ origin: 'http://api.example', timeoutMs: 20_000, proxy: proxy.origin }),
      )
      expect(textOf(await transport.send({ ...POST, target }))).toMatch(/^unsendable: /)
      expect(proxy.requests).toEqual([])
    },
  )

  it('that wants credentials or is not there is no deployment', async () => {
    const proxy = await rawServer((socket) => socket.write('HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n'))
    expect(textOf(await send({ origin: 'http://api.example', proxy: proxy.origin }))).toMatch(
      /^refused: The proxy .* \(407\)/,
    )
    const nowhere = `http://127.0.0.1:${await closedPort()}`
    expect(textOf(await send({ origin: 'http://api.example', proxy: nowhere }))).toMatch(/^refused: /)
    expect(textOf(await send({ origin: 'https://api.example', proxy: nowhere }))).toMatch(
      /^refused: No connection through the proxy/,
    )
  })

  it.each(['socks5://127.0.0.1:1', 'nonsense'])('cannot be %s', (proxy) => {
    expect(() => createTransport({ origin: 'http://a', timeoutMs: 1, proxy })).toThrow(TypeError)
    expect(() => createTransport({ origin: 'https://a', timeoutMs: 1, proxy })).toThrow(TypeError)
  })
})

describe.skipIf(certificates === undefined)('a proxy for https', () => {
  const { ca = '', server } = certificates ?? {}

  it('opens a tunnel, within which nothing of it is seen', async () => {
    const requests: string[] = []
    const target = createTlsServer({ ...server }, (socket) => {
      socket.on('error', () => {})
      socket.on('data', (data) => {
        requests.push(data.toString())
        if (data.toString().endsWith('{}')) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
      })
    })
    const port = await listen(target)
    const { proxy, seen } = await tunnelProxy(port)
    const transport = closeAfterwards(
      createTransport({
        origin: 'https://localhost',
        timeoutMs: 20_000,
        connections: 1,
        ca,
        proxy: `http://user:pass@${proxy}`,
      }),
    )
    expect(textOf(await transport.send(POST))).toBe('ok')
    expect(textOf(await transport.send(POST))).toBe('ok')
    expect(seen).toEqual([
      {
        url: 'localhost:443',
        authorization: `Basic ${Buffer.from('user:pass').toString('base64')}`,
        host: 'localhost:443',
      },
    ])
    expect(requests.join('')).toContain('POST //a/../%2f%zz HTTP/1.1\r\nhost: localhost\r\n')
    expect(requests.join('')).not.toContain('proxy-authorization')
  })

  it('does not hide what is wrong with the certificate', async () => {
    const port = await listen(createTlsServer({ ...server }))
    const { proxy } = await tunnelProxy(port)
    expect(textOf(await send({ origin: `https://localhost:${port}`, proxy: `http://${proxy}` }))).toMatch(
      /^tls: .*--ca/,
    )
    expect(textOf(await send({ origin: `https://api.example:${port}`, proxy: `http://${proxy}`, ca }))).toMatch(
      /^tls: .*another host/,
    )
  })

  it.each([407, 502])('that answers %i to CONNECT refuses', async (status) => {
    const { proxy } = await tunnelProxy(0, status)
    const outcome = await send({ origin: 'https://api.example', proxy: `http://user:hunter2@${proxy}`, ca })
    expect(textOf(outcome)).toBe(`refused: The proxy ${proxy} answered ${status} to CONNECT api.example:443.`)
  })

  it('that hangs is bounded', async () => {
    const proxy = await rawServer(() => {})
    const transport = closeAfterwards(
      createTransport({ origin: 'https://api.example', timeoutMs: 300, proxy: proxy.origin }),
    )
    expect(textOf(await transport.send(POST))).toMatch(/^timeout: /)
  })
})

describe('proxyFor', () => {
  const http = 'http://p.example:1'
  const https = 'http://q.example:2'

  it.each<[string, Record<string, string>, string | undefined]>([
    ['http://a.example', {}, undefined],
    ['http://a.example', { HTTP_PROXY: http }, http],
    ['http://a.example', { http_proxy: http, HTTP_PROXY: https }, http],
    ['http://a.example', { http_proxy: '', HTTP_PROXY: https }, undefined],
    ['http://a.example', { https_proxy: https }, undefined],
    ['https://a.example', { http_proxy: http, https_proxy: https }, https],
    ['https://a.example', { HTTP_PROXY: http }, http],
    ['http://a.example', { http_proxy: 'p.example:1' }, http],
    ['http://a.example', { http_proxy: http, no_proxy: '*' }, undefined],
    ['http://a.example', { http_proxy: http, no_proxy: 'b.example, a.example' }, undefined],
    ['http://a.example', { http_proxy: http, NO_PROXY: 'example' }, undefined],
    ['http://a.example', { http_proxy: http, no_proxy: '.A.example' }, undefined],
    ['http://x.a.example', { http_proxy: http, no_proxy: '*.a.example' }, undefined],
    ['http://xa.example', { http_proxy: http, no_proxy: 'a.example' }, http],
    ['http://a.example', { http_proxy: http, no_proxy: 'a.example:80' }, undefined],
    ['http://a.example:81', { http_proxy: http, no_proxy: 'a.example:80' }, http],
    ['https://a.example', { https_proxy: https, no_proxy: 'a.example:443' }, undefined],
    ['http://127.0.0.1:8080', { http_proxy: http }, undefined],
    ['http://localhost:8080', { http_proxy: http }, undefined],
    ['https://[::1]:8080', { https_proxy: https }, undefined],
    ['http://127.example', { http_proxy: http }, http],
  ])('%s with %j', (origin, env, expected) => {
    expect(proxyFor(origin, env)).toBe(expected)
  })

  it.each([
    ['http://a.example', 'a.example', false],
    ['http://b.a.example', '.a.example', false],
    ['http://b.a.example', '*.a.example x.y', false],
    ['http://ba.example', 'a.example', true],
    ['http://a.example:8080', 'a.example:80', true],
    ['http://a.example', '*', false],
  ])('agrees with undici about %s and no_proxy=%s', async (origin, noProxy, viaProxy) => {
    const seen: string[] = []
    const server = createServer()
    server.on('connect', (request, socket) => {
      seen.push(request.url ?? '')
      socket.end('HTTP/1.1 502 No\r\n\r\n')
    })
    const proxy = `http://127.0.0.1:${await listen(server)}`
    const agent = closeAfterwards(
      new EnvHttpProxyAgent({
        httpProxy: proxy,
        noProxy,
        connect: { lookup: (_h, _o, done) => done(new Error('no network'), '') },
      }),
    )
    const failed = await agent.request({ origin, path: '/', method: 'GET' }).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(Error)
    expect(seen.length > 0).toBe(viaProxy)
    expect(proxyFor(origin, { http_proxy: proxy, no_proxy: noProxy }) !== undefined).toBe(viaProxy)
  })
})
