import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer, type ServerOptions } from 'node:https'
import type { Server } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** What a request was, as far as these tests ask. */
export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
}

export type Answer = (res: ServerResponse, seen: Seen) => void

/** Listens on loopback until the test ends. */
export async function listen(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    if ('closeAllConnections' in server && typeof server.closeAllConnections === 'function')
      server.closeAllConnections()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** A server that answers all requests alike; `seen` holds them. */
export async function serve(answer: Answer, port = 0): Promise<{ origin: string; port: number; seen: Seen[] }> {
  const seen: Seen[] = []
  const bound = await listen(createServer(handler(answer, seen)), port)
  return { origin: `http://127.0.0.1:${bound}`, port: bound, seen }
}

export async function serveSecurely(options: ServerOptions, answer: Answer): Promise<string> {
  return `https://127.0.0.1:${await listen(createSecureServer(options, handler(answer, [])))}`
}

const handler =
  (answer: Answer, seen: Seen[]) =>
  (req: IncomingMessage, res: ServerResponse): void => {
    const { method = '', url = '', headers } = req
    text(req).then(
      () => {
        seen.push({ method, url, headers })
        answer(res, { method, url, headers })
      },
      () => res.destroy(),
    )
  }

/** Answers with JSON. */
export const json =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer =>
  (res) => {
    res.writeHead(status, { 'content-type': 'application/json', ...headers })
    res.end(JSON.stringify(body))
  }

/** What the bundled contract has for refusals. */
export const refusal = { error_code: 'FSS.0400', error_msg: 'Not accepted here.' }
