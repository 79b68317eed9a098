import { describe, expect, it, test } from 'vitest'
import { brokenAlone } from '../../../src/judging/messages/index.ts'
import { createPlan, type Plan } from '../../../src/planning/cases/index.ts'
import { contractOf, documentWith } from '../../support/contracts.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const text = { type: 'string', minLength: 2, maxLength: 9 } as const
const operation = (id: string) => ({
  operationId: id,
  parameters: [{ name: 'q', in: 'query', schema: text }],
  responses: { 200: { description: 'ok' } },
})
const METHODS = ['get', 'patch', 'post', 'delete', 'put'] as const
const document = (ids: readonly string[]) => ({
  openapi: '3.0.3',
  info: { title: 'Stream', version: '1' },
  paths: Object.fromEntries(
    ids.map((id) => [`/${id}`, { [METHODS[Number(id.slice(1)) % METHODS.length] ?? 'get']: operation(id) }]),
  ),
})
const IDS = ['a0', 'a1', 'a2', 'a3', 'a4', 'a5'] as const
const planOf = (ids: readonly string[] = IDS, options: Parameters<typeof plannedWith>[0] = {}): Plan =>
  createPlan(contractOf(document(ids)), plannedWith({ isHarmless: true, runs: 2, ...options }))
const namesIn = (plan: Plan): string[] => plan.parts.flatMap((part) => [...part.cases()].map(({ name }) => name))

describe('a plan that is made as it is read', () => {
  it('is the same as one that is collected, whatever is let go', () => {
    const collected = planOf()
    const streamed = planOf()
    const names: string[] = []
    for (const part of streamed.parts) {
      for (const { name } of part.cases()) names.push(name)
      part.release()
    }
    expect(names).toEqual(collected.cases.map(({ name }) => name))
    expect(streamed.size).toEqual({
      digest: collected.digest,
      requests: collected.cases.length,
      executions: collected.executions,
    })
    expect([...streamed.untried]).toEqual([...collected.untried])
    // Made anew, they are the same.
    expect(namesIn(streamed)).toEqual(names)
    expect(streamed.cases.map(({ digest }) => digest)).toEqual(collected.cases.map(({ digest }) => digest))
  })

  it('lets go with the cases what they are made from', () => {
    const plan = planOf()
    const [part] = plan.parts
    const { judges } = plan
    const [judge, made] = [judges.get('a0'), part?.plan]
    expect([judges.get('a0'), part?.plan]).toEqual([judge, made])
    expect(judges.get('a0')).toBe(judge)
    expect(part?.plan).toBe(made)
    part?.release()
    expect(judges.get('a0')).not.toBe(judge)
    expect(part?.plan).not.toBe(made)
  })

  it('is made in any order', () => {
    const backwards = planOf()
    for (const part of backwards.parts.toReversed()) expect(part.summary.requests).toBeGreaterThan(0)
    expect(backwards.digest).toBe(planOf().digest)
  })

  it('makes no more than is asked for', () => {
    const plan = planOf()
    const [first, second] = plan.parts
    expect(first?.cases().next().value?.role).toBe('base')
    expect(plan.parts.map(({ summaryIfMade }) => summaryIfMade)).toEqual(IDS.map(() => undefined))
    expect(plan.isMade()).toBe(false)
    expect(plan.size).toEqual({ requests: 0, executions: 0 })
    expect(second?.summary.requests).toBe(plan.size.requests)
    expect(plan.isMade(1)).toBe(false)
    expect(plan.isMade(10_000)).toBe(true)
  })

  it('keeps the digests of operations if others are dropped before them', () => {
    const digestsOf = (plan: Plan) => plan.parts.map(({ summary }) => summary.digest)
    expect(digestsOf(planOf(IDS.slice(2)))).toEqual(digestsOf(planOf()).slice(2))
    expect(new Set(digestsOf(planOf())).size).toBe(IDS.length)
    expect(planOf(IDS.slice(2)).digest).not.toBe(planOf().digest)
  })

  it('plans no operation for which no request is left', () => {
    const whole = planOf()
    const most = (whole.parts[0]?.summary.requests ?? 0) + 3
    const plan = planOf(IDS, { maxRequests: most })
    expect(namesIn(plan)).toEqual(namesIn(whole).slice(0, most))
    expect(plan.parts.map(({ summary }) => summary.isSkipped)).toEqual([false, false, true, true, true, true])
    expect(plan.unplanned.get('--max-requests')).toMatch(/left out \d+ requests, and all of 4 operations$/)
  })
})

describe('--plan-limit', () => {
  const properties = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`p${index}`, text]))
  const content = { 'application/json': { schema: { type: 'object', properties } } } as const
  const wide = documentWith({ requestBody: { required: true, content } })
  const limited = (planLimit: number): Plan =>
    createPlan(contractOf(wide), plannedWith({ planLimit, isHarmless: true }))
  const brokenIn = ({ cases }: Plan): string[] => cases.flatMap(({ judged }) => brokenAlone(judged)?.id ?? [])

  it('breaks each constraint once before any is broken again', () => {
    const whole = limited(Number.POSITIVE_INFINITY)
    const all = new Set(brokenIn(whole))
    expect(brokenIn(whole).length).toBeGreaterThan(all.size + 5)
    const cut = limited(all.size + 12)
    const broken = brokenIn(cut)
    expect(new Set(broken).size).toBeGreaterThan(0.8 * all.size)
    expect(broken.length).toBeLessThan(brokenIn(whole).length)
    expect(cut.cases.length).toBeLessThanOrEqual(all.size + 12)
    expect(cut.cases.at(-1)?.role).toBe('again')
  })

  it('says how much it left out, and of which constraints', () => {
    const cut = limited(20)
    const reason = cut.unplanned.get('op --plan-limit')
    expect(reason).toMatch(/^planned (?:19|20) of at most \d+ cases within --plan-limit 20$/)
    for (const limit of [1, 2, 5, 20]) expect(limited(limit).cases.length).toBeLessThanOrEqual(limit)
    const unbroken = [...cut.untried.values()].filter(({ breach }) => breach === reason)
    expect(unbroken.length).toBeGreaterThan(5)
  })

  test('changes nothing that has room', () => {
    const whole = limited(Number.POSITIVE_INFINITY)
    const roomy = limited(5 * whole.cases.length)
    expect(roomy.digest).toBe(whole.digest)
    expect([...roomy.unplanned]).toEqual([])
  })
})
