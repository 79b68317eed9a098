import { describe, expect, it, test } from 'vitest'
import { type HttpRequest, type HttpResponse, headerValue } from '../../../src/http/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { inTurn, MemoryTransport } from '../../support/in-memory.ts'
import { bytes } from '../../support/messages.ts'
import { plannedWith } from '../../support/plan-laws.ts'
import { verify } from '../../support/verify.ts'

const content: JsonObject = {
  'application/json': { schema: { type: 'object' }, example: { a: 1 } },
  'text/csv': { schema: { type: 'string', maxLength: 3 }, example: 'a,b' },
}

const contract = contractOf({
  openapi: '3.0.3',
  info: { title: 'report', version: '1' },
  paths: {
    '/a': { get: { operationId: 'a', responses: { 200: { description: 'ok', content } } } },
    '/b': { head: { operationId: 'b', responses: { 200: { description: 'ok', content } } } },
  },
})

const accepts = ({ headers }: HttpRequest): string => headerValue(headers, 'accept') ?? ''
const csv = (body: string): HttpResponse => ({
  status: 200,
  headers: [['content-type', 'text/csv']],
  body: bytes(body),
})
const json: HttpResponse = { status: 200, headers: [['content-type', 'application/json']], body: bytes('{}') }

/** `answer` answers GET; whatever else the document says is kept. */
async function run(answer: (request: HttpRequest) => HttpResponse): Promise<Report> {
  const keeping = inTurn(contract)
  const transport = new MemoryTransport((request) =>
    request.method === 'GET' && request.target === '/a' ? answer(request) : keeping(request),
  )
  return verify('http://localhost', { contract, plan: createPlan(contract, plannedWith()), transport })
}

const findingsOf = ({ findings }: Report): string[] =>
  findings.map(({ check, subject }) => `${check} ${subject.kind === 'constraint' ? subject.constraint : subject.case}`)

describe('each media type that an operation may succeed with', () => {
  it('is asked for alone, unless there is one, no content, or the user says what to accept', () => {
    const { cases } = createPlan(contract, plannedWith())
    expect(cases.map(({ request }) => accepts(request))).toEqual(
      expect.arrayContaining(['application/json, text/csv', 'application/json', 'text/csv']),
    )
    const alone = cases.filter(({ draft }) => draft?.accept !== undefined && draft.accept !== '*/*')
    expect(alone.map(({ name }) => name)).toEqual([
      'response.200 application/json: asked for alone',
      'response.200 text/csv: asked for alone',
    ])
    const known = { parameters: new Map(), bodies: [], fields: [['Accept', 'text/csv'] as const] }
    const own = createPlan(contract, { ...plannedWith(), known })
    expect(own.cases.filter(({ draft }) => draft?.accept !== undefined)).toEqual([])
  })

  test.each<[what: string, answer: (request: HttpRequest) => HttpResponse, findings: string[]]>([
    ['a deployment that keeps the contract', inTurn(contract), []],
    [
      'rows that are too long',
      (request) => (accepts(request) === 'text/csv' ? csv('too long') : json),
      ['response_schema_conformance a response.200 text/csv maxLength'],
    ],
    ['JSON whatever is asked for', () => json, ['content_type_conformance a response.200 mediaType']],
    [
      '406 in place of rows, which needs no documentation',
      (request) => (accepts(request) === 'text/csv' ? { ...json, status: 406 } : json),
      [],
    ],
  ])('is judged: %s', async (_, answer, findings) => {
    expect(findingsOf(await run(answer))).toEqual(findings)
  })

  it('is held if it was answered, and nobody can ask for it if 406 says that there is none', async () => {
    const rowOf = ({ constraints }: Report) => constraints.find(({ id }) => id === 'a response.200 text/csv maxLength')
    expect(rowOf(await run(inTurn(contract)))).toMatchObject({ state: 'held' })
    const without = await run((request) => (accepts(request) === 'text/csv' ? { ...json, status: 406 } : json))
    expect(rowOf(without)).toMatchObject({ state: 'untested', unasked: true })
  })
})

describe('the mock', () => {
  const ask = (accept?: string): HttpResponse =>
    inTurn(contract)({ method: 'GET', target: '/a', headers: accept === undefined ? [] : [['accept', accept]] }, 0)

  test.each<[accept: string | undefined, mediaType: string]>([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['text/csv', 'text/csv'],
    ['text/*', 'text/csv'],
    ['application/json;q=0.5, text/csv', 'text/csv'],
    ['application/xml, text/csv;q=0.1', 'text/csv'],
  ])('answers %s with %s', (accept, mediaType) => {
    const { status, headers, body } = ask(accept)
    expect([status, headerValue(headers, 'content-type')]).toEqual([200, mediaType])
    expect(new TextDecoder().decode(body)).toBe(mediaType === 'text/csv' ? 'a,b' : '{"a":1}')
  })

  test.each(['application/xml', 'image/*', '*/*;q=0'])('answers %s by 406', (accept) => {
    expect(ask(accept).status).toBe(406)
  })
})
