import { readFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { validateReport } from '../../support/report-schema.ts'
import { folderOf, start } from './program.ts'
import { listen, serve } from './servers.ts'

const TOKEN = 'token-for-one-origin-only'
const MOST_MIB = 300

type Raw = (socket: Socket) => void

/** Does with each connection's first request as `answer` says, and goes on with what it does for the next. */
async function hostile(answer: Raw): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (bytes) => {
      // Bodies are small here: each piece that begins with a method is a request.
      if (/^[A-Z]+ \//.test(bytes.toString('latin1', 0, 12))) answer(socket)
    })
  })
  return `http://127.0.0.1:${await listen(server)}`
}

const JSON_HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'
const whole = (head: string, body: string | Buffer): Buffer => {
  const bytes = Buffer.from(body)
  return Buffer.concat([Buffer.from(`${head}content-length: ${bytes.length}\r\n\r\n`), bytes])
}
const once =
  (bytes: Buffer): Raw =>
  (socket) =>
    socket.write(bytes)

/** Writes for as long as the other side takes it. */
function pour(socket: Socket, chunk: Buffer, most = Number.POSITIVE_INFINITY): void {
  let left = most
  const more = (): void => {
    while (left-- > 0 && !socket.destroyed) if (!socket.write(chunk)) return void socket.once('drain', more)
  }
  more()
}

const KIB_64 = Buffer.alloc(65_536, 'a')
const BOMB = gzipSync(Buffer.alloc(128 * 2 ** 20), { level: 9 })
const DEEP = '['.repeat(200_000) + ']'.repeat(200_000)

/** What a deployment may do to a caller. The code is 3 if nothing that came may be an answer of the deployment. */
const DEPLOYMENTS: readonly (readonly [name: string, answer: Raw, code: 1 | 3])[] = [
  [
    'a body without end',
    (socket) => {
      socket.write(`${JSON_HEAD}content-length: 99999999999\r\n\r\n"`)
      pour(socket, KIB_64)
    },
    1,
  ],
  [
    'a drip',
    (socket) => {
      socket.write(`${JSON_HEAD}content-length: 1000\r\n\r\n`)
      const timer = setInterval(() => socket.write(' '), 50)
      socket.once('close', () => clearInterval(timer))
    },
    3,
  ],
  [
    '100 MB of headers',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx-long: ')
      pour(socket, KIB_64, 1600)
    },
    1,
  ],
  ['a gzip bomb', once(whole(`${JSON_HEAD}content-encoding: gzip\r\n`, BOMB)), 1],
  [
    '1,000 Set-Cookie lines',
    once(whole(JSON_HEAD + 'set-cookie: a=b; Path=/\r\n'.repeat(1000), '{"status":"done"}')),
    1,
  ],
  ['invalid UTF-8', once(whole(JSON_HEAD, Buffer.from([0x22, 0xff, 0xfe, 0xc0, 0x22]))), 1],
  ['repeated names', once(whole(JSON_HEAD, '{"status":"success","status":"done","__proto__":{"status":1}}')), 1],
  ['a deep body', once(whole(JSON_HEAD, DEEP)), 1],
  [
    'HTTP/1.0',
    (socket) => {
      socket.end('HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n{"status":"done"}')
    },
    1,
  ],
  [
    'a reset of each connection after its answer',
    (socket) => {
      socket.write(whole(JSON_HEAD, '{"status":"done"}'), () => socket.resetAndDestroy())
    },
    1,
  ],
  ['no HTTP', once(Buffer.from('220 mail.example.test ESMTP\r\n')), 3],
]

const PRELOAD = fileURLToPath(new URL('../../bench/usage-at-exit.cjs', import.meta.url))

/** Verifies with a token; the report comes from its file. */
async function verified(target: string, timeout: string) {
  const folder = folderOf()
  const file = join(folder, 'report.json')
  const args = ['verify', '--target', target, '--runs', '0', '--timeout', timeout, '--token', TOKEN]
  const env = { NODE_OPTIONS: `--require ${PRELOAD}`, USAGE_FD: '2' }
  const running = await start([...args, '--reporter', 'console', '--reporter', `json=${file}`], { env })
  const { code, stdout, stderr } = await running.finished
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const { maxRSS }: { maxRSS: number } = JSON.parse(stderr)
  return { code, stdout, report, mebibytes: maxRSS / 1024 }
}

describe('a hostile deployment gets a verdict, and no more', () => {
  it.each(DEPLOYMENTS)('%s', async (name, answer, code) => {
    // Only a drip is ended by the time-out; the others have time.
    const run = await verified(await hostile(answer), name === 'a drip' ? '700ms' : '20s')
    expect(run.code, run.stdout).toBe(code)
    expect(validateReport(run.report)).toEqual([])
    expect(run.report.constraints.length).toBeGreaterThan(80)
    expect(run.mebibytes).toBeLessThan(MOST_MIB)
    expect(run.stdout + JSON.stringify(run.report)).not.toContain(TOKEN)
  })

  it('a redirect to another host that asks for credentials', async () => {
    const other = await serve((res) => res.writeHead(401, { 'www-authenticate': 'Basic realm="yours"' }).end())
    for (const status of [302, 307]) {
      const { origin } = await serve((res) => res.writeHead(status, { location: `${other.origin}/give` }).end())
      const run = await verified(origin, '20s')
      expect([run.code, run.report.summary.verdict]).toEqual([1, 'fail'])
    }
    expect(other.seen).toEqual([])
  })
})
