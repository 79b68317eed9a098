import { createServer, type IncomingMessage } from 'node:http'
import type { HttpRequest } from '../http/index.ts'
import type { Responder } from '../responder/index.ts'

export interface ResponderServer {
  /** `http://127.0.0.1:41234` */
  readonly origin: string
  /** Rejects with the first error of the responder itself: whoever asked only saw the connection end. */
  close(): Promise<void>
}

const MOST_BYTES = 16 * 2 ** 20
const KEEP_ALIVE_MS = 10 * 60_000

/** Serves a responder on loopback, each of its answers in turn. */
export async function startResponderServer(respond: Responder, port = 0): Promise<ResponderServer> {
  let failure: unknown
  const server = createServer({ maxHeaderSize: 256 * 1024 }, (incoming, outgoing) => {
    const answer = (request: HttpRequest): void => {
      try {
        const { status, headers, body } = respond(request)
        const length = status === 204 || status === 304 ? [] : [['content-length', String(body.length)]]
        outgoing.writeHead(status, [...headers, ...length].flat())
        outgoing.end(body)
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
