import type { buildConnector as connectors, Pool as UndiciPool } from 'undici'
import { type HeaderList, type HttpRequest, type Outcome, SEQUENCE_LIMITS, type Transport } from '../../http/index.ts'
import { Deadlines } from './deadlines.ts'
import { TransportError } from './fault-of.ts'
import { parseProxy } from './proxy.ts'
import { type Limits, ResponseReceiver } from './response-receiver.ts'
import { createTunnel } from './tunnel.ts'
import { buildConnector, Pool } from './undici.ts'
import { watchAnswers } from './watch-answers.ts'

export interface TransportOptions {
  /** Scheme, host and port: `https://example.com:8443`. */
  readonly origin: string
  /** Milliseconds for a whole exchange, from `send` to the last byte of the body. */
  readonly timeoutMs: number
  /** PEM of the authorities to trust instead of the public ones. */
  readonly ca?: string | Uint8Array | undefined
  /** PEM of a client certificate and of its key. */
  readonly cert?: string | Uint8Array | undefined
  readonly key?: string | Uint8Array | undefined
  /** URL of a proxy, as `proxyFor` gives it. */
  readonly proxy?: string | undefined
  /** Cap of a body in bytes, before and after decoding. Default 16 MiB. */
  readonly maxBodyBytes?: number | undefined
  /** Cap of a response's head in bytes. Default 64 KiB. */
  readonly maxHeaderBytes?: number | undefined
  /** Cap of connections at a time; a request above it waits, within its time-out. No cap by default. */
  readonly connections?: number | undefined
  /** Added to every request that carries no header of the same name: credentials. */
  readonly headers?: HeaderList | undefined
}

const MIB = 2 ** 20

/** If so many connections were found closed, each request gets its own. */
const MOST_STALE = 3

/**
 * Sends requests over HTTP/1.1 as they stand: the raw target, no media type and no user agent of its own, and no
 * redirect followed, so that credentials reach one origin only. Nothing is sent twice, unless a connection that was used
 * before ends without a byte: then the peer may have closed it before it saw the request.
 *
 * It does not ask for a content coding: what goes out stays what the plan and its curl line say, and small JSON is
 * cheaper to carry than to unpack. Codings that come all the same are undone. A response's headers stay as they came,
 * Content-Encoding and Content-Length included.
 *
 * A request that HTTP/1.1 cannot carry (an illegal header, a space in the target) is a fault `unsendable`.
 *
 * @throws TypeError if origin or proxy is not an http or https URL
 */
export function createTransport(options: TransportOptions): Transport {
  return new UndiciTransport(options)
}

class UndiciTransport implements Transport {
  readonly #pool: UndiciPool
  readonly #deadlines: Deadlines
  readonly #looks = new Deadlines(SEQUENCE_LIMITS.silenceMs)
  readonly #limits: Limits
  readonly #headers: readonly (readonly [name: string, value: string, lowerName: string])[]
  /** Stands before the target if a proxy wants the whole URL (RFC 9112, 3.2.2). */
  readonly #base: string
  readonly #closeTunnel: (() => Promise<void>) | undefined
  /** How many connections were found closed that had been open before. */
  #stale = 0
  readonly #hasCertificate: boolean
  #wasAnswered = false

  constructor(options: TransportOptions) {
    const url = URL.canParse(options.origin) ? new URL(options.origin) : undefined
    if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
      throw new TypeError('The origin must be given as an http:// or https:// URL.')
    const { timeoutMs, proxy, maxBodyBytes = 16 * MIB, maxHeaderBytes = 64 * 1024 } = options
    const [ca, cert, key] = [pem(options.ca), pem(options.cert), pem(options.key)]
    const secure = url.protocol === 'https:'
    this.#hasCertificate = cert !== undefined
    const direct = buildConnector({ timeout: timeoutMs, ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) })
    const tunnel = proxy && secure ? createTunnel(proxy, direct, { timeoutMs, ...(ca && { ca }) }) : undefined
    const forward = proxy && !secure ? parseProxy(proxy) : undefined
    const connectErrors = new WeakSet<Error>()
    const staleErrors = new WeakSet<Error>()
    const connect: connectors.connector = (target, callback) => {
      const mark = (error: Error): void => {
        connectErrors.add(error)
        callback(error, null)
      }
      try {
        const established: connectors.Callback = (...result) => {
          if (result[0]) return mark(result[0])
          watchAnswers(result[1], staleErrors)
          callback(...result)
        }
        return (tunnel?.connect ?? direct)(target, established)
      } catch (error) {
        // TLS options are looked at here, and throw.
        mark(error instanceof Error ? error : new Error(String(error)))
      }
    }
    this.#pool = new Pool(forward?.origin ?? url.origin, {
      connect,
      connections: options.connections ?? null,
      maxHeaderSize: maxHeaderBytes,
      // One deadline spans the exchange; these start anew with each byte and would be a second timer.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    this.#deadlines = new Deadlines(timeoutMs)
    this.#limits = {
      host: forward ? `the proxy ${forward.host}` : url.host,
      secure,
      timeoutMs,
      maxBodyBytes,
      connectErrors,
      staleErrors,
      forwarded: forward !== undefined,
    }
    this.#base = forward === undefined ? '' : url.origin
    this.#closeTunnel = tunnel?.close
    const added: [string, string][] = (options.headers ?? []).map(([name, value]) => [name, value])
    if (forward !== undefined) added.push(['host', url.host])
    if (forward?.authorization !== undefined) added.push(['proxy-authorization', forward.authorization])
    this.#headers = added.map(([name, value]) => [name, value, name.toLowerCase()])
  }

  send(request: HttpRequest): Promise<Outcome> {
    return new Promise((resolve) => {
      const repeat = (): void => {
        this.#stale++
        this.#dispatch(request, receiver)
      }
      const settle = (outcome: Outcome): void => resolve(this.#explained(outcome))
      const receiver = new ResponseReceiver({ resolve: settle, repeat }, this.#limits, this.#deadlines, this.#looks)
      this.#deadlines.add(receiver)
      this.#dispatch(request, receiver)
    })
  }

  /** In TLS 1.3 the alert about a missing client certificate may be overtaken by the end of the connection. */
  #explained(outcome: Outcome): Outcome {
    this.#wasAnswered ||= outcome.kind === 'response'
    if (outcome.kind !== 'fault' || outcome.fault.kind !== 'reset' || this.#wasAnswered) return outcome
    if (!this.#limits.secure || this.#hasCertificate) return outcome
    const advice = 'If it wants a client certificate, give one with --cert and --key.'
    return { kind: 'fault', fault: { kind: 'reset', message: `${outcome.fault.message} ${advice}` } }
  }

  #dispatch(request: HttpRequest, receiver: ResponseReceiver): void {
    try {
      // undici would hand over the socket of a tunnel, which is no exchange.
      if (request.method === 'CONNECT')
        throw new TransportError('unsendable', 'The request cannot be sent: its method is CONNECT.')
      // Behind the origin that a proxy is given, anything else could name another host.
      if (!request.target.startsWith('/'))
        throw new TransportError('unsendable', 'The request cannot be sent: its target does not begin with a slash.')
      this.#pool.dispatch(
        {
          path: this.#base + request.target,
          method: request.method,
          headers: this.#headersOf(request),
          body: request.body ?? null,
          // Only on a connection of its own can a request that was dropped be told from one that came too late.
          reset: this.#stale >= MOST_STALE,
        },
        receiver,
      )
    } catch (error) {
      receiver.fail(error instanceof Error ? error : new Error(String(error)))
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.destroy(), this.#closeTunnel?.()])
    this.#deadlines.clear()
    this.#looks.clear()
  }

  #headersOf({ headers, body }: HttpRequest): string[] {
    const flat: string[] = []
    for (const [name, value] of headers) {
      flat.push(name, value)
      // undici would replace a wrong Content-Length if there is no body.
      if (name.length === 14 && name.toLowerCase() === 'content-length' && value !== String(body?.length ?? 0))
        throw new TransportError(
          'unsendable',
          'The request cannot be sent: its Content-Length is not the length of its body.',
        )
    }
    for (const [name, value, lowerName] of this.#headers) {
      if (!headers.some(([given]) => given.length === name.length && given.toLowerCase() === lowerName))
        flat.push(name, value)
    }
    return flat
  }
}

const pem = (value: string | Uint8Array | undefined): string | Buffer | undefined =>
  value instanceof Uint8Array ? Buffer.from(value) : value
