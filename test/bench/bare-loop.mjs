// The least cost of sending: `node bare-loop.mjs ORIGIN PLAN COUNT` sends the first COUNT requests of a plan, as
// `plan --json` writes it, through a bare undici Pool, as many at once as `verify` sends.
import { readFileSync } from 'node:fs'
import { Pool } from 'undici'

const CONCURRENCY = 4

const [origin, file, count] = process.argv.slice(2)
const requests = JSON.parse(readFileSync(file, 'utf8')).cases.map(({ request }) => ({
  method: request.method,
  path: request.target,
  headers: request.headers.flat(),
  body: request.bodyBase64 === undefined ? request.body : Buffer.from(request.bodyBase64, 'base64'),
}))

const pool = new Pool(origin, { connections: CONCURRENCY })
let next = 0
async function work() {
  while (next < Number(count)) {
    const response = await pool.request(requests[next++])
    await response.body.arrayBuffer()
  }
}
await Promise.all(Array.from({ length: CONCURRENCY }, work))
await pool.close()
