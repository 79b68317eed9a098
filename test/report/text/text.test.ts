import { expect, test } from 'vitest'
import {
  clip,
  elide,
  escapeUnsafeLines,
  escapeUnsafeStyled,
  grouped,
  jsonString,
  jsonText,
  legible,
  linesOf,
  listed,
} from '../../../src/report/text/index.ts'

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
])('the count %i is written %s', (count, text) => expect(grouped(count)).toBe(text))

test.each([
  [['a'], 2, undefined, 'a'],
  [['a', 'b', 'c'], 2, undefined, 'a, b and 1 more'],
  [['a', 'b', 'c'], 2, 3, 'a, b, c'],
  [['a', 'b', 'c', 'd'], 2, 3, 'a, b and 2 more'],
  [[], 2, undefined, ''],
])('of the names %j the first %i are listed, or at most %j', (names, first, most, text) => {
  expect(listed(names, first, most)).toBe(text)
})

test('lines keep their ends, and a line end within one is spelled out', () => {
  expect(escapeUnsafeLines('a\r\nb\x1b\nc')).toBe('a\nb\\u001b\nc')
  expect(linesOf(['a\nb', 'c'])).toBe('a\\nb\nc\n')
})

test('of escape sequences only colours and a return to the beginning of a line pass, and only for styled text', () => {
  const styled = '\r\x1b[1m\x1b[31mFAIL\x1b[39m\x1b[22m 2\n'
  expect(escapeUnsafeStyled(styled)).toBe(styled)
  expect(escapeUnsafeStyled('\x1b[2J\x1b]0;a\x07\u202e')).toBe('\\u001b[2J\\u001b]0;a\\u0007\\u202e')
  expect(escapeUnsafeLines('\x1b[31m')).toBe('\\u001b[31m')
})

test('long words and long texts lose their middle', () => {
  expect(elide('abcdefghij', 8)).toBe('abcdef…(2 more)…ij')
  expect(elide('abcdefgh', 8)).toBe('abcdefgh')
  expect(legible('a bcdefghijk\x07', { word: 4, whole: 100 })).toBe('a bcd…(7 more)…\\u0007')
})

test('a line that is too wide is cut, wide characters counted as two columns', () => {
  expect(clip('abcdef', 6)).toBe('abcdef')
  expect(clip('abcdefg', 6)).toBe('abcde…')
  expect(clip('日本語', 5)).toBe('日本…')
})

test('JSON has no character that a terminal obeys, and reads as the same values', () => {
  const value = { a: '\u009b2J \u202e \u{e0041} \x1b', b: ['\\u202e'] }
  expect(jsonText(value)).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u)
  expect(JSON.parse(jsonText(value))).toEqual(value)
  expect(jsonString('\u202e"')).toBe('"\\u202e\\""')
})

test('a lone surrogate is spelled out in JSON, since a parser may refuse its escape', () => {
  expect(JSON.parse(jsonText({ a: '\ud800' }))).toEqual({ a: '\\ud800' })
})
