import { describe, expect, it } from 'vitest'
import type { HttpRequest, HttpResponse } from '../../../src/http/index.ts'
import type { Json, JsonObject } from '../../../src/json/index.ts'
import { breachesOf } from '../../../src/judging/checks/index.ts'
import { judgeOf } from '../../support/contracts.ts'
import { exchangeOf } from '../../support/exchanges.ts'
import { bytes, requestOf, responseOf } from '../../support/messages.ts'

const time: JsonObject = { type: 'string', format: 'date-time' }
const schema: JsonObject = {
  type: 'object',
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          createdAt: time,
          updatedAt: time,
          start: time,
          end: time,
          validFrom: time,
          created_on: { type: 'string' },
          updated_on: time,
        },
      },
    },
    note: { type: 'string' },
  },
}
const document: JsonObject = {
  openapi: '3.0.3',
  info: { title: 'things', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'k' } } },
  paths: {
    '/things': {
      get: {
        operationId: 'list',
        parameters: [{ name: '_token', in: 'query', schema: { type: 'string' } }],
        responses: { 200: { description: 'ok', content: { 'application/json': { schema } } } },
      },
      post: {
        operationId: 'add',
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { start: time, end: time, createdAt: { ...time, readOnly: true } },
              },
            },
          },
        },
        responses: {
          201: { description: 'ok', content: { 'application/json': { schema: { additionalProperties: schema } } } },
        },
      },
    },
  },
}

const SECRET = 'a1b2c3d4e5'
const sent = (headers: readonly (readonly [string, string])[] = [], target = '/things'): HttpRequest => ({
  ...requestOf(`GET ${target}`),
  headers,
})

function advisoriesOf(response: HttpResponse, request = sent(), operation = 'list'): string[] {
  const judge = judgeOf(document, operation)
  return breachesOf(exchangeOf({ judge, request: requestOf('GET /things'), response, sent: request }))
    .filter(({ check }) => check === 'advisory')
    .map(({ subject, severity, received }) => `${severity} ${'case' in subject ? subject.case : ''} (${received})`)
}

const item = (members: JsonObject): Json => ({ items: [{}, members] })
const text = (json: string): HttpResponse => responseOf(200, bytes(json))

describe('an advisory', () => {
  it('about what writes all answers is one for all operations', () => {
    const advisories = (response: HttpResponse) =>
      breachesOf(
        exchangeOf({ judge: judgeOf(document, 'list'), request: requestOf('GET /things'), response, sent: sent() }),
      )
        .filter(({ check }) => check === 'advisory')
        .map(({ isEverywhere = false }) => isEverywhere)
    expect(advisories(responseOf(405, {}))).toEqual([true])
    expect(advisories(text('{"note":"a","note":"a"}'))).toEqual([false])
  })

  it.each<[what: string, response: HttpResponse, found: string]>([
    ['a byte order mark', text('\ufeff{"note":"a"}'), 'response.200: a byte order mark'],
    ['a name that comes twice, deep inside', text('{"items":[{"a":1,"a":2}]}'), 'response.200: a repeated name'],
    ['an envelope', responseOf(200, { data: {} }), 'response.200: none of the documented members'],
    [
      'an item that was changed before it was there',
      responseOf(200, item({ createdAt: '2024-01-02T00:00:00Z', updatedAt: '2024-01-01T00:00:00Z' })),
      'response.200: times that run backwards',
    ],
    [
      'such an item in another zone',
      responseOf(200, item({ createdAt: '2024-01-01T12:00:00Z', updatedAt: '2024-01-01T12:30:00+02:00' })),
      'response.200: times that run backwards',
    ],
    ['405 without Allow', responseOf(405, {}), 'response.405: no Allow'],
    [
      '405 that leaves out a documented method',
      responseOf(405, {}, [['Allow', 'POST, get, TRACE']]),
      'response.405: an incomplete Allow',
    ],
    [
      'a coding',
      {
        ...responseOf(200, {}),
        headers: [
          ['content-type', 'application/json'],
          ['Content-Encoding', 'gzip'],
        ],
      },
      'response: a coding that was not asked for',
    ],
  ])('is given for %s', (_, response, found) => {
    expect(advisoriesOf(response)).toEqual([expect.stringContaining(`advisory ${found} (`)])
  })

  it.each<[what: string, response: HttpResponse]>([
    ['an empty object', responseOf(200, {})],
    ['405 with all documented methods and more', responseOf(405, {}, [['allow', 'HEAD,GET ,OPTIONS, POST']])],
    [
      '405 with them in two fields',
      responseOf(405, {}, [
        ['allow', 'POST'],
        ['Allow', 'GET'],
      ]),
    ],
    ['one documented member of several', responseOf(200, { note: 'a', more: 1 })],
    ['a name that comes twice in two objects', text('{"items":[{"a":1},{"a":2}]}')],
    ['times in order', responseOf(200, item({ createdAt: '2024-01-01T00:00:00Z', updatedAt: '2024-01-01T00:00:00Z' }))],
    [
      'clocks that differ',
      responseOf(200, item({ createdAt: '2024-01-01T00:00:00.9Z', updatedAt: '2024-01-01T00:00:00Z' })),
    ],
    ['times that a client sets', responseOf(200, item({ start: '2024-01-02T00:00:00Z', end: '2024-01-01T00:00:00Z' }))],
    [
      'a time that is no date-time by its schema',
      responseOf(200, item({ created_on: '2024-01-02', updated_on: '2024-01-01T00:00:00Z' })),
    ],
    [
      'names that are no pair',
      responseOf(200, item({ createdAt: '2024-01-02T00:00:00Z', validFrom: '2024-01-01T00:00:00Z' })),
    ],
    ['405 with Allow', { ...responseOf(405, {}), headers: [['allow', 'GET, POST']] }],
    [
      'the coding identity',
      {
        ...responseOf(200, {}),
        headers: [
          ['content-type', 'application/json'],
          ['content-encoding', 'identity'],
        ],
      },
    ],
  ])('is not given for %s', (_, response) => {
    expect(advisoriesOf(response)).toEqual([])
  })

  it('is not given for a coding that the request asks for', () => {
    const response = {
      ...responseOf(200, {}),
      headers: [
        ['content-type', 'application/json'],
        ['content-encoding', 'gzip'],
      ] as const,
    }
    expect(advisoriesOf(response, sent([['accept-encoding', 'gzip']]))).toEqual([])
  })

  it('is not given for a map, whose members have any name', () => {
    expect(advisoriesOf(responseOf(201, { anything: { note: 'a' } }), sent(), 'add')).toEqual([])
  })

  describe('of credentials that are sent back', () => {
    const bearer = sent([['Authorization', `Bearer ${SECRET}`]])
    const echo = responseOf(200, { note: `you sent ${SECRET}` })
    it.each<[what: string, request: HttpRequest, response: HttpResponse, place: string]>([
      ['a token in the body', bearer, echo, 'the body'],
      ['a password in the body', sent([['Authorization', `Basic ${btoa(`me:${SECRET}`)}`]]), echo, 'the body'],
      ['a field that the document does not name', sent([], `/things?token=${SECRET}`), echo, 'the body'],
      ['a key of the document in the query', sent([], `/things?k=${SECRET}`), echo, 'the body'],
      [
        'a token in a header',
        bearer,
        {
          ...responseOf(200, {}),
          headers: [
            ['content-type', 'application/json'],
            ['X-Debug', SECRET],
          ],
        },
        'the header X-Debug',
      ],
    ])('is given for %s, and does not show them', (_, request, response, place) => {
      expect(advisoriesOf(response, request)).toEqual([
        `advisory response.200: credentials that are sent back (the credentials in ${place})`,
      ])
    })

    it.each<[what: string, request: HttpRequest, response: HttpResponse]>([
      ['another token', bearer, responseOf(200, { note: 'f6g7h8i9j0' })],
      [
        'a word that is a password',
        sent([['Authorization', `Basic ${btoa('me:password')}`]]),
        responseOf(200, { note: 'password' }),
      ],
      [
        'a cookie that is set anew',
        sent([['Cookie', `session=${SECRET}`]]),
        {
          ...responseOf(200, {}),
          headers: [
            ['content-type', 'application/json'],
            ['Set-Cookie', `session=${SECRET}`],
          ],
        },
      ],
      ['a parameter of paging whose name sounds secret', sent([], `/things?_token=${SECRET}`), echo],
      ['a plain header', sent([['X-Trace', SECRET]]), echo],
    ])('is not given for %s', (_, request, response) => {
      expect(advisoriesOf(response, request)).toEqual([])
    })
  })
})
