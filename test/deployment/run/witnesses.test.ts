import { describe, expect, it } from 'vitest'
import type { HttpRequest, HttpResponse } from '../../../src/http/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import { findingPlaces, type Report } from '../../../src/report/results/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { inTurn, run } from '../../support/in-memory.ts'
import { responseOf } from '../../support/messages.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const ref = (name: string): JsonObject => ({ $ref: `#/components/${name}` })
const json = (schema: JsonObject): JsonObject => ({ 'application/json': { schema } })
const answer = (schema: JsonObject): JsonObject => ({ description: '', content: json(schema) })
const thing = ref('schemas/Thing')
const body: JsonObject = { required: true, content: json(thing) }
const id: JsonObject = { name: 'id', in: 'path', required: true, schema: { type: 'string', minLength: 1 } }

/** Four operations that share a schema; two of them share how they refuse, and two describe it each for itself. */
const contract = contractOf({
  openapi: '3.1.0',
  info: { title: 'Things', version: '1' },
  paths: {
    '/things': {
      get: { operationId: 'list', responses: { 200: answer({ type: 'array', items: thing }) } },
      post: {
        operationId: 'create',
        requestBody: body,
        responses: { 201: answer(thing), 400: ref('responses/BadRequest') },
      },
    },
    '/things/{id}': {
      parameters: [id],
      get: { operationId: 'show', responses: { 200: answer(thing), 404: answer({}) } },
      put: {
        operationId: 'replace',
        requestBody: body,
        responses: { 200: answer(thing), 400: ref('responses/BadRequest') },
      },
    },
    '/first': {
      post: { operationId: 'first', requestBody: body, responses: { 204: { description: '' }, 400: answer({}) } },
    },
    '/second': {
      post: { operationId: 'second', requestBody: body, responses: { 204: { description: '' }, 400: answer({}) } },
    },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        required: ['name', 'size'],
        properties: { name: { type: 'string', maxLength: 5 }, size: { type: 'integer' } },
      },
    },
    responses: { BadRequest: answer({ type: 'object' }) },
  },
})
const keeps = inTurn(contract)
const GOOD = { name: 'a', size: 1 }

/** The operation that a request is for. */
const operationOf = ({ method, target }: HttpRequest): string => {
  const [, first = '', more] = target.split(/[/?]/)
  if (first !== 'things') return first
  if (more === undefined) return method === 'GET' ? 'list' : 'create'
  return method === 'GET' ? 'show' : 'replace'
}

type Change = (response: HttpResponse, operation: string, request: HttpRequest) => HttpResponse | undefined

/** Answers 2xx with other things than it should: by operation. */
const giving =
  (things: { readonly [operation: string]: JsonObject }): Change =>
  ({ status }, operation) => {
    const one = things[operation]
    if (status >= 300 || status === 204 || one === undefined) return undefined
    return responseOf(status, operation === 'list' ? [one] : one)
  }

/** Refuses in other words: by operation. */
const refusing =
  (statuses: { readonly [operation: string]: number }): Change =>
  ({ status }, operation) => {
    const other = statuses[operation]
    return status === 400 && other !== undefined ? responseOf(other, {}) : undefined
  }

/** Lets in names of any length: these operations. */
const lenient =
  (...operations: readonly string[]): Change =>
  ({ status }, operation, request) => {
    const text = new TextDecoder().decode(request.body)
    if (status !== 400 || !operations.includes(operation) || !/"name":"[^"]{6,}"/.test(text)) return undefined
    return responseOf(operation === 'create' ? 201 : 200, GOOD)
  }

async function verify(change: Change, excluded: readonly string[] = []): Promise<Report> {
  const plan = createPlan(contract, plannedWith({ includes: ({ id: name }) => !excluded.includes(name) }))
  const { report } = await run(
    (request, index) => {
      const response = keeps(request, index)
      return change(response, operationOf(request), request) ?? response
    },
    { contract, plan },
  )
  return report
}

const told = ({ findings }: Report): string[] =>
  findings
    .map((finding) => {
      const places = findingPlaces(finding).map(({ operation, constraint }) => constraint ?? operation)
      return `${finding.check} ${finding.class}: ${places.join(', ')}`
    })
    .sort()

const firstOf = (operation: string): string =>
  createPlan(contract, plannedWith()).cases.find(
    (planned) => planned.operation === operation && planned.role === 'base',
  )?.name ?? ''

describe('what is one finding', () => {
  const nameless = { ...GOOD, name: null }
  it.each<[name: string, change: Change, findings: readonly string[]]>([
    [
      'one class at one place, in all operations that share it',
      giving({ list: nameless, create: nameless, show: nameless, replace: nameless }),
      [
        'response_schema_conformance null: list response.200 /*/name type, create response.201 /name type, ' +
          'show response.200 /name type, replace response.200 /name type',
      ],
    ],
    [
      'not another class at that place',
      giving({ list: nameless, show: { ...GOOD, name: 5 } }),
      [
        'response_schema_conformance integer: show response.200 /name type',
        'response_schema_conformance null: list response.200 /*/name type',
      ],
    ],
    [
      'not another place',
      giving({ show: { name: null, size: null } }),
      [
        'response_schema_conformance null: show response.200 /name type',
        'response_schema_conformance null: show response.200 /size type',
      ],
    ],
    [
      'not another name of those that one list requires',
      giving({ show: { size: 1 }, replace: { size: 1 }, create: { name: 'a' } }),
      [
        'response_schema_conformance absent: create response.201 /size required',
        'response_schema_conformance absent: show response.200 /name required, replace response.200 /name required',
      ],
    ],
    [
      'what operations that share a schema let in',
      lenient('create', 'replace'),
      ['negative_data_rejection accepted: create request.body /name maxLength, replace request.body /name maxLength'],
    ],
    [
      'not what another check says of that place',
      (...of) => lenient('create')(...of) ?? giving({ show: { ...GOOD, name: 'abcdef' } })(...of),
      [
        'negative_data_rejection accepted: create request.body /name maxLength',
        'response_schema_conformance more: show response.200 /name maxLength',
      ],
    ],
    [
      'a method that a path does not have, whichever of its operations was asked beside',
      (_, __, { method, target }) =>
        method === 'TRACE' && target.startsWith('/things') ? responseOf(200, GOOD) : undefined,
      [
        'unsupported_method accepted: list request method, create request method',
        'unsupported_method accepted: show request method, replace request method',
      ],
    ],
    [
      'an undocumented status in place of a response that operations share',
      refusing({ create: 422, replace: 422 }),
      ['status_code_conformance status 422: create response.400 status, replace response.400 status'],
    ],
    [
      'not another undocumented status',
      refusing({ create: 422, replace: 418 }),
      [
        'status_code_conformance status 418: replace response.400 status',
        'status_code_conformance status 422: create response.400 status',
      ],
    ],
    [
      'not the same status in place of responses of their own',
      refusing({ first: 422, second: 422 }),
      [
        'status_code_conformance status 422: first response.400 status',
        'status_code_conformance status 422: second response.400 status',
      ],
    ],
    [
      'an operation that answers nothing but server errors, and not another one',
      (_, operation) => (operation === 'first' || operation === 'second' ? responseOf(500, {}) : undefined),
      ['not_a_server_error server error: first', 'not_a_server_error server error: second'],
    ],
    [
      'a target that answers nothing but server errors',
      () => responseOf(500, {}),
      ['not_a_server_error server error: list, create, show, replace, first, second'],
    ],
  ])('%s', async (_, change, findings) => {
    const report = await verify(change)
    expect(told(report)).toEqual(findings)
    expect(new Set(report.findings.map((finding) => finding.id)).size).toBe(findings.length)
    const broken = report.constraints.filter(({ state }) => state === 'broken').map((row) => row.id)
    const named = report.findings.flatMap((finding) =>
      findingPlaces(finding).flatMap(({ constraint }) => constraint ?? []),
    )
    expect(new Set(broken)).toEqual(new Set(named))
  })

  it('is shown by the plainest request: the first one, if every answer shows it', async () => {
    const report = await verify(giving({ create: nameless }))
    expect(report.findings.map(({ witness }) => witness.replay.case)).toEqual(['create'].map(firstOf))
    // Nothing that is not required, and none of the names that trouble a parser.
    const [body] = report.findings.map(({ witness }) => new TextDecoder().decode(witness.request.body))
    expect(Object.keys(JSON.parse(body ?? '{}'))).toEqual(['name', 'size'])
  })

  it('is an undocumented status in answers to good requests and bad ones alike, and it does not come and go', async () => {
    const known = /^[^"]*"name":"abcde",/
    const report = await verify(({ status }, operation, { body: sent }) =>
      operation === 'first' && (status === 400 || (status === 204 && !known.test(new TextDecoder().decode(sent))))
        ? responseOf(422, { message: 'not one that I know' })
        : undefined,
    )
    expect(told(report)).toEqual(['status_code_conformance status 422: first response.400 status'])
    expect(report.findings.map(({ intermittent }) => intermittent)).toEqual([false])
    expect(report.notes.map(({ message }) => message).join()).toContain('not one that I know')
  })

  it('is an advisory for all refusals of an operation that documents none, and breaks no constraint', async () => {
    const plain = contractOf({
      openapi: '3.1.0',
      info: { title: 'Plain', version: '1' },
      paths: {
        '/plain': { post: { operationId: 'plain', requestBody: body, responses: { 204: { description: '' } } } },
      },
      components: {
        schemas: { Thing: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } } },
      },
    })
    const respond = inTurn(plain)
    const statuses = new Set<number>()
    const { report } = await run(
      (request, index) => {
        const response = respond(request, index)
        const status = response.status === 400 && index % 2 === 0 ? 409 : response.status
        statuses.add(status)
        return { ...response, status }
      },
      { contract: plain, plan: createPlan(plain, plannedWith()) },
    )
    expect([...statuses]).toEqual(expect.arrayContaining([400, 409]))
    expect(told(report)).toEqual(['status_code_conformance refusals: plain'])
    expect(report.findings.map(({ severity }) => severity)).toEqual(['advisory'])
    expect(report.summary.constraints.broken).toBe(0)
  })

  it('has one id, wherever it was seen', async () => {
    const change = giving({ create: nameless, show: nameless, replace: nameless })
    const ids = await Promise.all(
      [[], ['list'], ['list', 'create'], ['replace', 'show']].map(async (excluded) => {
        const report = await verify(change, excluded)
        return report.findings.map((finding) => finding.id)
      }),
    )
    for (const found of ids) expect(found).toEqual(['response_schema_conformance list response.200 /*/name type null'])
  })
})
