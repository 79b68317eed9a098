import { describe, expect, test } from 'vitest'
import { brokenAnswers, legalAnswers } from '../../src/client/served-answers.ts'
import { shortId } from '../../src/contract/constraints/index.ts'
import type { Json, JsonObject } from '../../src/json/index.ts'
import { documentOfResponse, documentWith, judgeOf } from '../support/contracts.ts'

const json = (schema: Json, more: JsonObject = {}): JsonObject => ({
  description: 'An answer',
  content: { 'application/json': { schema, ...more } },
})

const statusesOf = (responses: JsonObject): string[] => [
  ...new Set(
    legalAnswers(judgeOf(documentWith({ responses }))).map(({ status, response }) => `${status} as ${response.status}`),
  ),
]

describe('a documented status is served', () => {
  test.each<[string, JsonObject, string[]]>([
    ['success first', { 404: json({}), 200: json({}), 500: json({}) }, ['200 as 200', '404 as 404', '500 as 500']],
    [
      'as the first status of a range that nothing else describes',
      { '2XX': json({}), 200: json({}) },
      ['200 as 200', '2XX as 201'],
    ],
    [
      'as a failure, if `default` stands beside a success',
      { 200: json({}), default: json({}) },
      ['200 as 200', 'default as 500'],
    ],
    ['as a success, if `default` is all that there is', { default: json({}) }, ['default as 200']],
    ['unless it carries no answer of its own', { 200: json({}), 304: json({}), 100: json({}) }, ['200 as 200']],
  ])('%s', (_, responses, expected) => expect(statusesOf(responses)).toEqual(expected))
})

describe('the answers of a status', () => {
  const bodiesOf = (schema: Json, more: JsonObject = {}): (Json | undefined)[] =>
    legalAnswers(judgeOf(documentWith({ responses: { 200: json(schema, more) } }))).map(({ body }) => body)

  test('begin with its examples', () =>
    expect(
      bodiesOf(
        { type: 'object' },
        { examples: { a: { value: { id: 'first' } }, b: { value: { id: 'second' } } } },
      ).slice(0, 2),
    ).toEqual([{ id: 'first' }, { id: 'second' }]))

  test('say no more than the document names', () => {
    const schema = { type: 'object', properties: { id: { type: 'string' } } }
    expect(bodiesOf(schema, { example: { id: 'first', secret: 1 } })[0]).toEqual({ id: 'first' })
  })

  test('say every member of an enum alone, so that results can be told apart', () => {
    const schema = { type: 'object', properties: { state: { enum: ['on', 'off', 'idle'] }, id: { type: 'string' } } }
    expect(bodiesOf(schema).slice(-3)).toEqual([{ state: 'on' }, { state: 'off' }, { state: 'idle' }])
  })

  test('have items that differ, so that none can be left out unnoticed', () => {
    const schema = { type: 'object', properties: { steps: { type: 'array', items: { type: 'string', minLength: 4 } } } }
    const example = { steps: ['step', 'step'].map((step) => `a ${step}`) }
    expect(bodiesOf(schema, { example })[0]).toEqual({ steps: ['a s100', 'a s101'] })
  })

  test('reach the edges of every limit', () => {
    const lengths = bodiesOf({ type: 'string', minLength: 2, maxLength: 5 }).map((body) => [...String(body)].length)
    expect(Math.min(...lengths)).toBe(2)
    expect(Math.max(...lengths)).toBe(5)
  })

  test('are as few as is wished', () => {
    const judge = judgeOf(documentOfResponse({ type: 'string', minLength: 2, maxLength: 5 }))
    expect(legalAnswers(judge, 1)).toHaveLength(1)
  })
})

test('a broken answer breaks one constraint of a success, each once', () => {
  const judge = judgeOf(
    documentWith({
      responses: {
        200: json({ type: 'object', required: ['id'], properties: { id: { type: 'string', maxLength: 5 } } }),
        404: json({ type: 'object', required: ['code'] }),
      },
    }),
  )
  const broken = brokenAnswers(judge)
  expect(broken.map(({ breaks }) => breaks && shortId(breaks))).toEqual([
    'response.200 status',
    'response.200 mediaType',
    'response.200 syntax',
    'response.200 type',
    'response.200 /id required',
    'response.200 /id type',
    'response.200 /id maxLength',
  ])
  for (const { response, breaks } of broken) {
    if (breaks?.kind === 'status') continue
    const ids = judge.response(response).issues.map(({ constraint }) => constraint.id)
    expect(new Set(ids)).toEqual(new Set([breaks?.id]))
  }
})
