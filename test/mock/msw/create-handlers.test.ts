import { getResponse, HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { describe, expect, expectTypeOf, it, onTestFinished, test, vi } from 'vitest'
import {
  bundled,
  ContractError,
  contractOf,
  createHandlers,
  createMock,
  type HandlerOptions,
  type StartSyncWorkflowExecutionResponse,
} from '../../../src/entries/mocks.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { documentWith } from '../../support/contracts.ts'

const ORIGIN = 'https://functiongraph.cn-north-4.myhuaweicloud.com'
const URL_OF_RUN = `${ORIGIN}/v2/p/fgs/workflows/w/sync-executions`

const start = (body: unknown, headers: { [name: string]: string } = {}, url = URL_OF_RUN): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

function listening(...handlers: Parameters<typeof setupServer>): void {
  const server = setupServer(...handlers)
  server.listen({ onUnhandledRequest: 'error' })
  onTestFinished(() => server.close())
}

/** What a request is answered by handlers, without an interceptor. */
const asked = (handlers: ReturnType<typeof createHandlers>, url: string, init?: RequestInit) =>
  getResponse(handlers, new Request(url, init))

const documentAt = (servers: string[], paths: string[]): JsonObject => ({
  openapi: '3.1.0',
  info: { title: 'Sample', version: '1' },
  servers: servers.map((url) => ({ url })),
  paths: Object.fromEntries(paths.map((path) => [path, { get: { responses: { 200: { description: 'Success' } } } }])),
})

describe('handlers of msw', () => {
  it('answer what conforms, and refuse what does not', async () => {
    listening(...createHandlers(bundled()))
    const answer = await start({ input: {} })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(await answer.json()).toMatchObject({ status: 'success' })
    for (const refused of [
      start({}),
      start({ input: 1 }),
      start({ input: {} }, {}, URL_OF_RUN.replace('/p/', `/${'x'.repeat(65)}/`)),
    ]) {
      const { status, headers } = await refused
      expect([status, headers.get('content-type')]).toEqual([400, 'application/json'])
    }
    const other = await fetch(URL_OF_RUN, { method: 'PUT' })
    expect([other.status, other.headers.get('allow')]).toEqual([405, 'POST'])
  })

  it('give any documented answer to whoever prefers it', async () => {
    listening(...createHandlers(bundled()))
    const missing = await start({ input: {} }, { prefer: 'code=404' })
    expect([missing.status, await missing.json()]).toEqual([
      404,
      { error_code: 'FSS.0404', error_msg: 'workflow not found' },
    ])
    const timeout = await start({ input: {} }, { prefer: 'example=timeout' })
    expect(await timeout.json()).toMatchObject({ status: 'timeout', end_time: '' })
  })

  it('give what a mock is told to, and say what came', async () => {
    const mock = createMock(bundled(), { mode: 'example' })
    listening(...createHandlers(mock))
    mock.next({ status: 500 })
    expect((await start({ input: {} })).status).toBe(500)
    expect((await start({ input: {} })).status).toBe(200)
    await start({ input: {} }, {}, `${URL_OF_RUN}?a=%2F`)
    expect(mock.journal.map(({ verdict, response, request }) => [verdict, response.status, request.target])).toEqual([
      ['conforming', 500, '/v2/p/fgs/workflows/w/sync-executions'],
      ['conforming', 200, '/v2/p/fgs/workflows/w/sync-executions'],
      ['conforming', 200, '/v2/p/fgs/workflows/w/sync-executions?a=%2F'],
    ])
    expect(mock.journal[0]?.body).toEqual({ input: {} })
  })

  it('leave what is not of the contract to others', async () => {
    listening(
      ...createHandlers(bundled()),
      http.all('*', () => HttpResponse.text('another', { status: 418 })),
    )
    for (const url of [`${ORIGIN}/`, `${ORIGIN}/v2/p/fgs/workflows`, `${URL_OF_RUN}/more`, `${ORIGIN}/x/v2/p/fgs`])
      expect((await fetch(url)).status, url).toBe(418)
    expect((await start({ input: {} })).status).toBe(200)
    // A percent sign alone is of no other path, and of no template of msw's.
    expect((await start({ input: {} }, {}, URL_OF_RUN.replace('/p/', '/%zz/'))).status).toBe(400)
  })

  it('are one for each path, and say which', () => {
    const document = documentAt([], ['/pets', '/pets/{id}'])
    const pets = { ...document, paths: { '/pets': { get: { responses: {} }, post: { responses: {} } } } }
    expect(createHandlers(contractOf(pets)).map(({ info }) => info.header)).toEqual(['GET|POST /pets'])
    const [only, ...others] = setupServer(...createHandlers(bundled())).listHandlers()
    expect(others).toEqual([])
    expect(only).toMatchObject({
      info: { header: 'POST /v2/{project_id}/fgs/workflows/{workflow_id}/sync-executions' },
    })
  })

  test.each<[string, string[], string | undefined, string, boolean]>([
    ['no server, any origin', [], undefined, 'http://a.test/pets', true],
    ['a base path', ['https://a.test/v1'], undefined, 'http://b.test/v1/pets', true],
    ['not without the base path', ['https://a.test/v1'], undefined, 'https://a.test/pets', false],
    ['any base path', ['/v1/', 'https://a.test/v2'], undefined, 'http://b.test/v2/pets', true],
    ['another path', [], undefined, 'http://a.test/pets/1', false],
    ['a given origin', ['https://a.test/v1'], 'http://b.test', 'http://b.test/pets', true],
    ['not another origin', [], 'http://b.test', 'http://a.test/pets', false],
    ['a given path', ['https://a.test/v1'], '/api/', 'http://b.test/api/pets', true],
    ['not another path', ['https://a.test/v1'], '/api', 'http://b.test/v1/pets', false],
    ['a given URL', [], 'http://b.test/api/', 'http://b.test/api/pets?a=1', true],
    ['no base path', ['https://a.test/v1'], '', 'http://b.test/pets', true],
  ])('begin where they should: %s', async (_, servers, baseUrl, url, isAnswered) => {
    const contract = contractOf(documentAt(servers, ['/pets']))
    const handlers = createHandlers(contract, baseUrl === undefined ? {} : { baseUrl })
    expect((await asked(handlers, url))?.status).toBe(isAnswered ? 200 : undefined)
  })

  test.each(['ftp://a.test', 'a.test', '//a.test/b', 'http://a.test/?b'])('refuse the base URL %s', (baseUrl) => {
    expect(() => createHandlers(bundled(), { baseUrl })).toThrow(TypeError)
  })

  it('carry every header, and no body where there is none', async () => {
    const header = { required: true, schema: { const: 'a' } }
    const bodiless = documentWith({ responses: { 204: { description: 'None', headers: { 'X-A': header } } } })
    const answer = await asked(createHandlers(contractOf(bodiless)), 'http://a.test/things', { method: 'POST' })
    expect([answer?.status, answer?.headers.get('x-a'), answer?.body]).toEqual([204, 'a', null])
  })

  it('fail as they are told to', async () => {
    const mock = createMock(bundled())
    listening(...createHandlers(mock))
    mock.next({ fault: 'reset' })
    await expect(start({ input: {} })).rejects.toThrow(TypeError)
    mock.next({ fault: 'truncated' })
    const cut = await start({ input: {} })
    expect(cut.status).toBe(200)
    await expect(cut.text()).rejects.toThrow()
    mock.next({ fault: 'hang' })
    const body = JSON.stringify({ input: {} })
    const stop = new AbortController()
    const hanging = fetch(URL_OF_RUN, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: stop.signal,
    })
    const failed = expect(hanging).rejects.toThrow()
    while (mock.journal.length < 3) await new Promise((resolve) => setImmediate(resolve))
    stop.abort()
    await failed
  })

  it('wait as they are told to', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    onTestFinished(() => {
      vi.useRealTimers()
    })
    const answered = asked(createHandlers(bundled(), { delayMs: 5_000 }), URL_OF_RUN, { method: 'POST' })
    let isAnswered = false
    answered.then(() => {
      isAnswered = true
    })
    while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve))
    vi.advanceTimersByTime(4_999)
    await new Promise((resolve) => setImmediate(resolve))
    expect(isAnswered).toBe(false)
    vi.advanceTimersByTime(1)
    expect((await answered)?.status).toBe(400)
  })
})

describe('answers of one’s own', () => {
  const conforming: StartSyncWorkflowExecutionResponse = { execution_id: 'mine', status: 'success' }

  it('are given, typed by the document', async () => {
    listening(
      ...createHandlers(bundled(), { answers: { startSyncWorkflowExecution: { status: 200, body: conforming } } }),
    )
    expect(await (await start({ input: {} })).json()).toEqual(conforming)
    // What breaks the contract is refused all the same.
    expect((await start({})).status).toBe(400)
  })

  it('are refused at once where they break the contract', () => {
    const contract = contractOf(JSON.parse(JSON.stringify(documentOfStatus)), 'api.json')
    const make = (answer: object) => () => createHandlers(contract, { answers: { op: { ...answer } } })
    expect(make({ body: { status: 'done' } })).toThrow(ContractError)
    expect(make({ body: { status: 'done' } })).toThrow(
      'api.json #/paths/~1things/post/responses/200/content/application~1json/schema/properties/status/enum: ' +
        'answers.op.body/status breaks response.200 /status enum: expected',
    )
    expect(make({ status: 418 })).toThrow('op documents no response 418, only 200')
    expect(make({ status: 200, example: 'none' })).toThrow('op documents no example "none" for status 200')
    expect(() => createHandlers(contract, { answers: { other: {} } })).toThrow('no operation other')
    expect(make({ body: { status: 'success' } })).not.toThrow()
  })

  it('may break it where that is asked for', async () => {
    const answers = { startSyncWorkflowExecution: { body: { status: 'done' } } }
    listening(...createHandlers(bundled(), { answers, breaking: true }))
    expect(await (await start({ input: {} })).json()).toEqual({ status: 'done' })
  })

  it('are held to their types where the contract has them', () => {
    type Options = HandlerOptions<NonNullable<ReturnType<typeof bundled>['operationTypes']>>
    type Answers = NonNullable<Extract<Options, { breaking?: false }>['answers']>
    expectTypeOf<{ startSyncWorkflowExecution: { status: 404; body: { error_code: string } } }>().toExtend<Answers>()
    // @ts-expect-error -- no member of the enum
    const status: Answers = { startSyncWorkflowExecution: { status: 200, body: { status: 'done' } } }
    // @ts-expect-error -- the body of another status
    const other: Answers = { startSyncWorkflowExecution: { status: 404, body: { execution_id: 'a' } } }
    // @ts-expect-error -- no documented status
    const unknown: Answers = { startSyncWorkflowExecution: { status: 418 } }
    // @ts-expect-error -- no such operation
    const operation: Answers = { startAsyncWorkflowExecution: {} }
    // @ts-expect-error -- no such property, most often misspelt
    const property: Answers = { startSyncWorkflowExecution: { body: { statsu: 'success' } } }
    expect([status, other, unknown, operation, property]).toHaveLength(5)
  })
})

const documentOfStatus = documentWith({
  responses: {
    200: {
      description: 'Success',
      content: {
        'application/json': { schema: { type: 'object', properties: { status: { enum: ['success'] } } } },
      },
    },
  },
})
