import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasDigits } from '../../src/json/has-digits.ts'
import {
  codePointLength,
  type Hazard,
  type Json,
  ORDINARY_DEPTH,
  parseJson,
  scanHazards,
} from '../../src/json/index.ts'
import { anyText, jsonValues } from '../support/json-values.ts'

const scan = (text: string): Hazard[] => scanHazards(text, parseJson(text))
const nested = (depth: number, open = '[', close = ']'): string => open.repeat(depth) + close.repeat(depth)

describe('codePointLength', () => {
  it('counts as a string iterates, lone surrogates included', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(codePointLength(text)).toBe([...text].length)
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['', 0],
    ['a', 1],
    ['e\u0301', 2],
    ['😀', 1],
    ['\ud83d', 1],
    ['\ude00\ud83d', 2],
    ['\ud83d\ud83d\ude00', 2],
    ['👩‍👩‍👧', 5],
  ])('of %j is %i', (text, length) => {
    expect(codePointLength(text)).toBe(length)
  })
})

describe('scanHazards', () => {
  it.each<[text: string, hazards: readonly Hazard[]]>([
    ['{"a":1,"b":1}', []],
    ['{"a":1,"a":1}', ['repeated name']],
    ['{"a":1,"\\u0061":1}', ['repeated name']],
    ['{"\\u0061":1,"a":1}', ['repeated name']],
    ['{"\\/":1,"/":1}', ['repeated name']],
    ['{"__proto__":1,"__proto__":1}', ['repeated name']],
    ['{"a":1,"A":1}', []],
    ['{"a":{"a":1},"b":{"a":1}}', []],
    ['[{"a":1},{"a":1}]', []],
    ['{"a":{"b":1},"a":{"c":1}}', ['repeated name']],
    ['{"b":{"a":1,"c":[{"a":1}]},"c":2,"a":[[{"x":1,"x":2}]]}', ['repeated name']],
    ['{"c":{"a":1},"a":1}', []],
    ['{"c":[1,2],"a":1,"d":[{}],"a":2}', ['repeated name']],
    // Brackets, colons, commas and quotes in strings are text.
    ['{ "a": "},\\"a\\":{", "b": "[:," }', []],
    ['{ "a:": 1, "a": ":", "b": "a" }', []],
    ['{ "a": "x", "b": "a", "c": ["a", "a"] }', []],
    ['{ "a\\\\": 1, "a": "\\\\\\"" , "a\\\\": 2 }', ['repeated name']],
    ['{ "a": "\\\\", "b": "\\\\" }', []],
    // Numbers.
    ['[ 1, -1, 0.1, 1e2, -0, 0.0, 0e5, 0E-400, 9007199254740991 ]', []],
    ['[1e400]', ['number past double range']],
    ['[-1e400]', ['number past double range']],
    ['[1E+400]', ['number past double range']],
    ['[1e-400]', ['number past double range']],
    ['[-0.0001e-400]', ['number past double range']],
    ['[123456789012345678901234567890]', ['number past double range']],
    // Integers of 64 bits, which a document may ask for, are read exactly by most parsers.
    ['[ -9007199254740993, 9223372036854775807, 18446744073709551615 ]', []],
    ['[ 18446744073709551617 ]', ['number past double range']],
    ['[ -9223372036854775809 ]', ['number past double range']],
    ['[1e+21]', []],
    ['[ 1e+21, 9007199254740992, 123456789012345680000 ]', []],
    ['[ 123456789012345680001 ]', ['number past double range']],
    ['["1e400", "123456789012345678901234567890"]', []],
    ['{"1e400":1,"9e999": 2}', []],
    // Surrogates.
    ['["\\ud83d\\ude00"]', []],
    ['["\\ud800"]', ['unpaired surrogate']],
    ['["\\uDFFF"]', ['unpaired surrogate']],
    ['["\\ude00\\ud83d"]', ['unpaired surrogate']],
    ['{"\\uD800":1}', ['unpaired surrogate']],
    ['{"a":[{"b":"\\udabc"}]}', ['unpaired surrogate']],
    ['["\\\\ud800"]', []],
    // Depth, the root being 1.
    [nested(ORDINARY_DEPTH), []],
    [nested(ORDINARY_DEPTH + 1), ['great depth']],
    [nested(ORDINARY_DEPTH - 1, '{"a":[', ']}').replace('[]', '[1]'), ['great depth']],
    [`${'{"a":'.repeat(ORDINARY_DEPTH)}1${'}'.repeat(ORDINARY_DEPTH)}`, []],
    [`${'{"a":'.repeat(ORDINARY_DEPTH + 1)}1${'}'.repeat(ORDINARY_DEPTH + 1)}`, ['great depth']],
    [`{"a":"${'['.repeat(100)}"}`, []],
    [`[${'[],'.repeat(100)}[]]`, []],
    // Several at once, sorted.
    ['{"a":"\\ud800","a":1e999}', ['number past double range', 'repeated name']],
    ['{"a":1e999,"b":"\\ud800"}', ['number past double range', 'unpaired surrogate']],
    ['"\\ud800"', ['unpaired surrogate']],
    ['1e400', ['number past double range']],
    ['null', []],
  ])('of %s are %j', (text, hazards) => {
    expect(scan(text)).toEqual(hazards)
  })

  it('finds long rows of digits wherever they stand', () => {
    for (let before = 0; before < 24; before++) {
      const long = `${'a1'.repeat(before)}${'9'.repeat(20)}a`
      const short = `${'a1'.repeat(before)}a${'9'.repeat(19)}a${'9'.repeat(15)}`
      expect([hasDigits(long, 20), hasDigits(short, 20), hasDigits(short, 19)]).toEqual([true, false, true])
      const array = `[${'1,'.repeat(before)}${'9'.repeat(21)}]`
      expect(scan(array), array).toEqual(['number past double range'])
    }
    expect(hasDigits('', 1)).toBe(false)
  })

  it('says the same of a text with white space and of one without', () => {
    fc.assert(
      fc.property(jsonValues, (value) => {
        expect(scan(JSON.stringify(value, null, 1))).toEqual(scan(JSON.stringify(value)))
      }),
    )
  })

  it('tells nothing of a text without escapes that repeats no name, whatever its strings hold', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyText.map((text) => text.toWellFormed())), (names) => {
        const value: Json = Object.fromEntries(names.map((name) => [name, name]))
        expect(scan(JSON.stringify(value, null, 2))).toEqual([])
      }),
    )
  })

  it('finds a repeated name in any object', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1 }), fc.nat(), (names, pick) => {
        const again = names[pick % names.length] ?? ''
        const members = [...new Set(names), again].map((name) => `${JSON.stringify(name)}:{"a":[]}`)
        expect(scan(`[{${members.join(',')}}]`)).toContain('repeated name')
      }),
    )
  })

  it('takes texts as large and as deep as JSON.parse takes', () => {
    expect(scan(nested(100_000))).toEqual(['great depth'])
    expect(scan(`{"a":"\\ud800","b":${nested(20_000)}}`)).toEqual(['great depth', 'unpaired surrogate'])
    expect(scan(`["${'a'.repeat(8_000_000)}"]`)).toEqual([])
    expect(scan(`["${'\\n'.repeat(4_000_000)}", 1e400]`)).toEqual(['number past double range'])
  })
})
