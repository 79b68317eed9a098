import type { Socket } from 'node:net'

/** A whole interim response (RFC 9110, 15.2), except 101, which changes the protocol. */
const INTERIM = /^HTTP\/1\.[01] 1(?!01)\d\d(?: [^\r\n]*)?\r?\n(?:[^\r\n]+\r?\n)*\r?\n/
/** An interim response that has not ended by now is left to the parser, which has limits of its own. */
const MOST_BYTES = 64 * 1024

function mayBeInterim(bytes: Buffer): boolean {
  const beginning = bytes.toString('latin1', 0, 'HTTP/1.1 100'.length)
  if (beginning.length === 'HTTP/1.1 100'.length) return /^HTTP\/1\.[01] 1(?!01)\d\d/.test(beginning)
  return 'HTTP/1.1 1'.startsWith(beginning.slice(0, 'HTTP/1.1 1'.length).replace('1.0', '1.1'))
}

/**
 * Looks at what comes through a socket before undici's parser does:
 *
 * - Interim responses are left out. The parser would take an unasked 100 for an error, and give up the exchange.
 * - An error that ends a connection that was used before, and before any byte of the answer, is `stale`. The peer may have
 *   closed the connection before it saw the request (RFC 9112, 9.5).
 */
export function watchAnswers(socket: Socket, stale: WeakSet<Error>): void {
  const read = socket.read.bind(socket)
  /** What had been written when the answer that is read began: more was written by now if a request waits for its answer. */
  let written = 0
  let wasUsed = false
  let pending: Buffer | undefined

  socket.read = (size?: number): unknown => {
    for (;;) {
      const chunk: unknown = read(size)
      if (!(chunk instanceof Buffer)) return chunk
      if (socket.bytesWritten !== written) {
        written = socket.bytesWritten
        wasUsed = true
        pending = Buffer.alloc(0)
      }
      if (pending === undefined) return chunk
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
      const rest = pastInterim(pending)
      if (rest.length > 0 && (rest.length > MOST_BYTES || !mayBeInterim(rest))) {
        pending = undefined
        return rest
      }
      pending = rest
    }
  }
  socket.on('error', (error) => {
    if (wasUsed && socket.bytesWritten !== written) stale.add(error)
  })
}

function pastInterim(bytes: Buffer): Buffer {
  if (!mayBeInterim(bytes)) return bytes
  let text = bytes.toString('latin1')
  for (;;) {
    const [interim] = INTERIM.exec(text) ?? []
    if (interim === undefined) return bytes.subarray(bytes.length - text.length)
    text = text.slice(interim.length)
  }
}
