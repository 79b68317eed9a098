import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  expectedBy,
  isEdge,
  isKeyword,
  isLimitKeyword,
  KEYWORDS,
  keepsLimit,
  type LimitKeyword,
  looksAt,
} from '../../../src/contract/constraints/index.ts'
import type { Json } from '../../../src/json/index.ts'
import { jsonValues } from '../../support/json-values.ts'

const LIMITS = Object.keys(KEYWORDS).filter(
  (keyword): keyword is LimitKeyword => isKeyword(keyword) && isLimitKeyword(keyword),
)

/** Values of every size that small bounds tell apart, those of other types too. */
const sized: fc.Arbitrary<Json> = fc.oneof(
  fc.integer({ min: -3, max: 6 }),
  fc.integer({ min: 0, max: 6 }).map((length) => '😀'.repeat(length)),
  fc.array(fc.constant<Json>(null), { maxLength: 6 }),
  fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.constant<Json>(null)),
  jsonValues,
)
const bounds = fc.integer({ min: -2, max: 6 })

describe('a limit', () => {
  // A forgotten limit does not compile.
  const sides: { readonly [K in LimitKeyword]: readonly [kept: Json, broken: Json] } = {
    minLength: ['😀😀', '😀'],
    maxLength: ['😀😀', '😀😀😀'],
    minimum: [2, 1.5],
    maximum: [2, 2.5],
    exclusiveMinimum: [2.5, 2],
    exclusiveMaximum: [1.5, 2],
    minItems: [[1, 2], [1]],
    maxItems: [
      [1, 2],
      [1, 2, 3],
    ],
    minProperties: [{ a: 1, b: 2 }, { a: 1 }],
    maxProperties: [
      { a: 1, b: 2 },
      { a: 1, b: 2, c: 3 },
    ],
  }
  it.each(LIMITS)('%s 2 is kept by its first value, and broken by its second', (keyword) => {
    const [kept, broken] = sides[keyword]
    expect(keepsLimit(keyword, kept, 2)).toBe(true)
    expect(keepsLimit(keyword, broken, 2)).toBe(false)
  })

  it('is kept by every value that it does not look at', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LIMITS), sized, bounds, (keyword, value, bound) => {
        if (!looksAt({ kind: keyword, value: bound }, value)) expect(keepsLimit(keyword, value, bound)).toBe(true)
      }),
    )
  })

  it('that is looser is kept by all that keeps the stricter one', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LIMITS), sized, bounds, bounds, (keyword, value, looser, stricter) => {
        const { isLooser } = KEYWORDS[keyword]
        if (isLooser(looser, stricter) && keepsLimit(keyword, value, stricter))
          expect(keepsLimit(keyword, value, looser)).toBe(true)
        expect(isLooser(looser, stricter) || isLooser(stricter, looser)).toBe(true)
      }),
    )
  })

  it('has at its edge what a bound one step stricter breaks', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LIMITS), sized, bounds, (keyword, value, bound) => {
        const { side, isExclusive } = KEYWORDS[keyword].limit
        if (isExclusive || !keepsLimit(keyword, value, bound)) return
        // Fractions stand between two bounds.
        if (typeof value === 'number' && !Number.isInteger(value)) return
        const stricter = side === 'least' ? bound + 1 : bound - 1
        expect(isEdge({ kind: keyword, value: bound }, value)).toBe(!keepsLimit(keyword, value, stricter))
      }),
    )
  })
})

describe('what a keyword demands', () => {
  it.each([
    ['type', 'string', 'type string'],
    ['type', ['string', 'null'], 'type string or null'],
    ['enum', ['a', 1], 'one of "a", 1'],
    ['const', null, 'exactly null'],
    ['maxLength', 64, 'at most 64 characters'],
    ['exclusiveMinimum', 0, 'more than 0'],
    ['pattern', '^\\$a#', 'a string that matches ^\\$a#'],
    ['additionalProperties', false, 'no such property'],
    // Words are the validator's, or nothing is demanded.
    ['not', {}, undefined],
    ['additionalProperties', {}, undefined],
    ['uniqueItems', false, undefined],
  ] as const)('%s %j: %s', (keyword, value, expected) => expect(expectedBy(keyword, value)).toBe(expected))
})

describe('the edge of', () => {
  it.each<[label: string, constraint: Parameters<typeof isEdge>[0], at: Json, off: Json]>([
    ['a format of text', { kind: 'format', value: 'date' }, 'any text', 1],
    ['a format of numbers', { kind: 'format', value: 'int64' }, 2n ** 63n - 1n, 1],
    ['uniqueItems', { kind: 'uniqueItems', value: true }, [1, 2], [1]],
    ['required', { kind: 'required', value: 'a' }, { a: null }, { b: null }],
    ['an exclusive bound', { kind: 'exclusiveMaximum', value: 3 }, 1, '1'],
    ['contains', { kind: 'contains', value: {} }, [], {}],
  ])('%s', (_, constraint, at, off) => {
    expect(isEdge(constraint, at)).toBe(true)
    expect(isEdge(constraint, off)).toBe(false)
  })
})
