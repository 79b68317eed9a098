import { isArray, isNumber, isObject, type Json, type JsonObject, writeJson } from '../json/index.ts'
import { type ItemFraming, RECORD_SEPARATOR } from './framing.ts'

/** The bytes that hold a list of items; undefined if they cannot. No items are no bytes. */
export function writeSequence(framing: ItemFraming, value: Json): string | undefined {
  if (!isArray(value)) return undefined
  if (framing === 'events') return writeEvents(value)
  const start = framing === 'records' ? String.fromCharCode(RECORD_SEPARATOR) : ''
  return value.map((item) => `${start}${writeJson(item)}\n`).join('')
}

/** Undefined if an item is no event: other fields, texts with line breaks where none can stand, no data. */
export function writeEvents(items: readonly Json[]): string | undefined {
  const events = items.map((item) => (isObject(item) ? eventText(item) : undefined))
  return events.every((event) => event !== undefined) ? events.join('') : undefined
}

function eventText(event: JsonObject): string | undefined {
  if (!Object.hasOwn(event, 'data')) return undefined
  const lines = Object.entries(event).map(([name, value]) => fieldLines(name, value))
  return lines.every((line) => line !== undefined) ? `${lines.join('')}\n` : undefined
}

function fieldLines(name: string, value: Json): string | undefined {
  if (name === 'retry') {
    const digits = isNumber(value) ? writeJson(value) : ''
    return /^[0-9]+$/.test(digits) ? `retry: ${digits}\n` : undefined
  }
  if (typeof value !== 'string' || value.includes('\r')) return undefined
  if (name === 'data')
    return value
      .split('\n')
      .map((line) => `data: ${line}\n`)
      .join('')
  const isCarried =
    (name === 'event' || name === 'id') && !value.includes('\n') && !(name === 'id' && value.includes('\0'))
  return isCarried ? `${name}: ${value}\n` : undefined
}
