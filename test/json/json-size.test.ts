import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonSize, writeJson } from '../../src/json/index.ts'
import { jsonValues } from '../support/json-values.ts'

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

test.each([
  '',
  ' ~',
  '!"',
  '#[',
  '\\',
  ']~',
  '\u007f',
  '\u001f',
  '\n',
  'é',
  '€',
  '😀',
  '\ud800',
  'a\n',
  'ab"c'.repeat(500),
])('counts the bytes of %j as it is written', (text) => {
  expect(jsonSize(text)).toBe(bytesOf(writeJson(text)))
})

test('counts the bytes of any value as it is written', () => {
  fc.assert(
    fc.property(jsonValues, (value) => {
      expect(jsonSize(value)).toBe(bytesOf(writeJson(value)))
    }),
  )
})
