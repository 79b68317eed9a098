import { describe, expect, it, test } from 'vitest'
import type { HeaderList, HttpRequest, HttpResponse } from '../../../src/http/index.ts'
import type { Json, JsonObject } from '../../../src/json/index.ts'
import { Mock } from '../../../src/mock/responder/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { inTurn, run } from '../../support/in-memory.ts'
import { requestOf, responseOf } from '../../support/messages.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const made: JsonObject = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', maxLength: 40 }, job_id: { type: 'integer' }, name: { type: 'string' } },
}
const document = (example?: Json, parameters: Json = []): JsonObject => ({
  openapi: '3.1.0',
  info: { title: 'Jobs', version: '1' },
  paths: {
    '/jobs': {
      post: {
        operationId: 'start',
        parameters,
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', required: ['name'], properties: { name: { type: 'string', maxLength: 20 } } },
              example: { name: 'nightly' },
            },
          },
        },
        responses: {
          201: {
            description: '',
            headers: { Location: { required: true, schema: { type: 'string' } } },
            content: { 'application/json': { schema: made, ...(example !== undefined && { example }) } },
          },
          200: { description: '', content: { 'application/json': { schema: made } } },
          400: { description: '' },
        },
      },
    },
  },
})

const contract = contractOf(document())

/** Verifies the deployment that keeps the contract, with another answer in place of each success. */
async function told(
  answerOf: (number: number, request: HttpRequest) => HttpResponse,
  of = contract,
): Promise<readonly string[]> {
  const respond = inTurn(of)
  const { report } = await run(
    (request, index) => {
      const answer = respond(request, index)
      return answer.status < 300 ? answerOf(index, request) : answer
    },
    { contract: of, plan: createPlan(of, plannedWith()) },
  )
  expect(report.findings.filter(({ check }) => check !== 'advisory')).toEqual([])
  return report.findings.map(({ subject, received }) => `${subject.kind === 'case' && subject.case}: ${received}`)
}

const answer = (status: number, body: Json, location: string): HttpResponse => {
  const headers: HeaderList = [
    ['content-type', 'application/json'],
    ['location', location],
  ]
  return responseOf(status, body, headers)
}

const SAME = 'the same execution for two requests'

describe('two requests that are answered with', () => {
  test.each<[string, (number: number, request: HttpRequest) => HttpResponse, readonly string[]]>([
    ['ids of their own', (number) => answer(201, { id: `a${number}` }, `/jobs/${number}`), []],
    ['the same id', (number) => answer(201, { id: 'a' }, `/jobs/${number}`), [`response.201: ${SAME}: id "a" twice`]],
    [
      'the same job',
      (number) => answer(200, { id: 'a', job_id: 7 }, `/${number}`),
      [`response.200: ${SAME}: job_id 7 twice`],
    ],
    [
      'the same Location',
      (number) => answer(201, { id: `a${number}` }, '/jobs/1'),
      [`response.201: ${SAME}: Location "/jobs/1" twice`],
    ],
    ['an id of a thing that none of them made', (number) => answer(200, { id: 'a' }, `/jobs/${number}`), []],
    ['the name that they gave', (number) => answer(201, { id: 'nightly' }, `/jobs/${number}`), []],
  ])('%s', async (_, answerOf, expected) => expect(await told(answerOf)).toEqual(expected))

  test('the example of the document', async () => {
    const exampled = contractOf(document({ id: 'a' }))
    expect(await told((number) => answer(201, { id: 'a' }, `/jobs/${number}`), exampled)).toEqual([])
  })

  test('the value of a parameter that they gave', async () => {
    const batch = { name: 'batch', in: 'query', required: true, schema: { type: 'string', enum: ['b-17'] } }
    const inBatch = contractOf(document(undefined, [batch]))
    expect(await told((number) => answer(201, { id: 'b-17' }, `/jobs/${number}`), inBatch)).toEqual([])
  })

  test('the same id, of which the document says that it is none', async () => {
    const respond = inTurn(contract)
    const { report } = await run(
      (request, index) => {
        const planned = respond(request, index)
        return planned.status < 300 ? answer(201, { id: 'a'.repeat(41) }, `/jobs/${index}`) : planned
      },
      { contract, plan: createPlan(contract, plannedWith()) },
    )
    expect(report.findings.map(({ check }) => check)).toEqual(['response_schema_conformance'])
  })

  test('the same id, which they ask for', async () => {
    const responses = { 200: { description: '', content: { 'application/json': { schema: made } } } }
    const asked = contractOf({
      openapi: '3.1.0',
      info: { title: 'Jobs', version: '1' },
      paths: { '/jobs/latest': { get: { operationId: 'latest', responses } } },
    })
    expect(await told(() => answer(200, { id: 'a', job_id: 7 }, '/jobs/7'), asked)).toEqual([])
  })

  test('the same Idempotency-Key before', async () => {
    const key = { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', example: 'k' } }
    const keyed = contractOf(document(undefined, [key]))
    expect(await told((number) => answer(201, { id: 'a' }, `/jobs/${number}`), keyed)).toEqual([])
  })
})

describe('the mock', () => {
  const idsOf = (of: typeof contract): Json[] => {
    const mock = new Mock(of, { mode: 'boundary' })
    mock.always({ status: 201 })
    return Array.from({ length: 4 }, () => {
      const { response } = mock.handle(requestOf('POST /jobs', { name: 'nightly' }))
      const { id }: { id: Json } = JSON.parse(Buffer.from(response.body).toString())
      return [id, response.headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? '']
    })
  }

  it('gives ids of their own, the same ones each time', () => {
    expect(new Set(idsOf(contract).map((ids) => JSON.stringify(ids))).size).toBe(4)
    expect(idsOf(contract)).toEqual(idsOf(contract))
  })

  it('gives the example that the document has', () => {
    expect(idsOf(contractOf(document({ id: 'a' })))[0]).toEqual(['a', expect.any(String)])
  })

  it('gets no finding', async () => {
    const { report } = await run(inTurn(contract), { contract, plan: createPlan(contract, plannedWith()) })
    expect(report.findings).toEqual([])
  })
})
