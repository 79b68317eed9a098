import { createSecureServer as createHttp2Server } from 'node:http2'
import { createServer } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { createTransport, type TransportOptions } from '../../../src/deployment/run/index.ts'
import type { HttpRequest, Outcome } from '../../../src/http/index.ts'
import { closeAfterwards, listen, makeCertificates } from './servers.ts'

const GET: HttpRequest = { method: 'GET', target: '//raw/../%2f', headers: [] }
const certificates = makeCertificates()

async function secureServer(options: TlsOptions): Promise<string> {
  const server = createTlsServer(options, (socket) => {
    socket.on('error', () => {})
    socket.once('data', (data) => {
      const target = data.toString().split(' ')[1] ?? ''
      socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${target.length}\r\n\r\n${target}`)
    })
  })
  return `127.0.0.1:${await listen(server)}`
}

const send = (host: string, options: Partial<TransportOptions> = {}): Promise<Outcome> =>
  closeAfterwards(createTransport({ origin: `https://${host}`, timeoutMs: 20_000, ...options })).send(GET)

const textOf = (outcome: Outcome): string =>
  outcome.kind === 'fault'
    ? `${outcome.fault.kind}: ${outcome.fault.message}`
    : Buffer.from(outcome.response.body).toString()

describe.skipIf(certificates === undefined)('TLS', () => {
  // The block does not run without them.
  const { ca = '', server, expired, otherHost, client } = certificates ?? {}

  it('trusts no private authority unless it is told to', async () => {
    const host = await secureServer({ ...server })
    expect(textOf(await send(host))).toMatch(
      /^tls: The certificate of 127\.0\.0\.1:\d+ is signed by no authority known here; give that authority with --ca \(/,
    )
    expect(textOf(await send(host, { ca }))).toBe(GET.target)
    expect(textOf(await send(host.replace('127.0.0.1', 'localhost'), { ca: Buffer.from(ca) }))).toBe(GET.target)
  })

  it('refuses an expired certificate and one of another host', async () => {
    expect(textOf(await send(await secureServer({ ...expired }), { ca }))).toMatch(/^tls: .* has expired/)
    expect(textOf(await send(await secureServer({ ...otherHost }), { ca }))).toMatch(/^tls: .* belongs to another host/)
  })

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('shows a client certificate in %s', async (version) => {
    const host = await secureServer({
      ...server,
      ca,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: version,
      maxVersion: version,
    })
    expect(textOf(await send(host, { ca, ...client }))).toBe(GET.target)
    const refused = textOf(await send(host, { ca }))
    // In TLS 1.3 the refusal comes after the handshake and may be overtaken by the end of the connection.
    expect(refused).toMatch(version === 'TLSv1.2' ? /^tls: / : /^(?:tls|reset): /)
    expect(refused).toMatch(
      /wants a client certificate.*, give one with --cert and --key|wants a client certificate.*; give one/,
    )
  })

  it('names a server that speaks HTTP/2 only, and says what to do', async () => {
    const host = `127.0.0.1:${await listen(createHttp2Server({ ...server }))}`
    expect(textOf(await send(host, { ca }))).toMatch(
      /^tls: .* speaks HTTP\/2 only .*; give a --target that speaks HTTP\/1\.1/,
    )
  })

  it('tells a plain server, a broken handshake and a useless certificate', async () => {
    const garbage = await listen(createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')))
    const reset = await listen(createServer((socket) => socket.once('data', () => socket.resetAndDestroy())))
    const ended = await listen(createServer((socket) => socket.once('data', () => socket.end())))
    expect(textOf(await send(`127.0.0.1:${garbage}`))).toMatch(/^tls: .* speaks no TLS/)
    expect(textOf(await send(`127.0.0.1:${reset}`))).toMatch(/^tls: /)
    expect(textOf(await send(`127.0.0.1:${ended}`))).toMatch(/^tls: /)
    const host = await secureServer({ ...server })
    expect(textOf(await send(host, { ca, cert: 'no pem', key: 'no pem' }))).toMatch(/^tls: .*--cert/)
    expect(textOf(await send(host, { ca: 'no pem' }))).toMatch(/^tls: /)
  })
})
