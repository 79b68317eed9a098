import { describe, expect, it, vi } from 'vitest'
import { bundled } from '../../../src/contract/documents/index.ts'
import { Budget } from '../../../src/deployment/run/budget.ts'
import { Keyring } from '../../../src/deployment/run/keyring.ts'
import { Sender } from '../../../src/deployment/run/sender.ts'
import { type HeaderList, type HttpResponse, headerValue } from '../../../src/http/index.ts'
import type { Case } from '../../../src/planning/cases/index.ts'
import { type Answer, FakeClock, MemoryTransport } from '../../support/in-memory.ts'
import { responseOf } from '../../support/messages.ts'
import { bundledPlan } from '../../support/verify.ts'

const caseOf = (test: (one: Case) => boolean): Case => {
  const found = bundledPlan({}, true).cases.find(test)
  if (!found) throw new Error('The plan has no such case')
  return found
}
const GOOD = caseOf(({ role }) => role === 'base')
const BAD = caseOf(({ judged }) => judged.verdict.kind === 'breaking')
const NONE = caseOf(({ credentials }) => credentials === 'none')
const WRONG = caseOf(({ credentials }) => credentials === 'wrong')

interface Limits {
  readonly maxRequests?: number
  readonly maxExecutions?: number
  readonly maxTimeMs?: number
}

function setUp(
  answer: Answer,
  limits: Limits = {},
  ratePerSecond = Number.POSITIVE_INFINITY,
  renew?: () => Promise<HeaderList[number]>,
  tool?: { readonly name: string; readonly version: string },
) {
  const clock = new FakeClock()
  const transport = new MemoryTransport(answer)
  const budget = new Budget(
    {
      maxRequests: limits.maxRequests ?? Number.POSITIVE_INFINITY,
      maxExecutions: limits.maxExecutions ?? Number.POSITIVE_INFINITY,
      maxTimeMs: limits.maxTimeMs ?? Number.POSITIVE_INFINITY,
    },
    () => clock.now(),
  )
  const stop = new AbortController()
  const token = { field: ['X-Auth-Token', 'token-1'] as const, schemes: ['token'], renew }
  const keyring = new Keyring([token], bundled().operations)
  const headers: HeaderList = [['X-More', 'more-1']]
  const sender = new Sender({
    transport,
    basePath: '/base',
    keyring,
    headers,
    budget,
    clock,
    signal: stop.signal,
    ratePerSecond,
    tool,
    isParameter: ([name], operation) => name === 'User-Agent' && operation === 'agents',
  })
  return { sender, transport, budget, clock, stop, keyring }
}

/** Answers the given ones first, then 200. */
const inTurn =
  (...answers: readonly HttpResponse[]): Answer =>
  (_, index) =>
    answers[index] ?? responseOf(200, {})

const throttled = (status: number, retryAfter?: string): HttpResponse =>
  responseOf(status, {}, retryAfter === undefined ? [] : [['Retry-After', retryAfter]])

describe('a sender', () => {
  it("puts the base path before the target, and the user's headers after the case's own", () => {
    const { sender } = setUp(inTurn())
    const dressed = sender.dress(GOOD)
    expect(dressed.target).toBe(`/base${GOOD.request.target}`)
    expect(dressed.headers.slice(0, GOOD.request.headers.length)).toEqual(GOOD.request.headers)
    expect(dressed.body).toBe(GOOD.request.body)
  })

  it.each<[string, Case, HeaderList]>([
    [
      'configured',
      GOOD,
      [
        ['X-More', 'more-1'],
        ['X-Auth-Token', 'token-1'],
      ],
    ],
    [
      'configured, of a request to be refused',
      BAD,
      [
        ['X-More', 'more-1'],
        ['X-Auth-Token', 'token-1'],
      ],
    ],
    ['none', NONE, [['X-More', 'more-1']]],
    [
      'wrong',
      WRONG,
      [
        ['X-More', 'more-1'],
        ['X-Auth-Token', 'wrong'],
      ],
    ],
  ])('sends credentials: %s', async (_, one, expected) => {
    const { sender, transport } = setUp(inTurn())
    await sender.send(one)
    expect(transport.requests.map(({ headers }) => headers.slice(one.request.headers.length))).toEqual([expected])
  })

  it('says who is asking, unless the contract or the user has a word of it', async () => {
    const tool = { name: 'fgs-contract', version: '1.2.3' }
    const { sender, transport } = setUp(inTurn(), {}, Number.POSITIVE_INFINITY, undefined, tool)
    const headers: HeaderList = [...GOOD.request.headers, ['user-agent', 'mine']]
    await sender.send(GOOD)
    await sender.send({ ...GOOD, request: { ...GOOD.request, headers } })
    await sender.send({ ...GOOD, operation: 'agents' })
    const agents = transport.requests.map((request) => headerValue(request.headers, 'user-agent'))
    expect(agents).toEqual(['fgs-contract/1.2.3', 'mine', undefined])
    expect(headerValue(sender.dress(GOOD).headers, 'user-agent')).toBeUndefined()
  })

  it('gives back the outcome, and takes it out of the budget', async () => {
    const { sender, transport, budget, clock } = setUp(inTurn())
    const sent = await sender.send(GOOD)
    expect(sent).toEqual({ kind: 'outcome', outcome: { kind: 'response', response: responseOf(200, {}) } })
    expect([transport.requests.length, budget.requests, budget.executions]).toEqual([1, 1, 1])
    expect(clock.slept).toEqual([])
  })

  it('counts what was executed though it should have been refused', async () => {
    const { sender, budget } = setUp(inTurn(responseOf(400, {}), responseOf(299, {}), responseOf(300, {})))
    for (const executions of [0, 1, 1]) {
      await sender.send(BAD)
      expect(budget.executions).toBe(executions)
    }
    // Without credentials too.
    await sender.send(NONE)
    expect([budget.requests, budget.executions]).toEqual([4, 2])
  })

  it('gives back a fault', async () => {
    const { sender, budget } = setUp(() => 'reset')
    expect(await sender.send(GOOD)).toMatchObject({
      kind: 'outcome',
      outcome: { kind: 'fault', fault: { kind: 'reset' } },
    })
    expect([budget.requests, budget.executions]).toEqual([1, 1])
  })
})

describe('a throttled sender', () => {
  it.each<[name: string, answers: readonly HttpResponse[], slept: readonly number[]]>([
    ['429 without Retry-After', [throttled(429)], [1000]],
    ['429 three times, longer each time', [throttled(429), throttled(429), throttled(429)], [1000, 2000, 4000]],
    ['429 with seconds', [throttled(429, '7')], [7000]],
    ['429 with 0 seconds', [throttled(429, '0')], []],
    ['429 with a date', [throttled(429, 'Fri, 01 Jan 2021 00:00:09 GMT')], [9000]],
    ['429 with a date that is over', [throttled(429, 'Thu, 31 Dec 2020 00:00:00 GMT')], []],
    ['429 with nonsense', [throttled(429, 'soon')], [1000]],
    ['429 with five minutes', [throttled(429, '300')], [300_000]],
    ['503 with Retry-After', [throttled(503, '2')], [2000]],
    ['408', [throttled(408)], [1000]],
    ['425', [throttled(425)], [1000]],
  ])('waits after %s', async (_, answers, slept) => {
    const { sender, transport, clock, budget } = setUp(inTurn(...answers))
    expect(await sender.send(GOOD)).toMatchObject({ outcome: { response: { status: 200 } } })
    expect(clock.slept).toEqual(slept)
    expect(transport.requests).toHaveLength(answers.length + 1)
    // What was not let through has executed nothing.
    expect([budget.requests, budget.executions]).toEqual([answers.length + 1, 1])
  })

  it.each([
    [503, undefined],
    [500, '2'],
    [502, '2'],
    [200, '2'],
    [400, '2'],
  ])('does not wait after %i with Retry-After %s', async (status, retryAfter) => {
    const { sender, transport, clock } = setUp(() => throttled(status, retryAfter))
    expect(await sender.send(GOOD)).toMatchObject({ outcome: { response: { status } } })
    expect(clock.slept).toEqual([])
    expect(transport.requests).toHaveLength(1)
  })

  it.each<[name: string, retryAfter: string | undefined, requests: number, seconds: number, reason: string]>([
    ['without Retry-After', undefined, 7, 63, 'answered 429, even after 63 s of waiting'],
    ['with Retry-After', '1', 21, 20, 'answered 429 21 times'],
    ['with a long Retry-After', '60', 6, 300, 'answered 429, even after 300 s of waiting'],
    ['with one of a day', '86400', 1, 0, 'answered 429, and asked to wait for 86400 s'],
  ])('gives up after a few waits %s, and says what to do', async (_, retryAfter, requests, seconds, reason) => {
    const { sender, transport, clock } = setUp(() => throttled(429, retryAfter))
    const start = clock.now()
    const advice = 'lower --rate, or come back when the quota is there again'
    expect(await sender.send(GOOD)).toEqual({ kind: 'unsent', reason: `${reason}; ${advice}` })
    expect([transport.requests.length, (clock.now() - start) / 1000]).toEqual([requests, seconds])
  })

  it('does not wait for each request anew, and asks no more after three', async () => {
    const { sender, transport, clock } = setUp(() => throttled(429))
    for (let count = 0; count < 10; count++) expect(await sender.send(BAD)).toMatchObject({ kind: 'unsent' })
    expect([transport.requests.length, clock.slept.length]).toEqual([9, 6])
    expect([...sender.throttle.closed.keys()]).toEqual([BAD.operation])
    expect(sender.throttle.over).toBeUndefined()
  })

  it('leaves out an operation alone if others are let through', async () => {
    const other = { ...BAD, operation: 'other' }
    let isSpent = true
    const { sender } = setUp(() => (isSpent ? throttled(429) : responseOf(400, {})))
    for (let count = 0; count < 3; count++) await sender.send(BAD)
    isSpent = false
    expect(await sender.send(other)).toMatchObject({ kind: 'outcome' })
    expect(await sender.send(BAD)).toMatchObject({ kind: 'unsent' })
    isSpent = true
    for (let count = 0; count < 3; count++) await sender.send(other)
    expect(await sender.send({ ...BAD, operation: 'third' })).toMatchObject({ kind: 'unsent' })
    // Four requests in a row, to two operations: that is no matter of one of them.
    expect(sender.throttle.over).toMatch(/^answered 429/)
  })

  it('waits in vain for minutes only, however slowly a quota comes back', async () => {
    const { sender, clock } = setUp((_, index) => (index % 5 === 4 ? responseOf(400, {}) : throttled(429)))
    const start = clock.now()
    let answered = 0
    while ((await sender.send(BAD)).kind === 'outcome') answered++
    expect([answered, (clock.now() - start) / 1000]).toEqual([20, 300])
    expect(sender.throttle.over).toBe('answered 429 again and again; lower --rate')
  })

  it('does not wait for longer than the run may last', async () => {
    const { sender, transport } = setUp(() => throttled(429, '30'), { maxTimeMs: 20_000 })
    expect(await sender.send(GOOD)).toEqual({
      kind: 'unsent',
      reason: 'answered 429, and --max-time leaves no time to wait',
      isLimit: true,
    })
    expect(transport.requests).toHaveLength(1)
  })

  it('lets others wait too', async () => {
    const { sender, clock } = setUp(inTurn(throttled(429, '5')))
    const times: number[] = []
    const start = clock.now()
    await sender.send(GOOD)
    times.push(clock.now() - start)
    await sender.send(BAD)
    times.push(clock.now() - start)
    expect(times).toEqual([5000, 5000])
  })
})

describe('a sender within limits', () => {
  it('keeps the rate', async () => {
    const { sender, clock } = setUp(inTurn(), {}, 4)
    const start = clock.now()
    for (const ms of [0, 250, 500, 750]) {
      await sender.send(GOOD)
      expect(clock.now() - start).toBe(ms)
    }
  })

  it('does not make up for time that passed unused', async () => {
    const { sender, clock } = setUp(inTurn(), {}, 2)
    await sender.send(GOOD)
    clock.advance(10_000)
    await sender.send(GOOD)
    expect(clock.slept).toEqual([])
    await sender.send(GOOD)
    expect(clock.slept).toEqual([500])
  })

  it.each<[Limits, readonly Case[], readonly string[]]>([
    [{ maxRequests: 2 }, [GOOD, BAD, BAD], ['sent', 'sent', '--max-requests was reached']],
    [{ maxRequests: 0 }, [GOOD], ['--max-requests was reached']],
    [{ maxExecutions: 1 }, [GOOD, GOOD, BAD], ['sent', '--max-executions was reached', 'sent']],
    [{ maxExecutions: 0 }, [GOOD, BAD, NONE], ['--max-executions was reached', 'sent', 'sent']],
    [{ maxTimeMs: 0 }, [BAD], ['--max-time was reached']],
  ])('of %j', async (limits, cases, expected) => {
    const { sender, transport } = setUp(() => responseOf(400, {}), limits)
    const got: string[] = []
    for (const one of cases) {
      const sent = await sender.send(one)
      got.push(sent.kind === 'unsent' ? sent.reason : 'sent')
    }
    expect(got).toEqual(expected)
    expect(transport.requests).toHaveLength(expected.filter((one) => one === 'sent').length)
  })

  it('sends no retry that the budget does not hold', async () => {
    const { sender, transport } = setUp(() => throttled(429, '1'), { maxRequests: 3 })
    expect(await sender.send(GOOD)).toMatchObject({
      kind: 'unsent',
      reason: '--max-requests was reached',
      isLimit: true,
    })
    expect(transport.requests).toHaveLength(3)
  })

  it('sends nothing more once the run was stopped', async () => {
    const { sender, transport, stop } = setUp(inTurn())
    stop.abort()
    expect(await sender.send(GOOD)).toEqual({ kind: 'unsent', reason: 'the run was stopped' })
    expect(transport.requests).toHaveLength(0)
  })
})

describe('a budget', () => {
  it('gives back what never reached the deployment', () => {
    const budget = new Budget({ maxRequests: 1, maxExecutions: 1, maxTimeMs: 10 }, () => 0)
    expect(budget.take(true)).toBeUndefined()
    expect(budget.take(true)).toBe('--max-requests')
    budget.giveBack(1)
    expect([budget.requests, budget.executions]).toEqual([0, 0])
    expect(budget.take(false)).toBeUndefined()
    budget.giveBack(0)
    expect([budget.requests, budget.executions]).toEqual([0, 0])
  })

  it('knows the time that is left', () => {
    let now = 5
    const budget = new Budget({ maxRequests: 9, maxExecutions: 9, maxTimeMs: 10 }, () => now)
    expect(budget.left).toBe(10)
    now = 14
    expect(budget.take(false)).toBeUndefined()
    now = 15
    expect(budget.take(false)).toBe('--max-time')
    expect(budget.requests).toBe(1)
  })
})

describe('credentials that are refused', () => {
  const guard: Answer = ({ headers }) => responseOf(headerValue(headers, 'x-auth-token') === 'token-2' ? 200 : 401, {})
  const unlimited = Number.POSITIVE_INFINITY

  it('are replaced once, for all that are under way, and what they were refused to is sent again', async () => {
    const renew = vi.fn(async (): Promise<HeaderList[number]> => ['X-Auth-Token', 'token-2'])
    const { sender, transport, budget, keyring } = setUp(guard, {}, unlimited, renew)
    const sent = await Promise.all([sender.send(GOOD), sender.send(BAD), sender.send(NONE), sender.send(WRONG)])
    const statuses = sent.map(
      (one) => one.kind === 'outcome' && one.outcome.kind === 'response' && one.outcome.response.status,
    )
    expect(statuses).toEqual([200, 200, 401, 401])
    expect([renew.mock.calls.length, transport.requests.length, budget.requests]).toEqual([1, 6, 6])
    expect(keyring.carried.map(([, value]) => value)).toEqual(['token-1', 'token-2'])
  })

  it('are not replaced again', async () => {
    const renew = vi.fn(async (): Promise<HeaderList[number]> => ['X-Auth-Token', 'token-3'])
    const { sender, transport } = setUp(guard, {}, unlimited, renew)
    for (let count = 0; count < 3; count++) await sender.send(GOOD)
    expect([renew.mock.calls.length, transport.requests.length]).toEqual([1, 4])
  })

  it('stay where there are no new ones, which is said', async () => {
    const renew = vi.fn(() => Promise.reject(new Error('nobody is at home')))
    const { sender, transport, keyring } = setUp(guard, {}, unlimited, renew)
    for (let count = 0; count < 3; count++) await sender.send(GOOD)
    expect([renew.mock.calls.length, transport.requests.length]).toEqual([1, 3])
    expect(keyring.failures).toEqual(['nobody is at home'])
  })
})
