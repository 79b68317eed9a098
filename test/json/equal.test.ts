import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  areDistinct,
  equal,
  isArray,
  isObject,
  type Json,
  property,
  typeOf,
  withoutProperty,
  withProperty,
  withValueAt,
} from '../../src/json/index.ts'
import { jsonValues, placesOf, propertyNames, valuesWithPlace } from '../support/json-values.ts'

const parse = (text: string): Json => JSON.parse(text)

/** The same value, each object's names in the opposite order. */
function reordered(value: Json): Json {
  if (isArray(value)) return value.map(reordered)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, child]) => [name, reordered(child)]),
  )
}

describe('equal', () => {
  it('takes a value for a copy of itself, in whatever order its names stand', () => {
    fc.assert(
      fc.property(jsonValues, (value) => {
        expect(equal(value, parse(JSON.stringify(value)))).toBe(true)
        expect(equal(value, reordered(value))).toBe(true)
        expect(equal(reordered(value), value)).toBe(true)
      }),
    )
  })

  it('is what the items of DistinctItems are told apart by, whatever they are', () => {
    fc.assert(
      fc.property(jsonValues, jsonValues, (value, other) => {
        expect(areDistinct([value, reordered(value)])).toBe(false)
        expect(areDistinct([value, other])).toBe(!equal(value, other))
      }),
    )
    for (const alike of [
      [0, -0],
      [1, 1.0],
      [[0], [-0]],
      [9007199254740993n, 9007199254740993n],
      [2 ** 63, 9223372036854776000n],
    ])
      expect(areDistinct(alike)).toBe(false)
    for (const unlike of [
      [1, '1'],
      [true, 'true'],
      [null, 'null'],
      [[1, 2], [12]],
      [['a,b'], ['a', 'b']],
      [{}, []],
      [9007199254740993n, 2 ** 53],
    ])
      expect(areDistinct(unlike)).toBe(true)
  })

  it('tells apart what differs at one place', () => {
    fc.assert(
      fc.property(
        valuesWithPlace,
        fc.constantFrom<Json>('other', [], {}, null, -7),
        ({ root, pointer, value }, other) => {
          fc.pre(JSON.stringify(value) !== JSON.stringify(other))
          const changed = withValueAt(root, pointer, other)
          expect(equal(root, changed)).toBe(false)
          expect(equal(changed, root)).toBe(false)
        },
      ),
    )
  })

  it('tells apart an object and the same without one of its names', () => {
    fc.assert(
      fc.property(valuesWithPlace, ({ root, pointer }) => {
        fc.pre(pointer !== '')
        expect(equal(root, withValueAt(root, pointer, undefined))).toBe(false)
      }),
    )
  })

  it.each([
    ['1', '1.0', true],
    ['0', '-0', true],
    ['[1,2]', '[2,1]', false],
    ['[1]', '[1,null]', false],
    ['[null]', '[]', false],
    ['{"a":null}', '{}', false],
    ['{"a":null}', '{"b":null}', false],
    ['{"__proto__":1}', '{}', false],
    ['{"__proto__":1}', '{"__proto__":1}', true],
    ['{"__proto__":1}', '{"constructor":1}', false],
    ['{"0":1}', '[1]', false],
    ['[]', '{}', false],
    ['1', '"1"', false],
    ['null', 'false', false],
    ['null', '{}', false],
    ['true', '1', false],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(equal(parse(a), parse(b))).toBe(expected)
    expect(equal(parse(b), parse(a))).toBe(expected)
  })
})

describe('properties', () => {
  it('are set, read and taken away by any name', () => {
    fc.assert(
      fc.property(fc.dictionary(propertyNames, jsonValues), propertyNames, jsonValues, (object, name, value) => {
        const own = withProperty(object, name, value)
        expect(property(own, name)).toBe(value)
        expect(Object.keys(own)).toContain(name)
        expect(property(withoutProperty(own, name), name)).toBeUndefined()
        for (const other of Object.keys(object)) if (other !== name) expect(property(own, other)).toBe(object[other])
      }),
    )
  })

  it('are read where they are their own only', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) expect(property({}, name)).toBeUndefined()
  })
})

describe('typeOf', () => {
  it.each([
    ['null', 'null'],
    ['true', 'boolean'],
    ['1', 'integer'],
    ['1.0', 'integer'],
    ['1e300', 'integer'],
    ['0.5', 'number'],
    ['""', 'string'],
    ['[]', 'array'],
    ['{}', 'object'],
  ])('of %s is %s', (text, type) => {
    expect(typeOf(parse(text))).toBe(type)
  })

  it('is one of the seven for every value', () => {
    fc.assert(
      fc.property(jsonValues, (root) => {
        for (const [, value] of placesOf(root))
          expect(['null', 'boolean', 'integer', 'number', 'string', 'array', 'object']).toContain(typeOf(value))
      }),
    )
  })
})
