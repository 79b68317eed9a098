import { describe, expect, it } from 'vitest'
import { shortId } from '../../../src/contract/constraints/index.ts'
import { bundled } from '../../../src/contract/documents/index.ts'
import type { HeaderList, HttpResponse } from '../../../src/http/index.ts'
import type { Json, JsonObject } from '../../../src/json/index.ts'
import { documentedResponse, type JudgedResponse, OperationJudge } from '../../../src/judging/messages/index.ts'
import { documentOfResponse, documentWith, judgeOf, operationOf } from '../../support/contracts.ts'
import { bytes, rawBytes, responseOf } from '../../support/messages.ts'
import { petstore } from '../../support/petstore.ts'

/** What a response is found to be: its documented status, then its issues. */
const told = ({ documented, issues }: JudgedResponse): string[] => [
  documented?.status ?? 'undocumented',
  ...issues.map(({ constraint, class: kind }) => `${shortId(constraint).replace(/^response\.\w+ /, '')} (${kind})`),
]

const typed = (...types: string[]): HeaderList => types.map((type) => ['Content-Type', type] as const)

describe('a response of the bundled contract', () => {
  const judge = new OperationJudge(bundled(), operationOf(bundled()))
  const error = { error_code: 'FSS.0400', error_msg: 'no' }
  const times = (begin_time: Json, end_time: Json): Json => ({ status: 'success', begin_time, end_time })
  const T = '2021-01-01T00:00:00Z'

  it.each<[name: string, response: HttpResponse, told: readonly string[]]>([
    ['nothing', responseOf(200, {}), ['200']],
    ['unknown properties', responseOf(200, { request_id: 1, constructor: 2 }), ['200']],
    ['each status', responseOf(200, { status: 'timeout' }), ['200']],
    ['another status', responseOf(200, { status: 'done' }), ['200', '/status enum (other)']],
    ['a status that is no text', responseOf(200, { status: null }), ['200', '/status type (null)']],
    ['an empty id', responseOf(200, { execution_id: '' }), ['200', '/execution_id minLength (less)']],
    ['an id of 64 astral characters', responseOf(200, { execution_id: '😀'.repeat(64) }), ['200']],
    ['an id of 65', responseOf(200, { execution_id: 'a'.repeat(65) }), ['200', '/execution_id maxLength (more)']],
    ['200 errors', responseOf(200, { status: 'fail', errors: Array.from({ length: 200 }, () => ({})) }), ['200']],
    [
      '201 errors',
      responseOf(200, { status: 'fail', errors: Array.from({ length: 201 }, () => ({})) }),
      ['200', '/errors maxItems (more)'],
    ],
    [
      'an error that breaks',
      responseOf(200, { status: 'fail', errors: [{}, { node_id: '' }] }),
      ['200', '/errors/*/node_id minLength (less)'],
    ],
    [
      'two that break the same',
      responseOf(200, { status: 'fail', errors: [{ node_id: 1 }, { node_id: 2 }] }),
      ['200', '/errors/*/node_id type (integer)', '/errors/*/node_id type (integer)'],
    ],
    ['empty times', responseOf(200, times('', '')), ['200']],
    [
      'a time that does not exist',
      responseOf(200, times('2021-02-30T00:00:00Z', '')),
      ['200', '/begin_time format (other)'],
    ],
    ['a time of another form', responseOf(200, times('', '2021-01-01 00:00:00')), ['200', '/end_time format (other)']],
    ['a time with a fraction', responseOf(200, times('2021-01-01T00:00:00.5Z', '')), ['200', 'advisory times (other)']],
    [
      'a time with an offset',
      responseOf(200, times('2021-01-01T00:00:00+08:00', '')),
      ['200', 'advisory times (other)'],
    ],
    ['times in order', responseOf(200, times(T, '2021-01-01T00:00:01Z')), ['200']],
    ['the same time twice', responseOf(200, times(T, T)), ['200']],
    ['times that run backwards', responseOf(200, times('2021-01-01T00:00:01Z', T)), ['200', 'advisory order (other)']],
    [
      'times in order by their offsets only',
      responseOf(200, times('2021-01-01T08:00:00+08:00', T)),
      ['200', 'advisory times (other)'],
    ],
    ['one time empty', responseOf(200, times(T, '')), ['200']],
    [
      'a time in errors with a fraction',
      responseOf(200, { status: 'fail', errors: [{ begin_time: '2021-01-01T00:00:00.5Z' }] }),
      ['200', 'advisory error_times (other)'],
    ],
    ['output with success', responseOf(200, { status: 'success', output: { a: 1 } }), ['200']],
    ['output with fail', responseOf(200, { status: 'fail', output: { a: 1 } }), ['200', 'advisory output (other)']],
    ['empty output with fail', responseOf(200, { status: 'fail', output: {} }), ['200']],
    ['output without a status', responseOf(200, { output: { a: 1 } }), ['200']],
    ['errors with success', responseOf(200, { status: 'success', errors: [{}] }), ['200', 'advisory errors (other)']],
    ['no errors with success', responseOf(200, { status: 'success', errors: [] }), ['200']],
    ['an array', responseOf(200, []), ['200', 'type (array)']],
    ['null', responseOf(200, null), ['200', 'type (null)']],
    ['an empty body', responseOf(200, bytes('')), ['200', 'syntax (malformed)']],
    ['HTML', responseOf(200, bytes('<html>')), ['200', 'syntax (malformed)']],
    ['bytes that are no UTF-8', responseOf(200, rawBytes('{"execution_id":"\xe9"}')), ['200', 'syntax (malformed)']],
    ['a byte order mark', responseOf(200, bytes('\ufeff{"status":"done"}')), ['200', '/status enum (other)']],
    ['repeated names', responseOf(200, bytes('{"status":"done","status":"fail"}')), ['200']],
    ['great depth', responseOf(200, bytes(`{"output":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`)), ['200']],
    ['no media type', responseOf(200, { status: 'done' }, []), ['200', 'mediaType (absent)']],
    ['another media type', responseOf(200, { status: 'done' }, typed('text/plain')), ['200', 'mediaType (other)']],
    ['a media type that is none', responseOf(200, {}, typed('json')), ['200', 'mediaType (other)']],
    [
      'a media type with parameters',
      responseOf(200, { status: 'done' }, typed('application/json;charset=utf-8')),
      ['200', '/status enum (other)'],
    ],
    ['a media type in capitals', responseOf(200, {}, typed('APPLICATION/JSON')), ['200']],
    ['another JSON media type', responseOf(200, {}, typed('application/problem+json')), ['200', 'mediaType (other)']],
    ['an error', responseOf(400, error), ['400']],
    ['an error with a request id', responseOf(404, { ...error, request_id: 'a' }), ['404']],
    ['a long code', responseOf(500, { ...error, error_code: 'a'.repeat(37) }), ['500', '/error_code maxLength (more)']],
    ['a short message', responseOf(404, { ...error, error_msg: 'a' }), ['404', '/error_msg minLength (less)']],
    ['an undocumented status', responseOf(418, bytes('<html>'), []), ['undocumented']],
    ['201', responseOf(201, {}), ['undocumented']],
  ])('with %s', (_, response, expected) => {
    expect(told(judge.response(response))).toEqual(expected)
  })

  it('has its own constraint for each status, though they share a schema', () => {
    for (const status of [400, 404, 500])
      expect(
        judge.response(responseOf(status, { error_code: 1 })).issues.map(({ constraint }) => shortId(constraint)),
      ).toEqual([`response.${status} /error_code type`])
  })
})

describe('the documented entry of a status', () => {
  const described = { description: '' }
  const all = operationOf(
    judgeOf(documentWith({ responses: { 404: described, '4XX': described, '5xx': described, default: described } }))
      .contract,
  )
  const some = operationOf(judgeOf(documentWith({ responses: { 200: described, '4XX': described } })).contract)
  it.each([
    [404, '404', '4XX'],
    [400, '4XX', '4XX'],
    [499, '4XX', '4XX'],
    [500, '5XX', undefined],
    [200, 'default', '200'],
    [201, 'default', undefined],
    [100, 'default', undefined],
  ])('of %i is %s, or else %s', (status, first, second) => {
    expect(documentedResponse(all, status)?.status).toBe(first)
    expect(documentedResponse(some, status)?.status).toBe(second)
  })
})

describe('a response of other contracts', () => {
  const list = judgeOf(petstore, 'listPets')
  const remove = judgeOf(petstore, 'deletePet')
  const json = typed('application/json')
  const headers = (value: string): HeaderList => [...json, ['x-next', value]]
  const next: HeaderList = headers('1')

  it.each<[judge: OperationJudge, name: string, response: HttpResponse, told: readonly string[]]>([
    [list, 'all in order', responseOf(200, [], next), ['200']],
    [list, 'a header missing', responseOf(200, [], json), ['200', 'response.200.header.X-Next required (absent)']],
    [
      list,
      'a header of another type',
      responseOf(200, [], headers('a')),
      ['200', 'response.200.header.X-Next type (string)'],
    ],
    [
      list,
      'a header below its minimum',
      responseOf(200, [], headers('-1')),
      ['200', 'response.200.header.X-Next minimum (less)'],
    ],
    [
      list,
      'a header given twice',
      responseOf(200, [], [...next, ['X-NEXT', '2']]),
      ['200', 'response.200.header.X-Next type (string)'],
    ],
    [
      list,
      'a header and a body that break',
      responseOf(200, {}, json),
      ['200', 'response.200.header.X-Next required (absent)', 'type (object)'],
    ],
    [
      list,
      'a pet that breaks',
      responseOf(200, [{ name: 'a', toys: [] }, { name: 'a' }], next),
      ['200', '/*/toys required (absent)'],
    ],
    [list, 'a class of statuses', responseOf(429, { title: '' }), ['4XX', '/title minLength (less)']],
    [list, 'a status of no class', responseOf(500, {}), ['undocumented']],
    [remove, 'no content', responseOf(204, bytes(''), []), ['204']],
    [remove, 'content where none is documented', responseOf(204, bytes('x'), typed('text/html')), ['204']],
    [remove, 'any other status', responseOf(500, {}), ['default', '/title required (absent)']],
  ])('%# with %s', (judge, _, response, expected) => {
    expect(told(judge.response(response))).toEqual(expected)
  })

  it('is judged by the media type that fits it best', () => {
    const content = {
      '*/*': { schema: { type: 'string' } },
      'application/*': { schema: { type: 'null' } },
      'application/json': { schema: { type: 'object' } },
    }
    const judge = judgeOf(documentWith({ responses: { 200: { description: '', content } } }))
    expect(told(judge.response(responseOf(200, {}, typed('application/json; a=b'))))).toEqual(['200'])
    expect(told(judge.response(responseOf(200, bytes('a'), typed('text/plain'))))).toEqual(['200'])
  })

  it('has no content to be judged where HTTP allows none', () => {
    const documented = { description: '', content: { 'application/json': { schema: { type: 'object' } } } }
    const responses = { 200: documented, 204: documented, 205: documented, 304: documented }
    const nothing = (method: string, status: number): readonly string[] => {
      const paths = { '/things': { [method]: { responses } } }
      const judge = judgeOf({ openapi: '3.1.0', info: { title: 'Empty', version: '1' }, paths })
      return told(judge.response(responseOf(status, bytes(''), [])))
    }
    for (const status of [204, 205, 304]) expect(nothing('get', status)).toEqual([String(status)])
    expect(nothing('head', 200)).toEqual(['200'])
    expect(nothing('get', 200)).toEqual(['200', 'mediaType (absent)'])
  })

  it('needs an array header where one is documented', () => {
    const document = documentOfResponse(
      {},
      {},
      { headers: { 'X-List': { schema: { type: 'array', items: { type: 'integer' }, maxItems: 2 } } } },
    )
    const judge = judgeOf(document)
    const send = (...values: string[]) =>
      told(judge.response(responseOf(200, {}, [...json, ...values.map((value) => ['X-List', value] as const)])))
    expect(send('1, 2')).toEqual(['200'])
    expect(send('1', '2')).toEqual(['200'])
    expect(send('1,2,3')).toEqual(['200', 'response.200.header.X-List maxItems (more)'])
    expect(send('1,a')).toEqual(['200', 'response.200.header.X-List /* type (string)'])
  })

  const ordered = (order: readonly string[]): JsonObject =>
    documentOfResponse({}, {}, { 'x-advisories': [{ message: 'm', order }] })
  it.each<[body: Json, broken: boolean]>([
    [{ a: '2021-01-01', b: '2021-01-02', c: '2021-01-03' }, false],
    [{ a: '2021-01-01', b: '2021-01-03', c: '2021-01-02' }, true],
    [{ a: '2021-01-02', b: '', c: '2021-01-01' }, true],
    [{ a: '2021-01-01', b: '', c: '2021-01-01' }, false],
    [{ a: '2021-01-02', c: '2021-01-01' }, true],
    [{ b: '2021-01-02' }, false],
    [{ a: 5, b: null, c: 'no time' }, false],
    [[], false],
  ])('has times in the order of an advisory: %j', (body, broken) => {
    const judge = judgeOf(ordered(['a', 'b', 'c']))
    expect(told(judge.response(responseOf(200, body)))).toEqual(broken ? ['200', 'advisory 1 (other)'] : ['200'])
  })
})
