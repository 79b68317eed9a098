import { describe, expect, test } from 'vitest'
import { toKeepContract, toMatchContract } from '../../../src/entries/vitest.ts'
import type { Json, JsonObject } from '../../../src/json/index.ts'
import { createResponder } from '../../../src/mock/responder/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { contractOf, documentWith } from '../../support/contracts.ts'
import { run } from '../../support/in-memory.ts'
import { requestOf, responseOf } from '../../support/messages.ts'
import { planOptions } from '../../support/verify.ts'

const named = (pattern: string): JsonObject => ({
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string', pattern } },
})
/** A text that an engine which goes back needs 2^40 steps to refuse. */
const HOSTILE = { name: `${'a'.repeat(40)}!` }
const UNJUDGED = named('^(a+)+\\1$')

/** Each of so many levels is a choice of two that both lead to the next. */
const choices = (levels: number): JsonObject =>
  Object.fromEntries(
    Array.from({ length: levels + 1 }, (_, level) => {
      const next = { $ref: `#/components/schemas/L${level + 1}` }
      return [`L${level}`, level === levels ? { type: 'string' } : { anyOf: [next, next] }]
    }),
  )
const first = { $ref: '#/components/schemas/L0' }

const answering = (schema: Json, schemas: JsonObject = {}): JsonObject =>
  documentWith(
    {
      responses: {
        200: { description: 'ok', content: { 'application/json': { schema } } },
        400: { description: 'bad' },
      },
    },
    schemas,
  )
const taking = (schema: Json, schemas: JsonObject = {}): JsonObject =>
  documentWith(
    {
      requestBody: { content: { 'application/json': { schema } } },
      responses: { 200: { description: 'ok' }, 400: { description: 'bad' } },
    },
    schemas,
  )

async function verified(document: JsonObject, body: Json, judgeTimeoutMs?: number): Promise<Report> {
  const contract = contractOf(document)
  let now = 0
  const { report } = await run(({ method }) => (method === 'POST' ? responseOf(200, body) : responseOf(501, {})), {
    contract,
    plan: createPlan(contract, planOptions),
    ...(judgeTimeoutMs !== undefined && {
      judgeTimeoutMs,
      // Each look at the clock is a second later.
      clock: { now: () => (now += 1000), sleep: () => Promise.resolve() },
    }),
  })
  return report
}

const untested = (report: Report): string[] =>
  report.constraints.flatMap((row) =>
    row.state === 'untested' && row.reason?.includes('could not be judged') ? [row.id] : [],
  )

describe('a response that cannot be judged', () => {
  test('breaks nothing and proves nothing, and leaves the run inconclusive', async () => {
    const report = await verified(answering(UNJUDGED), HOSTILE)
    expect(report.findings).toEqual([])
    expect(report.summary.verdict).toBe('inconclusive')
    expect(report.summary.reason).toMatch(
      /responses? could not be judged: a text of 41 characters is too long for the regular/,
    )
    expect(untested(report).map((id) => id.replace(/^\w+ /, ''))).toEqual(
      expect.arrayContaining(['response.200 /name pattern', 'response.200 /name type', 'response.200 mediaType']),
    )
    expect(report.constraints.find(({ id }) => id.endsWith('response.200 status'))?.state).toBe('held')
    expect(report.notes.map(({ message }) => message).join()).toMatch(/could not be judged/)
  })

  test('is told from one that can be, by the same pattern', async () => {
    const report = await verified(answering(UNJUDGED), { name: 'aa' })
    expect(untested(report)).toEqual([])
    expect(report.constraints.find(({ id }) => id.endsWith('/name pattern'))?.state).toBe('held')
  })

  test('is one that takes longer than --judge-timeout', async () => {
    const document = answering(first, choices(16))
    const late = await verified(document, 1, 500)
    expect(late.findings).toEqual([])
    expect(late.summary.reason).toContain('judging it took longer than --judge-timeout 0.5s')
    const inTime = await verified(document, 1, 1_000_000)
    expect(untested(inTime)).toEqual([])
    expect(inTime.summary.verdict).toBe('fail')
  })

  test('fails a matcher and its opposite alike', async () => {
    const contract = contractOf(answering(UNJUDGED))
    await expect(toMatchContract({ status: 200, body: HOSTILE }, contract)).rejects.toThrow(
      /: the response could not be judged: a text/,
    )
    expect((await toMatchContract({ status: 200, body: { name: 'aa' } }, contract)).pass).toBe(true)
  })
})

describe('a request that cannot be judged', () => {
  const contract = contractOf(taking(UNJUDGED))

  test('fails a matcher and its opposite alike', async () => {
    const request = { method: 'POST', url: 'http://localhost/things', body: HOSTILE }
    await expect(toKeepContract(request, contract)).rejects.toThrow(/: the request could not be judged: a text/)
    expect((await toKeepContract({ ...request, body: { name: 'aa' } }, contract)).pass).toBe(true)
  })

  test('is answered by the mock with the reason, as nothing else is right', () => {
    const { response } = createResponder(contract)(requestOf('POST /things', HOSTILE)).answer
    expect(response.status).toBe(501)
    expect(new TextDecoder().decode(response.body)).toContain(
      'the request could not be judged: a text of 41 characters',
    )
  })
})

test.each([
  ['^(a+)+$', HOSTILE.name],
  ['^(a|a|aa)*$', `${'a'.repeat(20_000)}!`],
])('what is hostile to %s is broken by it, in verify, the mock and matchers', async (pattern, name) => {
  const report = await verified(answering(named(pattern)), { name })
  expect(report.findings.map(({ subject }) => subject)).toEqual([
    { kind: 'constraint', constraint: expect.stringContaining('response.200 /name pattern') },
  ])
  const { response } = createResponder(contractOf(taking(named(pattern))))(requestOf('POST /things', { name })).answer
  expect(response.status).toBe(400)
  expect((await toMatchContract({ status: 200, body: { name } }, contractOf(answering(named(pattern))))).pass).toBe(
    false,
  )
})
