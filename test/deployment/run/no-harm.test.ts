import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../src/json/index.ts'
import { createPlan, type Plan } from '../../../src/planning/cases/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { plannedWith } from '../../support/plan-laws.ts'
import { verify } from '../../support/verify.ts'
import { listen } from './servers.ts'

const BEFORE: readonly (readonly [string, Json])[] = [
  ['1', 'a'],
  ['2', 'b'],
]

/** A store of things with two in it, which does all that it is asked to do and checks nothing of it. */
async function startStore(): Promise<{ origin: string; things: Map<string, Json>; seen: string[] }> {
  const things = new Map(BEFORE)
  const seen: string[] = []
  const server = createServer((request, response) => {
    const { method = '', url = '' } = request
    seen.push(`${method} ${url}`)
    const answer = (status: number, body?: Json): void => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(body === undefined || method === 'HEAD' ? undefined : JSON.stringify(body))
    }
    request.resume()
    // As programs do that read a number off whatever begins with one.
    const [, text = ''] = /^\/things\/([^/?]*)$/.exec(url) ?? []
    const id = String(Number.parseInt(decodeURIComponent(text.replace(/%(?![0-9a-f]{2})|%ff/gi, '')), 10))
    if (url === '/things' && method === 'DELETE') things.clear()
    if (method === 'GET' && things.has(text)) return answer(200, { v: things.get(id) ?? null })
    if (method === 'PUT' || method === 'PATCH') things.set(id, 'changed')
    else if (method !== 'DELETE') return answer(things.has(id) ? 405 : 404, { message: 'no' })
    else if (!things.delete(id)) return answer(404, { message: 'no such thing' })
    return answer(200, { v: 'done' })
  })
  const port = await listen(server)
  return { origin: `http://127.0.0.1:${port}`, things, seen }
}

const operation = (method: string, schema: JsonObject): JsonObject => ({
  operationId: method,
  parameters: [{ name: 'id', in: 'path', required: true, schema }],
  ...(method === 'put' && {
    requestBody: {
      content: {
        'application/json': { schema: { type: 'object', properties: { v: { type: 'string', maxLength: 3 } } } },
      },
    },
  }),
  responses: Object.fromEntries(['200', '400', '404'].map((status) => [status, { description: '' }])),
})

const contractWith = (methods: readonly string[], schema: JsonObject = { type: 'integer' }) =>
  contractOf({
    openapi: '3.0.3',
    info: { title: 'Things', version: '1' },
    paths: { '/things/{id}': Object.fromEntries(methods.map((method) => [method, operation(method, schema)])) },
  })

interface Harm {
  readonly report: Report
  readonly plan: Plan
  readonly left: readonly (readonly [string, Json])[]
  readonly seen: readonly string[]
}

/** What is left of the things that were there before a run. */
async function leftAfter(
  methods: readonly string[],
  {
    ids = [],
    schema,
    maxExecutions = Number.POSITIVE_INFINITY,
  }: { ids?: string[]; schema?: JsonObject; maxExecutions?: number },
): Promise<Harm> {
  const store = await startStore()
  const contract = contractWith(methods, schema)
  const known = { parameters: new Map(ids.length > 0 ? [['id', ids]] : []), bodies: [] }
  const plan = createPlan(contract, plannedWith({ known, runs: 5, maxExecutions }))
  const report = await verify(store.origin, { contract, plan, maxExecutions })
  return { report, plan, left: [...store.things].filter(([id]) => id === '1' || id === '2'), seen: store.seen }
}

describe('methods that the document does not have', () => {
  it.each([
    ['of a known thing', ['1'], Number.POSITIVE_INFINITY],
    ['of a known thing, if nothing may be executed', ['1'], 0],
    ['of a guessed thing', [], Number.POSITIVE_INFINITY],
    ['of a guessed thing, if nothing may be executed', [], 0],
  ])('leave everything as it was: %s', async (_, ids, maxExecutions) => {
    const { left, seen } = await leftAfter(['get'], { ids, maxExecutions })
    expect(left).toEqual(BEFORE)
    expect(seen.some((line) => /^(?:PUT|PATCH|DELETE) /.test(line))).toBe(maxExecutions > 0)
    expect(
      seen.filter((line) => /^(?:PUT|PATCH|DELETE) /.test(line) && line.split(' ')[1] !== '/things/2147483647'),
    ).toEqual([])
  })

  it('that change nothing go to the thing itself', async () => {
    const { seen } = await leftAfter(['get'], { ids: ['1'] })
    expect(seen).toContain('TRACE /things/1')
  })

  it('are a finding if one is answered with success, wherever it goes', async () => {
    const { report } = await leftAfter(['get'], { ids: ['1'] })
    // The store takes whatever is put.
    expect(report.findings.map(({ check }) => check)).toContain('unsupported_method')
  })
})

describe('ids that nobody gave', () => {
  const integer = { type: 'integer' }
  it.each<[name: string, schema: JsonObject, maxExecutions: number]>([
    ['integers', integer, Number.POSITIVE_INFINITY],
    ['integers, if nothing may be executed', integer, 0],
    ['integers from 1', { ...integer, minimum: 1 }, Number.POSITIVE_INFINITY],
    ['integers that the document shows', { ...integer, example: 1, default: 2 }, Number.POSITIVE_INFINITY],
    ['texts', { type: 'string', minLength: 1, maxLength: 40 }, Number.POSITIVE_INFINITY],
    ['texts of a pattern', { type: 'string', pattern: '^[0-9a-z-]+$' }, Number.POSITIVE_INFINITY],
  ])('name nothing that was there, whatever is asked of it: %s', async (_, schema, maxExecutions) => {
    const { left, seen } = await leftAfter(['get', 'put', 'delete'], { schema, maxExecutions })
    expect(left).toEqual(BEFORE)
    expect(seen.some((line) => line.startsWith('PUT '))).toBe(true)
    // If nothing may be executed, the run ends with the first request that is executed all the same.
    expect(seen.some((line) => line.startsWith('DELETE '))).toBe(maxExecutions > 0)
  })

  it.each([Number.POSITIVE_INFINITY, 0])(
    'stay as they were beside one that was given, with %i executions',
    async (maxExecutions) => {
      const { left, seen } = await leftAfter(['get', 'put', 'delete'], { ids: ['2'], maxExecutions })
      expect(left.filter(([id]) => id === '1')).toEqual([['1', 'a']])
      expect(seen).toContain('PUT /things/2')
      expect(seen.includes('DELETE /things/2')).toBe(maxExecutions > 0)
    },
  )

  it('are not asked for if any of them may name something', async () => {
    const { plan, left, seen } = await leftAfter(['get', 'put', 'delete'], { schema: { ...integer, maximum: 99 } })
    expect(left).toEqual(BEFORE)
    expect(seen.filter((line) => !/^(?:GET|TRACE) /.test(line))).toEqual([])
    const reason = 'any value of {id} may name something: give one with --param'
    expect([...plan.unplanned]).toEqual([
      ['put', reason],
      ['delete', reason],
    ])
  })
})
