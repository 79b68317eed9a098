import { describe, expect, it } from 'vitest'
import { bundled } from '../../../src/contract/documents/index.ts'
import type { HeaderList, HttpRequest, HttpResponse } from '../../../src/http/index.ts'
import { createPlan, mayExecute, type Plan } from '../../../src/planning/cases/index.ts'
import type { Finding, Report, RunEvent } from '../../../src/report/results/index.ts'
import { type Answer, conformingAnswer, FakeClock, inTurn, type RunWith, run } from '../../support/in-memory.ts'
import { bytes, responseOf } from '../../support/messages.ts'
import { plannedWith } from '../../support/plan-laws.ts'
import { bundledPlan } from '../../support/verify.ts'

const TOKEN: HeaderList = [['X-Auth-Token', 'S3cr3t/t+k=n']]
const error = (code: string, message = 'refused'): Record<string, string> => ({ error_code: code, error_msg: message })
const always =
  (status: number, body: Record<string, string>): Answer =>
  () =>
    responseOf(status, body)

const subject = ({ subject: of }: Finding): string =>
  of.kind === 'constraint' ? of.constraint.replace(/^\w+ /, '') : `case ${of.case}`
const told = ({ findings }: Report): string[] =>
  findings.map((one) => `${one.check} ${subject(one)}${one.intermittent ? ' intermittent' : ''}`)
const states = ({ constraints }: Report): Set<string> => new Set(constraints.map(({ state }) => state))

describe('a deployment that keeps its contract', () => {
  it('passes, with everything held that an answer can show', async () => {
    const { report, transport } = await run(conformingAnswer)
    expect(told(report)).toEqual([])
    expect(report.summary).toMatchObject({ verdict: 'pass', findings: { error: 0, advisory: 0 } })
    expect(report.summary.requests).toBe(transport.requests.length)
    expect(report.summary.executions).toBe(bundledPlan().executions)
    const untested = report.constraints.filter(({ state }) => state === 'untested')
    expect(
      untested
        .map(({ id, reason }) => `${id.replace(/^\w+ /, '')}: ${reason}`)
        .filter((one) => !one.startsWith('response.')),
    ).toEqual(['request security: no credentials were given: --token or --header'])
    expect(
      report.constraints.filter(({ state, party }) => state === 'held' && party === 'deployment').length,
    ).toBeGreaterThan(15)
  })

  it('passes with credentials that it enforces', async () => {
    const respond = inTurn(bundled(), { credentials: TOKEN })
    const { report } = await run(respond, { plan: bundledPlan({}, true), credentials: TOKEN })
    expect(told(report)).toEqual([])
    expect(report.summary.verdict).toBe('pass')
    expect(report.constraints.find(({ id }) => id.endsWith('request security'))?.state).toBe('held')
  })

  it.each([2, 8, 100])('passes with %i requests at once, told in the order of the plan', async (concurrency) => {
    const names: string[] = []
    const order = [3, 0, 2, 1]
    const { report } = await run(
      async (request, index) => {
        for (let tick = 0; tick < (order[index % 4] ?? 0); tick++) await Promise.resolve()
        return conformingAnswer(request, index)
      },
      { concurrency, onEvent: (event) => void (event.type === 'progress' && names.push(event.case)) },
    )
    expect(report.summary.verdict).toBe('pass')
    expect(names).toEqual(bundledPlan().cases.map(({ name }) => name))
  })

  it('is asked under its base path', async () => {
    const { report, transport } = await run(
      (request, index) => conformingAnswer({ ...request, target: request.target.slice(5) }, index),
      {
        target: { origin: 'https://deployment.test', basePath: '/base' },
      },
    )
    expect(report.summary.verdict).toBe('pass')
    expect(report.target).toBe('https://deployment.test/base')
    expect(transport.requests.every(({ target }) => target.startsWith('/base/v2/'))).toBe(true)
  })

  it('tells its events: the start, each case, the end', async () => {
    const events: RunEvent[] = []
    const { report } = await run(conformingAnswer, { onEvent: (event) => void events.push(event) })
    const total = bundledPlan().cases.length
    expect(events.map(({ type }) => type)).toEqual([
      'started',
      ...Array.from({ length: total }, () => 'progress'),
      'finished',
    ])
    expect(events.at(-1)).toEqual({ type: 'finished', report })
    expect(events.flatMap((event) => (event.type === 'progress' ? [event.done] : []))).toEqual(
      Array.from({ length: total }, (_, index) => index + 1),
    )
  })
})

describe('a run that proves nothing is inconclusive', () => {
  const cases: readonly {
    readonly name: string
    readonly answer: Answer
    readonly reason: RegExp
    readonly requests?: number
    /** How many of them the target has seen nothing of: they do not count. */
    readonly unreached?: number
    readonly options?: RunWith
  }[] = [
    {
      name: '404 to everything',
      answer: always(404, error('FSS.0404')),
      reason: /^no conforming request was accepted; give values .* with --param and --body$/,
    },
    {
      name: '401',
      answer: always(401, error('X.1')),
      reason:
        /^the deployment demands credentials, and none were given: it answered 401 \(refused\); give credentials for token with --token token=VALUE, or with --header$/,
      requests: 1,
    },
    {
      name: '401 although credentials were given',
      answer: always(401, error('X.1')),
      reason: /^the credentials were refused: it answered 401 \(refused\); check the credentials$/,
      // Another starting point may name a tenant that they are for.
      requests: 4,
      options: { credentials: TOKEN },
    },
    {
      name: '403',
      answer: always(403, error('X.1')),
      reason: /^the deployment demands credentials, and none were given: it answered 403/,
      requests: 1,
    },
    {
      name: '401 that is no JSON',
      answer: () => responseOf(401, bytes('<html>'), []),
      reason: /^the deployment demands credentials, and none were given: it answered 401;/,
      requests: 1,
    },
    {
      name: 'APIG.0301',
      answer: always(401, error('APIG.0301')),
      reason:
        /^the deployment demands credentials, and none were given: the platform said APIG\.0301: the IAM authentication information is wrong/,
      requests: 1,
    },
    {
      name: 'APIG.0302',
      answer: always(403, error('APIG.0302')),
      reason: /^the deployment demands credentials, and none were given: the platform said APIG\.0302: /,
      requests: 1,
    },
    {
      name: 'APIG.0101',
      answer: always(404, error('APIG.0101')),
      reason:
        /^the operation was not reached: the platform said APIG\.0101: the API is not published here, as on the international site$/,
      requests: 1,
    },
    { name: 'no connection', answer: () => 'refused', reason: /^A fault: refused$/, requests: 1, unreached: 1 },
    { name: 'no address', answer: () => 'unresolved', reason: /^A fault: unresolved$/, requests: 1, unreached: 1 },
    { name: 'no secure connection', answer: () => 'tls', reason: /^A fault: tls$/, requests: 1, unreached: 1 },
    { name: 'no HTTP', answer: () => 'not http', reason: /^A fault: not http$/, requests: 1 },
    { name: 'no answer in time', answer: () => 'timeout', reason: /^A fault: timeout$/, requests: 1 },
    {
      name: 'a death half-way',
      answer: (request, index) => (index < 5 ? conformingAnswer(request, index) : 'refused'),
      reason: /^the target stopped answering after 5 requests: A fault: refused$/,
      requests: 6,
      unreached: 1,
    },
    {
      name: 'a death at the second request',
      answer: (request, index) => (index < 1 ? conformingAnswer(request, index) : 'tls'),
      reason: /^the target stopped answering after 1 requests: A fault: tls$/,
      requests: 2,
      unreached: 1,
    },
    { name: 'no request allowed', answer: conformingAnswer, reason: /./, requests: 0, options: { maxRequests: 0 } },
    { name: 'no time', answer: conformingAnswer, reason: /./, requests: 0, options: { maxTimeMs: 0 } },
    {
      name: '429 for ever',
      answer: always(429, error('APIG.0308')),
      reason: /^the deployment lets no more requests through: answered 429, even after 63 s of waiting; lower --rate/,
      requests: 9,
    },
  ]
  it.each(cases)('$name', async ({ answer, reason, requests, unreached = 0, options = {} }) => {
    const { report, transport } = await run(answer, options)
    expect(told(report)).toEqual([])
    expect(report.summary.verdict).toBe('inconclusive')
    expect(report.summary.reason).toMatch(reason)
    expect(report.summary.reason).not.toContain('\n')
    if (requests !== undefined) expect(transport.requests).toHaveLength(requests)
    expect(report.summary.requests).toBe(transport.requests.length - unreached)
    expect(states(report).has('broken')).toBe(false)
    for (const { state, reason: why } of report.constraints) if (state === 'untested') expect(why).toMatch(/\w/)
  })

  it('if a quota is spent on the way, after some minutes of waiting', async () => {
    const { report, transport, clock } = await run((request, index) =>
      index < 20 ? conformingAnswer(request, index) : responseOf(429, error('APIG.0308')),
    )
    expect(told(report)).toEqual([])
    expect(report.summary.verdict).toBe('inconclusive')
    expect(report.summary.reason).toMatch(/^the deployment lets no more requests through: answered 429/)
    expect(transport.requests.length).toBeLessThan(35)
    expect(clock.slept).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000])
    expect(states(report).has('held')).toBe(true)
    // A request that was answered 429 executed nothing.
    const answered = transport.requests.slice(0, 20).filter((request) => isExecutable(request))
    expect(report.summary.executions).toBe(answered.length)
  })

  it('but fails where the target died of a request', async () => {
    const answer: Answer = (request, index) =>
      index < 3 ? conformingAnswer(request, index) : index === 3 ? 'reset' : 'refused'
    const { report } = await run(answer)
    expect(report.summary.verdict).toBe('fail')
    expect(report.findings.map(({ check, subject }) => [check, subject])).toEqual([
      ['complete_response', { kind: 'case', case: 'the target stopped answering' }],
    ])
    // No constraint is broken: what points to the finding points to the method.
    const located = report.constraints.flatMap(({ id, source }) => (source.line === undefined ? [] : [id]))
    expect(located).toEqual(['startSyncWorkflowExecution request method'])
  })

  it('but fails where the target died of a request, when another did not reach it any more', async () => {
    const answer: Answer = async (request, index) => {
      if (index < 6) return conformingAnswer(request, index)
      // The seventh waits for a connection, and meanwhile the eighth kills.
      if (index === 7) return 'reset'
      await new Promise((resolve) => setImmediate(resolve))
      return 'refused'
    }
    for (const concurrency of [2, 8]) {
      const { report } = await run(answer, { concurrency })
      expect(told(report)).toEqual(['complete_response case the target stopped answering'])
    }
  })

  it('but fails where something was broken before', async () => {
    const answer: Answer = (request, index) =>
      index === 0 ? responseOf(200, { status: 'done' }) : index < 3 ? conformingAnswer(request, index) : 'refused'
    const { report } = await run(answer)
    expect(report.summary.verdict).toBe('fail')
    expect(told(report)[0]).toContain('response_schema_conformance response.200 /status enum')
  })
})

describe('waiting for a target', () => {
  it('that comes up in time is no trouble, and counts what was sent', async () => {
    const { report, transport, clock } = await run(
      (request, index) => (index < 3 ? 'refused' : conformingAnswer(request, index)),
      { waitMs: 5000 },
    )
    expect(report.summary.verdict).toBe('pass')
    expect(clock.slept).toEqual([250, 250, 250])
    expect(report.summary.requests).toBe(transport.requests.length - 3)
    expect(report.summary.executions).toBe(bundledPlan().executions)
  })

  it('that does not come up ends', async () => {
    const { report, clock, transport } = await run(() => 'unresolved', { waitMs: 1000 })
    expect(report.summary).toMatchObject({
      verdict: 'inconclusive',
      reason: 'A fault: unresolved, even after 1 s of waiting',
    })
    expect(clock.slept).toEqual([250, 250, 250, 250])
    expect(transport.requests).toHaveLength(5)
  })

  it('that refuses credentials does not happen', async () => {
    const { transport } = await run(always(401, error('X.1')), { waitMs: 1000 })
    expect(transport.requests).toHaveLength(1)
  })
})

const isExecutable = (request: HttpRequest): boolean => conformingAnswer(request, 0).status === 200

describe('server errors', () => {
  it('now and then whose shape is wrong are found for that', async () => {
    let once = true
    const { report } = await run((request, index) => {
      if (index !== 10 || !once) return conformingAnswer(request, index)
      once = false
      return responseOf(500, { error_msg: 'x' })
    })
    expect(told(report)).toEqual(['response_schema_conformance response.500 /error_msg minLength intermittent'])
    expect(report.summary.verdict).toBe('fail')
    expect(report.findings[0]?.occurrences).toBe(1)
  })

  it('count each answer once, however often it was looked at', async () => {
    let wrong = 0
    const { report } = await run((request, index) => {
      if (request.target.split('/')[2]?.length !== 65) return conformingAnswer(request, index)
      wrong++
      return responseOf(500, { error_msg: 'x' })
    })
    const shape = report.findings.find((one) => subject(one) === 'response.500 /error_msg minLength')
    // All but the one that confirms the finding.
    expect(wrong).toBeGreaterThan(3)
    expect(shape?.occurrences).toBe(wrong - 1)
  })

  it('count once where the run ends early', async () => {
    const { report } = await run((request, index) =>
      index === 3 ? responseOf(500, { error_msg: 'x' }) : index < 6 ? conformingAnswer(request, index) : 'refused',
    )
    const shape = report.findings.find((one) => subject(one) === 'response.500 /error_msg minLength')
    expect(shape?.occurrences).toBe(1)
  })

  it('count each answer that shows them', async () => {
    const { report, transport } = await run((request, index) =>
      index === 3 || index === 5 ? responseOf(200, { status: 'done' }) : conformingAnswer(request, index),
    )
    const found = report.findings.find((one) => subject(one) === 'response.200 /status enum')
    expect(transport.requests.length).toBeGreaterThan(6)
    expect(found?.occurrences).toBe(2)
  })

  it('that are not documented are noted if they came once', async () => {
    let once = true
    const { report } = await run((request, index) => {
      if (index !== 3 || !once) return conformingAnswer(request, index)
      once = false
      return responseOf(502, bytes(''), [])
    })
    expect(told(report)).toEqual([])
    expect(report.notes.map(({ message }) => message)).toContain(
      'Status 502 was answered, and not when the request was sent again.',
    )
    expect(report.summary.verdict).toBe('pass')
  })

  it('to everything fail the run, once for all, and the rest is not sent', async () => {
    const { report, transport } = await run(always(500, error('FSS.0500')))
    expect(report.summary.verdict).toBe('fail')
    expect(told(report)).toEqual(['not_a_server_error case every request'])
    // The first one four times, the other starting points, and two that must be refused.
    expect(transport.requests.length).toBeLessThanOrEqual(12)
  })

  it('to what must be refused are found for each constraint', async () => {
    const { report } = await run((request, index) => {
      const answer = conformingAnswer(request, index)
      return answer.status === 400 ? responseOf(500, error('FSS.0500')) : answer
    })
    expect(report.summary.verdict).toBe('fail')
    expect(told(report)).toContain('not_a_server_error request.path.project_id maxLength')
    expect(told(report).every((one) => one.startsWith('not_a_server_error request.'))).toBe(true)
  })
})

describe('a deployment that accepts everything', () => {
  it('fails for each constraint, and counts what it executed', async () => {
    const { report, transport } = await run(() => responseOf(200, {}))
    const { plan } = { plan: bundledPlan() }
    const rejection = report.findings.filter(({ check }) => check === 'negative_data_rejection')
    const owed = [...plan.judges.values()]
      .flatMap(({ constraints }) => constraints)
      .filter(
        ({ party, implied, kind }) =>
          party === 'client' && implied === undefined && kind !== 'security' && kind !== 'method',
      )
    const broken = rejection.flatMap((finding) => {
      const { subject: named, places } = finding
      return places?.map(({ constraint }) => constraint) ?? (named.kind === 'constraint' ? [named.constraint] : [])
    })
    expect(broken.sort()).toEqual(owed.map(({ id }) => id).sort())
    expect(rejection.filter(({ severity }) => severity === 'advisory').map(subject)).toEqual(['request.body mediaType'])
    expect(told(report)).toContain('unsupported_method request method')
    expect(report.summary.executions).toBe(transport.requests.length)
    expect(report.summary.verdict).toBe('fail')
    expect(new Set(report.findings.map(({ id }) => id)).size).toBe(report.findings.length)
  })

  it('is witnessed by the smallest exchange', async () => {
    const { report } = await run(() => responseOf(200, {}))
    const found = report.findings.find((one) => subject(one) === 'request.body /input type')
    expect(found?.occurrences).toBeGreaterThan(3)
    expect(found?.witness.request.body?.length).toBeLessThan(50)
    expect(found?.witness.curl).toContain('https://deployment.test/v2/')
    expect(found?.witness.replay.seed).toBe(1)
  })
})

describe('what hangs', () => {
  it('is found where a like request was answered, and soon not sent any more', async () => {
    let hung = 0
    const { report } = await run((request, index) => {
      if (request.method !== 'POST' || isExecutable(request)) return conformingAnswer(request, index)
      hung++
      return 'timeout'
    })
    expect(report.summary.verdict).toBe('fail')
    expect(report.findings.every(({ check }) => check === 'complete_response')).toBe(true)
    expect(report.findings.length).toBeGreaterThan(0)
    // Three, each met again once.
    expect(hung).toBeLessThanOrEqual(6)
    expect(report.constraints.some(({ state, reason }) => state === 'untested' && reason?.includes('timed out'))).toBe(
      true,
    )
  })

  it('with several requests at once ends as soon', async () => {
    let hung = 0
    await run(
      async (request, index) => {
        await Promise.resolve()
        if (request.method !== 'POST' || isExecutable(request)) return conformingAnswer(request, index)
        hung++
        return 'timeout'
      },
      { concurrency: 4 },
    )
    // Three matters, as many of each as are under way at once; what is under way then; and each matter met again.
    expect(hung).toBeLessThanOrEqual(3 * 4 + 3 + 3)
  })
})

describe('how many requests are under way at once makes no difference', () => {
  const later = (answer: Answer): Answer => {
    const order = [3, 0, 2, 1, 5]
    return async (request, index) => {
      for (let tick = 0; tick < (order[index % 5] ?? 0); tick++) await Promise.resolve()
      return answer(request, index)
    }
  }
  const executed = (request: HttpRequest): boolean =>
    request.method === 'POST' && /"(?:headers|input)":(?:null|"|\[)/.test(Buffer.from(request.body ?? []).toString())
  const defects: readonly (readonly [string, Answer, RunWith])[] = [
    [
      'where much hangs, and more is broken',
      (request, index) => {
        if (request.method !== 'POST') return 'timeout'
        const answer = conformingAnswer(request, index)
        if (answer.status === 200) return answer
        return executed(request) ? responseOf(200, { status: 'done' }) : 'timeout'
      },
      {},
    ],
    [
      'where what must be refused is executed, and nothing may be',
      (request, index) => (executed(request) ? responseOf(200, {}) : conformingAnswer(request, index)),
      { plan: createPlan(bundled(), plannedWith({ maxExecutions: 0 })), maxExecutions: 0 },
    ],
    [
      'where three executions are all',
      (request, index) => (executed(request) ? responseOf(200, {}) : conformingAnswer(request, index)),
      { maxExecutions: bundledPlan().executions + 3 },
    ],
  ]
  it.each(defects)('%s', async (_, answer, options) => {
    const [one, ...others] = await Promise.all(
      [1, 3, 16].map(async (concurrency) => {
        const { report } = await run(later(answer), { ...options, concurrency })
        return { found: told(report), verdict: report.summary.verdict, constraints: report.constraints }
      }),
    )
    expect(one?.found.length).toBeGreaterThan(0)
    for (const other of others) expect(other).toEqual(one)
  })
})

describe('limits of a run', () => {
  it.each([1, 5, 20, 60])('of %i requests are never passed', async (maxRequests) => {
    for (const answer of [
      conformingAnswer,
      always(500, error('FSS.0500')),
      () => responseOf(200, { status: 'done' }),
    ] satisfies Answer[])
      for (const concurrency of [1, 4]) {
        const { report, transport } = await run(answer, { maxRequests, concurrency })
        expect(transport.requests.length).toBeLessThanOrEqual(maxRequests)
        expect(report.summary.requests).toBe(transport.requests.length)
      }
  })

  it.each([0, 1, 4])('of %i executions are never passed by what may be executed', async (maxExecutions) => {
    for (const answer of [
      conformingAnswer,
      always(500, error('FSS.0500')),
      always(400, error('FSS.0400')),
    ] satisfies Answer[]) {
      const { transport } = await run(answer, { maxExecutions })
      expect(
        transport.requests.filter((request) => request.method === 'POST' && isExecutable(request)).length,
      ).toBeLessThanOrEqual(maxExecutions)
    }
  })

  it('of no execution prove by what is refused', async () => {
    const plan = createPlan(bundled(), plannedWith({ maxExecutions: 0 }))
    expect(plan.cases.some(mayExecute)).toBe(false)
    const { report } = await run(conformingAnswer, { plan, maxExecutions: 0, allowsUnreached: () => true })
    expect(report.summary).toMatchObject({ verdict: 'pass', executions: 0 })
    const row = report.constraints.find(({ id }) => id.endsWith('request.path.project_id maxLength'))
    expect(row).toMatchObject({ state: 'untested', reason: expect.stringContaining('--max-executions') })
    const accepting = await run(() => responseOf(200, {}), { plan, maxExecutions: 0 })
    expect(accepting.report.summary.verdict).toBe('fail')
  })

  it.each([
    [1, '1 request that must be refused was executed.'],
    [2, '2 requests that must be refused were executed.'],
  ])('are passed by %i that must be refused, which a note says', async (executions, note) => {
    let accepted = 0
    const { report } = await run((request, index) => {
      const answer = conformingAnswer(request, index)
      return answer.status === 400 && accepted++ < executions ? responseOf(200, {}) : answer
    })
    expect(report.notes.map(({ message }) => message)).toContain(note)
  })

  it('of no execution prove nothing where all is answered 404', async () => {
    const plan = createPlan(bundled(), plannedWith({ maxExecutions: 0 }))
    const { report } = await run(always(404, error('FSS.0404')), { plan, maxExecutions: 0 })
    expect(report.summary.verdict).toBe('inconclusive')
  })

  it('of time end the run', async () => {
    for (const answer of [conformingAnswer, always(404, error('FSS.0404'))] satisfies Answer[]) {
      const clock = new FakeClock()
      const { transport, report } = await run(
        (request, index) => {
          clock.advance(1000)
          return answer(request, index)
        },
        { maxTimeMs: 10_000, clock },
      )
      expect(transport.requests).toHaveLength(10)
      expect(report.summary.durationMs).toBe(10_000)
      expect(report.constraints.some(({ reason }) => reason?.includes('--max-time'))).toBe(true)
    }
  })

  it('cut leave constraints untested, and never turn fail into pass', async () => {
    const { report } = await run(
      (request, index) => (index === 0 ? responseOf(200, { status: 'done' }) : conformingAnswer(request, index)),
      { maxRequests: 2 },
    )
    expect(report.summary.verdict).toBe('fail')
    const whole = await run(conformingAnswer, { maxRequests: 30 })
    expect(
      whole.report.constraints.some(({ state, reason }) => state === 'untested' && reason?.includes('--max-requests')),
    ).toBe(true)
  })
})

describe('a run that is stopped', () => {
  it.each([1, 4])('sends nothing more, hangs up and says so, with %i at once', async (concurrency) => {
    const stop = new AbortController()
    const { report, transport } = await run(
      async (request, index) => {
        if (index === 9) stop.abort()
        await Promise.resolve()
        return conformingAnswer(request, index)
      },
      { signal: stop.signal, concurrency },
    )
    expect(report.summary).toMatchObject({ verdict: 'inconclusive', reason: 'the run was stopped before its end' })
    expect(transport.requests.length).toBeLessThanOrEqual(10 + concurrency)
    expect(transport.closed).toBe(1)
  })

  it('fails where something was broken before', async () => {
    const stop = new AbortController()
    const { report } = await run(
      (request, index) => {
        if (index === 9) stop.abort()
        return index === 0 ? responseOf(200, { status: 1 }) : conformingAnswer(request, index)
      },
      { signal: stop.signal },
    )
    expect(report.summary.verdict).toBe('fail')
  })
})

describe('secrets', () => {
  const secret = 'S3cr3t/t+k=n'
  const forms: readonly (readonly [name: string, answer: (request: HttpRequest) => HttpResponse])[] = [
    ['in the body', () => responseOf(200, { status: `done ${secret}` })],
    ['in a name of the body', () => responseOf(200, { status: 1, [secret]: 2 })],
    ['percent-encoded in the body', () => responseOf(200, { status: encodeURIComponent(secret) })],
    ['in base64', () => responseOf(200, { status: Buffer.from(`user:${secret}`).toString('base64') })],
    [
      'in a header',
      () =>
        responseOf(200, { status: 'done' }, [
          ['content-type', 'application/json'],
          ['x-echo', `a ${secret} b`],
        ]),
    ],
    ['in the media type', () => responseOf(200, {}, [['content-type', `text/${secret}`]])],
    ['in a body that is no JSON', () => responseOf(200, bytes(`<p>${secret}`))],
    ['of the other headers', () => responseOf(200, { status: 'more-secret-1' })],
  ]
  it.each(forms)('that are echoed %s are never in the report', async (_, answer) => {
    const { report, transport } = await run(answer, {
      plan: bundledPlan({}, true),
      credentials: TOKEN,
      headers: [['X-More', 'more-secret-1']],
    })
    expect(transport.requests[0]?.headers).toContainEqual(TOKEN[0])
    expect(report.findings.length).toBeGreaterThan(0)
    const text = JSON.stringify(report, (__, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString() : value,
    )
    for (const form of [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
      Buffer.from(`user:${secret}`).toString('base64'),
      'more-secret-1',
    ])
      expect(text).not.toContain(form)
    expect(text).toContain('***')
  })

  it('that a body or a path holds are not in the report either', async () => {
    const known = { parameters: new Map([['workflow_id', [secret]]]), bodies: [{ input: { token: secret } }] }
    const plan = createPlan(bundled(), plannedWith({ known }))
    const { report, transport } = await run(() => responseOf(200, { status: 'done' }), { plan, credentials: TOKEN })
    expect(Buffer.from(transport.requests[0]?.body ?? []).toString()).toContain(secret)
    const text = JSON.stringify(report, (__, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString() : value,
    )
    for (const form of [secret, encodeURIComponent(secret)]) expect(text).not.toContain(form)
    expect(text).toContain('***')
  })
})

describe('credentials', () => {
  it('that are not asked for are found', async () => {
    const { report } = await run((request) => conformingAnswer(request, 0), {
      plan: bundledPlan({}, true),
      credentials: TOKEN,
    })
    expect(told(report)).toEqual(['ignored_auth request security'])
    const [found] = report.findings
    expect(found?.witness.request.headers.map(([name]) => name.toLowerCase())).not.toContain('x-auth-token')
  })
})

describe('a plan', () => {
  it('that is empty proves nothing', async () => {
    const plan: Plan = createPlan(bundled(), plannedWith({ includes: () => false }))
    const { report, transport } = await run(conformingAnswer, { plan })
    expect(transport.requests).toEqual([])
    expect(report.summary).toMatchObject({ verdict: 'inconclusive', reason: 'nothing was proven' })
  })
})
