import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:net'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'

const closers: (() => unknown)[] = []

/** Has something closed after the test that is running. */
export function closeAfterwards<T extends { close(): unknown }>(subject: T): T {
  closers.push(() => subject.close())
  return subject
}

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

/** Listens on a free port of loopback until the test ends. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** A server that does with each request's bytes as `answer` says; `requests` holds the bytes as Latin-1. */
export async function rawServer(
  answer: (socket: Socket, count: number) => void,
): Promise<{ origin: string; port: number; requests: string[] }> {
  const requests: string[] = []
  const port = await listen(
    createServer((socket) => {
      let pending = ''
      socket.on('data', (chunk) => {
        pending += chunk.toString('latin1')
        const end = pending.indexOf('\r\n\r\n')
        if (end < 0) return
        const length = Number(/\r\ncontent-length: *(\d+)/i.exec(pending)?.[1] ?? 0)
        if (pending.length < end + 4 + length) return
        requests.push(pending)
        pending = ''
        answer(socket, requests.length)
      })
    }),
  )
  return { origin: `http://127.0.0.1:${port}`, port, requests }
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

export interface Certificates {
  readonly ca: string
  readonly server: { readonly cert: string; readonly key: string }
  readonly expired: { readonly cert: string; readonly key: string }
  readonly otherHost: { readonly cert: string; readonly key: string }
  readonly client: { readonly cert: string; readonly key: string }
}

/** A private authority and what it signs, made by openssl; undefined where there is none. */
export function makeCertificates(): Certificates | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'certificates-'))
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const sign = (name: string, days: string, extensions: string) => {
    openssl('req', '-new', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`)
    writeFileSync(join(folder, `${name}.ext`), extensions)
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      'ca.crt',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      days,
      '-out',
      `${name}.crt`,
      '-extfile',
      `${name}.ext`,
    )
    return { cert: read(`${name}.crt`), key: read(`${name}.key`) }
  }
  try {
    openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=authority', '-days', '2')
    const here = 'subjectAltName=IP:127.0.0.1,DNS:localhost\n'
    return {
      ca: read('ca.crt'),
      server: sign('server', '2', here),
      expired: sign('expired', '-1', here),
      otherHost: sign('other', '2', 'subjectAltName=DNS:other.example\n'),
      client: sign('client', '2', 'extendedKeyUsage=clientAuth\n'),
    }
  } catch {
    return undefined
  } finally {
    rmSync(folder, { recursive: true })
  }
}
