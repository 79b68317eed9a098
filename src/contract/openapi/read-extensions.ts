import { isObject } from '../../json/index.ts'
import type { Advisory, PlatformAnswer } from '../model/index.ts'
import { child, items, type Place, text, texts } from './place.ts'
import type { Reading } from './reading.ts'

/** `x-advisories` of a response. */
export function readAdvisories(reading: Reading, response: Place): Advisory[] {
  requireList(reading, response, 'x-advisories')
  return items(response, 'x-advisories').map((place, index): Advisory => {
    const name = text(place, 'name') ?? String(index + 1)
    const message = text(place, 'message')
    const schema = child(place, 'schema')
    const order = texts(place, 'order')
    if (message !== undefined && schema !== undefined && order === undefined)
      return { kind: 'schema', name, message, schema: reading.schemas.at(schema), source: place.source }
    if (message !== undefined && schema === undefined && order !== undefined && order.length > 1)
      return { kind: 'order', name, message, properties: order, source: place.source }
    const expected = '`message` and either `schema` or `order`, a list of two or more property names'
    throw reading.files.error(`an advisory needs ${expected}`, place.source)
  })
}

/** `x-platform-answers` of an operation. */
export function readPlatformAnswers(reading: Reading, operation: Place): PlatformAnswer[] {
  requireList(reading, operation, 'x-platform-answers')
  return items(operation, 'x-platform-answers').map((place) => {
    const status = child(place, 'status')?.value
    const code = text(place, 'code')
    const meaning = text(place, 'meaning')
    if (!isObject(place.value) || !isStatus(status) || code === undefined || meaning === undefined) {
      const expected = '`status` (100 to 599), `code` and `meaning` (strings)'
      throw reading.files.error(`an answer of the platform needs ${expected}`, place.source)
    }
    return { status, code, meaning }
  })
}

const isStatus = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 599

function requireList({ files }: Reading, place: Place, name: string): void {
  const list = child(place, name)
  if (list && !Array.isArray(list.value)) throw files.error(`${name} is a list; write a dash before each`, list.source)
}
