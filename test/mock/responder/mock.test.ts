import { describe, expect, it } from 'vitest'
import { bundled } from '../../../src/contract/documents/index.ts'
import { ContractError } from '../../../src/contract/model/index.ts'
import type { HttpRequest } from '../../../src/http/index.ts'
import { Mock, type MockChoice, type MockOptions } from '../../../src/mock/responder/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { REQUESTS } from '../../support/exchanges.ts'
import { requestOf } from '../../support/messages.ts'
import { petstore } from '../../support/petstore.ts'

const START = REQUESTS.conforming
const GET_PET = requestOf('GET /pets/1')
const CREATE_PET = requestOf('POST /pets', { name: 'a', toys: [] })

const preferring = (request: HttpRequest, prefer: string): HttpRequest => ({
  ...request,
  headers: [...request.headers, ['prefer', prefer]],
})

/** Asks a mock and says the status and the answer's name. */
const asking =
  (mock: Mock) =>
  (request: HttpRequest): string => {
    const { status } = mock.handle(request).response
    return `${status} ${mock.interactions.at(-1)?.answer}`
  }

const mockOf = (options?: MockOptions) => new Mock(bundled(), { mode: 'example', ...options })
const petMock = (options?: MockOptions) => new Mock(contractOf(petstore), { mode: 'example', ...options })

describe('a mock', () => {
  it('is asked for the next answer alone, several one after the other', () => {
    const mock = mockOf()
    mock.next({ status: 404 })
    mock.next({ example: 'fail' })
    const ask = asking(mock)
    expect([ask(START), ask(START), ask(START)]).toEqual([
      '404 example example',
      '200 example fail',
      '200 example success',
    ])
  })

  it('keeps what is asked for the next of an operation until that comes', () => {
    const mock = petMock()
    mock.next({ status: 404 }, 'getPet')
    mock.next({ status: 201 }, 'createPet')
    mock.next({ delayMs: 7 })
    const ask = (request: HttpRequest) => {
      const { response, delayMs } = mock.handle(request)
      return [response.status, delayMs]
    }
    expect([ask(CREATE_PET), ask(CREATE_PET), ask(GET_PET), ask(GET_PET)]).toEqual([
      [201, 0],
      [201, 7],
      [404, 0],
      [200, 0],
    ])
  })

  it('is asked for all answers until it is asked again, or reset', () => {
    const mock = mockOf({ status: 500 })
    const ask = asking(mock)
    mock.always({ status: 404 })
    expect([ask(START), ask(START)]).toEqual(['404 example example', '404 example example'])
    mock.always({})
    expect(ask(START)).toBe('500 example example')
    mock.always({ example: 'timeout' })
    expect(ask(START)).toBe('200 example timeout')
    mock.next({ fault: 'hang' })
    mock.reset()
    expect(mock.journal).toEqual([])
    expect(ask(START)).toBe('500 example example')
    expect(mock.journal[0]?.fault).toBeUndefined()
  })

  it('begins the turns again when it is reset', () => {
    const mock = mockOf({ mode: 'boundary' })
    const ask = asking(mock)
    const first = [ask(START), ask(START), ask(START)]
    expect(new Set(first).size).toBe(3)
    mock.reset()
    expect([ask(START), ask(START), ask(START)]).toEqual(first)
  })

  it('follows the request before next, next before always, always before an operation’s options, those before all', () => {
    const mock = petMock({ status: 400, delayMs: 1, answers: { getPet: { status: 404, delayMs: 2 } } })
    const said = (request = GET_PET): unknown[] => {
      const { response, delayMs, fault } = mock.handle(request)
      return [response.status, delayMs, fault]
    }
    expect(said(CREATE_PET)).toEqual([400, 1, undefined])
    expect(said()).toEqual([404, 2, undefined])
    mock.always({ status: 200, delayMs: 3 })
    expect(said()).toEqual([200, 3, undefined])
    mock.next({ status: 400, fault: 'reset' })
    expect(said()).toEqual([400, 3, 'reset'])
    mock.next({ status: 400, fault: 'reset' })
    expect(said(preferring(GET_PET, 'code=404, delay=9'))).toEqual([404, 9, 'reset'])
  })

  it('takes what names an answer whole, and not half of what was wanted before', () => {
    const mock = mockOf({ example: 'fail' })
    const ask = asking(mock)
    expect(ask(preferring(START, 'code=404'))).toBe('404 example example')
    expect(ask(preferring(START, 'mode=random'))).toBe('200 random 0')
    mock.next({ body: { status: 'done' } })
    expect(ask(START)).toBe('200 a body of its own')
    mock.always({ breaks: 'response.200 /status enum' })
    expect(ask(START)).toBe('200 breaks response.200 /status enum: other case')
    mock.next({ example: 'timeout' })
    expect(ask(START)).toBe('200 example timeout')
  })

  it('does not mind what is undefined', () => {
    // As an option of somebody's own that is not set.
    const choice: MockChoice = JSON.parse('{}')
    const mock = mockOf({ example: 'fail' })
    mock.next({ ...choice, ...Object.fromEntries([['status', undefined]]) })
    expect(asking(mock)(START)).toBe('200 example fail')
  })

  it('gives a problem to a Prefer that it cannot follow, and says in the journal what the request was', () => {
    const mock = mockOf()
    const ask = asking(mock)
    for (const prefer of ['code=418', 'example=none', 'mode=boundry', 'breaks=nothing'])
      expect(ask(preferring(START, prefer)), prefer).toBe('501 no such answer')
    expect(ask(preferring(START, 'wait=10, code=404'))).toBe('404 example example')
    expect(mock.journal[0]).toMatchObject({ verdict: 'conforming', operation: 'startSyncWorkflowExecution' })
  })

  it('tells of a mistake in its options when it is made', () => {
    const wrong: readonly MockOptions[] = [
      { status: 418 },
      { example: 'none' },
      { breaks: 'response.200 /nothing' },
      { breaks: 'response.200 /status maxLength' },
      { answers: { start: {} } },
      { answers: { startSyncWorkflowExecution: { status: 302 } } },
      { answers: { startSyncWorkflowExecution: { status: 404, example: 'success' } } },
      // What is not typed.
      JSON.parse('{"mode": "boundry"}'),
      JSON.parse('{"fault": "crash"}'),
      JSON.parse('{"answers": {"__proto__": {}}}'),
    ]
    for (const options of wrong)
      expect(() => new Mock(bundled(), options), JSON.stringify(options)).toThrow(ContractError)
    for (const options of [{ turn: -1 }, { turn: 0.5 }, { delayMs: Number.NaN }, { journal: -1 }])
      expect(() => new Mock(bundled(), options), JSON.stringify(options)).toThrow(RangeError)
  })

  it('tells of a mistake in next and always when it is made, and asks for nothing', () => {
    const mock = petMock()
    expect(() => mock.next({ status: 418 })).not.toThrow() // of listPets `4XX`
    expect(() => mock.next({ status: 418 }, 'getPet')).toThrow('getPet documents no response 418, only 200, 400, 404')
    expect(() => mock.next({}, 'nobody')).toThrow('there is no operation nobody, only listPets')
    const empty = contractOf({ ...petstore, paths: {} })
    expect(() => new Mock(empty, { status: 404 })).toThrow('it has no operation that could answer')
    expect(() => mock.next({ example: 'none' })).toThrow(ContractError)
    expect(() => mock.always({ status: 302, example: 'none' })).toThrow(ContractError)
    mock.reset()
    expect(asking(mock)(GET_PET)).toMatch(/^200 /)
  })

  it('takes an answer that one operation alone has, and gives the others a problem', () => {
    const mock = petMock({ status: 201 })
    const ask = asking(mock)
    expect(ask(CREATE_PET)).toMatch(/^201 /)
    expect(ask(GET_PET)).toBe('501 no such answer')
  })

  it('refuses what breaks the contract, whatever is wanted', () => {
    const mock = mockOf({ example: 'success' })
    mock.next({ body: { status: 'done' } })
    expect(asking(mock)(REQUESTS.breaking)).toBe('400 example example')
    expect(mock.journal[0]?.issues).toEqual([
      {
        constraint: 'startSyncWorkflowExecution request.body /input type',
        pointer: '/input',
        expected: 'type object',
        received: 'null',
      },
    ])
  })

  it('goes by the base paths of its servers, and without', () => {
    const contract = contractOf({
      ...petstore,
      servers: [{ url: 'https://example.com/v1/' }, { url: '/other' }, { url: 'https://{broken' }],
    })
    const ask = asking(new Mock(contract, { mode: 'example' }))
    for (const base of ['', '/v1', '/other']) expect(ask(requestOf(`GET ${base}/pets/1`)), base).toMatch(/^200 /)
    for (const base of ['/v2', '/v1/other', '/v', '/v1x'])
      expect(ask(requestOf(`GET ${base}/pets/1`)), base).toMatch(/^404 /)
  })

  it('keeps the last interactions, as many as it is told to', () => {
    const paths = (mock: Mock) => mock.journal.map(({ request }) => request.target)
    const mock = petMock({ journal: 3 })
    for (let count = 1; count <= 100; count++) {
      mock.handle(requestOf(`GET /pets/${count}`))
      expect(mock.journal.length).toBe(Math.min(count, 3))
    }
    expect(paths(mock)).toEqual(['/pets/98', '/pets/99', '/pets/100'])
    const none = petMock({ journal: 0 })
    for (let count = 1; count <= 100; count++) none.handle(GET_PET)
    expect(none.journal).toEqual([])
    const usual = petMock()
    for (let count = 1; count <= 2100; count++) usual.handle(requestOf(`GET /pets/${count}`))
    expect([usual.journal.length, paths(usual)[0], paths(usual).at(-1)]).toEqual([1000, '/pets/1101', '/pets/2100'])
  })

  it('keeps no more than fits into memory', () => {
    const mock = mockOf()
    const body = new TextEncoder().encode(JSON.stringify({ input: { a: 'a'.repeat(1_000_000) } }))
    for (let count = 0; count < 400; count++) mock.handle({ ...START, body })
    expect(mock.journal.length).toBeLessThan(300)
    expect(mock.journal.length).toBeGreaterThan(200)
  })

  it('tells of each request when it is answered', () => {
    const heard: string[] = []
    const mock = mockOf({ onRequest: ({ verdict, answer }) => heard.push(`${verdict}: ${answer}`) })
    mock.handle(START)
    mock.handle(REQUESTS.breaking)
    expect(heard).toEqual(['conforming: example success', 'breaking: example example'])
  })

  it('lets in who carries its credentials, where they are demanded', () => {
    const request = (headers: readonly (readonly [string, string])[]): HttpRequest => ({
      ...START,
      headers: [...START.headers, ...headers],
    })
    const ask = asking(mockOf({ credentials: [['X-Auth-Token', 'abc']] }))
    expect([ask(START), ask(request([['x-auth-token', 'abd']])), ask(request([['x-auth-token', 'abc']]))]).toEqual([
      '401 status 401',
      '401 status 401',
      '200 example success',
    ])
    // Where the document demands none anywhere they are demanded everywhere, else where it does.
    const open = asking(petMock({ credentials: [['X-Key', 'abc']] }))
    expect(open(GET_PET)).toBe('401 status 401')
    const guarded = contractOf({
      openapi: '3.1.0',
      info: { title: 'Guarded', version: '1' },
      paths: {
        '/a': { get: { security: [{ key: [] }], responses: { 204: { description: '' }, 401: { description: '' } } } },
        '/b': { get: { responses: { 204: { description: '' } } } },
      },
      components: { securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'key' } } },
    })
    const mixed = asking(new Mock(guarded, { credentials: [['key', 'a b', 'query']] }))
    expect([mixed(requestOf('GET /a')), mixed(requestOf('GET /a?key=a%20b')), mixed(requestOf('GET /b'))]).toEqual([
      '401 no content',
      '204 no content',
      '204 no content',
    ])
  })
})
