import { describe, expect, it, test } from 'vitest'
import type { FaultKind, HttpRequest, HttpResponse } from '../../../src/http/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { inTurn, type RunWith, run } from '../../support/in-memory.ts'
import { bytes, responseOf } from '../../support/messages.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const get = (operationId: string, status: number): JsonObject => ({
  get: {
    operationId,
    parameters: [{ name: 'q', in: 'query', schema: { type: 'string', maxLength: 3 } }],
    responses: { [status]: { description: 'Success' }, 400: { description: 'Refused' }, 404: { description: 'None' } },
  },
})

const contract = contractOf({
  openapi: '3.1.0',
  info: { title: 'Three', version: '1' },
  paths: { '/a': get('a', 200), '/b': get('b', 200), '/c': get('c', 302) },
})
const plan = createPlan(contract, plannedWith())
const respond = inTurn(contract)
const conforming = (request: HttpRequest): HttpResponse => respond(request)

type Deployment = (request: HttpRequest, index: number) => HttpResponse | FaultKind

const verdictOf = async (answer: Deployment, options: RunWith = {}): Promise<Report> =>
  (await run(answer, { contract, plan, ...options })).report

/** A deployment that answers one operation with a status, whatever it is asked. */
const answering =
  (path: string, status: number): Deployment =>
  (request) =>
    request.target.startsWith(path) ? responseOf(status, bytes('')) : conforming(request)

const NOT_FOUND = 'its first request was answered 404; give known values with --param'

describe('a run is inconclusive if', () => {
  it('an operation was not reached, and says which and why', async () => {
    const { summary, unreached } = await verdictOf(answering('/b', 404))
    expect(summary).toMatchObject({ verdict: 'inconclusive' })
    expect(summary.reason).toBe(
      '1 of 3 operations was not reached: b (its first request was answered 404; give known values with --param); leave out what cannot be reached with --exclude, --allow-unreached or the baseline',
    )
    expect(unreached).toEqual([{ operation: 'b', reason: NOT_FOUND, option: '--param' }])
  })

  it('nothing is there of all that it asks for: then it may ask elsewhere, which is told once', async () => {
    const { summary, findings } = await verdictOf(() => responseOf(404, bytes('')))
    expect(summary).toMatchObject({
      verdict: 'inconclusive',
      reason:
        'no conforming request was accepted; every operation answered 404, so --target may lack a base path, or lead elsewhere; if it does not, give values that the deployment knows with --param and --body',
    })
    expect(findings).toEqual([])
    const mixed = await verdictOf(({ target }) => responseOf(target.startsWith('/c') ? 400 : 404, bytes('')))
    expect(mixed.summary.reason).toMatch(/^no conforming request was accepted; give values /)
  })

  it('its time is over before its plan', async () => {
    const { report } = await run((request) => conforming(request), {
      contract,
      plan,
      ratePerSecond: 1,
      maxTimeMs: 6_000,
    })
    expect(report.summary.requests).toBe(6)
    expect(report.summary).toMatchObject({ verdict: 'inconclusive' })
    expect(report.summary.reason).toMatch(
      /^the run ended before its plan: --max-time was reached, and \d+ requests were not sent$/,
    )
    // What would have been reached is not known.
    expect(report.unreached).toBeUndefined()
  })

  it('its target is lost half-way', async () => {
    const { summary, unreached } = await verdictOf((request, index) => (index < 6 ? conforming(request) : 'refused'))
    expect(summary).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining('stopped answering') })
    expect(unreached).toBeUndefined()
  })

  it('a limit of its requests leaves an operation without any', async () => {
    const few = createPlan(contract, plannedWith({ maxRequests: 6 }))
    const { summary } = await verdictOf(conforming, { plan: few })
    expect(summary).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(
        /^2 of 3 operations were not reached: b \(--max-requests 6 left out \d+ requests, and all of 2 operations\); c /,
      ),
    })
  })

  it('nothing may be executed, so that nothing is known to be accepted; and it says what to do', async () => {
    const refused = createPlan(contract, plannedWith({ maxExecutions: 0 }))
    const { summary, unreached } = await verdictOf(conforming, { plan: refused, maxExecutions: 0 })
    const limit = `--max-executions 0 left out ${plan.executions} requests that may be executed`
    expect(unreached).toEqual(
      ['a', 'b', 'c'].map((operation) => ({ operation, reason: limit, option: '--max-executions' })),
    )
    expect(summary).toMatchObject({ verdict: 'inconclusive', executions: 0 })
    expect(summary.reason).toMatch(
      /^3 of 3 operations were not reached: .*; raise that limit, or leave out what cannot be reached with --exclude, --allow-unreached or the baseline$/,
    )
    const allowed = await verdictOf(conforming, { plan: refused, maxExecutions: 0, allowsUnreached: () => true })
    expect(allowed.summary.verdict).toBe('pass')
  })
})

test('a run that reached everything passes, a redirect included', async () => {
  const { summary, unreached } = await verdictOf(conforming)
  expect([summary.verdict, unreached]).toEqual(['pass', []])
})

describe('what was not reached leaves a run conclusive if', () => {
  it.each<[string, RunWith, object]>([
    ['the user allows it', { allowsUnreached: (id) => id === 'b' }, { allowed: true }],
    [
      'it is known',
      { knownUnreached: (id) => (id === 'b' ? { reason: 'r', expires: '2099-01-01' } : undefined) },
      { known: { reason: 'r', expires: '2099-01-01' } },
    ],
  ])('%s', async (_, options, row) => {
    const { summary, unreached } = await verdictOf(answering('/b', 404), options)
    expect(summary.verdict).toBe('pass')
    expect(unreached).toEqual([{ operation: 'b', reason: NOT_FOUND, ...row }])
    const other = await verdictOf(answering('/a', 404), options)
    expect(other.summary.verdict).toBe('inconclusive')
  })

  it('its requests are known to fail', async () => {
    const known = { reason: 'r', expires: '2099-01-01' }
    const { summary, unreached } = await verdictOf(answering('/b', 500), { known: () => known })
    expect(summary).toMatchObject({ verdict: 'pass', findings: { error: 0 } })
    expect(unreached).toEqual([{ operation: 'b', reason: expect.stringContaining('a server error'), known }])
  })

  it('it is left out', async () => {
    const others = createPlan(contract, plannedWith({ includes: ({ id }) => id !== 'b' }))
    const { summary } = await verdictOf(answering('/b', 404), { plan: others })
    expect(summary.verdict).toBe('pass')
  })
})
