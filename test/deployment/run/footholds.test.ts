import { describe, expect, it } from 'vitest'
import type { HttpRequest, HttpResponse } from '../../../src/http/index.ts'
import { isObject, type Json, type JsonObject, property } from '../../../src/json/index.ts'
import { createPlan, mayExecute, type PlanOptions } from '../../../src/planning/cases/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { contractOf, documentWith } from '../../support/contracts.ts'
import { type Answer, run } from '../../support/in-memory.ts'
import { responseOf } from '../../support/messages.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const text = { type: 'string', minLength: 1, maxLength: 20 } as const
const parameter = (name: string, schema: JsonObject = text, more: JsonObject = {}): JsonObject => ({
  name,
  in: 'query',
  schema,
  ...more,
})
const RESPONSES: JsonObject = {
  200: { description: 'ok' },
  400: { description: 'bad' },
  409: { description: 'there already' },
  422: { description: 'bad' },
}
/** `GET /things` with these parameters. */
const search = (...parameters: JsonObject[]): JsonObject => ({
  openapi: '3.1.0',
  info: { title: 'Things', version: '1' },
  paths: { '/things': { get: { operationId: 'op', parameters, responses: RESPONSES } } },
})
/** `POST /things` with a body. */
const create = (schema: JsonObject, more: JsonObject = {}): JsonObject =>
  documentWith({
    requestBody: { required: true, content: { 'application/json': { schema, ...more } } },
    responses: RESPONSES,
  })

interface Asked {
  readonly query: URLSearchParams
  readonly body: Json | undefined
  readonly method: string
}

const asked = ({ target, body, method }: HttpRequest): Asked => ({
  query: new URL(target, 'http://localhost').searchParams,
  body: body && jsonOf(body),
  method,
})

function jsonOf(body: Uint8Array): Json | undefined {
  try {
    const value: Json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    return value
  } catch {
    return undefined
  }
}

const isText = (value: Json | null | undefined): value is string =>
  typeof value === 'string' && value.length >= 1 && [...value].length <= 20
const member = (body: Json | undefined, name: string): Json | undefined =>
  body !== undefined && isObject(body) ? property(body, name) : undefined

const ok = responseOf(200, {})
const refusal = (status: number, message: string): HttpResponse => responseOf(status, { message })

async function verified(
  document: JsonObject,
  answer: (request: Asked) => HttpResponse,
  options: {
    readonly plan?: Partial<Pick<PlanOptions, 'maxExecutions' | 'runs'>>
    readonly maxExecutions?: number
  } = {},
): Promise<{ report: Report; requests: readonly Asked[] }> {
  const contract = contractOf(document)
  const plan = createPlan(contract, plannedWith(options.plan))
  const respond: Answer = (request) =>
    request.method === 'GET' || request.method === 'POST' ? answer(asked(request)) : responseOf(405, {})
  const { maxExecutions = Number.POSITIVE_INFINITY } = options
  const { report, transport } = await run(respond, { contract, plan, maxExecutions })
  return { report, requests: transport.requests.map(asked) }
}

const errors = ({ findings }: Report): string[] =>
  findings.flatMap(({ id, severity }) => (severity === 'error' ? [id] : []))
const stateOf = ({ constraints }: Report, id: string): string | undefined =>
  constraints.find((row) => row.id === `op ${id}`)?.state
const reasonOf = ({ constraints }: Report, id: string): string | undefined =>
  constraints.find((row) => row.id === `op ${id}`)?.reason

describe('an operation whose first request is refused', () => {
  const document = search(parameter('filter'), parameter('limit', { type: 'integer', minimum: 1, maximum: 50 }))
  /** Takes no filter but matchers, and enforces the limit. */
  const takesMatchers = ({ query }: Asked): HttpResponse => {
    const filter = query.get('filter')
    if (filter !== null && !/^\w+="/.test(filter)) return refusal(400, 'bad matcher')
    const limit = query.get('limit')
    return limit === null || (/^\d+$/.test(limit) && Number(limit) >= 1 && Number(limit) <= 50)
      ? ok
      : refusal(400, 'bad limit')
  }

  it('is tested from the plainest, with what is taken beside it', async () => {
    const { report } = await verified(document, takesMatchers)
    expect(errors(report)).toEqual([])
    for (const keyword of ['type', 'minimum', 'maximum'])
      expect(stateOf(report, `request.query.limit ${keyword}`)).toBe('held')
  })

  it('leaves out what is refused by itself, in the words of the deployment', async () => {
    const { report, requests } = await verified(document, takesMatchers)
    expect(stateOf(report, 'request.query.filter maxLength')).toBe('untested')
    expect(reasonOf(report, 'request.query.filter maxLength')).toBe(
      'takes only known values: the deployment answered 400 (bad matcher) to another',
    )
    const withFilter = requests.filter(({ query }) => query.has('filter') && query.has('limit'))
    expect(withFilter.length).toBeLessThan(requests.length / 2)
  })

  it('is not reached if all starting points are, and nothing is held or broken by that', async () => {
    const { report } = await verified(document, () => refusal(400, 'not today'))
    expect(errors(report)).toEqual([])
    expect(report.summary.verdict).toBe('inconclusive')
    expect(report.constraints.filter(({ id, state }) => id.startsWith('op request') && state === 'held')).toEqual([])
    expect(reasonOf(report, 'request.query.limit maximum')).toMatch(
      /^not reached: the plainest of \d first requests was answered 400 \(not today\); give known values with --param$/,
    )
  })

  it('sends no more than the limits allow', async () => {
    for (const maxExecutions of [0, 1, 2, 3, 5, 8, 13]) {
      const { report, requests } = await verified(document, takesMatchers, { plan: { maxExecutions }, maxExecutions })
      expect(report.summary.executions).toBeLessThanOrEqual(maxExecutions)
      expect(
        requests.filter(({ query }) => takesMatchers({ query, body: undefined, method: 'GET' }) === ok).length,
      ).toBeLessThanOrEqual(maxExecutions)
    }
  })
})

/** Takes what conforms to `keeps`, and refuses else with a status. */
describe('a body of which a part takes only known values', () => {
  const schema = {
    type: 'object',
    required: ['name'],
    properties: {
      name: text,
      author: { type: 'integer', minimum: 1, maximum: 9999 },
      size: { type: 'integer', maximum: 9 },
    },
  } as const
  /** The one author there is has the number 4711. */
  const takesAuthors = ({ body }: Asked): HttpResponse => {
    if (!isObject(body ?? null)) return refusal(400, 'no object')
    if (!isText(member(body, 'name'))) return responseOf(400, { name: ['not valid'] })
    const author = member(body, 'author')
    if (author !== undefined && author !== 4711) return responseOf(400, { author: ['no such author'] })
    const size = member(body, 'size')
    return size === undefined || (Number.isInteger(size) && Number(size) <= 9) ? ok : refusal(400, 'size')
  }

  it('is tested without it, if it is a foreign key that may be left out', async () => {
    const { report } = await verified(create(schema), takesAuthors)
    expect(errors(report)).toEqual([])
    expect(reasonOf(report, 'request.body /author maximum')).toBe(
      'takes only known values: the deployment answered 400 (author: no such author) to another',
    )
    for (const id of ['/name maxLength', '/size maximum', '/size type'])
      expect(stateOf(report, `request.body ${id}`), id).toBe('held')
  })

  it('is tested with all else that is optional, if a body without it is taken where none has to be sent', async () => {
    const size = { type: 'integer', maximum: 9 }
    const properties = { kind: { enum: ['a', 'b'] }, code: { enum: [''] }, size, weight: size }
    const sent = { type: 'object', required: ['kind'], properties }
    const optional = documentWith({
      requestBody: { content: { 'application/json': { schema: sent } } },
      responses: RESPONSES,
    })
    const fitsNine = (value: Json | undefined): boolean =>
      value === undefined || (Number.isInteger(value) && Number(value) <= 9)
    const { report } = await verified(optional, ({ body }) => {
      if (body === undefined) return ok
      if (member(body, 'kind') !== 'a' && member(body, 'kind') !== 'b') return refusal(400, 'kind')
      return member(body, 'code') === undefined && fitsNine(member(body, 'size')) && fitsNine(member(body, 'weight'))
        ? ok
        : refusal(400, 'refused')
    })
    for (const id of ['/size maximum', '/weight maximum', '/weight type'])
      expect(stateOf(report, `request.body ${id}`), id).toBe('held')
    const broken = report.constraints.filter(({ id, state }) => id.includes('request.body /') && state === 'broken')
    expect(broken.map(({ id }) => id)).toEqual(['op request.body /code enum'])
  })

  it('is tested from an example that knows it', async () => {
    const { report } = await verified(create(schema, { example: { name: 'a', author: 4711 } }), takesAuthors)
    expect(stateOf(report, 'request.body /size maximum')).toBe('held')
    expect(stateOf(report, 'request.body /name maxLength')).toBe('held')
  })
})

describe('a request that spends a unique key', () => {
  const schema = {
    type: 'object',
    required: ['name'],
    properties: { name: text, size: { type: 'integer', maximum: 9 } },
  } as const

  it.each([400, 409, 422])(
    'does not make the rest of its body take only known values, if what is spent is answered %i',
    async (status) => {
      const names = new Set<string>()
      const { report } = await verified(create(schema, { example: { name: 'a' } }), ({ body }) => {
        const key = JSON.stringify(member(body, 'name'))
        if (names.size > 0) return refusal(status, 'there is one already')
        names.add(key)
        return ok
      })
      expect(
        report.constraints.filter(({ id, reason }) => /^op request/.test(id) && reason?.includes('takes only known')),
      ).toEqual([])
    },
  )
})

describe('the room of a run', () => {
  const get = (id: string): JsonObject => ({
    get: {
      operationId: id,
      parameters: [
        parameter('name'),
        parameter('sort', { enum: ['up', 'down'] }),
        parameter('size', { type: 'integer', default: 5 }),
      ],
      responses: RESPONSES,
    },
  })
  const document: JsonObject = { ...search(), paths: { '/closed': get('closed'), '/open': get('open') } }

  it('that other operations need is left to them', async () => {
    const contract = contractOf(document)
    const plan = createPlan(contract, plannedWith())
    const executions = plan.cases.filter((planned) => planned.operation === 'open' && mayExecute(planned)).length
    const sent: string[] = []
    const { report } = await run(
      ({ target, method }) => {
        if (method !== 'GET') return responseOf(405, {})
        sent.push(target)
        // Only what keeps the contract costs an execution.
        const isKept = plan.judges.get('open')?.request({ method, target, headers: [] }).verdict.kind === 'conforming'
        return isKept ? ok : refusal(400, 'no')
      },
      { contract, plan, maxExecutions: plan.executions },
    )
    expect(report.summary.executions).toBeLessThanOrEqual(plan.executions)
    expect(executions).toBeGreaterThan(5)
    const conforming = plan.cases.filter((planned) => planned.operation === 'open' && mayExecute(planned))
    for (const { request } of conforming) expect(sent).toContain(request.target)
    const starts = plan.starts.get('closed') ?? []
    expect(starts.length).toBeGreaterThan(2)
    for (const { request } of starts) expect(sent).toContain(request.target)
  })
})

describe('other starting points', () => {
  it('are not sent where it is the path that is not there', async () => {
    const { requests } = await verified(search(parameter('filter')), () => refusal(404, 'no such path'))
    const { requests: refused } = await verified(search(parameter('filter')), () => refusal(400, 'no'))
    expect(requests.length).toBeLessThan(refused.length)
  })

  it('that meet server errors are findings', async () => {
    const { report } = await verified(search(parameter('filter')), ({ query }) =>
      query.has('filter') ? refusal(400, 'no') : responseOf(500, {}),
    )
    expect(errors(report).some((id) => id.startsWith('not_a_server_error'))).toBe(true)
  })
})
