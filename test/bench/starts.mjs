// What a start costs beside `node -e 0`: whole commands, `verify` up to its first request, and the mock up to its first
// answer.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { COLUMNS, cpuOf, freePort, measure, partOf, rowsOf } from './measure.mjs'

const PATIENCE_MS = 60_000
const PATH = '/v2/0a1b2c3d4e5f60718293a4b5c6d7e8f9/fgs/workflows/48aff955/sync-executions'
const INIT = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"input":{"a":1}}' }

const COMMANDS = [
  { args: ['--version'], limit: 1.6 },
  { args: ['verify', '--runs', '0'], limit: 8 },
  { args: ['plan', '--runs', '0'] },
]

/** Milliseconds of CPU that a process took until something happened; it is ended then. */
async function cpuUntil(happened, args) {
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  const ended = once(child, 'close')
  await happened(child)
  const cpu = cpuOf(child.pid) / 1e6
  child.kill('SIGKILL')
  await ended
  return cpu
}

async function untilFirstRequest(cli) {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${server.address().port}`
  try {
    return await cpuUntil(() => once(server, 'request'), [cli, 'verify', '--target', origin, '--runs', '0'])
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

async function untilFirstAnswer(cli) {
  const port = await freePort()
  const answered = async (child) => {
    const begun = performance.now()
    while (true) {
      const response = await fetch(`http://127.0.0.1:${port}${PATH}`, INIT).catch(() => undefined)
      await response?.arrayBuffer()
      if (response?.ok) return
      if (child.exitCode !== null || performance.now() - begun > PATIENCE_MS)
        throw new Error('the mock does not answer')
      await sleep(3)
    }
  }
  return cpuUntil(answered, [cli, 'mock', '--quiet', '--port', String(port)])
}

async function roundOf(sides, cost) {
  const round = { bare: measure('-e', '0').cpu }
  for (const [side, cli] of Object.entries(sides)) round[side] = await cost(cli)
  return round
}

/** `sides` are the programs: `now` and, if an earlier build is measured beside it, `before`. */
export async function measureStarts({ sides, rounds }) {
  const figures = COMMANDS.map(({ args, limit }) => ({
    name: `CPU of ${args.join(' ')}; bare: node -e 0`,
    limit,
    cost: (cli) => measure(cli, ...args).cpu,
  }))
  if (process.platform === 'linux')
    figures.push(
      { name: 'CPU of verify to its first request', cost: untilFirstRequest },
      { name: 'CPU of mock to its first answer', cost: untilFirstAnswer },
    )
  const rows = [COLUMNS]
  for (const { name, limit, cost } of figures) {
    const taken = []
    for (let turn = 0; turn < rounds * 2 + 1; turn++) taken.push(await roundOf(sides, cost))
    rows.push(...rowsOf(name, taken, 'ms', limit))
  }
  return partOf(rows)
}
