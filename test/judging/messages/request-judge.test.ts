import { describe, expect, it } from 'vitest'
import { shortId } from '../../../src/contract/constraints/index.ts'
import { bundled } from '../../../src/contract/documents/index.ts'
import type { HeaderList, HttpRequest } from '../../../src/http/index.ts'
import type { Json, JsonObject } from '../../../src/json/index.ts'
import { OperationJudge, type RequestVerdict } from '../../../src/judging/messages/index.ts'
import { documentOfBody, documentWith, judgeOf, operationOf } from '../../support/contracts.ts'
import { bytes, rawBytes, requestOf } from '../../support/messages.ts'
import { petstore } from '../../support/petstore.ts'

/** A verdict in one line: `breaking request.body /input type` and, where it is no value's, its class. */
function told(verdict: RequestVerdict): string {
  switch (verdict.kind) {
    case 'breaking':
      return `breaking ${verdict.issues.map(({ constraint, class: kind }) => `${shortId(constraint)} (${kind})`).join(', ')}`
    case 'malformed':
      return `malformed ${shortId(verdict.issue.constraint)} (${verdict.issue.class})`
    case 'tolerated':
      return `tolerated ${verdict.hazards.map(({ name }) => name).join(', ')}`
    default:
      return verdict.kind
  }
}

describe('a request to the bundled contract', () => {
  const judge = new OperationJudge(bundled(), operationOf(bundled()))
  const path = (project: string, workflow = 'w') => `/v2/${project}/fgs/workflows/${workflow}/sync-executions`
  const P = path('p')
  const good = { input: {} }
  const typed = (...types: string[]): HeaderList => types.map((type) => ['Content-Type', type] as const)

  it.each<[name: string, request: HttpRequest, verdict: string]>([
    ['barest', requestOf(`POST ${P}`, good), 'conforming'],
    ['fullest', requestOf(`POST ${P}`, { headers: { a: 'b' }, input: { a: [null] }, other: 1 }), 'conforming'],
    ['64 characters', requestOf(`POST ${path('a'.repeat(64))}`, good), 'conforming'],
    [
      '65 characters',
      requestOf(`POST ${path('a'.repeat(65))}`, good),
      'breaking request.path.project_id maxLength (more)',
    ],
    ['64 astral characters', requestOf(`POST ${path('%F0%9F%98%80'.repeat(64))}`, good), 'conforming'],
    [
      '65 astral characters',
      requestOf(`POST ${path('%f0%9f%98%80'.repeat(65))}`, good),
      'breaking request.path.project_id maxLength (more)',
    ],
    [
      '513 characters',
      requestOf(`POST ${path('p', 'a'.repeat(513))}`, good),
      'breaking request.path.workflow_id maxLength (more)',
    ],
    [
      'both too long',
      requestOf(`POST ${path('a'.repeat(65), 'a'.repeat(513))}`, good),
      'breaking request.path.project_id maxLength (more), request.path.workflow_id maxLength (more)',
    ],
    ['an encoded slash', requestOf(`POST ${path('a%2Fb')}`, good), 'conforming'],
    ['a query that nobody asked for', requestOf(`POST ${P}?a=1&%zz`, good), 'conforming'],
    ['a raw slash', requestOf(`POST ${path('a/b')}`, good), 'other path'],
    ['an empty segment', requestOf(`POST ${path('')}`, good), 'other path'],
    ['an empty last segment', requestOf(`POST ${path('p', '')}`, good), 'other path'],
    ['a slash at the end', requestOf(`POST ${P}/`, good), 'other path'],
    ['capitals in the path', requestOf(`POST ${P.replace('fgs', 'FGS')}`, good), 'other path'],
    ['a base path', requestOf(`POST /base${P}`, good), 'other path'],
    ['no template', requestOf('POST /', good), 'other path'],
    ['a dot segment', requestOf(`POST ${path('..')}`, good), 'tolerated dot segment'],
    ['an encoded dot segment', requestOf(`POST ${path('%2e')}`, good), 'tolerated dot segment'],
    ['half encoded dots', requestOf(`POST ${path('.%2E')}`, good), 'tolerated dot segment'],
    ['three dots', requestOf(`POST ${path('...')}`, good), 'conforming'],
    [
      'a malformed escape',
      requestOf(`POST ${path('a%zz')}`, good),
      'malformed request.path.project_id encoding (malformed)',
    ],
    [
      'a cut escape',
      requestOf(`POST ${path('p', 'a%4')}`, good),
      'malformed request.path.workflow_id encoding (malformed)',
    ],
    [
      'an escape that is no UTF-8',
      requestOf(`POST ${path('%ff')}`, good),
      'malformed request.path.project_id encoding (malformed)',
    ],
    [
      'an escaped surrogate',
      requestOf(`POST ${path('%ED%A0%80')}`, good),
      'malformed request.path.project_id encoding (malformed)',
    ],
    ['GET', requestOf(`GET ${P}`), 'other method'],
    ['post in small letters', requestOf(`post ${P}`, good), 'other method'],
    ['GET of another path', requestOf('GET /'), 'other path'],
    ['no body', requestOf(`POST ${P}`), 'breaking request.body required (absent)'],
    [
      'an empty body',
      requestOf(`POST ${P}`, bytes(''), typed('application/json')),
      'breaking request.body required (absent)',
    ],
    [
      'a body of spaces',
      requestOf(`POST ${P}`, bytes(' \n'), typed('application/json')),
      'malformed request.body syntax (malformed)',
    ],
    ['no media type', requestOf(`POST ${P}`, bytes('{"input":{}}'), []), 'malformed request.body mediaType (absent)'],
    [
      'another media type',
      requestOf(`POST ${P}`, bytes('{"input":{}}'), typed('text/plain')),
      'malformed request.body mediaType (other)',
    ],
    [
      'two media types',
      requestOf(`POST ${P}`, bytes('{"input":{}}'), typed('application/json', 'application/json')),
      'malformed request.body mediaType (other)',
    ],
    [
      'a media type that is none',
      requestOf(`POST ${P}`, bytes('{"input":{}}'), typed('json')),
      'malformed request.body mediaType (other)',
    ],
    [
      'a media type with parameters',
      requestOf(`POST ${P}`, bytes('{"input":{}}'), typed('application/json; charset=latin1')),
      'conforming',
    ],
    [
      'a media type in capitals',
      requestOf(`POST ${P}`, bytes('{"input":{}}'), typed('Application/JSON')),
      'conforming',
    ],
    [
      'another JSON media type',
      requestOf(`POST ${P}`, bytes('{"input":{}}'), typed('application/x+json')),
      'malformed request.body mediaType (other)',
    ],
    [
      'malformed JSON',
      requestOf(`POST ${P}`, bytes('{"input":{}'), typed('application/json')),
      'malformed request.body syntax (malformed)',
    ],
    [
      'malformed JSON that breaks a length too',
      requestOf(`POST ${path('a'.repeat(65))}`, bytes('{'), typed('application/json')),
      'malformed request.body syntax (malformed)',
    ],
    [
      'NaN',
      requestOf(`POST ${P}`, bytes('{"input":{"a":NaN}}'), typed('application/json')),
      'malformed request.body syntax (malformed)',
    ],
    [
      'bytes that are no UTF-8',
      requestOf(`POST ${P}`, rawBytes('{"input":{"a":"\xff"}}'), typed('application/json')),
      'malformed request.body syntax (malformed)',
    ],
    [
      'UTF-16',
      requestOf(`POST ${P}`, Uint8Array.from(Buffer.from('{"input":{}}', 'utf16le')), typed('application/json')),
      'malformed request.body syntax (malformed)',
    ],
    [
      'white space',
      requestOf(`POST ${P}`, bytes(' \t\r\n{ "input" : { } }\n'), typed('application/json')),
      'conforming',
    ],
    [
      'a byte order mark',
      requestOf(`POST ${P}`, bytes('\ufeff{"input":{}}'), typed('application/json')),
      'tolerated byte order mark',
    ],
    [
      'a repeated name',
      requestOf(`POST ${P}`, bytes('{"input":{},"input":{}}'), typed('application/json')),
      'tolerated repeated name',
    ],
    [
      'a repeated name whose last value breaks',
      requestOf(`POST ${P}`, bytes('{"input":{},"input":1}'), typed('application/json')),
      'breaking request.body /input type (integer)',
    ],
    [
      'a lone surrogate',
      requestOf(`POST ${P}`, bytes('{"input":{"a":"\\ud800"}}'), typed('application/json')),
      'tolerated unpaired surrogate',
    ],
    [
      'a number past double range',
      requestOf(`POST ${P}`, bytes('{"input":{"a":1e400}}'), typed('application/json')),
      'tolerated number past double range',
    ],
    [
      'great depth',
      requestOf(`POST ${P}`, bytes(`{"input":{"a":${'['.repeat(31)}${']'.repeat(31)}}}`), typed('application/json')),
      'tolerated great depth',
    ],
    [
      'ordinary depth',
      requestOf(`POST ${P}`, bytes(`{"input":{"a":${'['.repeat(30)}${']'.repeat(30)}}}`), typed('application/json')),
      'conforming',
    ],
    ['an array', requestOf(`POST ${P}`, []), 'breaking request.body type (array)'],
    ['null', requestOf(`POST ${P}`, null), 'breaking request.body type (null)'],
    ['no input', requestOf(`POST ${P}`, {}), 'breaking request.body /input required (absent)'],
    ['input null', requestOf(`POST ${P}`, { input: null }), 'breaking request.body /input type (null)'],
    [
      'headers a number',
      requestOf(`POST ${P}`, { headers: 0.5, input: {} }),
      'breaking request.body /headers type (number)',
    ],
    [
      'two breaches',
      requestOf(`POST ${P}`, { headers: '' }),
      'breaking request.body /input required (absent), request.body /headers type (string)',
    ],
    [
      'an input that is inherited',
      requestOf(`POST ${P}`, bytes('{"__proto__":{"input":{}}}'), typed('application/json')),
      'breaking request.body /input required (absent)',
    ],
  ])('with %s', (_, request, verdict) => {
    expect(told(judge.request(request).verdict)).toBe(verdict)
  })

  it('gives back what it read', () => {
    const judged = judge.request(requestOf(`POST ${path('a%20b', '%E6%BC%A2')}`, { input: { a: 1 } }))
    expect(judged).toEqual({
      verdict: { kind: 'conforming' },
      parameters: new Map([
        ['path.project_id', 'a b'],
        ['path.workflow_id', '漢'],
      ]),
      body: { input: { a: 1 } },
      mediaType: 'application/json',
    })
  })

  it('tells what was expected and received', () => {
    const { verdict } = judge.request(requestOf(`POST ${path('a'.repeat(65))}`, { input: null }))
    if (verdict.kind !== 'breaking') throw new Error(verdict.kind)
    expect(verdict.issues.map(({ expected, received }) => [expected, received])).toEqual([
      ['at most 64 characters', `"${'a'.repeat(65)}" (65 characters)`],
      ['type object', 'null'],
    ])
  })
})

describe('a request to the petstore', () => {
  const list = judgeOf(petstore, 'listPets')
  const create = judgeOf(petstore, 'createPet')
  const get = judgeOf(petstore, 'getPet')
  const remove = judgeOf(petstore, 'deletePet')
  const cookie: HeaderList = [['Cookie', 'other=1; session=0123abcd']]
  const pet = { name: 'a', toys: [] }

  it.each<[judge: OperationJudge, name: string, request: HttpRequest, verdict: string]>([
    [list, 'all in order', requestOf('GET /pets?limit=1', undefined, cookie), 'conforming'],
    [
      list,
      'all given',
      requestOf('GET /pets?limit=100&tags=a&tags=b&order=age', undefined, [...cookie, ['TRACE', 'x']]),
      'conforming',
    ],
    [list, 'no limit', requestOf('GET /pets', undefined, cookie), 'breaking request.query.limit required (absent)'],
    [list, 'limit 0', requestOf('GET /pets?limit=0', undefined, cookie), 'breaking request.query.limit minimum (less)'],
    [
      list,
      'limit 101',
      requestOf('GET /pets?limit=101', undefined, cookie),
      'breaking request.query.limit maximum (more)',
    ],
    [
      list,
      'limit of a fraction',
      requestOf('GET /pets?limit=1.5', undefined, cookie),
      'breaking request.query.limit type (number)',
    ],
    [
      list,
      'limit of a text',
      requestOf('GET /pets?limit=a', undefined, cookie),
      'breaking request.query.limit type (string)',
    ],
    [
      list,
      'limit without a value',
      requestOf('GET /pets?limit=', undefined, cookie),
      'breaking request.query.limit type (string)',
    ],
    [
      list,
      'a malformed escape',
      requestOf('GET /pets?limit=%zz', undefined, cookie),
      'malformed request.query.limit encoding (malformed)',
    ],
    [
      list,
      'an escape that is no UTF-8',
      requestOf('GET /pets?limit=1&order=%ff', undefined, cookie),
      'malformed request.query.order encoding (malformed)',
    ],
    [
      list,
      'another order',
      requestOf('GET /pets?limit=1&order=Age', undefined, cookie),
      'breaking request.query.order enum (other)',
    ],
    [
      list,
      'too many tags',
      requestOf('GET /pets?limit=1&tags=a&tags=b&tags=c&tags=d', undefined, cookie),
      'breaking request.query.tags maxItems (more)',
    ],
    [
      list,
      'a tag that is too long',
      requestOf(`GET /pets?limit=1&tags=a&tags=${'b'.repeat(11)}`, undefined, cookie),
      'breaking request.query.tags /* maxLength (more)',
    ],
    [list, 'no cookie', requestOf('GET /pets?limit=1'), 'breaking request.cookie.session required (absent)'],
    [
      list,
      'another cookie',
      requestOf('GET /pets?limit=1', undefined, [['cookie', 'Session=0123abcd']]),
      'breaking request.cookie.session required (absent)',
    ],
    [
      list,
      'a cookie of another form',
      requestOf('GET /pets?limit=1', undefined, [['cookie', 'session=x']]),
      'breaking request.cookie.session pattern (other)',
    ],
    [
      list,
      'a header that is too long',
      requestOf('GET /pets?limit=1', undefined, [...cookie, ['trace', 'x'.repeat(21)]]),
      'breaking request.header.trace maxLength (more)',
    ],
    [list, 'another method that is documented', requestOf('POST /pets?limit=1', undefined, cookie), 'other path'],
    [list, 'a method that is not', requestOf('PATCH /pets?limit=1', undefined, cookie), 'other method'],
    [create, 'a pet', requestOf('POST /pets', pet), 'conforming'],
    [
      create,
      'a pet without a name',
      requestOf('POST /pets', { toys: [] }),
      'breaking request.body /name required (absent)',
    ],
    [
      create,
      'an unknown property',
      requestOf('POST /pets', { ...pet, x: 1 }),
      'breaking request.body additionalProperties (other)',
    ],
    [
      create,
      'an age of 100',
      requestOf('POST /pets', { ...pet, age: 100 }),
      'breaking request.body /age exclusiveMaximum (more)',
    ],
    [
      create,
      'toys twice',
      requestOf('POST /pets', { ...pet, toys: ['ab', 'ab'] }),
      'breaking request.body /toys uniqueItems (other)',
    ],
    [
      create,
      'a day that is none',
      requestOf('POST /pets', { ...pet, born: '2021-02-30' }),
      'breaking request.body /born format (other)',
    ],
    [
      create,
      'a parent that breaks',
      requestOf('POST /pets', { ...pet, parent: { name: '', toys: [] } }),
      'breaking request.body /name minLength (less)',
    ],
    [get, 'a number', requestOf('GET /pets/5'), 'conforming'],
    [get, 'no number', requestOf('GET /pets/a'), 'breaking request.path.pet_id type (string)'],
    [get, 'nought', requestOf('GET /pets/0'), 'breaking request.path.pet_id minimum (less)'],
    [get, 'a body that nobody asked for', requestOf('GET /pets/5', 'a'), 'conforming'],
    [get, 'a path that goes on', requestOf('GET /pets/5/6'), 'other path'],
    [remove, 'a reason', requestOf('DELETE /pets/5', undefined, [['x-reason', 'abc']]), 'conforming'],
    [remove, 'none', requestOf('DELETE /pets/5'), 'breaking request.header.X-Reason required (absent)'],
    [
      remove,
      'a short one',
      requestOf('DELETE /pets/5', undefined, [['X-Reason', 'ab']]),
      'breaking request.header.X-Reason minLength (less)',
    ],
  ])('%# with %s', (judge, _, request, verdict) => {
    expect(told(judge.request(request).verdict)).toBe(verdict)
  })
})

describe('an issue', () => {
  const schemas: JsonObject = {
    Node: {
      type: 'object',
      required: ['id'],
      properties: { id: { maxLength: 2 }, next: { $ref: '#/components/schemas/Node' } },
    },
  }
  it.each<[name: string, schema: JsonObject, body: Json, issues: string]>([
    [
      'in a recursion is that of all depths',
      { $ref: '#/components/schemas/Node' },
      { id: 'a', next: { id: 'a', next: { id: 'abc' } } },
      '/id maxLength (more)',
    ],
    [
      'of a name missing in a recursion too',
      { $ref: '#/components/schemas/Node' },
      { id: 'a', next: { next: { id: 'a' } } },
      '/id required (absent)',
    ],
    [
      'of anyOf is about the whole',
      { properties: { a: { anyOf: [{ type: 'null' }, { type: 'object', required: ['x'] }] } } },
      { a: {} },
      '/a anyOf (other)',
    ],
    [
      'of one of two references is about its place',
      { properties: { a: { $ref: '#/components/schemas/Node' }, b: { $ref: '#/components/schemas/Node' } } },
      { a: { id: 'a' }, b: {} },
      '/b/id required (absent)',
    ],
    [
      'of items is about any item',
      { properties: { a: { items: { items: { type: 'integer' } } } } },
      { a: [[], [1, 'x']] },
      '/a/*/* type (string)',
    ],
    [
      'of additional properties is about any',
      { additionalProperties: { type: 'string' } },
      { a: 'a', b: null },
      '/* type (null)',
    ],
    [
      'of two keywords in allOf is about each',
      { properties: { a: { allOf: [{ pattern: '^a' }, { pattern: 'b$' }] } } },
      { a: 'c' },
      '/a pattern (other), /a pattern 2 (other)',
    ],
    [
      'of two limits in allOf is about the stricter',
      { properties: { a: { allOf: [{ maxLength: 3 }, { maxLength: 2 }] } } },
      { a: 'abcd' },
      '/a maxLength 2 (more)',
    ],
    [
      'of the same type twice is one',
      { properties: { a: { type: 'string', allOf: [{ type: 'string' }] } } },
      { a: 1 },
      '/a type (integer)',
    ],
    [
      'of the second alone is about the second',
      { properties: { a: { allOf: [{ maxLength: 3 }, { maxLength: 2 }] } } },
      { a: 'abc' },
      '/a maxLength 2 (more)',
    ],
    ['of a schema false is there', { properties: { a: false } }, { a: 1 }, '/a not (other)'],
    [
      'of dependentSchemas is there',
      { dependentSchemas: { a: { required: ['b'] } } },
      { a: 1 },
      '/b required (absent)',
    ],
    [
      'of unevaluatedProperties is there',
      { properties: { a: {} }, unevaluatedProperties: { type: 'string' } },
      { a: 1, b: 1 },
      '/* type (integer)',
    ],
    [
      'below contains is about contains',
      { properties: { a: { contains: { properties: { b: { type: 'string' } }, required: ['b'] } } } },
      { a: [{ b: 1 }] },
      '/a contains (other)',
    ],
  ])('%s', (_, schema, body, issues) => {
    const judge = judgeOf(documentOfBody(schema, schemas))
    const { verdict } = judge.request(requestOf('POST /things', body))
    expect(told(verdict).replaceAll('request.body ', '')).toBe(`breaking ${issues}`)
  })
})

describe('a body', () => {
  const content = (name: string, schema: JsonObject = {}): JsonObject => ({ [name]: { schema } })
  const told1 = (parts: JsonObject, request: HttpRequest) => told(judgeOf(documentWith(parts)).request(request).verdict)

  it('may be left out where it is not required', () => {
    expect(told1({ requestBody: { content: content('application/json') } }, requestOf('POST /things'))).toBe(
      'conforming',
    )
  })

  it('is judged by the schema of its own media type', () => {
    const parts = {
      requestBody: {
        content: { ...content('application/json', { type: 'object' }), ...content('text/json', { type: 'array' }) },
      },
    }
    const send = (body: Json, type: string) =>
      told1(parts, requestOf('POST /things', bytes(JSON.stringify(body)), [['content-type', type]]))
    expect(send({}, 'application/json')).toBe('conforming')
    expect(send([], 'text/json')).toBe('conforming')
    expect(send([], 'application/json')).toBe('breaking request.body type (array)')
    expect(send({}, 'text/json')).toBe('breaking request.body text/json type (object)')
  })

  it('need not have what is readOnly, and may have it or be refused for it', () => {
    const schema = {
      type: 'object',
      required: ['id', 'name'],
      additionalProperties: false,
      properties: { id: { type: 'integer', readOnly: true }, name: { type: 'string' } },
    }
    const parts = { requestBody: { content: content('application/json', { allOf: [schema, { required: ['id'] }] }) } }
    const send = (body: Json) =>
      told1(parts, requestOf('POST /things', bytes(JSON.stringify(body)), [['content-type', 'application/json']]))
    expect(send({ name: 'a' })).toBe('conforming')
    expect(send({ name: 'a', id: 'any' })).toBe('tolerated a property that is readOnly')
    expect(send({ id: 1 })).toBe('breaking request.body /name required (absent)')
  })

  it('is a text, or a string of bytes, where its media type is one, and else not read', () => {
    const text = { requestBody: { content: content('text/plain', { maxLength: 3 }) } }
    expect(told1(text, requestOf('POST /things', bytes('abc'), [['content-type', 'text/plain']]))).toBe('conforming')
    expect(told1(text, requestOf('POST /things', bytes('abcd'), [['content-type', 'text/plain']]))).toBe(
      'breaking request.body maxLength (more)',
    )
    const image = { requestBody: { content: content('image/*', { maxLength: 3 }) } }
    expect(told1(image, requestOf('POST /things', rawBytes('\xff\xff\xff'), [['content-type', 'image/png']]))).toBe(
      'conforming',
    )
    expect(told1(image, requestOf('POST /things', rawBytes('\xff\xff\xff\xff'), [['content-type', 'image/png']]))).toBe(
      'breaking request.body maxLength (more)',
    )
    const xml = { requestBody: { content: content('application/xml', { type: 'object' }) } }
    expect(told1(xml, requestOf('POST /things', bytes('<a'), [['content-type', 'application/xml']]))).toBe('conforming')
    expect(told1(image, requestOf('POST /things', bytes('{'), [['content-type', 'application/json']]))).toBe(
      'malformed request.body mediaType (other)',
    )
  })
})

describe('a query', () => {
  const parameter = (name: string, schema: JsonObject, more: JsonObject = {}): JsonObject => ({
    name,
    in: 'query',
    schema,
    ...more,
  })
  const parameters = [
    parameter('q', { type: 'string', maxLength: 3 }),
    parameter('n', { type: 'integer' }, { required: true }),
    parameter('list', { type: 'array', items: { type: 'string' }, maxItems: 2 }),
    parameter('order', { type: 'string', enum: ['up', 'down'] }),
    parameter('empty', { type: 'integer' }, { allowEmptyValue: true }),
    parameter('some', { type: 'array', items: { type: 'integer' } }, { allowEmptyValue: true }),
    parameter('text', { type: 'string' }, { allowEmptyValue: true }),
    parameter('member', { type: 'array', items: { enum: ['', 'a'] } }),
    parameter('shown', { type: 'string' }, { example: '' }),
    parameter('least', { type: 'string', minLength: 1 }),
    parameter('deep', { type: 'object', additionalProperties: { type: 'string' } }, { style: 'deepObject' }),
  ]
  const judge = judgeOf(documentWith({ parameters }))
  it.each<[query: string, verdict: string]>([
    ['n=1&q=a', 'conforming'],
    // Only a list may have several values: a recipient may take one of them, or refuse them.
    ['n=1&q=a&q=b', 'tolerated a repeated parameter'],
    ['n=1&q=aaaa&q=bbbb', 'tolerated a repeated parameter'],
    ['n=1&n=2', 'tolerated a repeated parameter'],
    ['n=1&q=a&q=b&list=a&list=b&list=c', 'breaking request.query.list maxItems (more)'],
    ['n=1&list=a&list=b', 'conforming'],
    ['n=1&list=a&list=b&list=c', 'breaking request.query.list maxItems (more)'],
    // 3.1, 4.8.12, allowEmptyValue: an empty value may be sent, and a recipient that looks at the schema refuses it.
    ['n=1&empty=', 'tolerated an empty value'],
    ['n=1&empty', 'tolerated an empty value'],
    ['n=1&empty=1', 'conforming'],
    ['n=1&empty=a', 'breaking request.query.empty type (string)'],
    ['n=1&some=', 'tolerated an empty value'],
    // Without it, nothing says that an empty value may be sent, but that the schema does not forbid it.
    ['n=1&q=', 'tolerated an empty value'],
    ['n=1&list=', 'tolerated an empty value'],
    ['n=1&list=a&list=', 'tolerated an empty value'],
    ['n=1&deep[a]=', 'tolerated an empty value'],
    ['n=1&text=', 'conforming'],
    ['n=1&member=&member=a', 'conforming'],
    ['n=1&shown=', 'conforming'],
    ['n=1&least=', 'breaking request.query.least minLength (less)'],
    ['n=1&order=', 'breaking request.query.order enum (other)'],
    ['n=', 'breaking request.query.n type (string)'],
    // How a number is spelled in a query no version says: a recipient may read these, or refuse them.
    ['n=%201', 'tolerated another spelling of a number'],
    ['n=1+', 'tolerated another spelling of a number'],
    ['n=%2B1', 'tolerated another spelling of a number'],
    ['n=-01', 'tolerated another spelling of a number'],
    ['n=1&some=1&some=%202', 'tolerated another spelling of a number'],
    ['n=%20', 'breaking request.query.n type (string)'],
    ['n=1%202', 'breaking request.query.n type (string)'],
    ['n=0x1', 'tolerated another spelling of a number'],
    ['n=1_0', 'tolerated another spelling of a number'],
    ['n=0x', 'breaking request.query.n type (string)'],
    ['n=_1', 'breaking request.query.n type (string)'],
    ['n=Infinity', 'breaking request.query.n type (string)'],
    ['n=%200.5', 'breaking request.query.n type (string)'],
    ['n=--1', 'breaking request.query.n type (string)'],
    // A text is what it is, blanks included.
    ['n=1&order=up+', 'breaking request.query.order enum (other)'],
  ])('%s: %s', (query, verdict) => {
    expect(told(judge.request(requestOf(`POST /things?${query}`)).verdict)).toBe(verdict)
  })
})
