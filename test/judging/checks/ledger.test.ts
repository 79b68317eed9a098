import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../src/json/index.ts'
import { type Exchange, Ledger } from '../../../src/judging/checks/index.ts'
import type { LedgerRow } from '../../../src/report/results/index.ts'
import { documentWith, judgeOf } from '../../support/contracts.ts'
import {
  bundledJudge,
  exchangeOf,
  exchangeOfKind,
  fittingResponse,
  pathOf,
  REQUESTS,
  type RequestKind,
  sendingBody,
} from '../../support/exchanges.ts'
import { bytes, requestOf, responseOf } from '../../support/messages.ts'

const OPERATION = bundledJudge.operation.id

function rowsAfter(
  exchanges: readonly Exchange[],
  broken: readonly string[] = [],
  unplanned: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, LedgerRow> {
  const ledger = new Ledger(new Map([[OPERATION, bundledJudge]]))
  for (const exchange of exchanges) ledger.add(exchange)
  const ids = new Set(broken.map((id) => `${OPERATION} ${id}`))
  const rows = ledger.rows(ids, new Map(Object.entries(unplanned)), () => undefined)
  return new Map(rows.map((row) => [row.id.slice(OPERATION.length + 1), row]))
}

const stateOf = (rows: ReadonlyMap<string, LedgerRow>, id: string): string => {
  const row = rows.get(id)
  return row?.reason === undefined ? String(row?.state) : `${row.state}: ${row.reason}`
}

const edge = (length: number, status: number): Exchange =>
  exchangeOf({ request: sendingBody({ input: {} }, pathOf('a'.repeat(length))), response: fittingResponse(status) })
const MAX = 'request.path.project_id maxLength'
const NO_EDGE = 'untested: no request at its edge was accepted'
const NOTHING = `${NO_EDGE}: give known values with --param and --body`
const NO_BREACH = 'untested: no request that breaks it alone was refused'
const ALIKE = 'untested: answered 404 at the edge and beyond it alike: give known values with --param'
const UNTOLD = 'untested: what breaks it was answered 404, which cannot be told from a value that is not known'
const STALE = 'untested: what breaks it was refused, but no request was accepted a second time after that'
const IDLE =
  'untested: what breaks it was refused in the same words as requests that keep every constraint, before or after it'
const NO_TWIN =
  'untested: what breaks it was refused, but nothing was accepted that differs from it in that place alone'
const EVERYTHING =
  'untested: what breaks it was refused, and so was everything else: give known values with --param and --body'

const UNTOLD_HERE = `${UNTOLD}: give known values with --param`
const ALIKE_STATE =
  'untested: what breaks it was answered 409, which cannot be told from a value that is not known: give known values with --param'

const typed = (input: Json, project: string, status: number): Exchange =>
  exchangeOf({ request: sendingBody({ input }, pathOf(project)), response: fittingResponse(status) })

/** A conforming request, not sent again yet. */
const ONCE_REFUSED: Exchange = { ...typed({ a: 1 }, 'p', 400), repeated: false }

describe('a constraint of the message', () => {
  const told = (input: Json, status: number): Exchange => typed(input, 'p', status)
  const cutShort = exchangeOf({
    request: { ...sendingBody({}, pathOf('p')), body: bytes('{"input":{"a":1}') },
    response: fittingResponse(400),
  })
  const { judged } = told({ a: 1 }, 200)

  it.each<[name: string, broken: Exchange, state: string]>([
    ['what it says apart from that was accepted', { ...cutShort, wellFormed: judged }, 'held'],
    ['nothing is known of that', cutShort, 'held'],
    ['another body was accepted alone', { ...cutShort, wellFormed: told({ b: 1 }, 200).judged }, NO_TWIN],
  ])('whose breach was refused: %s', (_, broken, state) => {
    const rows = rowsAfter([told({}, 200), told({ a: 1 }, 200), broken, told({}, 200)])
    expect(stateOf(rows, 'request.body syntax')).toBe(state)
  })
})

describe('a constraint of a body', () => {
  it.each<[name: string, exchanges: readonly Exchange[], state: string]>([
    [
      '404 at values that were accepted before and after',
      [typed({}, 'p', 200), typed({ a: 1 }, 'p', 200), typed({}, 'q', 404), typed(null, 'p', 404), typed({}, 'p', 200)],
      'held',
    ],
    [
      'the same, not accepted again',
      [typed({}, 'p', 200), typed({ a: 1 }, 'p', 200), typed(null, 'p', 404)],
      UNTOLD_HERE,
    ],
    [
      '404 beside one accepted value of the place',
      [typed({}, 'p', 200), typed(null, 'p', 404), typed({}, 'p', 200)],
      UNTOLD_HERE,
    ],
    [
      '404 to what may have changed things, beside what was accepted before it, and another request after it',
      [typed({}, 'p', 200), typed({ a: 1 }, 'q', 200), typed(null, 'q', 404), typed({}, 'p', 200)],
      UNTOLD_HERE,
    ],
    [
      'the same, and what it was beside after it too',
      [typed({}, 'p', 200), typed({ a: 1 }, 'q', 200), typed(null, 'q', 404), typed({ a: 1 }, 'q', 200)],
      'held',
    ],
    [
      '404 at values that are not known',
      [typed({}, 'p', 200), typed({}, 'q', 404), typed(null, 'q', 404)],
      UNTOLD_HERE,
    ],
    [
      '404 at a path that was not accepted',
      [typed({}, 'p', 200), typed(null, 'q', 404), typed({}, 'p', 200)],
      UNTOLD_HERE,
    ],
    // A unique key, for which all is refused that comes after the first.
    [
      '409 to all but the first',
      [typed({}, 'p', 200), typed({ a: 1 }, 'p', 409), typed(null, 'p', 409), typed({}, 'p', 409)],
      ALIKE_STATE,
    ],
    [
      '400 to all but the first',
      [typed({}, 'p', 200), typed({ a: 1 }, 'p', 400), typed(null, 'p', 400), typed({}, 'p', 400)],
      STALE,
    ],
    // What is there had changed, so that everything was refused.
    [
      '400 in the words that a conforming request got before it',
      [typed({}, 'p', 200), ONCE_REFUSED, typed(null, 'p', 400), typed({}, 'p', 200)],
      IDLE,
    ],
    [
      '400 in the words that a conforming request got after it',
      [typed({}, 'p', 200), typed(null, 'p', 400), ONCE_REFUSED, typed({}, 'p', 200)],
      IDLE,
    ],
    [
      'the same words, with an accepted request between',
      [typed({}, 'p', 200), ONCE_REFUSED, typed({ b: 1 }, 'p', 200), typed(null, 'p', 400), typed({}, 'p', 200)],
      'held',
    ],
    [
      'the same words, for which the deployment is blamed',
      [
        typed({}, 'p', 200),
        ONCE_REFUSED,
        typed(null, 'p', 400),
        typed({}, 'p', 200),
        { ...ONCE_REFUSED, repeated: true },
      ],
      'held',
    ],
    [
      'the same words, for which nobody is blamed',
      [
        typed({}, 'p', 200),
        ONCE_REFUSED,
        typed(null, 'p', 400),
        typed({}, 'p', 200),
        { ...ONCE_REFUSED, repeated: true, blameless: true },
      ],
      IDLE,
    ],
    // The place itself takes nothing, whatever is said there.
    ['a refusal beside nothing like it', [typed({}, 'q', 200), typed(null, 'p', 400), typed({}, 'q', 200)], NO_TWIN],
    [
      'a refusal beside what differs in another member too',
      [
        exchangeOf({ request: sendingBody({ input: {}, headers: {} }, pathOf('p')), response: fittingResponse(200) }),
        typed(null, 'p', 400),
        exchangeOf({ request: sendingBody({ input: {}, headers: {} }, pathOf('p')), response: fittingResponse(200) }),
      ],
      NO_TWIN,
    ],
    [
      'a state and a refusal beside nothing like them',
      [typed({}, 'q', 200), typed(null, 'p', 404), typed(null, 'p', 400), typed({}, 'q', 200)],
      NO_TWIN,
    ],
    ['a refusal and nothing accepted', [typed({}, 'p', 404), typed(null, 'p', 400)], EVERYTHING],
    ['credentials refused instead', [typed({}, 'p', 200), typed(null, 'p', 403), typed({}, 'p', 200)], NO_BREACH],
    ['patience asked for instead', [typed({}, 'p', 200), typed(null, 'p', 429), typed({}, 'p', 200)], NO_BREACH],
  ])('after %s', (_, exchanges, state) => {
    expect(stateOf(rowsAfter(exchanges), 'request.body /input type')).toBe(state)
  })
})

describe('a constraint of a request', () => {
  it.each<[name: string, exchanges: readonly Exchange[], state: string]>([
    ['nothing', [], NOTHING],
    [
      'an edge let through, a breach refused, and the edge let through',
      [edge(64, 200), edge(65, 400), edge(64, 200)],
      'held',
    ],
    ['the same without the last', [edge(64, 200), edge(65, 400)], STALE],
    ['another first', [edge(9, 200), edge(64, 200), edge(65, 400), edge(9, 200)], 'held'],
    ['another first, and not again', [edge(9, 200), edge(64, 200), edge(65, 400), typed({ a: 1 }, 'q', 200)], STALE],
    ['the same in the other order', [edge(65, 400), edge(64, 200)], 'held'],
    ['an edge let through alone', [edge(64, 200)], NO_BREACH],
    ['a breach refused alone', [edge(65, 400)], NOTHING],
    ['a value that is no edge', [edge(63, 200), edge(65, 400)], NO_EDGE],
    ['an edge refused', [edge(64, 400), edge(65, 400)], NOTHING],
    ['an edge refused by another status', [edge(64, 422), edge(65, 400)], NOTHING],
    ['an edge that met a server error', [edge(64, 500), edge(65, 400)], NOTHING],
    ['a breach that met a server error', [edge(64, 200), edge(65, 500)], NO_BREACH],
    ['a breach accepted', [edge(64, 200), edge(65, 200)], NO_BREACH],
    [
      'a breach refused by 404, where another value was accepted',
      [edge(64, 200), edge(9, 200), edge(65, 404), edge(64, 200)],
      'held',
    ],
    ['a breach refused by 404, where no other value was accepted', [edge(64, 200), edge(65, 404)], UNTOLD],
    ['the same, the one value in two requests', [edge(64, 200), edge(64, 200), edge(65, 404)], UNTOLD],
    [
      'a breach refused by 404, as a value that is not known',
      [edge(64, 200), edge(8, 200), edge(9, 404), edge(65, 404)],
      UNTOLD,
    ],
    [
      '404 beyond the edge and a refusal',
      [edge(64, 200), edge(9, 404), edge(65, 404), edge(65, 400), edge(64, 200)],
      'held',
    ],
    [
      'an edge answered 404, and a breach refused beside a known value',
      [edge(9, 200), edge(64, 404), edge(65, 400), edge(9, 200)],
      'held',
    ],
    ['an edge answered 404, and a breach refused', [edge(64, 404), edge(65, 400)], EVERYTHING],
    ['404 on both sides', [edge(64, 404), edge(65, 404)], ALIKE],
    ['404 on both sides, then more', [edge(64, 404), edge(65, 404), edge(64, 200)], UNTOLD],
    ['404 on both sides, then a refusal', [edge(64, 404), edge(65, 404), edge(65, 400)], EVERYTHING],
    ['faults alone', [exchangeOfKind('breaking', 'reset'), exchangeOfKind('conforming', 'timeout')], NOTHING],
    [
      'a request that breaks two',
      [edge(64, 200), exchangeOf({ request: sendingBody({}, pathOf('a'.repeat(65))), response: fittingResponse(400) })],
      NO_BREACH,
    ],
    [
      'a request without credentials',
      [
        edge(64, 200),
        exchangeOf({
          request: sendingBody({ input: {} }, pathOf('a'.repeat(65))),
          response: fittingResponse(401),
          credentials: 'none',
        }),
      ],
      NO_BREACH,
    ],
  ])('after %s', (_, exchanges, state) => {
    expect(stateOf(rowsAfter(exchanges), MAX)).toBe(state)
  })

  it.each<[id: string, edge: Json | undefined, kind: 'malformed' | 'media' | 'method' | 'breaking']>([
    ['request.body syntax', { input: {} }, 'malformed'],
    ['request.body mediaType', { input: {} }, 'media'],
    ['request method', { input: {} }, 'method'],
    ['request.body /input type', { input: {} }, 'breaking'],
  ])('%s is held after a request that keeps it and one that breaks it', (id, body, kind) => {
    const good = exchangeOf({ request: sendingBody(body ?? null), response: fittingResponse(200) })
    expect(stateOf(rowsAfter([good, exchangeOfKind(kind, fittingResponse(400)), good]), id)).toBe('held')
    expect(stateOf(rowsAfter([good, exchangeOfKind(kind, fittingResponse(400))]), id)).toBe(STALE)
    expect(stateOf(rowsAfter([good]), id)).toBe(NO_BREACH)
    expect(stateOf(rowsAfter([exchangeOfKind(kind, fittingResponse(400))]), id)).toBe(NOTHING)
    expect(stateOf(rowsAfter([good, exchangeOfKind(kind, fittingResponse(403)), good]), id)).toBe(NO_BREACH)
  })

  it.each<[method: string, status: number, state: string]>([
    // It went to a path that cannot exist, which is answered 404 whatever is asked of it.
    ['DELETE', 404, NO_BREACH],
    ['DELETE', 405, 'held'],
    ['DELETE', 501, 'held'],
    ['TRACE', 404, 'held'],
    ['GET', 405, 'held'],
  ])('of the method after %s answered %i is %s', (method, status, state) => {
    const good = exchangeOfKind('conforming', fittingResponse(200))
    const other = exchangeOf({ request: requestOf(`${method} ${pathOf()}`), response: fittingResponse(status) })
    expect(stateOf(rowsAfter([good, other, good]), 'request method')).toBe(state)
  })

  it('of required needs the property seen, and missing', () => {
    const without = exchangeOf({ request: sendingBody({}), response: fittingResponse(400) })
    const within = exchangeOf({ request: sendingBody({ input: {} }), response: fittingResponse(200) })
    expect(stateOf(rowsAfter([without, within]), 'request.body /input required')).toBe('held')
    expect(stateOf(rowsAfter([within]), 'request.body /input required')).toBe(NO_BREACH)
  })

  it('of credentials is untested until it is refused', () => {
    const id = 'request security'
    const accepted = exchangeOfKind('conforming', fittingResponse(200))
    expect(stateOf(rowsAfter([accepted]), id)).toBe('untested: no request without credentials was refused')
    const refused = exchangeOfKind('none', fittingResponse(401))
    expect(stateOf(rowsAfter([accepted, refused, accepted]), id)).toBe('held')
    expect(stateOf(rowsAfter([accepted, refused]), id)).toBe(STALE)
    expect(stateOf(rowsAfter([refused]), id)).toBe(EVERYTHING)
    // Right and wrong credentials are refused for the same: 412 says nothing of who asks.
    const stated = exchangeOfKind('none', fittingResponse(412))
    expect(stateOf(rowsAfter([accepted, stated, accepted]), id)).toBe(
      'untested: no request without credentials was refused',
    )
    expect(stateOf(rowsAfter([accepted, exchangeOfKind('none', fittingResponse(404))]), id)).toMatch(/^untested/)
    expect(stateOf(rowsAfter([accepted, exchangeOfKind('wrong', fittingResponse(200))]), id)).toMatch(/^untested/)
  })

  it.each<[security: readonly JsonObject[], state: string]>([
    [[{ key: [] }], 'held'],
    [[{ key: [], basic: [] }], 'held'],
    [[{ key: [], basic: [] }, { key: [] }], 'held'],
    [
      [
        { key: [], basic: [] },
        { basic: [], key: [] },
      ],
      'untested',
    ],
  ])('of credentials is held if each that is needed was left out alone: %j', (security, state) => {
    const judge = judgeOf(
      documentWith({ security, responses: { 200: { description: 'x' }, 401: { description: 'x' } } }),
    )
    const ledger = new Ledger(new Map([['op', judge]]))
    const request = requestOf('POST /things', {})
    for (const [status, credentials] of [
      [200, 'configured'],
      [401, 'none'],
      [401, 'wrong'],
      [200, 'configured'],
    ] as const)
      ledger.add(exchangeOf({ judge, request, response: responseOf(status, {}), credentials }))
    const row = ledger.rows(new Set(), new Map(), () => undefined).find(({ id }) => id === 'op request security')
    expect(row?.state).toBe(state)
  })

  it('that is implied says why', () => {
    expect(stateOf(rowsAfter([]), 'request.path.project_id minLength')).toBe(
      'implied: an empty segment is another path',
    )
    expect(stateOf(rowsAfter([], ['request.path.project_id minLength']), 'request.path.project_id minLength')).toBe(
      'broken',
    )
  })

  it('that is broken is so whatever else was seen', () => {
    expect(stateOf(rowsAfter([edge(64, 200), edge(65, 400)], [MAX]), MAX)).toBe('broken')
  })

  it('is untested for the reason that it was not planned', () => {
    expect(stateOf(rowsAfter([], [], { [OPERATION]: 'why' }), MAX)).toBe('untested: why')
    expect(stateOf(rowsAfter([], [], { '*': 'all', '--max-requests': 'cut' }), MAX)).toBe('untested: all')
    expect(stateOf(rowsAfter([edge(65, 400)], [], { '--max-executions': 'cut' }), MAX)).toBe('untested: cut')
    expect(stateOf(rowsAfter([edge(64, 404), edge(65, 404)], [], { '--max-requests': 'cut' }), MAX)).toBe(ALIKE)
  })
})

describe('a constraint of a response', () => {
  const rowsOf = (...responses: readonly ReturnType<typeof responseOf>[]) =>
    rowsAfter(responses.map((response) => exchangeOf({ request: REQUESTS.conforming, response })))

  it.each<[id: string, held: Json, not: Json]>([
    ['response.200 /status enum', { status: 'fail' }, {}],
    ['response.200 /execution_id maxLength', { execution_id: '' }, { execution_id: 5 }],
    ['response.200 /execution_id type', { execution_id: 5 }, { status: 'fail' }],
    ['response.200 /errors maxItems', { errors: [] }, { errors: {} }],
    ['response.200 /errors/* type', { errors: [1] }, { errors: [] }],
    ['response.200 /errors/*/node_id minLength', { errors: [{}, { node_id: 'a' }] }, { errors: [{}] }],
    // An empty time is none that could have a format.
    ['response.200 /begin_time format', { begin_time: '2021-01-01T00:00:00Z' }, { begin_time: '' }],
    ['response.200 /begin_time maxLength', { begin_time: '' }, { begin_time: null }],
    ['response.200 advisory order', {}, 5],
  ])('%s is held where such a value was seen', (id, held, not) => {
    expect(stateOf(rowsOf(responseOf(200, held)), id)).toBe('held')
    if (id !== 'response.200 advisory order')
      expect(stateOf(rowsOf(responseOf(200, not)), id)).toBe(
        'untested: no response with status 200 carried such a value; other values of --param or --body, or more --runs, may bring one',
      )
  })

  it('is untested where its status was not seen, for the reason that there is', () => {
    expect(stateOf(rowsOf(responseOf(200, {})), 'response.404 status')).toBe(
      'untested: no response of the operation with status 404 was seen; a value that is not known may bring one',
    )
    expect(stateOf(rowsOf(responseOf(404, {})), 'response.404 status')).toBe('held')
    expect(stateOf(rowsOf(responseOf(404, bytes('x'))), 'response.404 syntax')).toBe('held')
    expect(stateOf(rowsOf(responseOf(404, {}, [])), 'response.404 syntax')).toBe(
      'untested: no response with status 404 carried such a value',
    )
    expect(stateOf(rowsAfter([], [], { '*': 'stopped' }), 'response.200 status')).toBe('untested: stopped')
  })

  it('is not seen in answers to what is no longer this operation', () => {
    for (const kind of ['method', 'segment'] as const)
      expect(stateOf(rowsAfter([exchangeOfKind(kind, fittingResponse(404))]), 'response.404 status')).toMatch(
        /^untested/,
      )
    for (const kind of ['breaking', 'malformed', 'none', 'tolerated'] as const)
      expect(stateOf(rowsAfter([exchangeOfKind(kind, fittingResponse(404))]), 'response.404 status')).toBe('held')
  })

  it('is seen by any of several responses', () => {
    const rows = rowsOf(responseOf(200, {}), responseOf(200, { status: 'fail' }), responseOf(200, {}))
    expect(stateOf(rows, 'response.200 /status enum')).toBe('held')
  })
})

describe('what no request can ask for', () => {
  const schema = { type: 'object', properties: { a: { type: 'string' } } }
  const answers = (...statuses: readonly string[]): Json =>
    Object.fromEntries(statuses.map((status) => [status, { description: 'x' }]))
  const body = { content: { 'application/json': { schema } } }
  const security = [{ key: [] }]

  /** The statuses, out of all that are documented, that a row says no request can ask for. */
  function unaskedOf(parts: JsonObject, seen: readonly (readonly [RequestKind, number])[]): string[] {
    const judge = judgeOf(documentWith(parts))
    const ledger = new Ledger(new Map([['op', judge]]))
    for (const [kind, status] of seen)
      ledger.add(
        exchangeOf({
          judge,
          request: requestOf('POST /things', kind === 'breaking' ? 5 : {}),
          response: responseOf(status, {}),
          credentials: kind === 'none' ? 'none' : 'configured',
        }),
      )
    const rows = ledger.rows(new Set(), new Map(), () => undefined)
    return rows.filter(({ unasked }) => unasked).map(({ id }) => id.replace(/^op response\./, ''))
  }

  it.each<[name: string, parts: JsonObject, seen: readonly (readonly [RequestKind, number])[], unasked: string[]]>([
    [
      'a 5xx, a 404 beside a 400',
      { requestBody: body, responses: answers('200', '400', '404', '500') },
      [['breaking', 400]],
      ['404 status', '500 status'],
    ],
    ['nothing of what was seen', { responses: answers('200', '500') }, [['conforming', 500]], []],
    ['a refusal, where nothing can be refused', { responses: answers('200', '400') }, [], ['400 status']],
    [
      'no refusal, where none was seen',
      { requestBody: body, responses: answers('200', '400', '422') },
      [['conforming', 200]],
      [],
    ],
    [
      'the default, where it is no refusal',
      { requestBody: body, responses: answers('200', '400', 'default') },
      [['breaking', 400]],
      ['default status'],
    ],
    ['another success than the one seen', { responses: answers('200', '202') }, [['conforming', 202]], ['200 status']],
    ['a redirect beside a success', { responses: answers('200', '302') }, [], ['302 status']],
    ['no redirect alone', { responses: answers('302') }, [], []],
    ['401 where nobody is asked who they are', { responses: answers('200', '401') }, [], ['401 status']],
    ['neither 401 nor 403 where one is', { security, responses: answers('200', '401', '403') }, [], []],
    [
      'one of them where the other was seen',
      { security, responses: answers('200', '401', '403') },
      [['none', 403]],
      ['401 status'],
    ],
    ['429', { requestBody: body, security, responses: answers('200', '429') }, [], ['429 status']],
  ])('is %s', (_, parts, seen, unasked) => {
    expect(unaskedOf(parts, seen)).toEqual(unasked)
  })

  it('is a body of another media type than the one that was seen', () => {
    const content = { 'application/json': { schema }, 'application/xml': { schema } }
    const parts = { responses: { 200: { description: 'x', content } } }
    expect(unaskedOf(parts, [])).toEqual([])
    const unasked = unaskedOf(parts, [['conforming', 200]])
    expect(unasked.length).toBeGreaterThan(0)
    expect(unasked.every((id) => id.includes('xml'))).toBe(true)
  })
})

describe('rows', () => {
  it('are one for each constraint, with its source', () => {
    const ledger = new Ledger(new Map([[OPERATION, bundledJudge]]))
    const rows = ledger.rows(new Set(), new Map(), ({ id }) => (id.endsWith('request method') ? 7 : undefined))
    expect(rows.map(({ id }) => id)).toEqual(bundledJudge.constraints.map(({ id }) => id))
    expect(rows.filter(({ source }) => source.line !== undefined).map(({ id, source }) => [id, source.line])).toEqual([
      [`${OPERATION} request method`, 7],
    ])
    for (const { state, reason } of rows)
      expect(state === 'implied' || state === 'untested' ? typeof reason : 'undefined').toBe(
        state === 'held' ? 'undefined' : 'string',
      )
  })

  it.each([
    ['nothing', [], false],
    ['a refusal', [exchangeOfKind('breaking', fittingResponse(400))], true],
    ['a 501', [exchangeOfKind('malformed', fittingResponse(501))], true],
    ['a 404', [exchangeOfKind('breaking', fittingResponse(404))], false],
    ['a success', [exchangeOfKind('conforming', fittingResponse(200))], false],
    ['an accepted breach', [exchangeOfKind('breaking', fittingResponse(200))], false],
  ] satisfies readonly (readonly [string, readonly Exchange[], boolean])[])(
    'tell whether something was refused, after %s',
    (_, exchanges, expected) => {
      const ledger = new Ledger(new Map([[OPERATION, bundledJudge]]))
      for (const exchange of exchanges) ledger.add(exchange)
      expect(ledger.refusedSomething).toBe(expected)
    },
  )
})
