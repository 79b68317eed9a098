import { describe, expect, test } from 'vitest'
import { shownData } from '../../src/client/shown-data.ts'

class Hidden {
  readonly #value = 'behind a getter'
  get value(): string {
    return this.#value
  }
}

class Written {
  readonly #value = 'behind a method'
  toJSON(): unknown {
    return { value: this.#value }
  }
}

const EPOCH_MS = Date.parse('2024-05-06T07:08:09Z')

describe('a text is shown', () => {
  test.each<[string, unknown, string]>([
    ['as the result itself', 'a text', 'a text'],
    ['within another text', 'before a text after', 'a text'],
    ['within the JSON of a result', JSON.stringify({ key: 'a "text"' }), 'a "text"'],
    ['as the name of a property', { 'a text': 1 }, 'a text'],
    ['deep within a result', { a: [{ b: new Map([['c', 'a text']]) }] }, 'a text'],
    ['in a set', new Set(['a text']), 'a text'],
    ['in the message of an error', new Error('it says a text'), 'a text'],
    ['in the cause of an error', new Error('outer', { cause: new Error('a text') }), 'a text'],
    ['behind a getter of a class', new Hidden(), 'behind a getter'],
    ['behind toJSON', new Written(), 'behind a method'],
    ['in bytes', new TextEncoder().encode('a text'), 'a text'],
    ['in the body of a Response', new Response('a text'), 'a text'],
    ['as a bigint', 12345678901234567890n, '12345678901234567890'],
  ])('%s', async (_, result, text) => expect((await shownData(result)).hasText(text)).toBe(true))

  test.each<[string, unknown]>([
    ['in another spelling', 'A TEXT'],
    ['in the source of a function', () => 'a text'],
    ['in the stack of an error', Object.assign(new Error('other'), { stack: 'at a text' })],
  ])('but not %s', async (_, result) => expect((await shownData(result)).hasText('a text')).toBe(false))

  test('exactly only as a whole value', async () => {
    const shown = await shownData({ a: 'on', b: 'once' })
    expect(shown.hasExactText('on')).toBe(true)
    expect(shown.hasExactText('onc')).toBe(false)
  })
})

describe('a number is shown', () => {
  test.each<[string, unknown]>([
    ['as a number', { count: 4096 }],
    ['as a text', { count: '4096' }],
    ['within a text', 'took 4096 ms'],
  ])('%s', async (_, result) => expect((await shownData(result)).hasNumber(4096)).toBe(true))

  test('but not within another number', async () =>
    expect((await shownData({ count: 40960 })).hasNumber(4096)).toBe(false))
})

describe('a moment is shown', () => {
  test.each<[string, unknown]>([
    ['as a Date', new Date(EPOCH_MS)],
    ['in milliseconds', EPOCH_MS],
    ['in seconds', EPOCH_MS / 1000],
    ['in another zone', '2024-05-06T09:08:09+02:00'],
    ['as a text of another form', 'Mon, 06 May 2024 07:08:09 GMT'],
    ['as an object of a library', { toISOString: () => '2024-05-06T07:08:09.000Z' }],
    ['as Temporal has it', { epochMilliseconds: EPOCH_MS }],
  ])('%s', async (_, result) => expect((await shownData({ at: result })).hasTime(EPOCH_MS)).toBe(true))

  test('but not a second later', async () =>
    expect((await shownData(new Date(EPOCH_MS + 1000))).hasTime(EPOCH_MS)).toBe(false))
})

test('objects come closest to the top first', async () => {
  const inner = { c: 1 }
  const outer = { b: inner }
  expect((await shownData(outer)).objects).toEqual([outer, inner])
})
