import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  breakAnywhere,
  clip,
  columnsOf,
  counted,
  elide,
  escapeUnsafe,
  isSafe,
  wrap,
} from '../../../src/report/text/index.ts'

const text = fc.string({ unit: 'binary', maxLength: 200 }).map(escapeUnsafe)
const width = fc.integer({ min: 2, max: 60 })

describe('laws', () => {
  test('broken lines fit and lose nothing', () => {
    fc.assert(
      fc.property(text, width, (original, columns) => {
        const lines = breakAnywhere(original, columns)
        expect(lines.join('')).toBe(original)
        expect(Math.max(...lines.map(columnsOf))).toBeLessThanOrEqual(columns)
      }),
    )
  })

  test('wrapped lines fit and lose only spaces', () => {
    fc.assert(
      fc.property(fc.array(text), width, (words, columns) => {
        const lines = wrap(words.join(' '), columns)
        expect(lines.join('').replaceAll(' ', '')).toBe(words.join('').replaceAll(' ', ''))
        expect(Math.max(...lines.map(columnsOf))).toBeLessThanOrEqual(columns)
      }),
    )
  })

  test('clipped text fits on its line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), width, (original, columns) => {
        expect(columnsOf(clip(original, columns))).toBeLessThanOrEqual(columns)
      }),
    )
  })

  test('elided text never parts a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), fc.integer({ min: 4, max: 40 }), (original, limit) => {
        expect(elide(original, limit).isWellFormed()).toBe(true)
      }),
    )
  })

  test('escaped text is safe, and safe text stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (original) => {
        expect(isSafe(escapeUnsafe(original))).toBe(true)
        expect(isSafe(original)).toBe(escapeUnsafe(original) === original)
      }),
    )
  })
})

test.each([
  ['\u001b[2J', '\\u001b[2J'],
  ['\t\r\n\0', '\\t\\r\\n\\u0000'],
  ['\u009b\u202e\u2028', '\\u009b\\u202e\\u2028'],
  ['\ud800', '\\ud800'],
  ['\u{e0041}', '\\u{e0041}'],
  ['é 漢字 💥', 'é 漢字 💥'],
])('%j is shown as %s', (original, shown) => {
  expect(escapeUnsafe(original)).toBe(shown)
})

test('a URL is cut after a slash, a number never at its comma', () => {
  expect(breakAnywhere('/v2/abcdefgh/ijklmnop', 16)).toEqual(['/v2/abcdefgh/', 'ijklmnop'])
  expect(breakAnywhere('abcdefghij 1,048,576', 15)).toEqual(['abcdefghij ', '1,048,576'])
})

test('a long text says how much is left out', () => {
  expect(elide('a'.repeat(513), 20)).toBe(`${'a'.repeat(15)}…(493 more)…${'a'.repeat(5)}`)
  expect(elide('💥'.repeat(20), 20)).toBe('💥'.repeat(20))
})

test('numbers are grouped, words counted', () => {
  expect([
    counted(1, 'byte'),
    counted(0, 'byte'),
    counted(1_048_576, 'byte'),
    counted(2, 'advisory', 'advisories'),
  ]).toEqual(['1 byte', '0 bytes', '1,048,576 bytes', '2 advisories'])
})
