import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HttpRequest, toCurl } from '../../src/http/index.ts'

const run = promisify(execFile)
const hasCurl = await run('curl', ['--version']).then(
  () => true,
  () => false,
)

interface Seen {
  method: string | undefined
  target: string | undefined
  headers: string[][]
  body: Buffer
}

// Not node:http, whose parser refuses unknown methods and bytes past ASCII.
const seen: Seen[] = []
const server = createServer((socket) => {
  let bytes = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk])
    const end = bytes.indexOf('\r\n\r\n')
    if (end < 0) return
    const [start = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
    const [method, target] = start.split(' ')
    const headers = lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()])
    const length = headers.find(([name]) => name?.toLowerCase() === 'content-length')?.[1] ?? '0'
    const body = bytes.subarray(end + 4)
    if (body.length < Number(length)) return
    seen.push({ method, target, headers, body })
    socket.end('HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n')
  })
})
let origin = ''

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  origin = `http://127.0.0.1:${address.port}`
})
afterAll(() => {
  server.close()
})

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const JSON_TYPE = [['content-type', 'application/json']] as const
const everyByte = Uint8Array.from({ length: 512 }, (_, index) => index % 256)

const requests: [string, HttpRequest][] = [
  ['a GET', { method: 'GET', target: '/a?b=c', headers: [] }],
  ['a GET with a body', { method: 'GET', target: '/', headers: JSON_TYPE, body: bytes('{}') }],
  ['a POST', { method: 'POST', target: '/a', headers: JSON_TYPE, body: bytes('{"a":"b c"}') }],
  ['a POST without a body', { method: 'POST', target: '/a', headers: [] }],
  ['a POST without a media type', { method: 'POST', target: '/a', headers: [], body: bytes('x') }],
  ['a POST of nothing', { method: 'POST', target: '/a', headers: JSON_TYPE, body: bytes('') }],
  ['other methods', { method: 'DELETE', target: '/a', headers: [] }],
  ['a method of odd characters', { method: "M-x'|!", target: '/a', headers: [] }],
  ['a HEAD', { method: 'HEAD', target: '/a', headers: [] }],
  ['a raw target', { method: 'PUT', target: '//a/../b/./%2F%2e%zz%/[x]{1,2}', headers: [], body: bytes('x') }],
  ['shell characters in the target', { method: 'GET', target: '/$HOME/`id`/\'"\\;&|<>()*?!~^=,:@', headers: [] }],
  ['a # in the target', { method: 'GET', target: '/a#b?c#d', headers: [] }],
  ['Latin-1 bytes in the target', { method: 'GET', target: '/\xe9\xff', headers: [] }],
  ['an @ after two slashes', { method: 'GET', target: '//user@host:1/x', headers: [] }],
  [
    'quotes in headers and body',
    { method: 'POST', target: '/', headers: [['x-a', `it's "$HOME" \\n %s`]], body: bytes(`it's "\\n" %s $(id)`) },
  ],
  ['an empty header', { method: 'GET', target: '/', headers: [['x-empty', '']] }],
  [
    'repeated headers',
    {
      method: 'GET',
      target: '/',
      headers: [
        ['x-a', '1'],
        ['x-a', '2'],
      ],
    },
  ],
  ['a Latin-1 header', { method: 'GET', target: '/', headers: [['x-a', 'caf\xe9']] }],
  ['a body that names a file', { method: 'POST', target: '/', headers: [], body: bytes('@/etc/hostname') }],
  ['a body like an option', { method: 'POST', target: '/', headers: [], body: bytes('-x\n') }],
  ['a body of lines', { method: 'POST', target: '/', headers: JSON_TYPE, body: bytes('{\r\n\t"a": 1\n}\n') }],
  ['UTF-8', { method: 'POST', target: '/', headers: JSON_TYPE, body: bytes('"é😀漢"') }],
  ['a byte order mark', { method: 'POST', target: '/', headers: JSON_TYPE, body: bytes('\ufeff{}') }],
  ['every byte', { method: 'POST', target: '/', headers: [], body: everyByte }],
  ['digits after a control character', { method: 'POST', target: '/', headers: [], body: bytes('\u00011%d\\n') }],
  [
    'a body over the size of one argument',
    { method: 'POST', target: '/', headers: [], body: bytes(`"${'é'.repeat(100_000)}"`) },
  ],
]

describe.skipIf(!hasCurl)('toCurl, run by a shell', () => {
  it.each(requests)('sends %s as it is', async (_, request) => {
    const line = toCurl(request, origin)
    expect(line).not.toMatch(/[\n\r\0]/)
    seen.length = 0
    const shell = run('/bin/sh', ['-s'], { timeout: 20_000 })
    shell.child.stdin?.end(`${line} -q -sS\n`)
    await shell
    const [got] = seen
    expect(got?.method).toBe(request.method)
    expect(got?.target).toBe(request.target)
    expect(Buffer.compare(got?.body ?? Buffer.from('missing'), request.body ?? new Uint8Array())).toBe(0)
    const added = new Set(['host', 'user-agent', 'accept', 'content-length'])
    expect(got?.headers.filter(([name]) => !added.has(name?.toLowerCase() ?? ''))).toEqual(request.headers)
  })
})

describe('toCurl', () => {
  it('writes one line that can be read', () => {
    expect(
      toCurl({ method: 'POST', target: '/a', headers: JSON_TYPE, body: bytes(`{"a":"it's"}`) }, 'https://example.com'),
    ).toBe(
      `curl --path-as-is -g -X POST 'https://example.com/a' -H 'content-type: application/json' --data-binary '{"a":"it'\\''s"}'`,
    )
    expect(toCurl({ method: 'POST', target: '/', headers: [], body: Uint8Array.of(0, 255, 97) }, 'http://h')).toBe(
      `printf '\\000\\377a' | curl --path-as-is -g -X POST 'http://h/' -H 'content-type:' --data-binary @-`,
    )
  })
})
