// The least cost of sending: `node bare-loop.mjs ORIGIN PLAN FROM TO` sends the first TO requests of a plan, as
// `plan --json` writes it, through a bare undici Pool, as many at once as `verify` sends. It prints the microseconds of CPU
// that those past the first FROM took: to read the plan takes as long, and would drown them.
import { readFileSync } from 'node:fs'
import { Pool } from 'undici'

const CONCURRENCY = 4

const [origin, file, from, to] = process.argv.slice(2)
const requests = JSON.parse(readFileSync(file, 'utf8')).cases.map(({ request }) => ({
  method: request.method,
  path: request.target,
  headers: request.headers.flat(),
  body: request.bodyBase64 === undefined ? request.body : Buffer.from(request.bodyBase64, 'base64'),
}))

const pool = new Pool(origin, { connections: CONCURRENCY })
let next = 0
async function sendUntil(count) {
  while (next < count) {
    const response = await pool.request(requests[next++])
    await response.body.arrayBuffer()
  }
}
const sendTo = (count) => Promise.all(Array.from({ length: CONCURRENCY }, () => sendUntil(Number(count))))
await sendTo(from)
const before = process.cpuUsage()
await sendTo(to)
const { user, system } = process.cpuUsage(before)
process.stdout.write(String(user + system))
await pool.close()
