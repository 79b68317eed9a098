import { expect, it } from 'vitest'
import type { JsonObject } from '../../../src/json/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import { findingPlaces } from '../../../src/report/results/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { inTurn, type RunWith, run } from '../../support/in-memory.ts'
import { responseOf } from '../../support/messages.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const parameters = [
  { name: 'tag', in: 'query', schema: { type: 'string', pattern: '^(?:[a-m]+|z[a-m]+)$' } },
  { name: 'sort', in: 'query', schema: { type: 'string' } },
  { name: 'page', in: 'query', schema: { type: 'integer' } },
]
const reading = (operationId: string): JsonObject => ({
  get: { operationId, parameters, responses: { 200: { description: '' }, 400: { description: '' } } },
})
const contract = contractOf({
  openapi: '3.1.0',
  info: { title: 'Tags', version: '1' },
  paths: Object.fromEntries(['a', 'b', 'c'].map((name) => [`/${name}`, reading(name)])),
})

/** What is found if requests with such a query meet a server error. */
async function findingsIf(fails: (query: URLSearchParams) => boolean, options: RunWith = {}): Promise<string[]> {
  const plan = createPlan(contract, plannedWith({ runs: 30 }))
  const keeps = inTurn(contract)
  const { report } = await run(
    (request, index) => {
      const response = keeps(request, index)
      const query = new URL(request.target, 'http://localhost').searchParams
      return response.status === 200 && fails(query) ? responseOf(500, {}) : response
    },
    { contract, plan, ...options },
  )
  return report.findings.map(
    (finding) =>
      `${finding.check} ${'case' in finding.subject ? finding.subject.case : ''}: ` +
      findingPlaces(finding).map(({ operation }) => operation),
  )
}

it('a server error is named by its place, and one for all operations that share that', async () => {
  expect(await findingsIf((query) => /^z/.test(query.get('tag') ?? ''))).toEqual([
    'not_a_server_error request.query.tag: a,b,c',
  ])
})

it('also if random requests alone meet it, and none of them can be made smaller', async () => {
  const isOdd = (query: URLSearchParams): boolean => Number(query.get('page')) % 10 === 3
  expect(await findingsIf(isOdd, { maxShrinkExecutions: 0 })).toEqual(['not_a_server_error request.query.page: a,b,c'])
})
