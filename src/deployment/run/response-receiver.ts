import type { Dispatcher } from 'undici'
import { decodeBody } from '../../codings/index.ts'
import {
  framingOf,
  type HeaderList,
  type HttpResponse,
  headerValue,
  ItemCounter,
  isInterim,
  type Outcome,
  SEQUENCE_LIMITS,
} from '../../http/index.ts'
import type { Deadlines, Expiring } from './deadlines.ts'
import { faultOf, type Phase, TransportError } from './fault-of.ts'

/** What all requests of a transport share. */
export interface Limits {
  /** Who is spoken to: the origin's host and port, or the proxy's. */
  readonly host: string
  readonly secure: boolean
  readonly forwarded: boolean
  readonly timeoutMs: number
  readonly maxBodyBytes: number
  /** Errors that came from making a connection. */
  readonly connectErrors: WeakSet<Error>
  /** Errors of connections that may have been closed before the request came. */
  readonly staleErrors: WeakSet<Error>
}

/** Connections that a request may meet closed: each has been open, and idle, before it. */
const MOST_STALE = 16

/** Puts the answer to one request together, as undici tells of it. The first thing that settles it counts. */
export class ResponseReceiver implements Dispatcher.DispatchHandler, Expiring {
  readonly #resolve: (outcome: Outcome) => void
  readonly #limits: Limits
  readonly #deadlines: Deadlines
  readonly #looks: Deadlines
  readonly #repeat: () => void
  #settled = false
  /** How often the request met a connection that had been closed. */
  #stale = 0
  #staleError: Error | undefined
  #controller: Dispatcher.DispatchController | undefined
  #phase: Phase = 'waiting'
  #status = 0
  #headers: HeaderList = []
  readonly #chunks: Buffer[] = []
  #size = 0
  /** Of a sequence, which need not end; it counts nothing of what is coded. */
  #counter: ItemCounter | undefined
  #isCoded = false

  /** `repeat` sends the request once more, over another connection; `looks` is where sequences wait to be looked at. */
  constructor(
    { resolve, repeat }: { readonly resolve: (outcome: Outcome) => void; readonly repeat: () => void },
    limits: Limits,
    deadlines: Deadlines,
    looks: Deadlines,
  ) {
    this.#resolve = resolve
    this.#repeat = repeat
    this.#limits = limits
    this.#deadlines = deadlines
    this.#looks = looks
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // It waited for a connection until its time was over; thrown here, it is not written.
    if (this.#settled) throw new Error('expired')
    this.#controller = controller
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (isInterim(status)) return
    this.#phase = 'receiving'
    this.#status = status
    this.#headers = headerList(controller.rawHeaders)
    const framing = framingOf(headerValue(this.#headers, 'content-type') ?? '')
    this.#counter = framing && new ItemCounter(framing)
    this.#isCoded = headerValue(this.#headers, 'content-encoding') !== undefined
    if (framing) this.#lookAgain(0, 0)
    if (status === 407 && this.#limits.forwarded)
      this.#abort(new TransportError('refused', `The proxy ${this.#limits.host} wants credentials (407).`))
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return
    const isOver = this.#size + chunk.length > this.#limits.maxBodyBytes
    if (isOver) {
      if (this.#counter) this.#cut('bytes')
      else this.#abort(this.#tooLarge())
      return
    }
    this.#size += chunk.length
    this.#chunks.push(chunk)
    const count = this.#isCoded ? 0 : (this.#counter?.add(chunk) ?? 0)
    if (count >= SEQUENCE_LIMITS.items) this.#cut('items')
  }

  onResponseEnd(): void {
    if (!this.#settled) this.#respond()
  }

  /** Ends a sequence that goes on: what has come is the answer. */
  #cut(cutBy: NonNullable<HttpResponse['cutBy']>): void {
    if (this.#settled) return
    this.#respond(cutBy)
    this.#controller?.abort(new Error('enough has come'))
  }

  #lookAgain(look: number, sizeBefore: number): void {
    if (this.#settled) return
    const isSilent = sizeBefore > 0 && this.#size === sizeBefore
    if (isSilent || look * SEQUENCE_LIMITS.silenceMs >= SEQUENCE_LIMITS.mostMs) this.#cut('time')
    else {
      const size = this.#size
      this.#looks.add({ expire: () => this.#lookAgain(look + 1, size) })
    }
  }

  #respond(cutBy?: HttpResponse['cutBy']): void {
    const [first] = this.#chunks
    const raw = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks, this.#size)
    const decoded = decodeBody(this.#headers, raw, this.#limits.maxBodyBytes, cutBy !== undefined)
    if (decoded.kind === 'decoded') {
      const response = { status: this.#status, headers: this.#headers, body: decoded.body, ...(cutBy && { cutBy }) }
      this.#settle({ kind: 'response', response })
    } else if (decoded.kind === 'too large') this.fail(this.#tooLarge())
    else {
      const message = `The body is not what Content-Encoding says (${decoded.coding}: ${decoded.why}).`
      this.fail(new TransportError('undecodable', message))
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#settled || !this.#limits.staleErrors.has(error) || this.#stale >= MOST_STALE) this.fail(error)
    else {
      this.#stale++
      this.#staleError = error
      this.#repeat()
    }
  }

  expire(): void {
    const { host, timeoutMs } = this.#limits
    if (this.#counter) this.#cut('time')
    else this.#abort(new TransportError('timeout', `No whole response from ${host} within ${timeoutMs} ms.`))
  }

  fail(error: Error): void {
    if (this.#settled) return
    const { connectErrors, host, secure } = this.#limits
    const isConnecting = connectErrors.has(error)
    // If the deployment is gone since, what it may have died of is this very request.
    const stale = isConnecting ? this.#staleError : undefined
    const phase = isConnecting && !stale ? 'connecting' : this.#phase
    this.#settle({ kind: 'fault', fault: faultOf(stale ?? error, phase, host, secure) })
  }

  #abort(error: TransportError): void {
    this.fail(error)
    this.#chunks.length = 0
    this.#controller?.abort(error)
  }

  #settle(outcome: Outcome): void {
    this.#settled = true
    this.#deadlines.delete(this)
    this.#resolve(outcome)
  }

  #tooLarge(): TransportError {
    return new TransportError('too large', `The body is over the limit of ${this.#limits.maxBodyBytes} bytes.`)
  }
}

/** Names and values as undici passes them on, by turns; bytes past ASCII are Latin-1. */
function headerList(raw: Dispatcher.DispatchController['rawHeaders']): HeaderList {
  if (!Array.isArray(raw)) return []
  const text = raw.map((part) => (typeof part === 'string' ? part : part.toString('latin1')))
  const headers: [string, string][] = []
  for (let index = 0; index + 1 < text.length; index += 2) headers.push([text[index] ?? '', text[index + 1] ?? ''])
  return headers
}
