import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { decodeBody } from '../../codings/index.ts'
import { type HttpRequest, headerValue } from '../../http/index.ts'
import type { Mock, MockReply } from '../responder/index.ts'

export interface ServedMock {
  /** `http://127.0.0.1:41234` */
  readonly origin: string
  /** Rejects with the first error of the mock itself: whoever asked only saw the connection end. */
  close(): Promise<void>
}

const MOST_BYTES = 16 * 2 ** 20
const KEEP_ALIVE_MS = 10 * 60_000
/** Node takes a longer one for none. */
const LONGEST_TIMER = 2 ** 31 - 1

/**
 * Serves a mock on loopback; port 0 takes any that is free. A page of another origin may use it (CORS). Rejects with
 * the error of `listen` if the port cannot be had.
 */
export async function serveMock(mock: Pick<Mock, 'handle'>, port = 0): Promise<ServedMock> {
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
    read(incoming, answer, (status) => outgoing.writeHead(status, { connection: 'close' }).end())
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
    const timer = setTimeout(() => write(reply, request, outgoing), Math.min(reply.delayMs, LONGEST_TIMER))
    outgoing.once('close', () => clearTimeout(timer))
  }
}

function write({ response, fault }: MockReply, request: HttpRequest, outgoing: ServerResponse): void {
  const { status, headers, body } = response
  const head = headers.flat()
  if (headerValue(request.headers, 'origin') !== undefined)
    head.push('access-control-allow-origin', '*', 'access-control-expose-headers', '*')
  switch (fault) {
    case undefined:
      if (status !== 204 && status !== 304) head.push('content-length', String(body.length))
      outgoing.writeHead(status, head)
      outgoing.end(body)
      return
    case 'hang':
      return
    case 'reset':
      outgoing.socket?.resetAndDestroy()
      return
    case 'truncated':
      // Of an empty body at least the end is missing.
      outgoing.writeHead(status, [...head, 'content-length', String(body.length + 1)])
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

/** Reads a request whole, without its content codings; whoever leaves before its end gets no answer. */
function read(
  incoming: IncomingMessage,
  done: (request: HttpRequest) => void,
  refuse: (status: 413 | 415) => void,
): void {
  const chunks: Uint8Array[] = []
  let size = 0
  incoming.on('data', (chunk: Uint8Array) => {
    size += chunk.length
    if (size <= MOST_BYTES) chunks.push(chunk)
  })
  incoming.on('end', () => {
    if (size > MOST_BYTES) return refuse(413)
    const request = requestOf(incoming, chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks))
    if (!request.body) return done(request)
    const decoded = decodeBody(request.headers, request.body, MOST_BYTES)
    if (decoded.kind === 'decoded') done({ ...request, body: decoded.body })
    // What cannot be undone is refused as a coding that is not known (RFC 9110, 15.5.16).
    else refuse(decoded.kind === 'too large' ? 413 : 415)
  })
}

function requestOf({ method = 'GET', url = '/', rawHeaders }: IncomingMessage, body: Uint8Array): HttpRequest {
  const headers: [string, string][] = []
  for (let index = 0; index < rawHeaders.length; index += 2)
    headers.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? ''])
  return body.length > 0 ? { method, target: url, headers, body } : { method, target: url, headers }
}
