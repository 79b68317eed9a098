import { describe, expect, test } from 'vitest'
import { type BodyFormat, type FieldFormat, type ParameterShape, readBody, writeBody } from '../../src/http/index.ts'
import type { Json, JsonType } from '../../src/json/index.ts'

const shapeOf = (...types: JsonType[]): ParameterShape => ({ types })
const listOf = (...items: JsonType[]): ParameterShape => ({ types: ['array'], items })
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))

interface FieldParts {
  readonly shape?: ParameterShape
  readonly style?: FieldFormat['parameter']['style']
  readonly explode?: boolean
  readonly contentType?: string
  readonly binary?: boolean
}

const field = (
  name: string,
  { shape = shapeOf('string'), binary = false, ...parts }: FieldParts = {},
): FieldFormat => ({
  parameter: { name, in: 'query', style: 'form', explode: true, allowReserved: false, ...parts },
  shape,
  binary,
  headers: [],
})

const formatOf = (kind: 'form' | 'multipart', fields: Readonly<Record<string, FieldParts>>): BodyFormat => ({
  kind,
  fields: new Map(Object.entries(fields).map(([name, parts]) => [name, field(name, parts)])),
})

const FIELDS = {
  text: {},
  count: { shape: shapeOf('integer', 'null') },
  flag: { shape: shapeOf('boolean') },
  list: { shape: listOf('integer') },
  address: {
    shape: { types: ['object'], properties: new Map([['n', ['integer']]]) },
    contentType: 'application/json',
  },
} as const satisfies Record<string, FieldParts>

const VALUE: Json = {
  text: 'a&b=c d+é😀\r\n"%41',
  count: 5,
  flag: true,
  list: [1, 2],
  address: { n: 1, city: ['Bern', null] },
}

function overWire(format: BodyFormat, value: Json, mediaType = 'a/b'): unknown {
  const written = writeBody(format, value)
  if (!written) return undefined
  const contentType = written.boundary === undefined ? mediaType : `${mediaType}; boundary="${written.boundary}"`
  const read = readBody(format, contentType, written.bytes)
  return read.kind === 'value' ? read.value : read
}

const textOf = (format: BodyFormat, value: Json): string =>
  Buffer.from(writeBody(format, value)?.bytes ?? []).toString('latin1')

describe('an urlencoded form', () => {
  const format = formatOf('form', FIELDS)

  test('is written as forms are, and read as its types', () => {
    expect(textOf(format, { text: 'a b&', count: null, list: [1, 2], address: { n: 1 } })).toBe(
      'text=a%20b%26&count=null&list=1&list=2&address=%7B%22n%22%3A1%7D',
    )
    expect(overWire(format, VALUE)).toEqual(VALUE)
    // What forms of browsers look like.
    const sent = bytesOf('count=7&text=a+b&more=1&more=2&other=x&__proto__=y')
    const read = readBody(format, 'a/b', sent)
    expect(read).toMatchObject({ kind: 'value' })
    expect(JSON.stringify(read.kind === 'value' && read.value)).toBe(
      '{"text":"a b","count":7,"more":["1","2"],"other":"x","__proto__":"y"}',
    )
  })

  test('lays properties out by their style', () => {
    const styled = formatOf('form', {
      comma: { shape: listOf('string'), explode: false },
      pipes: { shape: listOf('integer'), style: 'pipeDelimited', explode: false },
      deep: { shape: { types: ['object'], properties: new Map([['a', ['integer']]]) }, style: 'deepObject' },
    })
    const value = { comma: ['x', 'y'], pipes: [1, 2], deep: { a: 1 } }
    expect(textOf(styled, value)).toBe('comma=x,y&pipes=1%7C2&deep%5Ba%5D=1')
    expect(overWire(styled, value)).toEqual(value)
  })

  test.each([
    ['a malformed escape', 'text=50%', { text: '50%' }, 'a malformed percent escape'],
    ['bytes that are not UTF-8', 'text=%ff', { text: '\ufffd' }, 'bytes that are not UTF-8'],
  ])('may be refused for %s, and need not be', (_, text, value, hazard) => {
    expect(readBody(format, 'a/b', bytesOf(text))).toEqual({ kind: 'value', value, hazards: [hazard] })
  })

  test('of what is not laid out by its types is the text that it is', () => {
    expect(readBody(format, 'a/b', bytesOf('count=x&flag=1&flag=2&address=x'))).toMatchObject({
      value: { count: 'x', flag: ['1', '2'], address: 'x' },
    })
    expect(writeBody(format, 'text')).toBeUndefined()
  })
})

describe('a multipart form', () => {
  const format = formatOf('multipart', {
    ...FIELDS,
    file: { binary: true },
    files: { binary: true, shape: listOf('string'), contentType: 'image/png' },
  })
  const value = { ...VALUE, file: '\0\xff\r\n--', files: ['\x89PNG', ''] }

  test('is written the same each time, part by part', () => {
    expect(textOf(format, { text: 'a', file: '\xff', address: { n: 1 } })).toBe(
      [
        '--fgs-contract-boundary',
        'Content-Disposition: form-data; name="text"',
        '',
        'a',
        '--fgs-contract-boundary',
        'Content-Disposition: form-data; name="file"; filename="file"',
        'Content-Type: application/octet-stream',
        '',
        '\xff',
        '--fgs-contract-boundary',
        'Content-Disposition: form-data; name="address"',
        'Content-Type: application/json',
        '',
        '{"n":1}',
        '--fgs-contract-boundary--',
        '',
      ].join('\r\n'),
    )
  })

  test('is read back', () => {
    expect(overWire(format, value)).toEqual(value)
    expect(
      overWire(format, { 'a "name"\r\n': 'é', '--fgs-contract-boundary': '\r\n--fgs-contract-boundary--' }),
    ).toEqual({
      'a "name"\r\n': 'é',
      '--fgs-contract-boundary': '\r\n--fgs-contract-boundary--',
    })
    expect(overWire(format, {})).toEqual({})
  })

  const whole = textOf(format, { text: 'a', count: 1 })
  test.each([
    ['has no boundary in its media type', whole, 'multipart/form-data'],
    ['has another one', whole.replaceAll('fgs', 'xyz'), undefined],
    ['ends too early', whole.slice(0, -6), undefined],
    ['ends within a part', whole.slice(0, whole.lastIndexOf('\r\n--')), undefined],
    ['has a part without a head', whole.replace('Content-Disposition: form-data; name="text"\r\n\r\n', ''), undefined],
    ['has a part without a name', whole.replace('; name="text"', ''), undefined],
    ['has a part that is no field', whole.replace('form-data; name="text"', 'attachment; name="text"'), undefined],
    ['is empty', '', undefined],
  ])('is malformed where it %s', (_, text, contentType = 'multipart/form-data; boundary=fgs-contract-boundary') => {
    expect(readBody(format, contentType, bytesOf(text)).kind).toBe('malformed')
    expect(readBody(format, 'multipart/form-data; boundary=fgs-contract-boundary', bytesOf(whole)).kind).toBe('value')
  })

  test('may have text before and after its parts', () => {
    const read = readBody(
      format,
      'multipart/form-data; boundary=b',
      bytesOf('before\r\n--b \r\ncontent-disposition: FORM-DATA;name=text\r\nx: y\r\n\r\na\r\n--b--\r\nafter'),
    )
    expect(read).toEqual({ kind: 'value', value: { text: 'a' } })
  })
})

describe('other bodies', () => {
  test.each<[string, BodyFormat, Json, string]>([
    ['a text', { kind: 'text', types: ['string'] }, 'é 5', '\xc3\xa9 5'],
    ['a text that is a number', { kind: 'text', types: ['integer'] }, 5, '5'],
    ['bytes', { kind: 'binary' }, '\0\xff', '\0\xff'],
    ['JSON', { kind: 'json' }, { a: ['é'] }, '{"a":["\xc3\xa9"]}'],
  ])('carry %s', (_, format, value, bytes) => {
    expect(textOf(format, value)).toBe(bytes)
    expect(overWire(format, value, 'text/plain')).toEqual(value)
  })

  test('are not written where they cannot carry a value', () => {
    expect(writeBody({ kind: 'text', types: ['string'] }, {})).toBeUndefined()
    expect(writeBody({ kind: 'binary' }, 5)).toBeUndefined()
    expect(writeBody({ kind: 'opaque', why: '' }, 'a')).toBeUndefined()
  })

  test('are texts in their charset, and not judged where they are none', () => {
    const read = (contentType: string) => readBody({ kind: 'text', types: ['string'] }, contentType, bytesOf('\xe9'))
    expect(read('text/plain; charset=iso-8859-1')).toEqual({ kind: 'value', value: 'é' })
    expect(read('text/plain')).toEqual({ kind: 'opaque' })
    expect(read('text/plain; charset=none-such')).toEqual({ kind: 'opaque' })
  })
})
