import { describe, expect, it, test } from 'vitest'
import { showDuration } from '../../src/options/duration.ts'
import type { ConfigPlace, Reading } from '../../src/options/index.ts'
import * as kinds from '../../src/options/kinds.ts'

const place: ConfigPlace = {
  file: 'config.ts',
  folder: '/project',
  key: 'key',
  env: { TOKEN: 't' },
  isGiven: () => false,
}

describe('what the command line and a configuration both take', () => {
  it.each<[string, Reading<unknown>, text: string, given: unknown, value: unknown]>([
    ['a count', kinds.count, '0', 0, 0],
    ['a count', kinds.count, '999999999', 999_999_999, 999_999_999],
    ['a positive number', kinds.positive, '1', 1, 1],
    ['a port', kinds.port, '65535', 65_535, 65_535],
    ['a status', kinds.status, '404', 404, 404],
    ['a seed', kinds.seed, '-2147483648', -(2 ** 31), -(2 ** 31)],
    ['a seed', kinds.seed, 'random', 'random', 'random'],
    ['a duration', kinds.duration, '1.5s', '1.5s', 1500],
    ['a duration', kinds.duration, '0ms', 0, 0],
    ['a time limit', kinds.timeout, '1ms', 1, 1],
    ['a rate', kinds.rate, '0.5/s', 0.5, 0.5],
    ['a choice', kinds.choiceOf(['a', 'b']), 'b', 'b', 'b'],
    ['a list', kinds.listOf(kinds.count), '1', 1, [1]],
    ['parameters', kinds.parameters, 'id=a=b', { id: 'a=b' }, new Map([['id', ['a=b']]])],
    ['headers', kinds.headers, 'X-A:  b ', { 'X-A': ' b ' }, [['X-A', 'b']]],
  ])('%s: %s', (_, kind, text, given, value) => {
    expect(kind.parse(text)).toEqual(value)
    expect(kind.read(given, place)).toEqual(value)
  })

  it.each<[string, Reading<unknown>, text: string, given: unknown]>([
    ['a count', kinds.count, '-1', -1],
    ['a count', kinds.count, '1.5', 1.5],
    ['a count', kinds.count, '1000000000', 1_000_000_000],
    ['a count', kinds.count, '', ''],
    ['a positive number', kinds.positive, '0', 0],
    ['a port', kinds.port, '65536', 65_536],
    ['a status', kinds.status, '99', 99],
    ['a seed', kinds.seed, '2147483648', 2 ** 31],
    ['a duration', kinds.duration, '5 m', '5 m'],
    ['a time limit', kinds.timeout, '0s', 0],
    ['a time limit', kinds.timeout, '1', Number.POSITIVE_INFINITY],
    ['a rate', kinds.rate, '0/s', 0],
    ['a rate', kinds.rate, '5', '5'],
    ['a choice', kinds.choiceOf(['a', 'b']), 'c', 'c'],
    ['parameters', kinds.parameters, '=a', 'a=b'],
  ])('%s is not %s', (_, kind, text, given) => {
    expect(kind.parse(text)).toBeUndefined()
    expect(() => kind.read(given, place)).toThrow(/^config\.ts: key .+; (?:give|leave) .+\.$/)
  })
})

test('a repeated option adds to what it gave before', () => {
  expect(kinds.listOf(kinds.count).parse('2', [1])).toEqual([1, 2])
  const before = new Map([['id', ['a']]])
  expect(kinds.parameters.parse('id=b', before)).toEqual(new Map([['id', ['a', 'b']]]))
  expect(before.get('id')).toEqual(['a'])
  expect(kinds.headers.parse('X-A: b', [['X-A', 'a']])).toEqual([
    ['X-A', 'a'],
    ['X-A', 'b'],
  ])
})

test('paths of a configuration are relative to it, and those of the command line stay as they are', () => {
  for (const kind of [kinds.file, kinds.pemFile, kinds.baselineFile, kinds.location, kinds.body]) {
    expect(kind.parse('a/b.json')).toBe('a/b.json')
    expect(kind.read('a/b.json', place)).toBe('/project/a/b.json')
  }
  expect(kinds.location.read('https://example.com/a.yaml', place)).toBe('https://example.com/a.yaml')
  expect(kinds.reporter.read('json=out.json', place)).toBe('json=/project/out.json')
  expect(kinds.reporter.read('json', place)).toBe('json')
})

test('no message repeats what may be secret', () => {
  for (const text of ['secret', 'A b: secret', 'Host\n: secret'])
    expect(() => kinds.headers.parse(text)).toThrow(/^(?!.*secret).*$/s)
  expect(() => kinds.tokens.read(['secret'], place)).toThrow(/^(?!.*secret).*$/s)
  expect(() => kinds.headers.read({ 'X-A': 'secret\n' }, place)).toThrow(/^(?!.*secret).*$/s)
})

test.each([
  [0, '0s'],
  [1, '1ms'],
  [1500, '1500ms'],
  [30_000, '30s'],
  [60_000, '1m'],
  [5_400_000, '90m'],
  [7_200_000, '2h'],
])('%d milliseconds are shown as %s', (ms, text) => {
  expect(showDuration(ms)).toBe(text)
  expect(kinds.duration.parse(text)).toBe(ms)
})
