import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/json/index.ts'
import { OperationJudge } from '../../../src/judging/messages/index.ts'
import { contractOf } from '../../support/contracts.ts'

const EVENT = {
  type: 'object',
  required: ['data', 'event'],
  additionalProperties: false,
  properties: {
    event: { enum: ['added', 'removed'] },
    data: { type: 'string', maxLength: 5 },
    retry: { type: 'integer', maximum: 9 },
  },
}
const ITEM = { type: 'object', required: ['n'], properties: { n: { type: 'integer', maximum: 9 } } }

function judgeOf(mediaType: string, media: JsonObject, version = '3.2.0', required = true) {
  const content = { [mediaType]: media }
  const contract = contractOf({
    openapi: version,
    info: { title: 'T', version: '1' },
    paths: {
      '/a': {
        post: {
          operationId: 'op',
          requestBody: { required, content },
          responses: { '200': { description: 'ok', content } },
        },
      },
    },
  })
  const [operation] = contract.operations
  return new OperationJudge(contract, operation ?? expect.fail())
}

function judged(mediaType: string, media: JsonObject, text: string, cutBy?: 'items') {
  const body = new TextEncoder().encode(text)
  const headers = [['content-type', mediaType]] as const
  const { issues, body: value } = judgeOf(mediaType.split(';')[0] ?? '', media).response({
    status: 200,
    headers,
    body,
    ...(cutBy && { cutBy }),
  })
  return {
    issues: issues.map(({ constraint, pointer, received }) => [
      constraint.id.replace('op response.200 ', ''),
      pointer,
      received,
    ]),
    value,
  }
}

const lines = (media: JsonObject, text: string, cutBy?: 'items') =>
  judged('application/jsonl', media, text, cutBy).issues

describe('an answer of items', () => {
  test('is judged item by item, by the pointer of each', () => {
    const { issues } = judged(
      'text/event-stream',
      { itemSchema: EVENT },
      'event: added\ndata: a\n\nevent: added\ndata: b\n\nevent: moved\ndata: too long\nretry: 10\n\n',
    )
    expect(issues.map(([id, pointer]) => [id, pointer]).sort()).toEqual([
      ['/*/data maxLength', '/2/data'],
      ['/*/event enum', '/2/event'],
      ['/*/retry maximum', '/2/retry'],
    ])
  })

  test('of which one is broken has those before it judged', () => {
    expect(lines({ itemSchema: ITEM }, '{"n":1}\n{"n":10}\n{"n"\n{"n":11}\n')).toEqual([
      ['syntax', '', 'line 3, a text that is not JSON'],
      ['/*/n maximum', '/1/n', '10'],
    ])
  })

  test('that was cut owes nothing that further items could mend', () => {
    const media = { itemSchema: ITEM, schema: { type: 'array', minItems: 3, contains: { required: ['z'] } } }
    expect(lines(media, '{"n":1}\n{"n":', 'items')).toEqual([])
    expect(
      lines(media, '{"n":1}\n')
        .map(([id]) => id)
        .sort(),
    ).toEqual(['contains', 'minItems'])
    expect(lines({ itemSchema: ITEM, schema: { maxItems: 1 } }, '{"n":1}\n{"n":1}\n', 'items')).toEqual([
      ['maxItems', '', '[{"n":1},{"n":1}]'],
    ])
  })

  test('has a schema of the whole, of each item, or none', () => {
    expect(lines({ schema: { type: 'array', items: ITEM } }, '{"n":10}\n')).toEqual([['/*/n maximum', '/0/n', '10']])
    expect(lines({}, '1\n"a"\n')).toEqual([])
    expect(lines({}, '1\n"a\n')).toEqual([['syntax', '', 'line 2, a text that is not JSON']])
    // What is no list is not read as one.
    expect(lines({ schema: ITEM }, '1\n')).toEqual([])
  })

  test('is read as such in 3.2 alone', () => {
    const body = new TextEncoder().encode('{"n":10}\n')
    const response = { status: 200, headers: [['content-type', 'application/jsonl']], body } as const
    expect(judgeOf('application/jsonl', { itemSchema: ITEM }, '3.1.0').response(response).issues).toEqual([])
    expect(judgeOf('application/jsonl', { itemSchema: ITEM }).response(response).issues).toHaveLength(1)
  })

  test.each(['application/json-seq', 'application/geo+json-seq'])('of %s stands behind separators', (mediaType) => {
    const media = { itemSchema: ITEM }
    expect(judged(mediaType, media, '\x1e{"n":1}\n\x1e{"n":10}\n').issues).toEqual([['/*/n maximum', '/1/n', '10']])
    expect(judged(mediaType, media, '{"n":1}\n').issues).toEqual([
      ['syntax', '', 'a text without a record separator before it'],
    ])
  })

  test('may be parts, each of its place', () => {
    const media = {
      schema: { prefixItems: [ITEM], items: { type: 'string', maxLength: 2 } },
      prefixEncoding: [{ contentType: 'application/json' }],
      itemEncoding: { contentType: 'text/plain, text/csv' },
    }
    const part = (type: string, text: string) => `--b\r\ncontent-type: ${type}\r\n\r\n${text}\r\n`
    const of = (...parts: string[]) => judged('multipart/mixed; boundary=b', media, `${parts.join('')}--b--`).issues
    expect(of(part('application/json', '{"n":1}'), part('text/csv', 'a'))).toEqual([])
    expect(of(part('application/json', '{"n":10}'), part('text/plain', 'abc'))).toEqual([
      ['/0/n maximum', '/0/n', '10'],
      ['/* maxLength', '/1', '"abc" (3 characters)'],
    ])
    expect(of(part('text/plain', '{"n":1}'))).toEqual([
      ['syntax', '', 'part 1, of media type text/plain, which is not application/json'],
    ])
  })

  test('owes nothing that its framing cannot break', () => {
    const implied = judgeOf('text/event-stream', { itemSchema: EVENT }).constraints.flatMap(
      ({ id, implied: reason, party }) =>
        reason === undefined || party === 'client' ? [] : [id.replace('op response.200 ', '')],
    )
    expect(implied).toEqual([
      'type',
      '/* type',
      '/*/data required',
      '/* additionalProperties',
      '/*/data type',
      '/*/retry type',
    ])
  })
})

describe('a request of items', () => {
  const verdict = (required: boolean, media: JsonObject, text: string, contentType?: string) => {
    const headers = contentType === undefined ? [] : [['content-type', contentType] as const]
    const body = new TextEncoder().encode(text)
    return judgeOf('application/jsonl', media, '3.2.0', required).request({
      method: 'POST',
      target: '/a',
      headers,
      body,
    }).verdict
  }

  test('may have none of them, though whoever requires a body may refuse that', () => {
    expect(verdict(false, { itemSchema: ITEM }, '', 'application/jsonl')).toEqual({ kind: 'conforming' })
    expect(verdict(true, { itemSchema: ITEM }, '', 'application/jsonl')).toEqual({
      kind: 'tolerated',
      hazards: [{ place: 'body', name: 'a body without bytes' }],
    })
    const few = { itemSchema: ITEM, schema: { minItems: 1 } }
    expect(verdict(true, few, '', 'application/jsonl')).toMatchObject({
      kind: 'breaking',
      issues: [{ constraint: { id: 'op request.body minItems' } }],
    })
    expect(verdict(true, { itemSchema: ITEM }, '')).toMatchObject({
      kind: 'breaking',
      issues: [{ constraint: { id: 'op request.body required' } }],
    })
  })

  test('with a broken line is malformed', () => {
    expect(verdict(true, { itemSchema: ITEM }, '{"n":1}\n{', 'application/jsonl')).toMatchObject({
      kind: 'malformed',
      issue: { constraint: { id: 'op request.body syntax' }, received: 'line 2, a text that is not JSON' },
    })
  })
})
