import { describe, expect, test } from 'vitest'
import { lostData, templatesOf, topmostLost } from '../../src/client/lost-data.ts'
import { shownData } from '../../src/client/shown-data.ts'
import type { Json } from '../../src/json/index.ts'
import { documentOfResponse, judgeOf } from '../support/contracts.ts'

const { constraints } = judgeOf(
  documentOfResponse({
    type: 'object',
    properties: {
      id: { type: 'string' },
      note: { type: 'string' },
      state: { enum: ['on', 'off'] },
      count: { type: 'integer' },
      isDone: { type: 'boolean' },
      at: { type: 'string', format: 'date-time' },
      steps: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } },
      free: { type: 'object' },
    },
  }),
)
const templates = templatesOf(constraints)('response.200')

const lossOf = async (body: Json, result: unknown) => lostData(body, await shownData(result), templates)

describe('what a result is without is lost', () => {
  test.each<[string, Json, unknown, string[]]>([
    ['a text', { id: 'abcdef', note: 'a note' }, { id: 'abcdef' }, ['/note']],
    ['a text in another spelling', { id: 'abcdef' }, { id: 'ABCDEF' }, ['/id']],
    ['a text that is cut', { id: 'abcdef' }, { id: 'abcde' }, ['/id']],
    ['a number that says something', { count: 123456 }, { total: 1 }, ['/count']],
    [
      'a small number, in a result of the shape of the body',
      { id: 'abcdef', count: 3 },
      { id: 'abcdef', count: 4 },
      ['/count'],
    ],
    ['a boolean, in a result of the shape of the body', { isDone: true }, { isDone: false }, ['/isDone']],
    ['a moment', { at: '2024-05-06T07:08:09Z' }, { at: '2024-05-06' }, ['/at']],
    ['a short text that stands nowhere', { id: 'xyz' }, { id: 'a' }, ['/id']],
    ['a property of every item', { steps: [{ name: 'first' }, { name: 'second' }] }, {}, ['/steps/*/name']],
    [
      'an item of several, as a whole',
      { steps: [{ name: 'first' }, { name: 'second' }] },
      { steps: [{ name: 'first' }] },
      ['/steps/*'],
    ],
    ['anything below what the document leaves free', { free: { any: 'a text' } }, {}, ['/free']],
  ])('%s', async (_, body, result, lost) => expect((await lossOf(body, result)).lost).toEqual(lost))
})

describe('of what may be shown in another way, or by chance, nothing is said', () => {
  test.each<[string, Json, unknown, string[]?]>([
    ['an empty text', { id: '' }, {}],
    ['a member of an enum', { state: 'on' }, { isOn: true }],
    ['null', { free: null }, {}],
    ['a small number in a result of another shape', { count: 3 }, { total: 0 }],
    ['a boolean in a result of another shape', { isDone: true }, 'finished'],
    ['a short text that may stand within others by chance', { id: 'on' }, { note: 'once' }],
    ['a text that another text of the body contains', { id: 'abcd', note: 'abcdef' }, { note: 'abcdef' }, ['/note']],
  ])('%s', async (_, body, result, kept = []) => expect(await lossOf(body, result)).toEqual({ lost: [], kept }))
})

test('what is shown is kept, under whatever name and in whatever form', async () => {
  const body = { id: 'abcdef', count: 123456, at: '2024-05-06T07:08:09Z' }
  const result = { name: 'is abcdef', total: '123456', when: new Date('2024-05-06T07:08:09Z') }
  expect(await lossOf(body, result)).toEqual({ lost: [], kept: ['/id', '/count', '/at'] })
})

test.each<[string, string, string[], string]>([
  ['itself, if its sibling is kept', '/a/b', ['/a/c'], '/a/b'],
  ['the place above, if nothing is kept there', '/a/b', ['/d'], '/a'],
  ['the root, if nothing is kept at all', '/a/b/c', [], ''],
  ['no place that only begins alike', '/ab/c', ['/abc'], '/ab'],
])('the topmost place at which all is lost is %s', (_, template, kept, top) =>
  expect(topmostLost(template, kept)).toBe(top),
)

test.each<[string, string, string]>([
  ['a named property', '/id', '/id'],
  ['an item', '/steps/7', '/steps/*'],
  ['a property of an item', '/steps/7/name', '/steps/*/name'],
  ['what is below a free object, the object', '/free/any/thing', '/free'],
  ['what the document does not name, the root', '/other', ''],
])('the template of %s', (_, pointer, template) => expect(templates.of(pointer)).toBe(template))
