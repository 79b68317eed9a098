import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { createGzip } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { createTransport, type TransportOptions } from '../../../src/deployment/run/index.ts'
import type { HttpRequest, Outcome, Transport } from '../../../src/http/index.ts'
import { closeAfterwards, closedPort, listen, rawServer } from './servers.ts'

const GET: HttpRequest = { method: 'GET', target: '/', headers: [] }
const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'
/** An empty SETTINGS frame of HTTP/2 (RFC 9113, 6.5). */
const SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const transport = (origin: string, options: Partial<TransportOptions> = {}): Transport =>
  closeAfterwards(createTransport({ origin, timeoutMs: 20_000, ...options }))

const faultKind = (outcome: Outcome): string =>
  outcome.kind === 'fault' ? outcome.fault.kind : `status ${outcome.response.status}`
const bodyOf = (outcome: Outcome): string =>
  outcome.kind === 'fault'
    ? `fault ${outcome.fault.kind}: ${outcome.fault.message}`
    : Buffer.from(outcome.response.body).toString()

/** Blocks this process, as work would, without taking the time from others. */
const busyFor = (milliseconds: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)

/** Writes for ever, no faster than the other side reads. */
function flood(socket: Socket, chunk: string): void {
  const write = () => {
    while (!socket.destroyed && socket.write(chunk));
  }
  socket.on('drain', write)
  write()
}

describe('what is sent', () => {
  it.each(['//a//b', '/a/../b/./c', '/%2F%2e%2E', '/%zz%', '/a?b=c&d?e', '/a#b', '/\xe9\'"<>[]{}|\\^`'])(
    'target %s as it stands',
    async (target) => {
      const server = await rawServer((socket) => socket.write(OK))
      expect(bodyOf(await transport(server.origin).send({ ...GET, target }))).toBe('ok')
      expect(server.requests[0]?.split('\r\n')[0]).toBe(`GET ${target} HTTP/1.1`)
    },
  )

  it('nothing but host and connection beside the headers that are given', async () => {
    const server = await rawServer((socket) => socket.write(OK))
    await transport(server.origin).send({
      ...GET,
      headers: [
        ['X-A', '1'],
        ['x-a', '2'],
        ['x-b', ''],
      ],
    })
    const host = server.origin.slice('http://'.length)
    expect(server.requests).toEqual([
      `GET / HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\nX-A: 1\r\nx-a: 2\r\nx-b: \r\n\r\n`,
    ])
  })

  it.each([
    ['POST', bytes('{}'), 'content-length: 2', '{}'],
    ['POST', bytes(''), 'content-length: 0', ''],
    ['POST', undefined, 'content-length: 0', ''],
    ['GET', bytes('é'), 'content-length: 2', '\xc3\xa9'],
    ['DELETE', undefined, undefined, ''],
    ['M-SEARCH', bytes('\0\n'), 'content-length: 2', '\0\n'],
  ])('%s with the length of its body %o and no media type', async (method, body, length, sent) => {
    const server = await rawServer((socket) => socket.write(OK))
    expect(
      bodyOf(await transport(server.origin).send({ method, target: '/', headers: [], ...(body && { body }) })),
    ).toBe('ok')
    const [head = '', rest] = server.requests[0]?.split('\r\n\r\n') ?? []
    expect(head.startsWith(`${method} / HTTP/1.1\r\n`)).toBe(true)
    expect(rest).toBe(sent)
    expect(/content-length.*/.exec(head)?.[0]).toBe(length)
    expect(head).not.toMatch(/content-type|user-agent|accept/)
  })

  it('adds its own headers where the request has none of that name', async () => {
    const server = await rawServer((socket) => socket.write(OK))
    const subject = transport(server.origin, {
      headers: [
        ['X-Auth-Token', 'secret'],
        ['x-b', '1'],
        ['x-b', '2'],
      ],
    })
    await subject.send({ ...GET, headers: [['x-a', '0']] })
    await subject.send({ ...GET, headers: [['x-auth-token', 'other']] })
    expect(server.requests[0]).toContain('\r\nx-a: 0\r\nX-Auth-Token: secret\r\nx-b: 1\r\nx-b: 2\r\n')
    expect(server.requests[1]).toContain('x-auth-token: other')
    expect(server.requests[1]).not.toContain('secret')
  })

  it('follows no redirect', async () => {
    const elsewhere = await rawServer((socket) => socket.write(OK))
    const server = await rawServer((socket) =>
      socket.write(`HTTP/1.1 302 Found\r\nLocation: ${elsewhere.origin}/\r\ncontent-length: 0\r\n\r\n`),
    )
    const outcome = await transport(server.origin, { headers: [['x-auth-token', 'secret']] }).send(GET)
    expect(faultKind(outcome)).toBe('status 302')
    expect(server.requests).toHaveLength(1)
    expect(elsewhere.requests).toHaveLength(0)
  })
})

describe('what comes back', () => {
  it('has its headers as on the wire', async () => {
    const server = await rawServer((socket) =>
      socket.write(
        'HTTP/1.1 404 Nope\r\nX-A: 1\r\nset-cookie: a\r\nSet-Cookie: b\r\n__proto__: c\r\nx-latin: \xe9\r\nContent-Length: 0\r\n\r\n',
        'latin1',
      ),
    )
    expect(await transport(server.origin).send(GET)).toEqual({
      kind: 'response',
      response: {
        status: 404,
        headers: [
          ['X-A', '1'],
          ['set-cookie', 'a'],
          ['Set-Cookie', 'b'],
          ['__proto__', 'c'],
          ['x-latin', '\xe9'],
          ['Content-Length', '0'],
        ],
        body: Buffer.alloc(0),
      },
    })
  })

  it.each([
    [
      'chunked',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nx-t: 1\r\n\r\n',
      'abcde',
    ],
    ['ended by the connection', 'HTTP/1.1 200 OK\r\n\r\nabc', 'abc'],
    ['of HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\nabc', 'abc'],
    [
      'after an interim response',
      'HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc',
      'abc',
    ],
    [
      'after interim responses of all kinds',
      `${['100 Continue', '102', '103 x\r\nlink: <a>', '199 Odd'].map((line) => `HTTP/1.1 ${line}\r\n\r\n`).join('')}${OK}`,
      'ok',
    ],
    ['after an interim response of HTTP/1.0', `HTTP/1.0 100 Continue\r\n\r\n${OK}`, 'ok'],
    [
      'that looks like an interim response',
      'HTTP/1.1 200 OK\r\ncontent-length: 25\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n',
      'HTTP/1.1 100 Continue\r\n\r\n',
    ],
    ['of no length', 'HTTP/1.1 204 No Content\r\n\r\n', ''],
  ])('has its body: %s', async (_, response, body) => {
    const server = await rawServer((socket) => socket.end(response))
    expect(bodyOf(await transport(server.origin).send(GET))).toBe(body)
  })

  it('is read past interim responses that come in pieces, on each exchange of a connection', async () => {
    const server = await rawServer(async (socket) => {
      for (const part of ['HT', 'TP/1.1 1', '00 Continue\r', '\n\r', '\nHTTP/1.1 103 \r\n\r\nHTTP/1', OK.slice(6)]) {
        socket.write(part)
        await new Promise((resolve) => setTimeout(resolve, 2))
      }
    })
    const subject = transport(server.origin, { connections: 1 })
    for (let index = 0; index < 3; index++) expect(bodyOf(await subject.send(GET))).toBe('ok')
  })

  it('to HEAD has no body', async () => {
    const server = await rawServer((socket) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 9\r\n\r\n'),
    )
    expect(bodyOf(await transport(server.origin).send({ ...GET, method: 'HEAD' }))).toBe('')
  })
})

describe('a mishap is a fault', () => {
  const head = 'HTTP/1.1 200 OK\r\n'
  const cases: [name: string, kind: string, (socket: Socket) => void][] = [
    ['a reset before the head', 'reset', (socket) => socket.resetAndDestroy()],
    ['an end before the head', 'reset', (socket) => socket.end()],
    ['an end within the head', 'reset', (socket) => socket.end('HTTP/1.1 200 OK\r\nconte')],
    ['an end after an interim response', 'reset', (socket) => socket.end('HTTP/1.1 103 Early Hints\r\n\r\n')],
    ['too few bytes', 'truncated', (socket) => socket.end(`${head}content-length: 9\r\n\r\nabc`)],
    [
      'too few bytes, announced',
      'truncated',
      (socket) => socket.end(`${head}connection: close\r\ncontent-length: 9\r\n\r\nabc`),
    ],
    [
      'a reset within the body',
      'truncated',
      (socket) =>
        socket.write(`${head}content-length: 9\r\n\r\nabc`, () => setTimeout(() => socket.resetAndDestroy(), 50)),
    ],
    ['an end within a chunk', 'truncated', (socket) => socket.end(`${head}transfer-encoding: chunked\r\n\r\n9\r\nabc`)],
    [
      'an end before the last chunk',
      'truncated',
      (socket) => socket.end(`${head}connection: close\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n`),
    ],
    ['garbage', 'not http', (socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')],
    ['another protocol version', 'not http', (socket) => socket.end('HTTP/3.7 200 OK\r\n\r\n')],
    ['a broken header', 'malformed', (socket) => socket.end(`${head}content-length: 3\r\na b c\r\n\r\nabc`)],
    [
      'a chunk size that is none',
      'malformed',
      (socket) => socket.end(`${head}transfer-encoding: chunked\r\n\r\nzz\r\n`),
    ],
    ['two lengths', 'malformed', (socket) => socket.end(`${head}content-length: 2\r\ncontent-length: 3\r\n\r\nabc`)],
    [
      'an upgrade',
      'malformed',
      (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
    ],
    ['HTTP/2 in clear text', 'not http', (socket) => socket.end(SETTINGS)],
    ['an end within an interim response', 'reset', (socket) => socket.end('HTTP/1.1 100 Continue\r\n')],
  ]

  it.each(cases)('%s: %s', async (_, kind, misbehave) => {
    const server = await rawServer((socket, count) => (count === 1 ? misbehave(socket) : socket.write(OK)))
    const subject = transport(server.origin)
    const outcome = await subject.send(GET)
    expect(faultKind(outcome)).toBe(kind)
    expect(outcome.kind === 'fault' && outcome.fault.message).toMatch(/^[^\n]{10,200}\.$/)
    // Nothing is sent twice, and the next exchange is not harmed.
    expect(server.requests).toHaveLength(1)
    expect(bodyOf(await subject.send(GET))).toBe('ok')
  })

  it('a server of HTTP/2 alone is named', async () => {
    const server = await rawServer((socket) => socket.end(SETTINGS))
    const outcome = await transport(server.origin).send(GET)
    expect(outcome.kind === 'fault' && outcome.fault.message).toMatch(
      /speaks HTTP\/2 only; give a --target that speaks/,
    )
  })

  it.each([
    ['an end', (socket: Socket) => socket.end()],
    ['a reset', (socket: Socket) => socket.resetAndDestroy()],
  ])('%s of a connection that was used before is none: the request is sent over another one', async (_, hangUp) => {
    const server = await rawServer((socket, count) => (count === 2 ? hangUp(socket) : socket.write(OK)))
    const subject = transport(server.origin, { connections: 1 })
    expect(bodyOf(await subject.send(GET))).toBe('ok')
    expect(bodyOf(await subject.send({ ...GET, method: 'POST' }))).toBe('ok')
    expect(server.requests).toHaveLength(3)
  })

  it('a reset that is met again over a new connection is one', async () => {
    const server = await rawServer((socket, count) => (count > 1 ? socket.resetAndDestroy() : socket.write(OK)))
    const subject = transport(server.origin, { connections: 1 })
    expect(bodyOf(await subject.send(GET))).toBe('ok')
    expect(faultKind(await subject.send({ ...GET, method: 'POST' }))).toBe('reset')
    expect(server.requests).toHaveLength(3)
  })

  it('a reset within the head is one, on a connection that was used before too', async () => {
    const server = await rawServer((socket, count) => (count === 2 ? socket.end('HTTP/1.1 20') : socket.write(OK)))
    const subject = transport(server.origin, { connections: 1 })
    expect(bodyOf(await subject.send(GET))).toBe('ok')
    expect(faultKind(await subject.send(GET))).toBe('reset')
    expect(server.requests).toHaveLength(2)
  })

  it('a reset is told where a server is gone after it', async () => {
    const sockets: Socket[] = []
    const server = createServer((socket) => {
      sockets.push(socket)
      let count = 0
      socket.on('data', () => {
        if (++count === 1) return void socket.write(OK)
        server.close()
        socket.resetAndDestroy()
      })
    })
    const subject = transport(`http://127.0.0.1:${await listen(server)}`, { connections: 1 })
    expect(bodyOf(await subject.send(GET))).toBe('ok')
    expect(faultKind(await subject.send(GET))).toBe('reset')
  })

  it('a server that drops connections now and then is found out, one connection for each request', async () => {
    let isFirst = true
    const server = await rawServer((socket) => {
      isFirst = !isFirst
      return isFirst ? socket.resetAndDestroy() : socket.write(OK)
    })
    const subject = transport(server.origin, { connections: 1 })
    const kinds: string[] = []
    for (let index = 0; index < 8; index++) kinds.push(faultKind(await subject.send(GET)))
    expect(kinds.filter((kind) => kind === 'reset').length).toBeGreaterThan(1)
  })

  it('a server that hangs up at once is a reset, and not tried for ever', async () => {
    let connections = 0
    const port = await listen(
      createServer((socket) => {
        connections++
        socket.end()
      }),
    )
    expect(faultKind(await transport(`http://127.0.0.1:${port}`).send(GET))).toBe('reset')
    expect(connections).toBe(1)
  })

  it('an end between two exchanges is none', async () => {
    const server = await rawServer((socket) => socket.end(OK))
    const subject = transport(server.origin, { connections: 1 })
    for (let index = 0; index < 20; index++) expect(bodyOf(await subject.send(GET))).toBe('ok')
  })

  it('refused', async () => {
    const port = await closedPort()
    for (const host of ['127.0.0.1', 'localhost']) {
      const outcome = await transport(`http://${host}:${port}`).send(GET)
      expect(outcome).toEqual({
        kind: 'fault',
        fault: { kind: 'refused', message: `No connection to ${host}:${port} (ECONNREFUSED).` },
      })
    }
  })

  it('unresolved', async () => {
    expect(faultKind(await transport('http://no-such-host.invalid').send(GET))).toBe('unresolved')
  })

  it.each<[string, Partial<HttpRequest>]>([
    ['a line break in a header', { headers: [['x-a', 'a\r\nx-b: c']] }],
    ['a header past Latin-1', { headers: [['x-a', '漢']] }],
    ['a header name with a space', { headers: [['x a', 'b']] }],
    ['transfer-encoding', { headers: [['transfer-encoding', 'chunked']] }],
    ['expect', { headers: [['expect', '100-continue']] }],
    [
      'two hosts',
      {
        headers: [
          ['host', 'a'],
          ['host', 'b'],
        ],
      },
    ],
    ['a space in the target', { target: '/a b' }],
    ['no slash', { target: 'a' }],
    ['a method that is no token', { method: 'G T' }],
    ['CONNECT', { method: 'CONNECT' }],
    ['a wrong content-length', { method: 'POST', headers: [['content-length', '5']], body: bytes('abc') }],
    ['a content-length without a body', { method: 'POST', headers: [['content-length', '5']] }],
  ])('a request that cannot be sent, %s, is unsendable', async (_, request) => {
    const server = await rawServer((socket) => socket.write(OK))
    const subject = transport(server.origin)
    const outcome = await subject.send({ ...GET, ...request })
    expect(faultKind(outcome)).toBe('unsendable')
    expect(server.requests).toHaveLength(0)
    expect(bodyOf(await subject.send(GET))).toBe('ok')
  })

  it('a closed transport', async () => {
    const server = await rawServer(() => {})
    const subject = createTransport({ origin: server.origin, timeoutMs: 20_000 })
    const pending = subject.send(GET)
    await expect.poll(() => server.requests.length).toBe(1)
    await subject.close()
    expect(faultKind(await pending)).toBe('reset')
    expect(faultKind(await subject.send(GET))).toBe('reset')
    await subject.close()
  })

  it.each(['ftp://a', 'a', ''])('%j is no origin', (origin) => {
    expect(() => createTransport({ origin, timeoutMs: 1 })).toThrow(TypeError)
  })
})

describe('time', () => {
  const drip = (socket: Socket, length: number) => {
    socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n`)
    let left = length
    const timer = setInterval(() => {
      if (left-- > 0 && !socket.destroyed) socket.write('x')
      else clearInterval(timer)
    }, 10)
  }

  it('bounds a body that drips', async () => {
    const server = await rawServer((socket) => drip(socket, 1_000_000))
    expect(faultKind(await transport(server.origin, { timeoutMs: 300 }).send(GET))).toBe('timeout')
  })

  /** `text` again and again, `every` so many milliseconds, for ever; 0 is as fast as it is read. */
  function stream(socket: Socket, head: string, text: string, every: number): void {
    socket.write(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n`)
    socket.write(text)
    if (every === 0) flood(socket, text)
    const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write(text)), every || 60_000)
  }
  const EVENT = 'data: a\n\n'
  const cutBy = (outcome: Outcome) => (outcome.kind === 'response' ? outcome.response.cutBy : outcome.fault.message)

  it.each([
    ['so many items', 'content-type: text/event-stream', EVENT.repeat(100), 0, {}, 'items'],
    ['so many lines', 'content-type: application/x-ndjson', '1\n'.repeat(100), 0, {}, 'items'],
    ['so many bytes', 'content-type: text/event-stream', 'data: a\n', 0, { maxBodyBytes: 100_000 }, 'bytes'],
    ['a silence', 'content-type: text/event-stream', EVENT, 4_000, {}, 'time'],
    ['the time-out of all answers', 'content-type: text/event-stream', EVENT, 50, { timeoutMs: 300 }, 'time'],
  ] as const)('ends items without end after %s', async (_, head, text, every, options, by) => {
    const server = await rawServer((socket) => stream(socket, head, text, every))
    const outcome = await transport(server.origin, options).send(GET)
    expect(cutBy(outcome)).toBe(by)
    expect(bodyOf(outcome).startsWith(text)).toBe(true)
    if (every > 1_000) expect(bodyOf(outcome)).toBe(text)
  })

  it('decodes what came of items that are coded', async () => {
    const server = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/jsonl\r\ncontent-encoding: gzip\r\n\r\n')
      const gzip = createGzip()
      gzip.pipe(socket)
      gzip.write('1\n2\n')
      gzip.flush()
    })
    const outcome = await transport(server.origin).send(GET)
    expect([cutBy(outcome), bodyOf(outcome)]).toEqual(['time', '1\n2\n'])
  })

  it('leaves items that end as they are', async () => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 9\r\n\r\n'
    const server = await rawServer((socket) => socket.write(`${head}${EVENT}`))
    const outcome = await transport(server.origin).send(GET)
    expect([cutBy(outcome), bodyOf(outcome)]).toEqual([undefined, EVENT])
  })

  it('lets a body drip in time', async () => {
    const server = await rawServer((socket) => drip(socket, 5))
    expect(bodyOf(await transport(server.origin).send(GET))).toBe('xxxxx')
  })

  it('bounds a head that drips, and interim responses without end', async () => {
    const server = await rawServer((socket, count) => {
      if (count === 1) socket.write('HTTP/1.1 200 OK\r\n')
      const timer = setInterval(() => {
        if (socket.destroyed) clearInterval(timer)
        else socket.write(count === 1 ? 'x: y\r\n' : 'HTTP/1.1 103 Early Hints\r\n\r\n')
      }, 10)
    })
    const subject = transport(server.origin, { timeoutMs: 300 })
    expect(faultKind(await subject.send(GET))).toBe('timeout')
    expect(faultKind(await subject.send(GET))).toBe('timeout')
  })

  it('bounds a hang, and the wait for a connection, whose request is then not sent', async () => {
    let hang = true
    const server = await rawServer((socket) => {
      if (!hang) socket.write(OK)
    })
    const subject = transport(server.origin, { timeoutMs: 1_500, connections: 1 })
    const pending = ['/1', '/2', '/3'].map((target) => subject.send({ ...GET, target }))
    await expect.poll(() => server.requests.length).toBe(1)
    // All fall due at the same time, so that the first one's connection is not free for the second before.
    busyFor(1_600)
    expect((await Promise.all(pending)).map(faultKind)).toEqual(['timeout', 'timeout', 'timeout'])
    hang = false
    expect(bodyOf(await subject.send({ ...GET, target: '/after' }))).toBe('ok')
    expect(server.requests.map((request) => request.split(' ')[1])).toEqual(['/1', '/after'])
  })

  it('does not count what lay unread while this process was busy', async () => {
    const script = `require('node:http').createServer((q, r) => r.end('ok')).listen(0, '127.0.0.1', function () { console.log(this.address().port) })`
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    closeAfterwards({ close: () => child.kill() })
    const [line] = await once(child.stdout, 'data')
    const subject = transport(`http://127.0.0.1:${Number(String(line))}`, { timeoutMs: 2_000 })
    expect(bodyOf(await subject.send(GET))).toBe('ok')
    const pending = subject.send(GET)
    // Long enough for the request to be written, which takes a turn of the loop.
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate)
    busyFor(3_000)
    expect(bodyOf(await pending)).toBe('ok')
  })
})

describe('size', () => {
  const MIB = 2 ** 20
  let sent = 0
  afterEach(() => {
    sent = 0
  })
  const counting = (start: string, chunk: string) =>
    rawServer((socket) => {
      socket.write(start)
      flood(socket, chunk)
      socket.on('close', () => {
        sent += socket.bytesWritten
      })
    })

  it.each([
    ['many headers', 'HTTP/1.1 200 OK\r\n', `x-a: ${'y'.repeat(100)}\r\n`.repeat(100)],
    ['one long header', 'HTTP/1.1 200 OK\r\nx-a: ', 'y'.repeat(10_000)],
    [
      'trailers',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n',
      `x-a: ${'y'.repeat(100)}\r\n`.repeat(100),
    ],
    ['an endless body', 'HTTP/1.1 200 OK\r\n\r\n', 'y'.repeat(65_536)],
    [
      'an endless chunked body',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n',
      `1000\r\n${'y'.repeat(4096)}\r\n`,
    ],
  ])('is bounded: %s', async (_, start, chunk) => {
    const server = await counting(start, chunk)
    expect(faultKind(await transport(server.origin, { maxBodyBytes: MIB }).send(GET))).toBe('too large')
    await expect.poll(() => sent).toBeGreaterThan(0)
    // The caps and what sockets buffer; not the hundreds of MiB that would come.
    expect(sent).toBeLessThan(40 * MIB)
  })

  it.each([
    [1000, 'y'.repeat(1000)],
    [999, 'fault too large: The body is over the limit of 999 bytes.'],
  ])('%i bytes for a body of 1000', async (maxBodyBytes, expected) => {
    const server = await rawServer((socket) =>
      socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n${'y'.repeat(1000)}`),
    )
    expect(bodyOf(await transport(server.origin, { maxBodyBytes }).send(GET))).toBe(expected)
  })

  it.each([
    [60_000, 'status 200'],
    [70_000, 'too large'],
  ])('a head of %i bytes: %s', async (length, expected) => {
    const server = await rawServer((socket) => socket.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(length)}\r\n\r\n`))
    expect(faultKind(await transport(server.origin).send(GET))).toBe(expected)
  })
})
