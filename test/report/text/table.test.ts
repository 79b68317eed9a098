import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnsOf, table } from '../../../src/report/text/index.ts'

test('first cells stand to the left, others to the right', () => {
  expect(
    table([
      ['name', 'count'],
      ['a long one', '7'],
      ['日本', '1,000'],
    ]),
  ).toEqual(['name        count', 'a long one      7', '日本        1,000'])
})

test('what is too wide is cut off the first cells', () => {
  expect(
    table(
      [
        ['name', '1'],
        ['a long one', '2'],
      ],
      9,
    ),
  ).toEqual(['name    1', 'a lon…  2'])
})

test('all lines are as wide, and safe', () => {
  const cell = fc.string({ unit: 'binary', maxLength: 20 })
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, fc.stringMatching(/^\d{0,9}$/)), { minLength: 1 }), (rows) => {
      const lines = table(rows, 40)
      expect(new Set(lines.map(columnsOf)).size).toBe(1)
      expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    }),
  )
})
