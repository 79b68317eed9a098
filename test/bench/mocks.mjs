// The loopback mock beside two others, each serving the bundled contract without logging requests. They are compared by
// CPU time: wall time says more about the other work of the machine.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'
import { cpuOf, family, freePort, median } from './measure.mjs'

const PRISM = '@stoplight/prism-cli@5.14.2'
const STEADY = '@stdy/cli@0.22.2'
const ROUNDS = 5
const STARTS = 5
const WARMING = 500
const CONNECTIONS = 4
const PATIENCE_MS = 120_000

const SPEC = fileURLToPath(new URL('../../specs/start-sync-workflow-execution.yaml', import.meta.url))
const PATH = '/v2/0a1b2c3d4e5f60718293a4b5c6d7e8f9/fgs/workflows/48aff955/sync-executions'

/** Both peers refuse these two, and accept the token, which ours does not ask for. */
const request = (body) => ({
  method: 'POST',
  path: PATH,
  headers: { 'content-type': 'application/json', accept: 'application/json', 'x-auth-token': 'token-1' },
  body: JSON.stringify(body),
})
const REQUESTS = {
  valid: request({ headers: { tenantId: 'user1' }, input: { arg1: 'argument_1', arg2: 'argument_2' } }),
  invalid: request({ headers: { tenantId: 'user1' }, input: 'argument_1' }),
}

async function statusOf(pool, wanted) {
  const { statusCode, body } = await pool.request(wanted)
  await body.arrayBuffer()
  return statusCode
}

/** Starts a server and waits for its first success: milliseconds since the start of the process. */
async function start({ command, args }) {
  const port = await freePort()
  const before = performance.now()
  const child = spawn(command, args(port), { stdio: 'ignore' })
  const ended = once(child, 'close')
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS })
  while (true) {
    const status = await statusOf(pool, REQUESTS.valid).catch(() => undefined)
    if (status !== undefined) break
    if (child.exitCode !== null || performance.now() - before > PATIENCE_MS)
      throw new Error(`${command} does not answer`)
    await sleep(3)
  }
  const started = performance.now() - before
  return {
    started,
    pid: child.pid,
    pool,
    close: async () => {
      await pool.destroy()
      // Killing a launcher leaves its server running.
      for (const pid of family(child.pid)) process.kill(pid)
      await ended
    },
  }
}

async function send(pool, wanted, count) {
  let remaining = count
  const work = async () => {
    while (remaining-- > 0) await statusOf(pool, wanted)
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, work))
}

/** Microseconds of CPU for a request, and requests in a second. */
async function measureRequests({ pid, pool }, wanted, count) {
  const [cpu, wall] = [cpuOf(pid), performance.now()]
  await send(pool, wanted, count)
  const seconds = (performance.now() - wall) / 1000
  return { cpu: (cpuOf(pid) - cpu) / 1000 / count, rate: count / seconds }
}

function fetchPeers(directory) {
  writeFileSync(join(directory, 'package.json'), '{ "private": true }\n')
  const args = ['install', '--no-audit', '--no-fund', '--no-save', PRISM, STEADY]
  return spawnSync('npm', args, { cwd: directory, stdio: 'ignore', timeout: 10 * 60_000 }).status === 0
}

const bin = (directory, name) => join(directory, 'node_modules/.bin', name)

/** A table as rows of cells, and a note beside it. */
export async function measureMocks(cli, directory) {
  if (process.platform !== 'linux')
    return { rows: [], note: 'mocks: left out; CPU of a process is read as Linux has it' }
  if (!fetchPeers(directory)) return { rows: [], note: `mocks: left out; ${PRISM} and ${STEADY} could not be fetched` }
  const servers = {
    ours: { count: 4000, command: process.execPath, args: (port) => [cli, 'mock', '--quiet', '--port', String(port)] },
    prism: {
      count: 600,
      command: process.execPath,
      args: (port) => [bin(directory, 'prism'), 'mock', '-v', 'silent', '-h', '127.0.0.1', '-p', String(port), SPEC],
    },
    steady: {
      count: 2000,
      command: process.execPath,
      args: (port) => [bin(directory, 'steady'), '--quiet', '--host', '127.0.0.1', '-p', String(port), SPEC],
    },
  }
  const names = Object.keys(servers)
  const notes = []
  const found = Object.fromEntries(names.map((name) => [name, { started: [], valid: [], invalid: [] }]))
  for (let turn = 0; turn < STARTS; turn++)
    for (const name of names) {
      const server = await start(servers[name])
      found[name].started.push(server.started)
      await server.close()
    }
  const running = {}
  try {
    for (const name of names) {
      running[name] = await start(servers[name])
      const { pool } = running[name]
      const statuses = [await statusOf(pool, REQUESTS.valid), await statusOf(pool, REQUESTS.invalid)]
      if (statuses[0] !== 200 || Math.floor(statuses[1] / 100) !== 4)
        notes.push(`${name} answers the valid request ${statuses[0]} and the invalid one ${statuses[1]}`)
      for (const wanted of Object.values(REQUESTS)) await send(pool, wanted, WARMING)
    }
    for (let turn = 0; turn < ROUNDS; turn++)
      for (const kind of Object.keys(REQUESTS))
        for (const name of names)
          found[name][kind].push(await measureRequests(running[name], REQUESTS[kind], servers[name].count))
  } finally {
    for (const server of Object.values(running)) await server.close()
  }
  const rows = [['figure', 'mock', 'prism', 'ratio', 'limit', 'verdict', 'steady', 'ratio', 'limit', 'verdict']]
  const row = (figure, of, unit, limits) => {
    const all = Object.fromEntries(
      names.map((name) => [name, found[name][of[0]].map((one) => (of[1] ? one[of[1]] : one))]),
    )
    const against = (peer, limit) => {
      const ratio = median(all.ours.map((value, index) => value / all[peer][index]))
      const verdict = limit === undefined ? '' : ratio <= limit ? 'kept' : 'MISSED'
      return [
        `${median(all[peer]).toFixed(0)} ${unit}`,
        `${ratio.toFixed(2)}×`,
        limit === undefined ? '' : `${limit}×`,
        verdict,
      ]
    }
    rows.push([
      figure,
      `${median(all.ours).toFixed(0)} ${unit}`,
      ...against('prism', limits.prism),
      ...against('steady', limits.steady),
    ])
  }
  for (const kind of Object.keys(REQUESTS)) {
    row(`CPU of one ${kind} request`, [kind, 'cpu'], 'µs', { prism: 0.25, steady: 0.5 })
    row(`${kind} requests in a second`, [kind, 'rate'], '/s', {})
  }
  row('first answer after the start', ['started'], 'ms', { prism: 0.25 })
  return { rows, note: notes.map((note) => `mocks: ${note}\n`).join('') }
}
