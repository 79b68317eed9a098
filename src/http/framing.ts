import { parseMediaType } from './media-type.ts'

/** What tells the items of a sequential media type apart (OpenAPI 3.2, "Sequential Media Types"). */
export type Framing =
  /** JSON texts, one a line (jsonlines.org, github.com/ndjson/ndjson-spec). */
  | 'lines'
  /** JSON texts, each behind a record separator (RFC 7464). */
  | 'records'
  /** Server-sent events (WHATWG HTML, 9.2). */
  | 'events'
  /** The parts of a multipart body that is no form (RFC 2046, 5.1). */
  | 'parts'

/** Those of which the items are no parts. */
export type ItemFraming = Exclude<Framing, 'parts'>

/**
 * An answer of items that goes on is ended by the first of these: what comes later is no different. `silenceMs` counts if
 * something came before, `mostMs` whatever comes.
 */
export const SEQUENCE_LIMITS = { items: 10_000, silenceMs: 1000, mostMs: 5000 } as const

const LINES: readonly string[] = [
  'application/jsonl',
  'application/json-lines',
  'application/x-jsonlines',
  'application/ndjson',
  'application/x-ndjson',
]

/** How bodies of a media type hold items; undefined if they are no sequences. */
export function framingOf(mediaType: string): Framing | undefined {
  const essence = parseMediaType(mediaType)?.essence ?? ''
  if (essence === 'text/event-stream') return 'events'
  if (LINES.includes(essence) || essence.endsWith('+jsonl')) return 'lines'
  if (essence === 'application/json-seq' || essence.endsWith('+json-seq')) return 'records'
  return essence.startsWith('multipart/') && essence !== 'multipart/form-data' ? 'parts' : undefined
}

export const LF = 0x0a
export const CR = 0x0d
export const RECORD_SEPARATOR = 0x1e

/** Counts the items of a body as its bytes come, in whatever chunks. Parts are not counted. */
export class ItemCounter {
  readonly #framing: Framing
  #count = 0
  /** Whether something stands before the next byte, in its line or record. */
  #isOpen = false
  #afterReturn = false

  constructor(framing: Framing) {
    this.#framing = framing
  }

  /** Takes the next bytes, and gives the number of items that are whole by now. */
  add(chunk: Uint8Array): number {
    for (const byte of chunk) {
      if (this.#framing === 'events') this.#inEvents(byte)
      else if (byte === (this.#framing === 'lines' ? LF : RECORD_SEPARATOR)) {
        if (this.#isOpen) this.#count++
        this.#isOpen = false
      } else this.#isOpen = true
    }
    return this.#framing === 'parts' ? 0 : this.#count
  }

  /** An empty line ends an event; a line ends in CR, LF or both. */
  #inEvents(byte: number): void {
    const isSecond = this.#afterReturn && byte === LF
    this.#afterReturn = byte === CR
    if (isSecond) return
    const isEnd = byte === CR || byte === LF
    if (isEnd && !this.#isOpen) this.#count++
    this.#isOpen = !isEnd
  }
}
