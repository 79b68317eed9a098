import { describe, expect, it } from 'vitest'
import { bundled } from '../../../src/contract/documents/index.ts'
import type { Contract } from '../../../src/contract/model/index.ts'
import type { HttpRequest, HttpResponse } from '../../../src/http/index.ts'
import { codePointLength, isArray, type JsonObject, valueAt } from '../../../src/json/index.ts'
import { OperationJudge, SchemaValidator } from '../../../src/judging/messages/index.ts'
import { Mock } from '../../../src/mock/responder/index.ts'
import { createPlan, mayExecute } from '../../../src/planning/cases/index.ts'
import { contractOf, documentOfResponse, documentWith } from '../../support/contracts.ts'
import { KINDS, REQUESTS } from '../../support/exchanges.ts'
import { inTurn } from '../../support/in-memory.ts'
import { requestOf } from '../../support/messages.ts'
import { petstore } from '../../support/petstore.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const CONTRACTS: readonly (readonly [name: string, contract: Contract])[] = [
  ['the bundled contract', bundled()],
  ['the petstore', contractOf(petstore)],
]

const copyOf = (response: HttpResponse): unknown => ({
  ...response,
  body: Buffer.from(response.body).toString('base64'),
})

describe.each(CONTRACTS)('the responder of %s', (_, contract) => {
  const respond = inTurn(contract)
  const validator = new SchemaValidator(contract)
  const judges = new Map(contract.operations.map((one) => [one.id, new OperationJudge(contract, one, validator)]))
  const plan = createPlan(contract, plannedWith())

  /** The answers of each turn until they come round, to a request. */
  function answersTo(request: HttpRequest): HttpResponse[] {
    const found: HttpResponse[] = []
    const seen = new Set<string>()
    for (let turn = 0; turn < 500; turn++) {
      const answer = respond(request, turn)
      const key = JSON.stringify(copyOf(answer))
      if (seen.has(key)) break
      seen.add(key)
      found.push(answer)
    }
    return found
  }

  it('gives answers, each another, that conform and follow the advisories', () => {
    for (const { id } of contract.operations) {
      const good = plan.cases.find((one) => one.operation === id && mayExecute(one))
      const bad = plan.cases.find((one) => one.operation === id && one.judged.verdict.kind === 'breaking')
      for (const one of [good, bad]) {
        if (!one) throw new Error(`${id} has no such case`)
        for (const answer of answersTo(one.request)) {
          const judged = judges.get(id)?.response(answer)
          expect(judged?.documented, `${id} ${answer.status}`).toBeDefined()
          expect(judged?.issues, Buffer.from(answer.body).toString()).toEqual([])
        }
      }
    }
  })

  it('lets in what conforms, and refuses the rest', () => {
    for (const {
      name,
      request,
      judged: { verdict },
    } of plan.cases) {
      const { status } = respond(request, 0)
      if (verdict.kind === 'conforming' || verdict.kind === 'tolerated') expect(status, name).toBeLessThan(300)
      else expect(status, name).toBeGreaterThanOrEqual(400)
      expect(status, name).toBeLessThan(500)
    }
  })

  it('answers the same to the same, whoever asks and when', () => {
    const other = inTurn(contract)
    const some = plan.cases.slice(0, 12)
    for (const { request } of some.toReversed()) other(request, 3)
    for (const { request } of some)
      for (const turn of [0, 1, 5, 1000]) {
        expect(copyOf(other(request, turn))).toEqual(copyOf(respond(request, turn)))
        expect(copyOf(respond(request, turn))).toEqual(copyOf(respond(request, turn)))
      }
  })
})

describe('the answers of the bundled contract', () => {
  const respond = inTurn(bundled())
  const bodies = Array.from({ length: 200 }, (_, turn) => {
    const body: JsonObject = JSON.parse(Buffer.from(respond(REQUESTS.conforming, turn).body).toString())
    return body
  })

  it('begin with the first example', () => {
    expect(bodies[0]).toMatchObject({ execution_id: '48aff955-ea10-4ffd-b426-190bc192dc14', status: 'success' })
  })

  it('have each edge that the contract allows', () => {
    const values = (name: string) => bodies.map((body) => valueAt(body, `/${name}`))
    const lengths = new Set(
      values('execution_id').map((value) => (typeof value === 'string' ? codePointLength(value) : -1)),
    )
    for (const length of [1, 64, -1]) expect(lengths).toContain(length)
    for (const status of ['success', 'fail', 'timeout', undefined]) expect(values('status')).toContain(status)
    const errors = new Set(values('errors').map((value) => (isArray(value) ? value.length : -1)))
    for (const length of [0, 200, -1]) expect(errors).toContain(length)
    expect(values('end_time')).toContain('')
    const nested = bodies.flatMap((body) => valueAt(body, '/errors/0/error_message') ?? [])
    expect(nested.some((value) => typeof value === 'string' && codePointLength(value) === 2048)).toBe(true)
    expect(bodies.some((body) => Object.keys(body).length === 0)).toBe(true)
  })

  it.each(KINDS)('to a request of kind %s have the status that the table gives', (kind) => {
    const statuses = {
      conforming: 200,
      tolerated: 200,
      breaking: 400,
      malformed: 400,
      media: 400,
      method: 405,
      segment: 404,
      none: 200,
      wrong: 200,
    }
    expect(respond(REQUESTS[kind], 0).status).toBe(statuses[kind])
  })

  it('of 405 name the methods', () => {
    expect(respond(REQUESTS.method, 0).headers).toContainEqual(['allow', 'POST'])
  })

  it('ask for credentials where they are wanted', () => {
    const guarded = inTurn(bundled(), { credentials: [['X-Auth-Token', 'token-1']] })
    const withToken = (token: string): HttpRequest => ({
      ...REQUESTS.conforming,
      headers: [...REQUESTS.conforming.headers, ['x-auth-token', token]],
    })
    expect(guarded(REQUESTS.conforming, 0).status).toBe(401)
    expect(guarded(withToken('token-2'), 0).status).toBe(401)
    expect(guarded(withToken('token-1'), 0).status).toBe(200)
    expect(guarded({ ...REQUESTS.segment }, 0).status).toBe(404)
    const twice = inTurn(bundled(), {
      credentials: [
        ['X-Auth-Token', 'token-1'],
        ['X-Other', 'more'],
      ],
    })
    expect(twice(withToken('token-1'), 0).status).toBe(401)
  })
})

describe('the responder of other contracts', () => {
  const only = (document: JsonObject, request = requestOf('POST /things'), turn = 0): HttpResponse =>
    inTurn(contractOf(document))(request, turn)
  const described = { description: '' }

  it('gives required headers', () => {
    const respond = inTurn(contractOf(petstore))
    const listed = respond(requestOf('GET /pets?limit=1', undefined, [['cookie', 'session=0123abcd']]), 0)
    expect(listed.status).toBe(200)
    expect(listed.headers.map(([name]) => name)).toEqual(['content-type', 'X-Next'])
  })

  it('gives the documented success, and no body where none is', () => {
    expect(only(documentWith({ responses: { 204: described } }))).toEqual({
      status: 204,
      headers: [],
      body: new Uint8Array(),
    })
    expect(only(documentWith({ responses: { 202: described, 201: described } })).status).toBe(201)
    expect(only(documentWith({ responses: { default: described } })).status).toBe(200)
  })

  it('gives text as text', () => {
    const document = documentWith({
      responses: {
        200: { description: '', content: { 'text/plain': { schema: { type: 'string', enum: ['a "b"'] } } } },
      },
    })
    const { headers, body } = only(document)
    expect([headers, Buffer.from(body).toString()]).toEqual([[['content-type', 'text/plain']], 'a "b"'])
  })

  it('gives an example that fits, and none that does not', () => {
    const content = (example: JsonObject) => ({
      'application/json': {
        schema: { type: 'object', required: ['a'], properties: { a: { type: 'integer' } } },
        example,
      },
    })
    const document = (example: JsonObject) =>
      documentWith({ responses: { 200: { description: '', content: content(example) } } })
    expect(Buffer.from(only(document({ a: 7 })).body).toString()).toBe('{"a":7}')
    expect(Buffer.from(only(document({ a: 'x' })).body).toString()).toMatch(/^\{"a":\d+\}$/)
  })

  it('refuses with what is documented, or else with 400', () => {
    const document = (responses: JsonObject): JsonObject =>
      documentWith({
        parameters: [{ name: 'a', in: 'query', required: true, schema: {} }],
        responses: { 200: described, ...responses },
      })
    expect(only(document({})).status).toBe(400)
    expect(only(document({ 422: described })).status).toBe(422)
    expect(only(document({ 409: described })).status).toBe(409)
    expect(only(document({ 409: described, 400: described })).status).toBe(400)
  })

  it('gives a redirect where no success is documented, and a bare 200 where neither is', () => {
    expect(only(documentWith({ responses: { 400: described, 303: described } })).status).toBe(303)
    for (const status of [100, 400, 401, 405, 500])
      expect(only(documentWith({ responses: { [status]: described } })).status, String(status)).toBe(200)
  })

  it('gives another documented success, or 404, where none of a schema can be made', () => {
    const impossible = { description: '', content: { 'application/json': { schema: { not: {} } } } }
    expect(only(documentWith({ responses: { 200: impossible, 202: described } })).status).toBe(202)
    expect(only(documentWith({ responses: { 200: impossible } })).status).toBe(404)
    expect(only(documentWith({ responses: { 200: impossible } }), requestOf('POST /things'), 7).status).toBe(404)
  })

  it('refuses with no status that speaks of the caller', () => {
    const document = (responses: JsonObject): JsonObject =>
      documentWith({
        parameters: [{ name: 'a', in: 'query', required: true, schema: {} }],
        responses: { 200: described, ...responses },
      })
    expect(only(document({ 401: described, 403: described, 429: described })).status).toBe(400)
    expect(only(document({ 401: described, 404: described })).status).toBe(404)
    expect(only(document({ 404: described, 409: described })).status).toBe(409)
  })

  it('gives each documented media type, and no content where the status has none', () => {
    const text = { schema: { type: 'string', enum: ['a'] } }
    const content = { 'application/json': text, 'text/plain': text, 'image/*': text }
    const types = [0, 1, 2].map(
      (turn) =>
        only(documentWith({ responses: { 200: { description: '', content } } }), requestOf('POST /things'), turn)
          .headers,
    )
    expect(types).toEqual([
      [['content-type', 'application/json']],
      [['content-type', 'text/plain']],
      [['content-type', 'image/png']],
    ])
    expect(only(documentWith({ responses: { 204: { description: '', content } } }))).toEqual({
      status: 204,
      headers: [],
      body: new Uint8Array(),
    })
  })

  it('goes through the answers of each operation and status on its own', () => {
    const responses = (...values: string[]): JsonObject => ({
      200: { description: '', content: { 'application/json': { schema: { type: 'string', enum: values } } } },
      400: { description: '', content: { 'application/json': { schema: { type: 'string', enum: ['x', 'y'] } } } },
    })
    const parameters = [{ name: 'a', in: 'query', schema: { type: 'integer' } }]
    const mock = new Mock(
      contractOf({
        openapi: '3.1.0',
        info: { title: 'Two', version: '1' },
        paths: {
          '/one': { get: { parameters, responses: responses('a', 'b') } },
          '/two': { get: { parameters, responses: responses('c', 'd', 'e') } },
        },
      }),
      { mode: 'boundary' },
    )
    const said = (line: string): string => Buffer.from(mock.handle(requestOf(line)).response.body).toString()
    const lines = ['GET /one', 'GET /two', 'GET /one?a=x', 'GET /one', 'GET /two', 'GET /one', 'GET /one?a=x']
    expect([...lines, 'GET /two'].map(said)).toEqual(['"a"', '"c"', '"x"', '"b"', '"d"', '"a"', '"y"', '"e"'])
  })

  it('answers for the operation that a path is closest to', () => {
    const path = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }
    const respond = inTurn(
      contractOf({
        openapi: '3.1.0',
        info: { title: 'Paths', version: '1' },
        paths: {
          '/pets/{id}': { get: { parameters: [path], responses: { 200: described } } },
          '/pets/mine': { get: { responses: { 202: described } } },
        },
      }),
    )
    expect([respond(requestOf('GET /pets/mine'), 0).status, respond(requestOf('GET /pets/1'), 0).status]).toEqual([
      202, 200,
    ])
  })

  it('answers a path that it does not have with 404', () => {
    expect(only(documentOfResponse({}), requestOf('POST /others')).status).toBe(404)
    expect(
      inTurn(contractOf({ openapi: '3.1.0', info: { title: 'None', version: '1' }, paths: {} }))(requestOf('GET /'), 0)
        .status,
    ).toBe(404)
  })
})
