import { createServer, type IncomingMessage } from 'node:http'
import type { HttpRequest } from '../http/index.ts'
import type { Responder } from './responder.ts'

export interface ResponderServer {
  /** `http://127.0.0.1:41234` */
  readonly origin: string
  close(): Promise<void>
}

const MOST_BYTES = 16 * 2 ** 20

/** Serves a responder on loopback. Each answer has its own turn, counted apart for accepted and for refused requests. */
export async function startResponderServer(respond: Responder, port = 0): Promise<ResponderServer> {
  const turns = new Map<number, number>()
  const server = createServer({ maxHeaderSize: 256 * 1024 }, (incoming, outgoing) => {
    read(incoming)
      .then((request) => {
        const kind = respond(request, 0).status
        const turn = turns.get(kind) ?? 0
        turns.set(kind, turn + 1)
        const { status, headers, body } = respond(request, turn)
        outgoing.writeHead(status, [...headers, ['content-length', String(body.length)]].flat())
        outgoing.end(body)
      })
      .catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return {
    origin: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
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
