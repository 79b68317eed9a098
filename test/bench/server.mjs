// A deployment that keeps the bundled contract at next to no cost: a measurement then shows the caller. It tells its
// parent process the port.
import { createServer } from 'node:http'

const PATH = /^\/v2\/([^/]+)\/fgs\/workflows\/([^/]+)\/sync-executions$/

const answer = (status, value) => {
  const body = Buffer.from(JSON.stringify(value))
  return { status, headers: { 'content-type': 'application/json', 'content-length': body.length }, body }
}

/** Each execution has its own id, as in any deployment: no two accepted requests get the same bytes. */
let executions = 0
const accepted = () =>
  answer(200, {
    execution_id: `48aff955-ea10-4ffd-b426-${String(++executions).padStart(12, '0')}`,
    status: 'success',
    output: { result: 200, message: 'success' },
    begin_time: '2021-01-01T00:00:00Z',
    end_time: '2021-01-01T00:00:02Z',
  })
const REFUSED = answer(400, { error_code: 'FSS.0400', error_msg: 'not as the contract has it' })
const NOT_FOUND = answer(404, { error_code: 'FSS.0404', error_msg: 'no such path' })
const NOT_ALLOWED = answer(405, { error_code: 'FSS.0405', error_msg: 'no such method' })

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
const isId = (encoded, most) => [...decodeURIComponent(encoded)].length <= most

const UTF8 = new TextDecoder('utf-8', { fatal: true })

function judge({ method, url, headers }, bytes) {
  const ids = PATH.exec(url)
  if (ids === null) return NOT_FOUND
  if (method !== 'POST') return NOT_ALLOWED
  try {
    if (!isId(ids[1], 64) || !isId(ids[2], 512)) return REFUSED
    if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) return REFUSED
    const body = JSON.parse(UTF8.decode(bytes))
    const isRight =
      isObject(body) && isObject(body.input) && (!Object.hasOwn(body, 'headers') || isObject(body.headers))
    return isRight ? accepted() : REFUSED
  } catch {
    return REFUSED
  }
}

const server = createServer({ maxHeaderSize: 256 * 1024, keepAliveTimeout: 60_000 }, (request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const { status, headers, body } = judge(request, Buffer.concat(chunks))
    response.writeHead(status, headers)
    response.end(body)
  })
})
server.listen(0, '127.0.0.1', () => process.send(server.address().port))
process.once('disconnect', () => process.exit())
