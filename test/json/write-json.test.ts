import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  equal,
  inDoubles,
  isArray,
  type Json,
  parseJson,
  printJson,
  roundedJson,
  writeJson,
} from '../../src/json/index.ts'
import { jsonValues } from '../support/json-values.ts'

describe('parseJson', () => {
  test.each<[text: string, value: Json]>([
    ['9223372036854775807', 9223372036854775807n],
    ['-9223372036854775808', -9223372036854775808n],
    // JavaScript prints the double as 9223372036854776000.
    ['9223372036854775808', 9223372036854775808n],
    ['9223372036854775808.00', 9223372036854775808n],
    ['9007199254740992', 9007199254740992],
    ['9007199254740993', 9007199254740993n],
    ['9007199254740991', 9007199254740991],
    ['1000000000000000000000', 1e21],
    ['9.223372036854775807e18', 2 ** 63],
    ['1.7976931348623157e308', Number.MAX_VALUE],
    [`1${'0'.repeat(400)}`, Number.POSITIVE_INFINITY],
    // What stands for a number while the text is read is no text of the value.
    [
      '["9007199254740993","=9007199254740993",9007199254740993]',
      ['9007199254740993', '=9007199254740993', 9007199254740993n],
    ],
    ['["\\u003d9007199254740993",9007199254740993]', ['=9007199254740993', 9007199254740993n]],
    ['["\\"9007199254740993",9007199254740993]', ['"9007199254740993', 9007199254740993n]],
    ['{"a":{"b":[9007199254740993]},"a":9007199254740995}', { a: 9007199254740995n }],
  ])('reads %s', (text, value) => {
    expect(parseJson(text)).toEqual(value)
  })

  it('keeps `__proto__` a name like any other', () => {
    const value = parseJson('{"__proto__":9007199254740993}')
    expect(Object.entries(value ?? {})).toEqual([['__proto__', 9007199254740993n]])
  })

  it('refuses what JSON.parse refuses, and reads values deeper than the stack', () => {
    for (const text of ['', '[09007199254740993]', '[9007199254740993', '+9007199254740993'])
      expect(() => parseJson(text)).toThrow(SyntaxError)
    const depth = 5_000
    let value = inDoubles(parseJson(`${'['.repeat(depth)}9007199254740993${']'.repeat(depth)}`))
    for (let level = 0; level < depth; level++) value = isArray(value) ? (value[0] ?? null) : null
    expect(value).toBe(9007199254740992)
  })
})

const exact = fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n }).map((value) => parseJson(String(value)))
const values = fc.oneof(jsonValues, fc.array(exact), fc.record({ a: exact, b: jsonValues }))

describe('writeJson', () => {
  it('is read again as the same value', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(equal(parseJson(writeJson(value)), value)).toBe(true)
      }),
    )
  })

  it('writes as JSON.stringify does what has doubles only', () => {
    fc.assert(
      fc.property(jsonValues, (value) => {
        expect(writeJson(value)).toBe(JSON.stringify(value))
      }),
    )
  })
})

test('printJson writes integers in full, and texts that look like one as they are', () => {
  const document = { a: 9223372036854775807n, b: ['=9223372036854775807', '9223372036854775807'] }
  expect(printJson(document)).toBe(
    '{\n  "a": 9223372036854775807,\n  "b": [\n    "=9223372036854775807",\n    "9223372036854775807"\n  ]\n}',
  )
})

test('roundedJson writes long integers as the doubles that they are', () => {
  expect(roundedJson('[9223372036854776000,1,"9223372036854776000"]')).toBe(
    '[9.223372036854776e+18,1,"9223372036854776000"]',
  )
})
