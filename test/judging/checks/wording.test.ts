import { describe, expect, it } from 'vitest'
import type { FaultKind, HttpRequest, HttpResponse } from '../../../src/http/index.ts'
import { type Breach, breachesOf, type Exchange } from '../../../src/judging/checks/index.ts'
import { documentWith, judgeOf } from '../../support/contracts.ts'
import { exchangeOf, exchangeOfKind, fittingResponse, KINDS, REQUESTS } from '../../support/exchanges.ts'
import { bytes, requestOf, responseOf } from '../../support/messages.ts'

const saidOf = ({ message, expected, received }: Breach): string => `${message} | ${expected} | ${received}`
const said = (exchange: Exchange): string[] => breachesOf(exchange).map(saidOf)

const judge = judgeOf(
  documentWith({
    parameters: [{ name: 'q', in: 'query', required: true, schema: { type: 'string' } }],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: {
            required: ['a'],
            properties: {
              a: { type: 'integer', maximum: 3 },
              b: false,
              c: { not: {} },
              d: { type: 'string', pattern: '^x' },
            },
            additionalProperties: false,
          },
        },
      },
    },
    responses: {
      200: {
        description: '',
        headers: { 'X-A': { required: true, schema: { type: 'integer' } } },
        content: {
          'application/json': {
            schema: {
              required: ['a'],
              properties: { a: { type: 'integer' }, w: { writeOnly: true } },
              additionalProperties: false,
            },
          },
        },
      },
      '4XX': { description: '' },
    },
  }),
)
const accepted = responseOf(200, { a: 1 }, [
  ['content-type', 'application/json'],
  ['x-a', '1'],
])

describe('a request that is accepted', () => {
  it.each<[request: HttpRequest, message: string, demand: string, sent: string]>([
    [requestOf('POST /things?q=x', {}), 'breaks request.body /a required', 'requires this property', 'nothing'],
    [requestOf('POST /things', { a: 1 }), 'breaks request.query.q required', 'requires this parameter', 'nothing'],
    [requestOf('POST /things?q=x'), 'breaks request.body required', 'requires a body', 'nothing'],
    [requestOf('POST /things?q=x', { a: 4 }), 'breaks request.body /a maximum', 'asks for at most 3', '4'],
    [
      requestOf('POST /things?q=x', { a: 1, e: 1 }),
      'breaks request.body additionalProperties',
      'allows no such property',
      '1',
    ],
    [requestOf('POST /things?q=x', { a: 1, c: 1 }), 'breaks request.body /c not', 'requires it not to be valid', '1'],
    [
      requestOf('POST /things?q=x', { a: 1, d: 'y' }),
      'breaks request.body /d pattern',
      'asks for a string that matches ^x',
      '"y" (1 character)',
    ],
    [
      requestOf('POST /things?q=x', bytes('{'), []),
      'has no Content-Type',
      'asks for the media type application/json',
      'no Content-Type',
    ],
    [
      requestOf('POST /things?q=x', bytes('{'), [['content-type', 'text/plain']]),
      'has the Content-Type text/plain',
      'asks for the media type application/json',
      'text/plain',
    ],
    [
      requestOf('POST /things?q=x', bytes('{'), [['content-type', 'application/json']]),
      'sends a text that is not JSON',
      'asks for application/json',
      'a text that is not JSON',
    ],
    [
      requestOf('POST /things?q=%zz', { a: 1 }),
      'sends a malformed percent escape',
      'asks for percent-encoded UTF-8',
      'a malformed percent escape',
    ],
  ])('%#', (request, message, demand, sent) => {
    expect(said(exchangeOf({ judge, request, response: accepted }))).toEqual([
      `A request that ${message} is accepted. | a 4xx status, since the contract ${demand} | status 200 (sent: ${sent})`,
    ])
  })
})

describe('a response', () => {
  const request = requestOf('POST /things?q=x', { a: 1 })
  const answer = (body: Parameters<typeof responseOf>[1], ...headers: [string, string][]): HttpResponse =>
    responseOf(200, body, [['content-type', 'application/json'], ...headers])
  it.each<[response: HttpResponse, sentence: string]>([
    [answer({ a: 'x' }, ['x-a', '1']), 'The value at /a breaks type. | type integer | "x" (1 character)'],
    [answer({}, ['x-a', '1']), 'The property /a is missing. | to be present | nothing'],
    [answer({ a: 1, b: 1 }, ['x-a', '1']), 'The contract does not allow the property /b. | no such property | 1'],
    [
      answer(bytes('x'), ['x-a', '1']),
      'The body is not valid application/json. | application/json | a text that is not JSON',
    ],
    [answer({ a: 1 }), 'The response header X-A is missing. | to be present | nothing'],
    [answer({ a: 1 }, ['x-a', 'x']), 'The response header X-A breaks type. | type integer | "x" (1 character)'],
    [
      responseOf(200, bytes('x'), [
        ['content-type', 'text/html'],
        ['x-a', '1'],
      ]),
      'The media type of the response is not a documented one. | media type application/json | text/html',
    ],
    [
      answer({ a: 1, w: 1 }, ['x-a', '1']),
      'A property that is writeOnly is sent back. | a body as the contract describes it | a body that departs from the description',
    ],
    [responseOf(302, bytes('')), 'Status 302 is not documented. | status 200 or 4XX | status 302'],
    [
      responseOf(502, bytes('')),
      'A request that keeps every constraint is answered with a server error. | a success | status 502',
    ],
  ])('%#', (response, sentence) => {
    expect(said(exchangeOf({ judge, request, response }))).toEqual([sentence])
  })

  it('to a request that breaks the contract, of which no refusal is documented', () => {
    const bare = judgeOf(documentWith({ requestBody: { required: true, content: {} } }))
    expect(
      said(exchangeOf({ judge: bare, request: requestOf('POST /things'), response: responseOf(302, bytes('')) })),
    ).toEqual(['Status 302 is not documented. | a 4xx status | status 302'])
  })
})

it('what a parser may refuse is told with its article', () => {
  const [breach] = breachesOf(exchangeOfKind('tolerated', fittingResponse(500)))
  expect(breach).toMatchObject({
    message: 'A request that has a repeated name is answered with a server error.',
    expected: 'a success or a 4xx status',
  })
})

it('a refusal of what is allowed is told', () => {
  const edge = exchangeOfKind('conforming', 'reset').judge.constraint('maxLength')
  expect(said(exchangeOf({ request: REQUESTS.conforming, response: fittingResponse(400), edge }))).toEqual([
    'A value that maxLength allows is refused. | an answer that does not refuse the request | status 400',
  ])
  expect(said(exchangeOfKind('conforming', fittingResponse(400)))).toEqual([
    'A request that keeps every constraint is refused. | an answer that does not refuse the request | status 400',
  ])
})

describe('whatever is found of a request of any kind', () => {
  const answers: readonly (HttpResponse | FaultKind)[] = [
    ...[200, 201, 204, 302, 400, 401, 404, 405, 413, 422, 500, 502].map(fittingResponse),
    responseOf(200, { status: 'done', output: 1, more: 1 }),
    responseOf(200, bytes('{')),
    responseOf(400, {}),
    'reset',
    'timeout',
  ]
  const breaches = KINDS.flatMap((kind) =>
    answers.flatMap((answer) =>
      [true, false].flatMap((repeated) => breachesOf(exchangeOfKind(kind, answer, { repeated }))),
    ),
  )
  it.each([...new Set(breaches.map(saidOf))])('reads: %s', (text) => {
    expect(text).toMatch(/^[A-Z`][^|]*[^ .|]\. \| [^|]*[^ |] \| [^|]*[^ |]$/)
    expect(text).not.toMatch(/for (?:it )?to |undefined| {2}|has (?:text|no body)/)
  })
})
