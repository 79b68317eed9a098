import { describe, expect, test } from 'vitest'
import { bundled } from '../../src/entries/index.ts'
import { type PlainRequest, toKeepContract } from '../../src/entries/vitest.ts'
import type { JsonObject } from '../../src/json/index.ts'
import { contractOf } from '../support/contracts.ts'
import { petstore } from '../support/petstore.ts'
import { messageOf } from './matcher-message.ts'

const contract = bundled()
const pets = contractOf(petstore)
const ORIGIN = 'http://localhost:3000'
const json = { 'content-type': 'application/json' }

const start = (more: Partial<PlainRequest> & { readonly project?: string } = {}): PlainRequest => ({
  method: 'POST',
  url: `${ORIGIN}/v2/${more.project ?? 'p'}/fgs/workflows/w/sync-executions`,
  body: { input: {} },
  ...more,
})

const listPets = (query: string, cookie = 'session=0123abcd', more: JsonObject = {}): PlainRequest => ({
  method: 'GET',
  url: `${ORIGIN}/pets?${query}`,
  headers: { cookie, ...more },
})

/** A request that keeps the contract, and its like that breaks one constraint. */
const TWINS: readonly [constraint: string, clean: PlainRequest, broken: PlainRequest][] = [
  ['path.project_id maxLength', start({ project: 'a'.repeat(64) }), start({ project: 'a'.repeat(65) })],
  ['path.project_id encoding', start({ project: '%25' }), start({ project: '%zz' })],
  ['body required', start(), start({ body: undefined })],
  ['body type', start(), start({ body: [] })],
  ['body /input required', start(), start({ body: {} })],
  ['body /input type', start(), start({ body: { input: 'text' } })],
  ['body /headers type', start({ body: { input: {}, headers: {} } }), start({ body: { input: {}, headers: null } })],
  ['body mediaType', start({ headers: json }), start({ headers: { 'content-type': 'text/plain' } })],
  ['body mediaType', start({ headers: { 'Content-Type': 'application/json; charset=utf-8' } }), start({ headers: {} })],
  ['body syntax', start({ headers: json, body: '{"input":{}}' }), start({ headers: json, body: '{"input":{}' })],
  ['query.limit required', listPets('limit=1'), listPets('')],
  ['query.limit type', listPets('limit=1'), listPets('limit=one')],
  ['query.limit maximum', listPets('limit=100'), listPets('limit=101')],
  ['query.tags maxItems', listPets('limit=1&tags=a&tags=b&tags=c'), listPets('limit=1&tags=a&tags=b&tags=c&tags=d')],
  ['query.order enum', listPets('limit=1&order=age'), listPets('limit=1&order=size')],
  ['cookie.session pattern', listPets('limit=1'), listPets('limit=1', 'session=XYZ')],
  [
    'header.trace maxLength',
    listPets('limit=1', undefined, { trace: 'a'.repeat(20) }),
    listPets('limit=1', undefined, { Trace: 'a'.repeat(21) }),
  ],
]

/** As `fetch` would send it, where it can. */
const fetched = ({ method, url = '', headers, body }: PlainRequest): Request | undefined => {
  const bytes =
    body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
  if (headers !== undefined && Object.keys(headers).length === 0) return undefined
  return new Request(url, {
    method,
    ...(headers === undefined
      ? bytes === undefined
        ? {}
        : { headers: json }
      : { headers: Object.fromEntries(Object.entries(headers)) }),
    ...(bytes === undefined ? {} : { body: bytes }),
  })
}

describe('toKeepContract', () => {
  test.each(TWINS)('tells %s', async (constraint, clean, broken) => {
    const [of, id] = clean.method === 'POST' ? [contract, 'startSyncWorkflowExecution'] : [pets, 'listPets']
    for (const made of [(plain: PlainRequest) => plain, fetched]) {
      const [good, bad] = [made(clean), made(broken)]
      if (good === undefined || bad === undefined) continue
      await expect(good).toKeepContract(of)
      await expect(bad).not.toKeepContract(of)
      const message = await messageOf(() => expect(made(broken)).toKeepContract(of, id))
      const heads = message.split('\n').filter((line) => line !== '' && !line.startsWith(' '))
      expect(heads).toEqual([`${id} request.${constraint}`])
    }
  })

  const messageFor = (received: unknown, of = contract, operation?: string): Promise<string> =>
    messageOf(() => expect(received).toKeepContract(of, operation))

  test('says what is broken, where, and who asks for it', async () => {
    expect(await messageFor(start({ project: 'a'.repeat(65), body: { headers: 1 } }))).toMatchInlineSnapshot(`
      "startSyncWorkflowExecution request.path.project_id maxLength
        expected  at most 64 characters
        received  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" (65 characters)
        contract  specs/start-sync-workflow-execution.yaml:57 /paths/~1v2~1{project_id}~1fgs~1workflows~1{workflow_id}~1sync-executions/post/parameters/0/schema/maxLength

      startSyncWorkflowExecution request.body /input required
        at        /input
        expected  to be present
        received  nothing
        contract  specs/start-sync-workflow-execution.yaml:72 /paths/~1v2~1{project_id}~1fgs~1workflows~1{workflow_id}~1sync-executions/post/requestBody/content/application~1json/schema/required

      startSyncWorkflowExecution request.body /headers type
        at        /headers
        expected  type object
        received  1
        contract  specs/start-sync-workflow-execution.yaml:75 /paths/~1v2~1{project_id}~1fgs~1workflows~1{workflow_id}~1sync-executions/post/requestBody/content/application~1json/schema/properties/headers/type"
    `)
  })

  test('says what a malformed body is', async () => {
    expect(await messageFor(start({ headers: json, body: '{"input": NaN}' }))).toMatchInlineSnapshot(`
      "startSyncWorkflowExecution request.body syntax
        expected  application/json
        received  a text that is not JSON
        contract  specs/start-sync-workflow-execution.yaml:69 /paths/~1v2~1{project_id}~1fgs~1workflows~1{workflow_id}~1sync-executions/post/requestBody/content/application~1json"
    `)
  })

  test('says which methods a path has', async () => {
    expect(await messageFor({ method: 'PATCH', url: `${ORIGIN}/pets` }, pets)).toMatchInlineSnapshot(`
      "listPets request method
        expected  method GET or POST
        received  PATCH
        contract  api.json /paths/~1pets/get"
    `)
    expect(await messageFor({ method: 'PATCH', url: `${ORIGIN}/pets` }, pets, 'createPet')).toMatchInlineSnapshot(`
      "createPet request method
        expected  method GET or POST
        received  PATCH
        contract  api.json /paths/~1pets/post"
    `)
  })

  test('says which paths there are', async () => {
    expect(await messageFor({ method: 'GET', url: `${ORIGIN}/v1/pets` }, pets)).toMatchInlineSnapshot(`
      "no operation
        expected  GET /pets, POST /pets, GET /pets/{pet_id}, DELETE /pets/{pet_id}
        received  GET /v1/pets
        contract  api.json /paths"
    `)
  })

  test('says which operation it is, where another was named', async () => {
    expect(await messageFor(listPets('limit=1'), pets, 'createPet')).toMatchInlineSnapshot(`
      "createPet request
        expected  POST /pets
        received  GET /pets?limit=1, which is for listPets
        contract  api.json /paths/~1pets/post"
    `)
    expect(await messageFor({ method: 'GET', url: `${ORIGIN}/pet` }, pets, 'createPet')).toMatchInlineSnapshot(`
      "createPet request
        expected  POST /pets
        received  GET /pet
        contract  api.json /paths/~1pets/post"
    `)
  })

  test('says what was kept, where it should not have been', async () => {
    expect(await messageOf(() => expect(start()).not.toKeepContract(contract))).toMatchInlineSnapshot(
      `"startSyncWorkflowExecution: the request keeps the contract."`,
    )
  })

  test('knows that a path without parameters goes before one with them', async () => {
    const responses = { 200: { description: 'Success' } }
    const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }
    const of = contractOf({
      openapi: '3.1.0',
      info: { title: 'Sample', version: '1' },
      paths: {
        '/pets/{id}': { get: { operationId: 'getPet', parameters: [id], responses } },
        '/pets/mine': { get: { operationId: 'getMine', responses } },
      },
    })
    const mine = { method: 'GET', url: `${ORIGIN}/pets/mine` }
    await expect(mine).toKeepContract(of)
    await expect(mine).toKeepContract(of, 'getMine')
    await expect(mine).not.toKeepContract(of, 'getPet')
    await expect({ ...mine, url: `${ORIGIN}/pets/1` }).toKeepContract(of, 'getPet')
  })

  test.each([
    ['as it stands', '/pets', true],
    ['below a base path', '/api/v1/pets', true],
    ['below that of another server', '/test/pets', true],
    ['below none', '/v1/pets', false],
    ['below what only begins like one', '/api/v12/pets', false],
  ])('finds a path %s', async (_, path, keeps) => {
    const servers = [{ url: 'https://example.com/api/v1/' }, { url: '/test' }]
    const of = contractOf({ ...petstore, servers })
    const request = { ...listPets('limit=1'), url: `${ORIGIN}${path}?limit=1` }
    if (keeps) await expect(request).toKeepContract(of, 'listPets')
    else await expect(request).not.toKeepContract(of, 'listPets')
  })

  test('reads a URL as fetch does, and a target as it stands', async () => {
    const { body, method } = start()
    const target = '/v2/p/fgs/workflows/a/../w/sync-executions'
    await expect({ method, body, url: `${ORIGIN}${target}` }).toKeepContract(contract)
    await expect({ method, body, url: new URL(`${ORIGIN}${target}#there`) }).toKeepContract(contract)
    await expect({ method, body, url: target }).toKeepContract(contract)
    await expect({ method, body, target }).not.toKeepContract(contract)
  })

  test('takes what a server may refuse, and need not', async () => {
    await expect(start({ headers: json, body: '{"input":{},"input":{}}' })).toKeepContract(contract)
  })

  test('leaves the body to be read', async () => {
    const request = new Request(String(start().url), { method: 'POST', headers: json, body: '{"input":{}}' })
    await expect(request).toKeepContract(contract)
    expect(await request.json()).toEqual({ input: {} })
    await expect(toKeepContract(request, contract)).rejects.toThrow(/^The body was read before/)
  })

  test.each<[what: string, received: unknown, operation: string | undefined, says: RegExp]>([
    ['no request', 'GET /pets', undefined, /^toKeepContract\(\) is for a Request/],
    ['a response', new Response(), undefined, /^toKeepContract\(\) is for a Request/],
    ['no address', { method: 'GET' }, undefined, /^toKeepContract\(\) is for a Request/],
    ['no headers', { ...start(), headers: ['a: b'] }, undefined, /^Headers that are a list/],
    ['a form', { ...start(), body: new URLSearchParams() }, undefined, /the Request or Response that carries it/],
    ['an operation that there is not', start(), 'stop', /there is no operation stop, only startSync/],
  ])('refuses %s, and so does its opposite', async (_, received, operation, says) => {
    await expect(toKeepContract(received, contract, operation)).rejects.toThrow(says)
    await expect(expect(received).not.toKeepContract(contract, operation)).rejects.toThrow(says)
  })
})
