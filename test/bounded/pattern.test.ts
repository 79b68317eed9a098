import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchesPattern, NotJudged, Pattern, STEP_LIMITS, spend, withinSteps } from '../../src/bounded/index.ts'
import { LinearMatcher } from '../../src/bounded/linear-matcher.ts'
import { mostSteps } from '../../src/bounded/most-steps.ts'
import { patternTree } from '../../src/bounded/pattern-tree.ts'

const linear = (source: string, flags = 'u'): LinearMatcher => {
  const tree = patternTree(source, flags)
  const matcher = tree && LinearMatcher.of(tree, flags)
  if (!matcher) throw new Error(`${source} is not for the linear matcher`)
  return matcher
}

/** What single characters are written as: what engines differ about among them. */
const ATOMS = [
  ...[
    'a',
    'b',
    '.',
    '\\d',
    '\\D',
    '\\w',
    '\\W',
    '\\s',
    '\\S',
    '[ab]',
    '[^a]',
    '[^]',
    '[]',
    '[a-c_-]',
    '\\u{1F600}',
    '😀',
  ],
  ...[
    '\\ud83d',
    '\\u00e9',
    '\\x61',
    '\\n',
    '\\p{L}',
    '\\P{L}',
    '[\\s\\d]',
    '[\\b]',
    '\\/',
    '\\$',
    '\\p{Script=Greek}',
    '\\cJ',
    '\\0',
  ],
]
const CHARACTERS = [
  'a',
  'b',
  'c',
  'é',
  '5',
  '٣',
  '_',
  '-',
  ' ',
  '\n',
  '\r',
  '\u2028',
  '\u00a0',
  '\ufeff',
  '😀',
  '\ud83d',
  '/',
  '$',
  'α',
  '\b',
  '\0',
]

const { pattern } = fc.letrec<{ pattern: string; sequence: string; part: string; atom: string }>((tie) => ({
  pattern: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }).map((branches) => branches.join('|')),
  sequence: fc.array(tie('part'), { maxLength: 4 }).map((parts) => parts.join('')),
  part: fc.oneof(
    { weight: 3, arbitrary: tie('atom') },
    { weight: 1, arbitrary: fc.constantFrom('^', '$', '\\b', '\\B') },
    {
      weight: 2,
      arbitrary: fc
        .tuple(tie('atom'), fc.constantFrom('*', '+', '?', '{2}', '{1,}', '{0,2}', '{1,3}', '*?', '+?', '{0}'))
        .map((both) => both.join('')),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('(?=', '(?!', '(?<=', '(?<!'), tie('pattern'))
        .map(([opening, inner]) => `${opening}${inner})`),
    },
  ),
  atom: fc.oneof(
    { maxDepth: 3 },
    { weight: 4, arbitrary: fc.constantFrom(...ATOMS) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom('(?:', '('), tie('pattern')).map(([open, of]) => `${open}${of})`),
    },
  ),
}))
const text = fc.array(fc.constantFrom(...CHARACTERS), { maxLength: 7 }).map((characters) => characters.join(''))

describe('the linear matcher', () => {
  test('takes what V8 takes, of random patterns and texts', () => {
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 4, maxLength: 4 }), (source, texts) => {
        const test = new RegExp(source, 'u')
        const matcher = linear(source)
        expect(texts.map((each) => matcher.test(each))).toEqual(texts.map((each) => test.test(each)))
      }),
      { numRuns: 400, seed: 1 },
    )
  })

  test.each([
    // Without `u` characters are code units, and escapes of older documents mean themselves.
    ['^.$', '😀', ''],
    ['^..$', '😀', ''],
    ['^\\-[\\_]$', '-_', ''],
    ['^a{,2}$', 'a{,2}', ''],
    ['^[^\\w]{2}$', '😀', ''],
  ])('takes %s as V8 does without the flag u', (source, value, flags) => {
    expect(linear(source, flags).test(value)).toBe(new RegExp(source, flags).test(value))
  })

  test('leaves back-references, and bounds that multiply, to others', () => {
    for (const source of ['^(a)\\1$', '^(?<x>a)\\k<x>$', '^(?:a{1,999}){1,999}$'])
      expect(LinearMatcher.of(patternTree(source, 'u') ?? expect.fail(), 'u')).toBeUndefined()
  })
})

describe('the most steps of an engine that goes back', () => {
  test.each([
    ['^[a-z0-9-]{1,64}$', 1000],
    ['^(?:-[a-z]+)*$', 200_000],
    ['^\\d{4}-\\d{2}$', 20],
    ['^(?=.*\\d)(?=.*[a-z]).{8,}$', 10_000],
  ])('stay few for %s', (source, most) => {
    expect(mostSteps(patternTree(source, 'u') ?? expect.fail(), 200)).toBeLessThan(most)
  })

  test.each([
    '^(a+)+$',
    '^(a|a)*$',
    '^(a?){50}a{50}$',
    '^(.*a){12}$',
    '(?:[-\\p{Script=Thai}]\\p{Script=Thai}+)*$',
    '^([^-]a*)+$',
  ])('are past all bounds for %s', (source) => {
    expect(mostSteps(patternTree(source, 'u') ?? expect.fail(), 200)).toBeGreaterThan(1e12)
  })
})

describe('a pattern', () => {
  const HOSTILE = `${'a'.repeat(40)}!`

  test.each(['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '^(?:a*)*$', '(a*)*(a*)*(a*)*$b', '.*.*.*.*=.*'])(
    'that can explode, %s, is matched in time',
    (source) => {
      const pattern = new Pattern(source)
      for (const length of [40, 4000]) expect(pattern.test(`${'a'.repeat(length)}!`)).toBe(false)
    },
  )

  test('tells a text that it takes from one that it does not, however long', () => {
    const pattern = new Pattern('^(a+)+$')
    expect(pattern.test('a'.repeat(100_000))).toBe(true)
    expect(pattern.test(`${'a'.repeat(100_000)}!`)).toBe(false)
  })

  test('with a back-reference that can explode is not judged, unless the text is short', () => {
    const pattern = new Pattern('^(a+)+\\1$')
    expect(pattern.test('aaaa')).toBe(true)
    expect(pattern.test('aaa!')).toBe(false)
    expect(() => pattern.test(HOSTILE)).toThrow(NotJudged)
    expect(() => pattern.test(HOSTILE)).toThrow(
      'a text of 41 characters is too long for the regular expression ^(a+)+\\1$',
    )
  })

  test.each([
    ['a bound of many digits', `^(a+)+a{${'0'.repeat(50)}2}$`, 'aaa'],
    ['an escape of many digits', `^(a+)+\\u{${'0'.repeat(100)}41}$`, 'aA'],
    ['pairs of code units', '^(?:(?:😀|\\-)+)+x$', '😀x'],
    ['an escaped pair of code units', '^(?:(?:\\ud83d\\ude00|\\-)+)+x$', '😀x'],
    ['the number of a character', '^(?:\\012|a+)+$', '\n'],
  ])('with %s is judged as V8 does, or not at all', (_, source, taken) => {
    const pattern = new Pattern(source)
    expect(pattern.test(taken)).toBe(true)
    for (const value of [taken.repeat(50), HOSTILE]) expect(() => pattern.test(value)).toThrow(NotJudged)
  })

  test('of very many branches is not read', () => {
    expect(patternTree('|'.repeat(150_000), 'u')).toBeUndefined()
  })

  test('that repeats nothing, or what takes no character, does so once', () => {
    for (const source of ['^(?:(?:){99999999}){99999999}$', '^(?:\\B){99999999}$', '^(?:(?!.){0,99999999}|(a+)+)$'])
      expect(linear(source).test('')).toBe(true)
    expect(linear('^(?:(?=b)){2,99999999}(a+)+$').test('aa')).toBe(false)
    expect(linear('^(?:(?=b)){0,99999999}(a+)+$').test('aa')).toBe(true)
  })

  test('with a plain back-reference is judged', () => {
    const pattern = new Pattern('^(["\']).*\\1$')
    expect(pattern.test(`"${'a'.repeat(500)}"`)).toBe(true)
    expect(pattern.test(`"${'a'.repeat(500)}'`)).toBe(false)
  })

  test('that looks around in a long text is not judged if that takes too long', () => {
    const pattern = new Pattern('(?=(?:a+b?)+$)c')
    expect(pattern.test(`${'a'.repeat(100)}!`)).toBe(false)
    expect(() => pattern.test(`${'a'.repeat(20_000)}!`)).toThrow(NotJudged)
  })

  test('surely matches only what is judged', () => {
    expect(matchesPattern('^(a+)+\\1$', HOSTILE)).toBe(false)
    expect(matchesPattern('^(a+)+$', 'aaa')).toBe(true)
    expect(matchesPattern('(', 'anything')).toBe(true)
  })
})

describe('steps', () => {
  test('are counted over all that is done within', () => {
    const many = (): void => {
      for (let turn = 0; turn < 200; turn++) withinSteps(() => spend(10_000), 20_000)
    }
    expect(many).not.toThrow()
    expect(() => withinSteps(many, 1_000_000)).toThrow('it is not told within 1 million steps')
    expect(() => withinSteps(() => 'anew', STEP_LIMITS.matching)).not.toThrow()
  })

  test('ask a deadline now and then, of one within another too', () => {
    let asked = 0
    const late = () => (++asked > 3 ? 'time is up' : undefined)
    expect(() => withinSteps(() => withinSteps(() => [...Array(10)].map(() => spend(50_001))), 1e9, late)).toThrow(
      'time is up',
    )
    expect(asked).toBe(4)
  })

  test('turn what overflows the stack into what is not judged', () => {
    const deep = (): number => 1 + deep()
    expect(() => withinSteps(deep)).toThrow(NotJudged)
  })
})
