import type { Json } from '../json/index.ts'
import type { BodyReading } from './body-format.ts'
import { type ItemFraming, LF, RECORD_SEPARATOR } from './framing.ts'
import { readEvents } from './read-events.ts'
import { readJson } from './read-json.ts'

/**
 * The items of a body as a list; the other way round than `writeSequence`. The body `isCut` if more would have come: then
 * an item that is not whole is left out, and is no fault.
 */
export function readSequence(framing: ItemFraming, bytes: Uint8Array, isCut: boolean): BodyReading {
  if (framing === 'events') return readEvents(bytes, isCut)
  return framing === 'lines' ? readLines(bytes, isCut) : readRecords(bytes, isCut)
}

/** Empty lines are passed over (ndjson-spec, 3.1). */
function readLines(bytes: Uint8Array, isCut: boolean): BodyReading {
  const items: Json[] = []
  for (let start = 0, line = 1; start < bytes.length; line++) {
    const end = bytes.indexOf(LF, start)
    if (end < 0 && isCut) break
    const text = bytes.subarray(start, end < 0 ? bytes.length : end)
    start += text.length + 1
    if (isBlank(text)) continue
    const read = readJson(text)
    if (read.kind === 'malformed') return { kind: 'malformed', what: `line ${line}, ${read.what}`, before: items }
    items.push(read.value)
  }
  return { kind: 'value', value: items }
}

function readRecords(bytes: Uint8Array, isCut: boolean): BodyReading {
  const items: Json[] = []
  if (bytes.length > 0 && bytes[0] !== RECORD_SEPARATOR)
    return { kind: 'malformed', what: 'a text without a record separator before it', before: items }
  for (let start = 1; start < bytes.length; ) {
    const end = bytes.indexOf(RECORD_SEPARATOR, start)
    const text = bytes.subarray(start, end < 0 ? bytes.length : end)
    start += text.length + 1
    // Separators in a row are one (RFC 7464, 2.1).
    if (text.length === 0) continue
    const read = readJson(text)
    const isEnded = isSpace(text.at(-1))
    if (end < 0 && isCut && (!isEnded || read.kind === 'malformed')) break
    const what =
      read.kind === 'malformed'
        ? read.what
        : // A number or a word may be the beginning of a longer one (2.4).
          isEnded || typeof read.value === 'string' || (typeof read.value === 'object' && read.value !== null)
          ? undefined
          : 'a text that may be cut off: no white space follows it'
    if (read.kind === 'malformed' || what !== undefined)
      return { kind: 'malformed', what: `record ${items.length + 1}, ${what}`, before: items }
    items.push(read.value)
  }
  return { kind: 'value', value: items }
}

const SPACES: readonly (number | undefined)[] = [0x20, 0x09, 0x0a, 0x0d]

const isSpace = (byte: number | undefined): boolean => SPACES.includes(byte)

const isBlank = (text: Uint8Array): boolean => text.every(isSpace)
