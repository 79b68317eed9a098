import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type HttpRequest, headerValue } from '../http/index.ts'
import type { Mock, MockReply } from '../responder/index.ts'

export interface MockServer {
  /** `http://127.0.0.1:41234` */
  readonly origin: string
  /** Rejects with the first error of the mock itself: whoever asked only saw the connection end. */
  close(): Promise<void>
}

const MOST_BYTES = 16 * 2 ** 20
const KEEP_ALIVE_MS = 10 * 60_000

/**
 * Serves a mock on loopback; port 0 takes any that is free. A page of another origin may use it (CORS). Rejects with
 * the error of `listen` where the port cannot be had.
 */
export async function serveMock(mock: Pick<Mock, 'handle'>, port = 0): Promise<MockServer> {
  let failure: unknown
  const server = createServer({ maxHeaderSize: 256 * 1024 }, (incoming, outgoing) => {
    const answer = (request: HttpRequest): void => {
      try {
        if (isPreflight(request)) outgoing.writeHead(204, preflightHeaders(request)).end()
        else carryOut(mock.handle(request), request, outgoing)
      } catch (error) {
        failure ??= error
        outgoing.destroy()
      }
    }
    read(incoming).then(answer, () => outgoing.destroy())
  })
  // Whoever asks may be busy in this very process: then an idle connection must not be over before its next request.
  server.keepAliveTimeout = KEEP_ALIVE_MS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return {
    origin: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close(() => (failure === undefined ? resolve() : reject(failure)))
        server.closeAllConnections()
      }),
  }
}

function carryOut(reply: MockReply, request: HttpRequest, outgoing: ServerResponse): void {
  if (reply.delayMs === 0) write(reply, request, outgoing)
  else {
    const timer = setTimeout(() => write(reply, request, outgoing), reply.delayMs)
    outgoing.once('close', () => clearTimeout(timer))
  }
}

function write({ response, fault }: MockReply, request: HttpRequest, outgoing: ServerResponse): void {
  const { status, headers, body } = response
  const length = status === 204 || status === 304 ? [] : [['content-length', String(body.length)]]
  const origin = headerValue(request.headers, 'origin') === undefined ? [] : [['access-control-allow-origin', '*']]
  switch (fault) {
    case undefined:
      outgoing.writeHead(status, [...headers, ...length, ...origin].flat())
      outgoing.end(body)
      return
    case 'hang':
      return
    case 'reset':
      outgoing.socket?.resetAndDestroy()
      return
    case 'truncated':
      // Of an empty body at least the end is missing.
      outgoing.writeHead(status, [...headers, ['content-length', String(body.length + 1)], ...origin].flat())
      outgoing.write(body.subarray(0, Math.ceil(body.length / 2)), () => outgoing.destroy())
      outgoing.flushHeaders()
  }
}

const isPreflight = ({ method, headers }: HttpRequest): boolean =>
  method === 'OPTIONS' && headerValue(headers, 'access-control-request-method') !== undefined

const preflightHeaders = ({ headers }: HttpRequest): { [name: string]: string } => ({
  'access-control-allow-origin': '*',
  'access-control-allow-methods': headerValue(headers, 'access-control-request-method') ?? '*',
  'access-control-allow-headers': headerValue(headers, 'access-control-request-headers') ?? '*',
})

async function read(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of incoming) {
    const bytes: Uint8Array = chunk
    size += bytes.length
    if (size > MOST_BYTES) throw new Error('too large')
    chunks.push(bytes)
  }
  const { rawHeaders } = incoming
  const headers = rawHeaders.flatMap((name, index): [string, string][] =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : [],
  )
  const body = Buffer.concat(chunks)
  return { method: incoming.method ?? 'GET', target: incoming.url ?? '/', headers, ...(body.length > 0 && { body }) }
}
