import { describe, expect, test } from 'vitest'
import { bundled } from '../../src/entries/index.ts'
import { type PlainResponse, toMatchContract } from '../../src/entries/vitest.ts'
import type { Json, JsonObject } from '../../src/json/index.ts'
import { contractOf, documentOfResponse, documentWith } from '../support/contracts.ts'
import { petstore } from '../support/petstore.ts'
import { messageOf } from './matcher-message.ts'

const contract = bundled()
const pets = contractOf(petstore)
const pet = (more: JsonObject = {}): Json => ({ name: 'Rex', toys: [], ...more })
const time = '2021-01-01T00:00:00Z'
const json = { 'content-type': 'application/json' }

/** A response that keeps an operation's contract, and its like that breaks one constraint. */
const TWINS: readonly [constraint: string, operation: string, clean: PlainResponse, broken: PlainResponse][] = [
  ['200 /execution_id maxLength', 'start', body('a'.repeat(64), 'execution_id'), body('a'.repeat(65), 'execution_id')],
  ['200 /execution_id minLength', 'start', body('a', 'execution_id'), body('', 'execution_id')],
  ['200 /execution_id type', 'start', body('1', 'execution_id'), body(1, 'execution_id')],
  ['200 /status enum', 'start', body('timeout', 'status'), body('done', 'status')],
  ['200 /begin_time format', 'start', body(time, 'begin_time'), body('2021-01-01', 'begin_time')],
  ['200 /errors maxItems', 'start', body(objects(200), 'errors'), body(objects(201), 'errors')],
  ['200 /errors/*/node_id minLength', 'start', body([{ node_id: 'a' }], 'errors'), body([{ node_id: '' }], 'errors')],
  ['200 type', 'start', { status: 200, body: {} }, { status: 200, body: [] }],
  [
    '200 mediaType',
    'start',
    { status: 200, body: {} },
    { status: 200, headers: { 'Content-Type': 'text/plain' }, body: {} },
  ],
  ['200 mediaType', 'start', { status: 200, headers: json, body: {} }, { status: 200, headers: {}, body: {} }],
  ['200 syntax', 'start', { status: 200, headers: json, body: '{}' }, { status: 200, headers: json, body: '{' }],
  ['400 /error_code maxLength', 'start', failure(36), failure(37)],
  ['200.header.X-Next required', 'listPets', list('1'), { status: 200, headers: json, body: [] }],
  ['200.header.X-Next type', 'listPets', list('1'), list('one')],
  ['200.header.X-Next minimum', 'listPets', list('0'), list('-1')],
  [
    '200 /age exclusiveMaximum',
    'getPet',
    { status: 200, body: pet({ age: 99 }) },
    { status: 200, body: pet({ age: 100 }) },
  ],
  [
    '200 /toys uniqueItems',
    'getPet',
    { status: 200, body: pet({ toys: ['ab', 'cd'] }) },
    { status: 200, body: pet({ toys: ['ab', 'ab'] }) },
  ],
  ['200 additionalProperties', 'getPet', { status: 200, body: pet() }, { status: 200, body: pet({ owner: 1 }) }],
  ['200 /name required', 'getPet', { status: 200, body: pet() }, { status: 200, body: { toys: [] } }],
  [
    '200 /weight minimum',
    'getPet',
    { status: 200, body: pet({ weight: null }) },
    { status: 200, body: pet({ weight: 0 }) },
  ],
  ['4XX /status maximum', 'listPets', problem(418, 599), problem(418, 600)],
  ['default /title minLength', 'deletePet', problem(500, 500), { status: 500, body: { title: '' } }],
]

function body(value: Json, name: string): PlainResponse {
  return { status: 200, body: { [name]: value } }
}

function objects(count: number): Json {
  return Array.from({ length: count }, () => ({}))
}

function failure(length: number): PlainResponse {
  return { status: 400, body: { error_code: 'a'.repeat(length), error_msg: 'no' } }
}

function list(next: string): PlainResponse {
  return {
    status: 200,
    headers: [
      ['Content-Type', 'application/json'],
      ['x-next', next],
    ],
    body: [],
  }
}

function problem(status: number, said: number): PlainResponse {
  return { status, body: { title: 'no', status: said } }
}

const fetched = ({ status, headers, body: content }: PlainResponse): Response =>
  new Response(
    typeof content === 'string' ? new TextEncoder().encode(content) : new TextEncoder().encode(JSON.stringify(content)),
    {
      status,
      headers:
        headers === undefined ? json : Object.fromEntries(Array.isArray(headers) ? headers : Object.entries(headers)),
    },
  )

describe('toMatchContract', () => {
  test.each(TWINS)('tells %s', async (constraint, operation, clean, broken) => {
    const [of, id] =
      operation === 'start' ? ([contract, 'startSyncWorkflowExecution'] as const) : ([pets, operation] as const)
    for (const made of [(plain: PlainResponse) => plain, fetched]) {
      await expect(made(clean)).toMatchContract(of, id)
      await expect(made(broken)).not.toMatchContract(of, id)
      const message = await messageOf(() => expect(made(broken)).toMatchContract(of, id))
      const heads = message.split('\n').filter((line) => line !== '' && !line.startsWith(' '))
      expect(heads).toEqual([`${id} response.${constraint}`])
    }
  })

  const messageFor = (received: unknown, of = contract, operation?: string): Promise<string> =>
    messageOf(() => expect(received).toMatchContract(of, operation))

  test('says what is broken, where, and who asks for it', async () => {
    expect(
      await messageFor(Response.json({ status: 'done', errors: [{ node_id: 'a' }, { node_id: 7 }, { node_id: 8 }] })),
    ).toMatchInlineSnapshot(`
      "startSyncWorkflowExecution response.200 /status enum
        at        /status
        expected  one of "success", "fail", "timeout"
        received  "done" (4 characters)
        contract  specs/start-sync-workflow-execution.yaml:115 /paths/~1v2~1{project_id}~1fgs~1workflows~1{workflow_id}~1sync-executions/post/responses/200/content/application~1json/schema/properties/status/enum

      startSyncWorkflowExecution response.200 /errors/*/node_id type
        at        /errors/1/node_id and 1 more
        expected  type string
        received  7
        contract  specs/start-sync-workflow-execution.yaml:255 /components/schemas/SyncExecutionNodeErrorDetail/properties/node_id/type"
    `)
  })

  test('says which statuses are documented', async () => {
    expect(await messageFor({ status: 418 })).toMatchInlineSnapshot(`
      "startSyncWorkflowExecution response status
        expected  status 200, 400, 404, 500
        received  status 418
        contract  specs/start-sync-workflow-execution.yaml:98 /paths/~1v2~1{project_id}~1fgs~1workflows~1{workflow_id}~1sync-executions/post/responses"
    `)
  })

  test('says what was kept, where it should not have been', async () => {
    expect(
      await messageOf(() => expect({ status: 200, body: {} }).not.toMatchContract(contract)),
    ).toMatchInlineSnapshot(`"startSyncWorkflowExecution: the response, with status 200, keeps the contract."`)
  })

  test('judges what came of a Response of items without end', async () => {
    const content = { 'text/event-stream': { itemSchema: { properties: { data: { maxLength: 3 } } } } }
    const responses = { '200': { description: 'ok', content } }
    const feeds = contractOf({
      openapi: '3.2.0',
      info: { title: 'T', version: '1' },
      paths: { '/a': { get: { operationId: 'feed', responses } } },
    })
    const endless = (text: string): Response => {
      const chunk = new TextEncoder().encode(`data: ${text}\n\n`.repeat(100))
      const stream = new ReadableStream({ pull: (controller) => controller.enqueue(chunk) })
      return new Response(stream, { headers: { 'content-type': 'text/event-stream' } })
    }
    expect((await toMatchContract(endless('abc'), feeds)).pass).toBe(true)
    const { pass, message } = await toMatchContract(endless('abcd'), feeds)
    expect([pass, message()]).toEqual([false, expect.stringContaining('/*/data maxLength')])
  })

  test('says the media type of a Response that was made from text', async () => {
    expect(await messageFor(new Response('{}'))).toMatchInlineSnapshot(`
      "startSyncWorkflowExecution response.200 mediaType
        expected  media type application/json
        received  text/plain;charset=UTF-8
        contract  specs/start-sync-workflow-execution.yaml:101 /paths/~1v2~1{project_id}~1fgs~1workflows~1{workflow_id}~1sync-executions/post/responses/200/content"
    `)
  })

  test('names the pointer where no line is known', async () => {
    const of = contractOf(documentOfResponse({ type: 'string', maxLength: 3 }))
    expect(of.lineOf(of.operations[0]?.source ?? { file: '', pointer: '' })).toBe(undefined)
    expect(await messageFor({ status: 200, headers: json, body: '"long"' }, of)).toMatchInlineSnapshot(`
      "op response.200 maxLength
        expected  at most 3 characters
        received  "long" (4 characters)
        contract  api.json /paths/~1things/post/responses/200/content/application~1json/schema/maxLength"
    `)
  })

  test('is bounded, and shows nothing that a terminal would obey', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `${'n'.repeat(500)}\u001b[2J\u202e${index}`)
    const properties = Object.fromEntries(names.map((name) => [name, { type: 'integer' }]))
    const of = contractOf(documentOfResponse({ type: 'object', properties }))
    const values = Object.fromEntries(names.map((name) => [name, '\u001b[31m'.repeat(10_000)]))
    const message = await messageFor({ status: 200, body: values }, of)
    expect(message).toContain('\n… 30 more')
    expect(message.length).toBeLessThan(15_000)
    expect(message).not.toMatch(/[^\n\P{Cc}]|\p{Cf}/u)
  })

  test('leaves advisories alone', async () => {
    await expect({ status: 200, body: { begin_time: '2021-01-01T00:00:01Z', end_time: time } }).toMatchContract(
      contract,
    )
  })

  test('takes bytes, and the headers of a fetch', async () => {
    const received = { status: 200, headers: new Headers(json), body: Buffer.from('{"status":"success"}') }
    await expect(received).toMatchContract(contract)
    await expect({ ...received, body: Buffer.from('{"status":"\xff"}', 'latin1') }).not.toMatchContract(contract)
  })

  test('leaves the body to be read', async () => {
    const response = Response.json({ status: 'success' })
    await expect(response).toMatchContract(contract)
    expect(await response.json()).toEqual({ status: 'success' })
  })

  test('works behind a promise', async () => {
    await expect(Promise.resolve(Response.json({}))).resolves.toMatchContract(contract)
    await expect(Promise.resolve(Response.json([]))).resolves.not.toMatchContract(contract)
  })

  test('judges no body where there cannot be one', async () => {
    const content = { 'application/json': { schema: { type: 'object' } } }
    const of = contractOf(documentWith({ responses: { 204: { description: 'Gone', content } } }))
    await expect(new Response(null, { status: 204 })).toMatchContract(of)
  })

  test.each<[what: string, received: unknown, operation: string | undefined, says: RegExp]>([
    ['no response', 'text', undefined, /^toMatchContract\(\) is for a Response/],
    ['nothing', undefined, undefined, /^toMatchContract\(\) is for a Response/],
    ['a promise', Promise.resolve(new Response()), undefined, /^toMatchContract\(\) is for a Response/],
    ['no headers', { status: 200, headers: 'a: b' }, undefined, /^Headers are an object/],
    ['a form', { status: 200, body: new FormData() }, undefined, /the Request or Response that carries it/],
    ['an operation that there is not', { status: 200 }, 'stop', /there is no operation stop, only startSync/],
  ])('refuses %s, and so does its opposite', async (_, received, operation, says) => {
    await expect(toMatchContract(received, contract, operation)).rejects.toThrow(says)
    await expect(expect(received).not.toMatchContract(contract, operation)).rejects.toThrow(says)
  })

  test('refuses a body that was read', async () => {
    const response = Response.json({})
    await response.text()
    await expect(toMatchContract(response, contract)).rejects.toThrow(/^The body was read before/)
  })

  test('wants an operation where there are several', async () => {
    await expect(toMatchContract({ status: 200 }, pets)).rejects.toThrow(/must be named, of: listPets, /)
  })
})

describe('integers that JavaScript does not hold', () => {
  const bounded = contractOf(
    documentOfResponse({
      type: 'array',
      items: { type: 'integer', format: 'int64', minimum: 0, maximum: 2n ** 63n - 1n },
    }),
  )
  const text = (body: string): PlainResponse => ({ status: 200, headers: json, body })
  test.each<[name: string, response: PlainResponse, pass: boolean]>([
    // What the server sent is lost once JavaScript has read it: nobody is blamed for that.
    ['read as a number', { status: 200, body: [Number('9223372036854775807')] }, true],
    ['read as a number that is too large', { status: 200, body: [2 ** 64] }, false],
    ['as they were sent', text('[9223372036854775807]'), true],
    ['as they were sent, too large', text('[9223372036854775808]'), false],
    ['with an exponent', text('[9.223372036854776e18]'), true],
  ])('are judged as far as can be told: %s', async (_, response, pass) => {
    expect((await toMatchContract(response, bounded)).pass).toBe(pass)
  })
})
