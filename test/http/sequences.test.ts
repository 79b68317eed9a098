import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type BodyFormat,
  brokenSequence,
  type Framing,
  framingOf,
  ItemCounter,
  readBody,
  writeBody,
} from '../../src/http/index.ts'
import { type Json, parseJson } from '../../src/json/index.ts'

const FRAMINGS = ['lines', 'records', 'events'] as const
const PARTS: BodyFormat = {
  kind: 'parts',
  prefix: [{ contentTypes: ['application/json'], format: { kind: 'json' } }],
  rest: { contentTypes: ['text/plain', 'text/*'], format: { kind: 'text', types: ['string'] } },
}
const formatOf = (framing: Framing): BodyFormat => (framing === 'parts' ? PARTS : { kind: 'sequence', framing })

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes)

const MEDIA_TYPE = 'multipart/mixed; boundary=fgs-contract-boundary'
const read = (framing: Framing, text: string, isCut = false) =>
  readBody(formatOf(framing), MEDIA_TYPE, bytesOf(text), isCut)
const write = (framing: Framing, value: Json) => writeBody(formatOf(framing), value)
const wrong = (what: string, ...before: Json[]) => ({ kind: 'malformed', what, before })
const items = (...value: Json[]) => ({ kind: 'value', value })

const lineText = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n\0]/g, ''))
const event = fc.record(
  {
    event: lineText,
    data: fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\r', '\n')),
    id: lineText,
    retry: fc.nat(),
  },
  { requiredKeys: ['data'] },
)
const json = fc.jsonValue({ maxDepth: 3 }).map((value) => parseJson(JSON.stringify(value)))
const ITEMS: { readonly [framing in Framing]: fc.Arbitrary<Json[]> } = {
  lines: fc.array(json),
  records: fc.array(json),
  events: fc.array(event),
  parts: fc.tuple(json, fc.array(lineText)).map(([first, rest]) => [first, ...rest]),
}
const ALL = [...FRAMINGS, 'parts'] as const

describe.each(ALL)('%s', (framing) => {
  test('are read as they were written', () => {
    fc.assert(
      fc.property(ITEMS[framing], (list) => {
        const { bytes, boundary } = write(framing, list) ?? expect.fail('not written')
        const contentType = boundary === undefined ? '' : `multipart/mixed; boundary=${boundary}`
        expect(readBody(formatOf(framing), contentType, bytes)).toEqual({ kind: 'value', value: list })
      }),
    )
  })

  test('of a body that is cut anywhere are the first ones, and no fault', () => {
    fc.assert(
      fc.property(ITEMS[framing], fc.nat(), (list, place) => {
        const { bytes, boundary } = write(framing, list) ?? expect.fail('not written')
        const cut = bytes.subarray(0, place % (bytes.length + 1))
        const reading = readBody(formatOf(framing), `multipart/mixed; boundary=${boundary ?? 'x'}`, cut, true)
        if (reading.kind !== 'value' || !Array.isArray(reading.value)) return expect.fail(JSON.stringify(reading))
        expect(reading.value).toEqual(list.slice(0, reading.value.length))
      }),
    )
  })

  test('are broken in each way that is known', () => {
    const list = framing === 'events' ? [{ data: 'a' }] : [{ a: 1 }, 'b']
    const { bytes } = write(framing, list) ?? expect.fail('not written')
    for (const [name, broken] of brokenSequence(framing, bytes))
      expect([name, readBody(formatOf(framing), MEDIA_TYPE, broken).kind]).toEqual([name, 'malformed'])
  })
})

test.each(FRAMINGS)('%s are counted alike in whatever chunks they come', (framing) => {
  fc.assert(
    fc.property(ITEMS[framing], fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (list, sizes) => {
      const { bytes } = write(framing, list) ?? expect.fail('not written')
      const counter = new ItemCounter(framing)
      let [start, count] = [0, 0]
      for (const size of sizes) {
        if (start >= bytes.length) break
        count = counter.add(bytes.subarray(start, start + size))
        start += size
      }
      // The last record ends with the next one.
      expect(count).toBe(framing === 'records' ? Math.max(0, list.length - 1) : list.length)
      expect(new ItemCounter(framing).add(bytes)).toBe(count)
    }),
  )
})

describe('JSON lines', () => {
  test.each([
    ['an empty body', '', items()],
    ['no line feed at the end', '1\n2', items(1, 2)],
    ['carriage returns, empty lines and a mark', '\ufeff1\r\n\r\n{"a":1}\r\n', items(1, { a: 1 })],
    ['a line that is no JSON', '1\n{"a":\n3\n', wrong('line 2, a text that is not JSON', 1)],
    ['a last line that is cut off', '1\n{"a"', wrong('line 2, a text that is not JSON', 1)],
  ])('with %s', (_, text, expected) => expect(read('lines', text)).toEqual(expected))

  test('of a body that was cut end with the last line feed', () => {
    expect(read('lines', '1\n12', true)).toEqual(items(1))
  })
})

describe('JSON text sequences', () => {
  test.each([
    ['no records', '', items()],
    ['separators in a row, and no line feed', '\x1e\x1e{"a":1}\x1e"b"', items({ a: 1 }, 'b')],
    ['line feeds in a record', '\x1e{\n"a":1}\n', items({ a: 1 })],
    ['a missing separator', '{"a":1}\n', wrong('a text without a record separator before it')],
    ['a separator that is missing later', '\x1e1\n2\n', wrong('record 1, a text that is not JSON')],
    [
      'a number that may go on',
      '\x1e1\n\x1e2',
      wrong('record 2, a text that may be cut off: no white space follows it', 1),
    ],
  ])('with %s', (_, text, expected) => expect(read('records', text)).toEqual(expected))
})

describe('server-sent events', () => {
  // The stream that OpenAPI 3.2 shows ("Sequential Media Types").
  const SHOWN = `event: addString
data: This data is formatted
data: across two lines
retry: 5

event: addNumber
data: 1234.5678
unknownField: this is ignored

: This is a comment
event: addJSON
data: {"foo": 42}

`
  const EVENTS = [
    { event: 'addString', data: 'This data is formatted\nacross two lines', retry: 5 },
    { event: 'addNumber', data: '1234.5678' },
    { event: 'addJSON', data: '{"foo": 42}' },
  ]

  test.each(['\n', '\r', '\r\n'])('are read whatever ends their lines: %j', (end) => {
    expect(read('events', SHOWN.replaceAll('\n', end))).toEqual(items(...EVENTS))
    expect(new ItemCounter('events').add(bytesOf(SHOWN.replaceAll('\n', end)))).toBe(3)
  })

  test.each([
    ['a mark', '\ufeffdata: a\n\n', items({ data: 'a' })],
    [
      'data that are empty, and spaces but the first',
      'data\n\ndata:\n\ndata:  a\n\n',
      items({ data: '' }, { data: '' }, { data: ' a' }),
    ],
    ['no data', 'event: a\nid: 1\n\n', items()],
    ['an id with a null, and a time that is no number', 'data: a\nid: \0\nretry: 1s\n\n', items({ data: 'a' })],
    ['a time with zeros before it', 'data: a\nretry: 007\n\n', items({ data: 'a', retry: 7 })],
    ['a field that is given twice', 'id: 1\nid: 2\ndata: a\n\n', items({ id: '2', data: 'a' })],
    ['a comment at the end', 'data: a\n\n: bye', items({ data: 'a' })],
    [
      'an end within an event',
      'data: a\n\ndata: b\n',
      wrong('event 2, cut off before the empty line that ends it', { data: 'a' }),
    ],
    ['an end within a line', 'data', wrong('event 1, cut off before the empty line that ends it')],
  ])('with %s', (_, text, expected) => expect(read('events', text)).toEqual(expected))

  test.each<[string, Json]>([
    ['no data', { event: 'a' }],
    ['a return', { data: 'a\rb' }],
    ['an event of two lines', { data: '', event: 'a\nb' }],
    ['a null in an id', { data: '', id: '\0' }],
    ['another field', { data: '', more: 'a' }],
    ['a time that is no whole number', { data: '', retry: -1 }],
    ['a text for a time', { data: '', retry: '1' }],
  ])('cannot carry %s', (_, value) => expect(write('events', [value])).toBeUndefined())

  test('are written field by field', () => {
    expect(textOf(write('events', EVENTS.slice(0, 1))?.bytes)).toBe(
      'event: addString\ndata: This data is formatted\ndata: across two lines\nretry: 5\n\n',
    )
  })
})

describe('parts in order', () => {
  const part = (type: string, content: string) => `--b\r\ncontent-type: ${type}\r\n\r\n${content}\r\n`
  const readParts = (text: string) => readBody(PARTS, 'multipart/mixed; boundary=b', bytesOf(text))

  test('are each of the media type of their place', () => {
    expect(readParts(`before\r\n${part('application/json', '{"a":1}')}${part('text/csv', 'b')}--b--`)).toEqual(
      items({ a: 1 }, 'b'),
    )
  })

  test.each([
    ['of another media type', part('text/html', '1'), 'part 1, of media type text/html, which is not application/json'],
    ['that is no JSON', part('application/json', '{'), 'part 1, a text that is not JSON'],
    ['without an end', '--b\r\n', 'a multipart body with a part that has no head'],
  ])('are malformed with one %s', (_, text, what) => expect(readParts(`${text}--b--`)).toEqual(wrong(what)))

  test('within a part have a boundary of their own', () => {
    const nested: BodyFormat = { ...PARTS, prefix: [{ contentTypes: ['multipart/mixed'], format: PARTS }] }
    const written = writeBody(nested, [[1, 'a'], 'b'])
    expect(readBody(nested, `multipart/mixed; boundary=${written?.boundary}`, written?.bytes ?? bytesOf(''))).toEqual(
      items([1, 'a'], 'b'),
    )
  })
})

test.each([
  ['application/jsonl', 'lines'],
  ['application/x-ndjson; charset=utf-8', 'lines'],
  ['application/vnd.a+jsonl', 'lines'],
  ['application/json-seq', 'records'],
  ['application/geo+json-seq', 'records'],
  ['Text/Event-Stream', 'events'],
  ['multipart/mixed', 'parts'],
  ['multipart/form-data', undefined],
  ['application/json', undefined],
  ['text/plain', undefined],
])('items of %s are %s', (mediaType, framing) => expect(framingOf(mediaType)).toBe(framing))
