import { type Json, numberOf } from '../json/index.ts'
import type { BodyReading } from './body-format.ts'
import { CR, LF } from './framing.ts'
import { utf8Text, withoutMark } from './read-json.ts'

/**
 * The events of a stream (WHATWG HTML, 9.2.6) as objects of those fields that are given: `event`, `data` and `id` are
 * texts, and `retry` is an integer (OpenAPI 3.2, "Sequential Media Types"). An event without data is none.
 */
export function readEvents(bytes: Uint8Array, isCut: boolean): BodyReading {
  const events: Json[] = []
  let fields = new Map<string, Json>()
  let start = 0
  while (start < bytes.length) {
    const end = endOfLine(bytes, start)
    if (end === undefined) break
    const line = utf8Text(bytes.subarray(start, end))
    if (line === undefined)
      return { kind: 'malformed', what: `event ${events.length + 1}, bytes that are not UTF-8`, before: events }
    const text = start === 0 ? withoutMark(line) : line
    start = end + (bytes[end] === CR && bytes[end + 1] === LF ? 2 : 1)
    if (text !== '') setField(fields, text)
    else {
      if (fields.has('data')) events.push(Object.fromEntries(fields))
      fields = new Map()
    }
  }
  const isOpen = fields.size > 0 || (start < bytes.length && bytes[start] !== COLON)
  if (isOpen && !isCut)
    return {
      kind: 'malformed',
      what: `event ${events.length + 1}, cut off before the empty line that ends it`,
      before: events,
    }
  return { kind: 'value', value: events }
}

const COLON = 0x3a

/** Where the line ends that begins at `start`; undefined if it goes on to the end. */
function endOfLine(bytes: Uint8Array, start: number): number | undefined {
  for (let index = start; index < bytes.length; index++) if (bytes[index] === LF || bytes[index] === CR) return index
  return undefined
}

/** What no field of events is, and a comment, is passed over; of a repeated field, the last counts. */
function setField(fields: Map<string, Json>, line: string): void {
  const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? []
  const data = fields.get('data')
  if (name === 'data') fields.set(name, typeof data === 'string' ? `${data}\n${value}` : value)
  else if (name === 'event' || (name === 'id' && !value.includes('\0'))) fields.set(name, value)
  else if (name === 'retry' && /^[0-9]+$/.test(value)) fields.set(name, numberOf(value.replace(/^0+(?=.)/, '')))
}
