import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  appendToken,
  equal,
  formatPointer,
  instancesAt,
  isArray,
  type Json,
  lastToken,
  type Pointer,
  parentPointer,
  parsePointer,
  valueAt,
  withValueAt,
  withValuesAt,
} from '../../src/json/index.ts'
import { anyText, jsonValues, placesOf, propertyNames, valuesWithPlace } from '../support/json-values.ts'

const parse = (text: string): Json => JSON.parse(text)

describe('a pointer', () => {
  it('gives back the tokens that it was made of', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(propertyNames, anyText)), (tokens) => {
        expect(parsePointer(formatPointer(tokens))).toEqual(tokens)
        expect(tokens.reduce((pointer, token) => appendToken(pointer, token), '')).toBe(formatPointer(tokens))
      }),
    )
  })

  it('has a parent and a last token, which make it again; the whole value is its own parent', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(propertyNames, anyText)), anyText, (tokens, last) => {
        const pointer = formatPointer([...tokens, last])
        expect(parentPointer(pointer)).toBe(formatPointer(tokens))
        expect(lastToken(pointer)).toBe(last)
      }),
    )
    expect(parentPointer('')).toBe('')
    expect(lastToken('')).toBe('')
  })

  // RFC 6901, section 5.
  const document = parse(
    '{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\\\j":5,"k\\"l":6," ":7,"m~n":8,"__proto__":{"x":9}}',
  )
  it.each<[Pointer, Json | undefined]>([
    ['', document],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/g|h', 4],
    ['/i\\j', 5],
    ['/k"l', 6],
    ['/ ', 7],
    ['/m~0n', 8],
    ['/__proto__/x', 9],
    ['/__proto__/y', undefined],
    ['/toString', undefined],
    ['/foo/length', undefined],
    ['/foo/2', undefined],
    ['/foo/-', undefined],
    ['/foo/00', undefined],
    ['/foo/-1', undefined],
    ['/foo/0/0', undefined],
    ['/missing/a', undefined],
  ])('leads by %j to %j', (pointer, expected) => {
    expect(valueAt(document, pointer)).toEqual(expected)
  })

  it('leads to every place of a value', () => {
    fc.assert(
      fc.property(jsonValues, (root) => {
        for (const [pointer, value] of placesOf(root)) expect(valueAt(root, pointer)).toBe(value)
      }),
    )
  })
})

describe('withValueAt', () => {
  it('sets what valueAt then finds, and nothing else', () => {
    fc.assert(
      fc.property(valuesWithPlace, jsonValues, ({ root, pointer }, replacement) => {
        const before = JSON.stringify(root)
        const after = withValueAt(root, pointer, replacement)
        expect(valueAt(after, pointer)).toBe(replacement)
        const isApart = (other: Pointer) =>
          !`${other}/`.startsWith(`${pointer}/`) && !`${pointer}/`.startsWith(`${other}/`)
        for (const [other, value] of placesOf(root)) if (isApart(other)) expect(valueAt(after, other)).toBe(value)
        expect(JSON.stringify(root)).toBe(before)
      }),
    )
  })

  it('changes nothing where it sets what is there', () => {
    fc.assert(
      fc.property(valuesWithPlace, ({ root, pointer, value }) => {
        expect(equal(withValueAt(root, pointer, value), root)).toBe(true)
      }),
    )
  })

  it('lets the last of two at one place win', () => {
    fc.assert(
      fc.property(valuesWithPlace, jsonValues, jsonValues, ({ root, pointer }, first, second) => {
        const twice = withValueAt(withValueAt(root, pointer, first), pointer, second)
        expect(equal(twice, withValueAt(root, pointer, second))).toBe(true)
      }),
    )
  })

  it('takes exactly one name or item away', () => {
    fc.assert(
      fc.property(valuesWithPlace, ({ root, pointer }) => {
        fc.pre(pointer !== '')
        const parent = pointer.slice(0, pointer.lastIndexOf('/'))
        const before = valueAt(root, parent)
        const after = valueAt(withValueAt(root, pointer, undefined), parent)
        const token = parsePointer(pointer).at(-1)
        expect(after).toEqual(
          isArray(before)
            ? before.filter((_, index) => String(index) !== token)
            : Object.fromEntries(Object.entries(before ?? {}).filter(([name]) => name !== token)),
        )
      }),
    )
  })

  it.each<[value: string, pointer: Pointer, replacement: Json | undefined, expected: string]>([
    ['{"a":1}', '', undefined, 'null'],
    ['{"a":1}', '', 2, '2'],
    ['{}', '/a/b/c', 1, '{"a":{"b":{"c":1}}}'],
    ['{}', '/__proto__', 1, '{"__proto__":1}'],
    ['{}', '/__proto__/a', 1, '{"__proto__":{"a":1}}'],
    ['{"__proto__":1,"a":2}', '/a', 3, '{"__proto__":1,"a":3}'],
    ['{"__proto__":1,"a":2}', '/__proto__', undefined, '{"a":2}'],
    ['{"a":1}', '/a/b', 2, '{"a":1}'],
    ['{"a":null}', '/a/b', 2, '{"a":null}'],
    ['{"a":1}', '/b', undefined, '{"a":1}'],
    ['[1,2,3]', '/1', undefined, '[1,3]'],
    ['[1,2,3]', '/1', 5, '[1,5,3]'],
    ['[[1]]', '/0/0', 2, '[[2]]'],
    // Where no item is, one may be added at the end; anywhere else there is no place.
    ['[]', '/0', 1, '[1]'],
    ['{"a":[]}', '/a/0/b', 1, '{"a":[{"b":1}]}'],
    ['[1]', '/3', 2, '[1]'],
    ['[1]', '/a', 2, '[1]'],
    ['[1]', '/-1', 2, '[1]'],
    ['[1]', '/1', undefined, '[1]'],
    ['[1,2]', '/a', undefined, '[1,2]'],
  ])('makes of %s at %j with %j', (value, pointer, replacement, expected) => {
    expect(JSON.stringify(withValueAt(parse(value), pointer, replacement))).toBe(expected)
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
  })
})

it('withValuesAt sets many places as withValueAt does one by one, and changes no value that it is given', () => {
  const pointers = fc.constantFrom('', '/a', '/b', '/a/b', '/a/0', '/a/1', '/a/b/c', '/__proto__', '/0')
  const values = fc.oneof(
    jsonValues,
    fc.constantFrom<Json | undefined>(undefined, {}, [], { a: { b: { c: 1 } } }, [[1]]),
  )
  fc.assert(
    fc.property(values, fc.array(fc.record({ pointer: pointers, value: values })), (root, replacements) => {
      const before = JSON.stringify([root, replacements])
      const expected = replacements.reduce<Json | undefined>(
        (whole, { pointer, value }) => (pointer === '' ? value : withValueAt(whole ?? {}, pointer, value)),
        root,
      )
      expect(JSON.stringify(withValuesAt(root, replacements))).toBe(JSON.stringify(expected))
      expect(JSON.stringify([root, replacements])).toBe(before)
    }),
  )
})

describe('instancesAt', () => {
  it.each<[template: Pointer, expected: readonly Json[]]>([
    ['', [{ a: [{ b: 1 }, { b: 2 }, {}], '*': { c: 3 } }]],
    ['/a/*/b', [1, 2]],
    ['/a/1/b', [2]],
    ['/*/c', [3]],
    ['/a/*', [{ b: 1 }, { b: 2 }, {}]],
    ['/none/*', []],
    ['/a/*/b/*', []],
  ])('finds by %j', (template, expected) => {
    expect(instancesAt({ a: [{ b: 1 }, { b: 2 }, {}], '*': { c: 3 } }, template)).toEqual(expected)
  })
})
