import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decodeBody } from '../../../src/codings/index.ts'
import { createTransport } from '../../../src/deployment/run/index.ts'
import type { Outcome } from '../../../src/http/index.ts'
import { closeAfterwards, rawServer } from './servers.ts'

const plain = Buffer.from('{"a":"é"}')
const MIB = 2 ** 20

/** Sends a body with its coding over a socket and gives back what the transport makes of it. */
async function exchange(coding: string, body: Uint8Array, maxBodyBytes = MIB): Promise<Outcome> {
  const server = await rawServer((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: ${coding}\r\ncontent-length: ${body.length}\r\n\r\n`)
    socket.end(body)
  })
  const transport = closeAfterwards(createTransport({ origin: server.origin, timeoutMs: 20_000, maxBodyBytes }))
  return transport.send({ method: 'GET', target: '/', headers: [] })
}

describe('content codings', () => {
  it.each<[string, Uint8Array]>([
    ['gzip', gzipSync(plain)],
    ['x-gzip', gzipSync(plain)],
    ['GZip', gzipSync(plain)],
    ['deflate', deflateSync(plain)],
    ['deflate', deflateRawSync(plain)],
    ['br', brotliCompressSync(plain)],
    ['identity', plain],
    ['gzip, br', brotliCompressSync(gzipSync(plain))],
    ['deflate,identity,\tgzip,', gzipSync(deflateSync(plain))],
  ])('%s is undone', async (coding, body) => {
    const outcome = await exchange(coding, body)
    expect(outcome.kind === 'response' && Buffer.from(outcome.response.body)).toEqual(plain)
    expect(outcome.kind === 'response' && outcome.response.headers).toContainEqual(['content-encoding', coding.trim()])
  })

  it('are undone from the last header backwards', () => {
    const headers = [
      ['content-encoding', 'gzip'],
      ['Content-Encoding', 'br'],
    ] as const
    expect(decodeBody(headers, brotliCompressSync(gzipSync(plain)), MIB)).toEqual({ kind: 'decoded', body: plain })
  })

  it.each<[string, string, Uint8Array]>([
    ['plain text', 'gzip', plain],
    ['plain text', 'br', Buffer.from('{"a":1}')],
    ['plain text', 'deflate', plain],
    ['a truncated stream', 'gzip', gzipSync(plain).subarray(0, -9)],
    ['a truncated stream', 'br', brotliCompressSync(plain).subarray(0, -3)],
    ['a wrong checksum', 'gzip', gzipSync(plain).fill(0, gzipSync(plain).length - 8)],
    ['the wrong order', 'br, gzip', brotliCompressSync(gzipSync(plain))],
    ['a coding unknown here', 'zstd', plain],
    ['too many codings', 'identity, '.repeat(6), plain],
  ])('%s as %s is a fault', async (_, coding, body) => {
    const outcome = await exchange(coding, body)
    expect(outcome.kind === 'fault' && outcome.fault.kind).toBe('undecodable')
  })

  it('codings within codings share one limit', () => {
    const headers = [['content-encoding', 'br, gzip, deflate']] as const
    const body = Buffer.alloc(1000, 'abc')
    const inner = brotliCompressSync(body)
    const outer = gzipSync(inner)
    const whole = body.length + inner.length + outer.length
    expect(decodeBody(headers, deflateSync(outer), whole)).toEqual({ kind: 'decoded', body })
    expect(decodeBody(headers, deflateSync(outer), whole - 1)).toEqual({ kind: 'too large' })
    // What a few bytes become ends at the limit, in whichever coding it is.
    const bomb = gzipSync(gzipSync(Buffer.alloc(32 * MIB)))
    expect(bomb.length).toBeLessThan(MIB / 100)
    expect(decodeBody([['content-encoding', 'gzip, gzip']], bomb, MIB)).toEqual({ kind: 'too large' })
  })

  it('an empty body needs no coding', async () => {
    const outcome = await exchange('gzip', Buffer.alloc(0))
    expect(outcome.kind === 'response' && outcome.response.body.length).toBe(0)
  })

  it.each<[string, number, string]>([
    ['fits', 1000, 'response'],
    ['does not fit', 999, 'fault'],
  ])('a body that %s', async (_, maxBodyBytes, kind) => {
    for (const [coding, pack] of [
      ['gzip', gzipSync],
      ['deflate', deflateSync],
      ['br', brotliCompressSync],
    ] as const) {
      const outcome = await exchange(coding, pack(Buffer.alloc(1000)), maxBodyBytes)
      expect(outcome.kind).toBe(kind)
      expect(outcome.kind === 'fault' ? outcome.fault.kind : 'too large').toBe('too large')
    }
  })

  it('a bomb of a GiB costs no GiB', async () => {
    const bomb = Buffer.concat(Array.from<Buffer>({ length: 1024 }).fill(gzipSync(Buffer.alloc(MIB))))
    const before = process.resourceUsage().maxRSS
    const outcome = await exchange('gzip', bomb, 4 * MIB)
    expect(outcome.kind === 'fault' && outcome.fault.kind).toBe('too large')
    expect((process.resourceUsage().maxRSS - before) * 1024).toBeLessThan(200 * MIB)
  })
})
