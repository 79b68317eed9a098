import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchesWildcard } from '../../../src/contract/model/index.ts'

describe('a pattern', () => {
  it.each([
    ['getUser', 'getUser', true],
    ['getuser', 'GETUSER', true],
    ['getUser', 'getUsers', false],
    ['get*', 'getUser', true],
    ['*User', 'getUser', true],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['*r*e*', 'request', true],
    ['*e*r*', 'xr', false],
    // The pieces at both ends share no text.
    ['ab*ba', 'aba', false],
    ['ab*ba', 'abba', true],
    ['a*bc*c', 'abc', false],
    ['a*b*a', 'aba', true],
    // What a regular expression would read.
    ['a.c', 'abc', false],
    ['(+', '(+', true],
    ['a*', 'a\nb', true],
  ])('%j names %j: %s', (pattern, text, expected) => expect(matchesWildcard(pattern, text)).toBe(expected))

  it('names every text that is made by filling its stars', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), fc.string(), (pieces, filling) => {
        expect(
          matchesWildcard(pieces.join('*'), pieces.map((piece) => piece.replaceAll('*', filling)).join(filling)),
        ).toBe(true)
      }),
    )
  })

  it('of many stars is not tried in all ways', () => {
    expect(matchesWildcard(`${'*a'.repeat(5_000)}*b`, 'a'.repeat(100_000))).toBe(false)
  })
})
