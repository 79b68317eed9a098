import { describe, expect, it } from 'vitest'
import type { FaultKind, HttpResponse } from '../../../src/http/index.ts'
import type { Json, JsonObject } from '../../../src/json/index.ts'
import {
  type Breach,
  breachesOf,
  CHECKS,
  type Check,
  checkNamed,
  subjectOf,
} from '../../../src/judging/checks/index.ts'
import { type CheckName, DEPLOYMENT_CHECK_NAMES, type DeploymentCheckName } from '../../../src/report/results/index.ts'
import { contractOf, documentWith, judgeOf } from '../../support/contracts.ts'
import {
  type ExchangeParts,
  exchangeOf,
  exchangeOfKind,
  fittingResponse,
  KINDS,
  REQUESTS,
  type RequestKind,
  sendingBody,
} from '../../support/exchanges.ts'
import { bytes, rawBytes, requestOf, responseOf } from '../../support/messages.ts'

const STATUSES = [200, 201, 204, 400, 401, 403, 404, 405, 413, 415, 422, 500, 501, 502, 503] as const
const FAULTS: readonly FaultKind[] = ['timeout', 'reset', 'truncated']

type Cell = {
  readonly kind: RequestKind
  readonly what: string
  readonly repeated: boolean
  readonly breaches: readonly Breach[]
}

/** Every kind of request with every status and fault, once met and met again. */
const CELLS: readonly Cell[] = KINDS.flatMap((kind) =>
  [true, false].flatMap((repeated) =>
    [...STATUSES, ...FAULTS].map((what): Cell => {
      const response = typeof what === 'number' ? fittingResponse(what) : what
      return { kind, what: String(what), repeated, breaches: breachesOf(exchangeOfKind(kind, response, { repeated })) }
    }),
  ),
)

/** Which statuses, by kind of request, show a check: `once` marks those that need not be met again. */
function shown(check: CheckName): Record<string, string> {
  const rows = KINDS.map((kind): [string, string] => {
    const of = (repeated: boolean) =>
      CELLS.filter(
        (cell) => cell.kind === kind && cell.repeated === repeated && cell.breaches.some((one) => one.check === check),
      ).map(({ what }) => what)
    const again = of(true)
    const once = of(false)
    const both = again.filter((what) => once.includes(what))
    return [
      kind,
      [
        ...both,
        ...again.filter((what) => !both.includes(what)).map((what) => `${what} again`),
        ...once.filter((what) => !both.includes(what)).map((what) => `${what} once`),
      ].join(', '),
    ]
  })
  return Object.fromEntries(rows.filter(([, text]) => text !== ''))
}

const SUCCESS = '200, 201, 204'
const SERVER = '500 again, 501 again, 502 again, 503 again'

describe('a method that the path does not document', () => {
  const judge = judgeOf({
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: {
      '/things': { get: { responses: { 200: { description: '' } } } },
      '/others': { post: { responses: { 200: { description: '' } } } },
    },
  })
  const others = judgeOf({
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: {
      '/others': { post: { responses: { 200: { description: '' } } } },
    },
  })
  const found = (line: string, status: number) =>
    breachesOf(
      exchangeOf({
        judge: line.endsWith('/things') ? judge : others,
        request: requestOf(line),
        response: responseOf(status, 'no documented shape', [['allow', 'GET, POST']]),
      }),
    ).map(({ check }) => check)

  it.each([
    ['OPTIONS /things', [], []],
    ['OPTIONS /others', [], []],
    ['HEAD /things', [], []],
    ['HEAD /others', ['unsupported_method'], ['not_a_server_error']],
    ['DELETE /things', ['unsupported_method'], ['not_a_server_error']],
    ['PROPFIND /things', ['unsupported_method'], ['not_a_server_error']],
  ])('%s is judged by its status alone', (line, accepted, failed) => {
    for (const status of [200, 204]) expect(found(line, status)).toEqual(accepted)
    for (const status of [500, 502]) expect(found(line, status)).toEqual(failed)
    for (const status of [301, 400, 401, 403, 404, 405, 410, 501]) expect(found(line, status)).toEqual([])
  })
})

describe('of all kinds of requests and answers, a check finds these alone', () => {
  // A forgotten check does not compile.
  const expected: Readonly<Record<DeploymentCheckName, Readonly<Record<string, string>>>> = {
    not_a_server_error: {
      conforming: SERVER,
      tolerated: SERVER,
      breaking: SERVER,
      malformed: '500 again, 502 again, 503 again',
      media: '500 again, 502 again, 503 again',
      method: '500 again, 502 again, 503 again',
      segment: SERVER,
      none: SERVER,
      wrong: SERVER,
    },
    positive_data_acceptance: { conforming: '400 again, 405 again, 413 again, 415 again, 422 again' },
    negative_data_rejection: { breaking: SUCCESS, malformed: SUCCESS, media: SUCCESS, segment: SUCCESS },
    unsupported_method: { method: SUCCESS },
    ignored_auth: { none: SUCCESS, wrong: SUCCESS },
    status_code_conformance: {
      breaking: '401, 403, 413, 422',
      conforming: '201, 204, 401, 403, 413 once, 422 once',
      tolerated: '201, 204, 401, 403, 413, 422',
    },
    complete_response: Object.fromEntries(
      KINDS.map((kind) => [
        kind,
        (kind === 'conforming' || kind === 'none' || kind === 'wrong' ? ['reset', 'truncated'] : FAULTS)
          .map((fault) => `${fault} again`)
          .join(', '),
      ]),
    ),
    content_type_conformance: {},
    response_schema_conformance: {},
    response_headers_conformance: {},
    advisory: {},
  }
  it.each(DEPLOYMENT_CHECK_NAMES)('%s', (check) => {
    expect(shown(check)).toEqual(expected[check])
  })

  it('and what conforms gets none', () => {
    const clean: Readonly<Record<RequestKind, readonly number[]>> = {
      conforming: [200, 404],
      tolerated: [200, 400, 404, 405, 415],
      breaking: [400, 404, 405, 415],
      malformed: [400, 401, 403, 404, 405, 413, 415, 422, 501],
      media: [400, 401, 403, 404, 405, 413, 415, 422, 501],
      method: [400, 401, 403, 404, 405, 413, 415, 422, 501],
      segment: [400, 401, 403, 404, 405, 413, 415, 422],
      none: [400, 401, 403, 404, 405, 413, 415, 422],
      wrong: [400, 401, 403, 404, 405, 413, 415, 422],
    }
    for (const kind of KINDS)
      expect(
        CELLS.filter(
          (cell) =>
            cell.kind === kind && cell.repeated && cell.breaches.length === 0 && !Number.isNaN(Number(cell.what)),
        ).map(({ what }) => Number(what)),
        kind,
      ).toEqual(clean[kind])
  })

  it('names no constraint where it is about a case', () => {
    for (const { breaches } of CELLS)
      for (const { check, subject } of breaches)
        if (checkNamed(check)?.about === 'case') expect(subject.kind, check).toBe('case')
  })

  it('gives one breach to each cell, at most', () => {
    for (const { kind, what, breaches } of CELLS) expect(breaches.length, `${kind} ${what}`).toBeLessThanOrEqual(1)
  })

  it.each<RequestKind>(['breaking', 'tolerated', 'malformed'])(
    'an undocumented redirect of a request that is %s',
    (kind) => {
      expect(breachesOf(exchangeOfKind(kind, fittingResponse(302)))).not.toEqual([])
    },
  )

  it('an undocumented redirect of a conforming request', () => {
    expect(breachesOf(exchangeOfKind('conforming', fittingResponse(302))).map(({ check }) => check)).toEqual([
      'status_code_conformance',
    ])
  })
})

const subjectText = ({ subject }: Breach): string =>
  subject.kind === 'constraint' ? subject.constraint.replace(/^\w+ /, '') : `case ${subject.case}`
const told = (parts: ExchangeParts): string[] =>
  breachesOf(exchangeOf(parts)).map((one) => `${one.severity} ${one.check} ${subjectText(one)} (${one.class})`)

describe('the shape of a response', () => {
  const shapes: readonly (readonly [name: string, response: HttpResponse, breach: string])[] = [
    [
      'media type',
      responseOf(200, {}, [['content-type', 'text/html']]),
      'error content_type_conformance response.200 mediaType (other)',
    ],
    [
      'media type that is missing',
      responseOf(400, {}, []),
      'error content_type_conformance response.400 mediaType (absent)',
    ],
    [
      'text that is no JSON',
      responseOf(404, bytes('x')),
      'error response_schema_conformance response.404 syntax (malformed)',
    ],
    [
      'bytes that are no UTF-8',
      responseOf(500, rawBytes('"\xff"')),
      'error response_schema_conformance response.500 syntax (malformed)',
    ],
    [
      'a value',
      responseOf(400, { error_code: '' }),
      'error response_schema_conformance response.400 /error_code minLength (less)',
    ],
    [
      'what the prose says',
      responseOf(200, { status: 'fail', output: { a: 1 } }),
      'advisory advisory response.200 advisory output (other)',
    ],
  ]
  describe.each(shapes)('with another %s', (_, response, breach) => {
    it.each(KINDS)('is judged for a request that is: %s', (kind) => {
      const found = breachesOf(exchangeOfKind(kind, response, { repeated: false })).map(
        (one) => `${one.severity} ${one.check} ${subjectText(one)} (${one.class})`,
      )
      // What is no longer this operation has no shape to keep.
      if (kind === 'method' || kind === 'segment') expect(found).not.toContain(breach)
      else expect(found).toContain(breach)
    })
  })

  it('is told with what was expected and received', () => {
    const [found] = breachesOf(
      exchangeOfKind('conforming', responseOf(200, { errors: [{}, { node_id: 'a'.repeat(65) }], status: 'fail' })),
    )
    expect(found).toMatchObject({
      message: 'The value at /errors/1/node_id breaks maxLength.',
      expected: 'at most 64 characters',
      received: `"${'a'.repeat(65)}" (65 characters)`.replace('a'.repeat(65), 'a'.repeat(65)),
    })
  })

  it('has headers', () => {
    const judge = judgeOf(
      documentWith({
        responses: { 200: { description: '', headers: { 'X-A': { required: true, schema: { type: 'integer' } } } } },
      }),
    )
    const request = requestOf('POST /things')
    const answer = (value?: string): HttpResponse =>
      responseOf(200, bytes(''), value === undefined ? [] : [['x-a', value]])
    expect(told({ judge, request, response: answer('1') })).toEqual([])
    expect(told({ judge, request, response: answer('a') })).toEqual([
      'error response_headers_conformance response.200.header.X-A type (string)',
    ])
    expect(told({ judge, request, response: answer() })).toEqual([
      'error response_headers_conformance response.200.header.X-A required (absent)',
    ])
  })
})

describe('a query that is not percent-encoded UTF-8', () => {
  const judge = judgeOf(documentWith({ parameters: [{ name: 'q', in: 'query', schema: { type: 'string' } }] }))
  it.each<[query: string, breaches: readonly string[]]>([
    ['%zz', ['advisory negative_data_rejection request.query.q encoding (accepted)']],
    ['%ff', ['advisory negative_data_rejection request.query.q encoding (accepted)']],
    ['%25zz', []],
  ])('harms nobody by being accepted: %s', (query, breaches) => {
    expect(told({ judge, request: requestOf(`POST /things?q=${query}`), response: responseOf(200, '') })).toEqual(
      breaches,
    )
  })
})

describe('a breach', () => {
  const twin = REQUESTS.conforming
  const edge = exchangeOfKind('conforming', 'reset').judge.constraint('maxLength')
  it.each<[name: string, parts: ExchangeParts, breaches: readonly string[]]>([
    [
      'of a valid request that hangs while its twin is answered',
      { request: REQUESTS.conforming, response: 'timeout', twin },
      ['error complete_response case a case (timeout)'],
    ],
    ['of one that hangs alone', { request: REQUESTS.conforming, response: 'timeout' }, []],
    [
      'of a breaking one that hangs alone',
      { request: REQUESTS.breaking, response: 'timeout' },
      ['error complete_response request.body /input type (timeout)'],
    ],
    ['of a fault not met again', { request: REQUESTS.breaking, response: 'reset', repeated: false }, []],
    [
      'about an edge',
      { request: REQUESTS.conforming, response: fittingResponse(400), edge },
      [`error positive_data_acceptance ${edge.id.replace(/^\w+ /, '')} (refused)`],
    ],
    [
      'about a named case',
      { request: REQUESTS.conforming, response: fittingResponse(400), name: 'x' },
      ['error positive_data_acceptance case x (refused)'],
    ],
    [
      'of a media type',
      { request: REQUESTS.media, response: fittingResponse(200) },
      ['advisory negative_data_rejection request.body mediaType (accepted)'],
    ],
    [
      'of a segment',
      { request: REQUESTS.segment, response: fittingResponse(200) },
      ['error negative_data_rejection case an empty path segment (accepted)'],
    ],
    [
      'of credentials',
      { request: REQUESTS.none, credentials: 'none', response: fittingResponse(200) },
      ['error ignored_auth request security (none)'],
    ],
    [
      'of a method',
      { request: REQUESTS.method, response: fittingResponse(502) },
      ['error not_a_server_error request method (server error)'],
    ],
    [
      'of a server error now and then',
      {
        request: REQUESTS.breaking,
        response: fittingResponse(502),
        repeated: false,
        rate: { failed: 3, of: 40, kinds: 'status 502' },
      },
      ['error not_a_server_error case status 502 now and then (server error)'],
    ],
    [
      'that is general',
      { request: REQUESTS.breaking, response: 'reset', general: 'all' },
      ['error complete_response case all (reset)'],
    ],
    [
      'of a status for what breaks',
      { request: REQUESTS.breaking, response: fittingResponse(422) },
      ['error status_code_conformance response.400 status (status 422)'],
    ],
    [
      'of a status for what does not',
      { request: REQUESTS.conforming, response: fittingResponse(201) },
      ['error status_code_conformance response.200 status (status 201)'],
    ],
    [
      'of a refusal with another status',
      { request: REQUESTS.conforming, response: fittingResponse(403) },
      ['error status_code_conformance response.400 status (status 403)'],
    ],
    [
      'of two kinds',
      { request: REQUESTS.breaking, response: responseOf(200, { status: 'done' }) },
      [
        'error negative_data_rejection request.body /input type (accepted)',
        'error response_schema_conformance response.200 /status enum (other)',
      ],
    ],
  ])('%s', (_, parts, breaches) => {
    expect(told(parts)).toEqual(breaches)
  })

  it('says what was sent, what was expected and what was received', () => {
    expect(breachesOf(exchangeOf({ request: sendingBody({ input: null }), response: fittingResponse(200) }))).toEqual([
      {
        check: 'negative_data_rejection',
        subject: { kind: 'constraint', constraint: 'startSyncWorkflowExecution request.body /input type' },
        severity: 'error',
        class: 'accepted',
        message: 'A request that breaks request.body /input type is accepted.',
        expected: 'a 4xx status, since the contract asks for type object',
        received: 'status 200 (sent: null)',
      },
    ])
  })

  it('has a sentence for every check', () => {
    for (const { breaches } of CELLS)
      for (const { message, expected, received } of breaches) {
        expect(message).toMatch(/^[A-Z].*\.$/)
        expect(expected).toMatch(/\w/)
        expect(received).toMatch(/\w/)
      }
  })
})

describe('documents that say little', () => {
  const described = { description: '' }

  it('of refusals let any 4xx be one', () => {
    const body = { requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } } }
    const silent = judgeOf(documentWith(body))
    const request = requestOf('POST /things', [])
    const undescribed = ['advisory status_code_conformance case refusals, none of which is documented (refusals)']
    for (const status of [405, 415])
      expect(told({ judge: silent, request, response: responseOf(status, bytes(''), [['allow', 'POST']]) })).toEqual([])
    // How it refuses is said nowhere, whatever the status: one advisory for all.
    for (const status of [400, 404, 409, 422])
      expect(told({ judge: silent, request, response: responseOf(status, bytes(''), [['allow', 'POST']]) })).toEqual(
        undescribed,
      )
    expect(told({ judge: silent, request, response: responseOf(200, bytes('')) })).toHaveLength(1)
    const classed = judgeOf(
      documentWith({ ...body, responses: { 200: { description: '' }, '4XX': { description: '' } } }),
    )
    expect(told({ judge: classed, request, response: responseOf(422, bytes('')) })).toEqual([])
    // These speak of who is asking, and say nothing of bad requests.
    for (const status of [401, 403, 429]) {
      const ofCallers = judgeOf(documentWith({ ...body, responses: { 200: described, [status]: described } }))
      expect(told({ judge: ofCallers, request, response: responseOf(400, bytes('')) })).toEqual([
        'advisory status_code_conformance case refusals, none of which is documented (refusals)',
      ])
    }
    const other = judgeOf(documentWith({ ...body, responses: { 200: described, 409: described } }))
    expect(told({ judge: other, request, response: responseOf(422, bytes('')) })).toEqual([
      'error status_code_conformance response.409 status (status 422)',
    ])
  })

  it.each([400, 405, 406, 411, 413, 414, 415, 417, 422, 431, 494])(
    'of %s to a conforming request say that it is refused, whether the status is documented or not',
    (status) => {
      const request = requestOf('POST /things')
      for (const documented of [status, 409]) {
        const judge = judgeOf(
          documentWith({ responses: { 200: { description: '' }, [documented]: { description: '' } } }),
        )
        const refused = { judge, request, response: responseOf(status, bytes(''), [['allow', 'POST']]) }
        expect(told(refused)).toEqual(['error positive_data_acceptance case a case (refused)'])
        expect(told({ ...refused, blameless: true }).join()).not.toContain('positive_data_acceptance')
      }
    },
  )

  it.each([404, 409, 410, 412, 423, 424, 428, 451])('of %s to a conforming request refuse nothing', (status) => {
    const judge = judgeOf(documentWith({ responses: { 200: { description: '' }, [status]: { description: '' } } }))
    expect(
      told({ judge, request: requestOf('POST /things'), response: responseOf(status, bytes(''), [['allow', 'POST']]) }),
    ).toEqual([])
  })

  it.each([404, 409, 410, 412])(
    'of other refusals do not document %s, whoever is asked for what is not there',
    (status) => {
      const judge = judgeOf(
        documentWith({
          requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
          responses: { 200: described, 400: described },
        }),
      )
      for (const body of [{}, []])
        expect(
          told({ judge, request: requestOf('POST /things', body), response: responseOf(status, bytes('')) }),
        ).toEqual([`error status_code_conformance response.400 status (status ${status})`])
      const lost = { judge, request: requestOf('POST /things', {}), response: responseOf(404, bytes('')), isLost: true }
      expect(told(lost)).toEqual([])
    },
  )

  it('of success let any be one, but not where a success or a redirect is described', () => {
    const request = requestOf('POST /things')
    const answered = (responses: JsonObject, status: number): string[] =>
      told({
        judge: judgeOf(documentWith({ responses })),
        request,
        response: responseOf(status, bytes(''), [['allow', 'POST']]),
      })
    for (const status of [200, 204, 302]) {
      expect(answered({ 405: described }, status)).toEqual([])
      expect(answered({ 401: described, 500: described }, status)).toEqual([])
    }
    expect(answered({ 303: described }, 303)).toEqual([])
    expect(answered({ 303: described }, 200)).toEqual([
      'error status_code_conformance response.303 status (status 200)',
    ])
    expect(answered({ 200: described }, 302)).toEqual([
      'error status_code_conformance response.200 status (status 302)',
    ])
    // That it is a success says nothing of any other answer.
    expect(answered({ 405: described }, 409)).toEqual([
      'error status_code_conformance response.405 status (status 409)',
    ])
    expect(answered({ 405: described }, 500)).toEqual(['error not_a_server_error case a case (server error)'])
  })

  it('of success take what default takes', () => {
    const judge = judgeOf(documentWith({ responses: { default: { description: '' } } }))
    expect(told({ judge, request: requestOf('POST /things'), response: responseOf(299, bytes('')) })).toEqual([])
  })
})

describe('the registry', () => {
  const expected: Readonly<Record<DeploymentCheckName, readonly [about: Check['about'], settles: Check['settles']]>> = {
    complete_response: ['request', 'again'],
    not_a_server_error: ['request', 'again'],
    positive_data_acceptance: ['edge', 'again'],
    negative_data_rejection: ['request', 'at once'],
    unsupported_method: ['request', 'at once'],
    ignored_auth: ['request', 'at once'],
    status_code_conformance: ['status', 'after trouble'],
    content_type_conformance: ['response', 'at once'],
    response_headers_conformance: ['response', 'at once'],
    response_schema_conformance: ['response', 'at once'],
    advisory: ['response', 'at once'],
  }
  it.each(DEPLOYMENT_CHECK_NAMES)('knows what %s is about, and when it is settled', (name) => {
    const [about, settles] = expected[name]
    expect(checkNamed(name)).toMatchObject({ name, about, settles })
  })

  it('has each name once, and no check that is asked of clients alone', () => {
    expect(CHECKS.map(({ name }) => name).sort()).toEqual([...DEPLOYMENT_CHECK_NAMES].sort())
    expect(checkNamed('complete_result')).toBeUndefined()
  })

  it('has checks that are settled at once if, and only if, it makes no difference that a request was sent again', () => {
    for (const { name, settles } of CHECKS) {
      const met = (repeated: boolean): string[] =>
        CELLS.filter((cell) => cell.repeated === repeated && cell.breaches.some(({ check }) => check === name)).map(
          ({ kind, what }) => `${kind} ${what}`,
        )
      if (settles === 'at once') expect(met(true), name).toEqual(met(false))
      else expect(met(true), name).not.toEqual(met(false))
    }
  })

  it('names the subject of a request with wrong credentials', () => {
    expect(subjectOf(exchangeOfKind('wrong', 'reset'))).toEqual({
      kind: 'constraint',
      constraint: 'startSyncWorkflowExecution request security',
    })
  })

  it('is pure', () => {
    const body: Json = { status: 'done' }
    const exchange = exchangeOfKind('breaking', responseOf(200, body))
    expect(breachesOf(exchange)).toEqual(breachesOf(exchange))
    expect(contractOf(documentWith({})).operations).toHaveLength(1)
  })
})
