import { describe, expect, it } from 'vitest'
import { createPlan } from '../../../src/planning/cases/index.ts'
import type { Finding } from '../../../src/report/results/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { type Answer, inTurn, run } from '../../support/in-memory.ts'
import { responseOf } from '../../support/messages.ts'
import { petstore } from '../../support/petstore.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const contract = contractOf(petstore)
const plan = createPlan(contract, plannedWith())
const keeps = inTurn(contract)
const EVERY = 'every request'
const failure = responseOf(500, {})

const verify = (answer: Answer) => run(answer, { contract, plan })
const about = ({ check, subject, operation }: Finding): string =>
  `${check} ${operation}: ${subject.kind === 'case' ? subject.case : subject.constraint}`

describe('an operation that answers nothing but server errors', () => {
  const isCreate: (request: { method: string }) => boolean = ({ method }) => method === 'POST'
  const breaks: Answer = (request, index) => (isCreate(request) ? failure : keeps(request, index))

  it('is one finding, and the rest of it is not sent', async () => {
    const { report, transport } = await verify(breaks)
    expect(report.findings.map(about)).toEqual([`not_a_server_error createPet: ${EVERY}`])
    const planned = plan.cases.filter(({ operation }) => operation === 'createPet').length
    expect(planned).toBeGreaterThan(20)
    // The first one four times, the other starting points, and two that must be refused.
    const starts = plan.starts.get('createPet')?.length ?? 0
    expect(starts).toBeGreaterThan(0)
    expect(transport.requests.filter(isCreate)).toHaveLength(4 + starts + 2)
  })

  it('says so of its own constraints alone', async () => {
    const { report } = await verify(breaks)
    const told = report.constraints.filter(({ reason = '' }) => reason.includes('every request'))
    expect(new Set(told.map(({ operation }) => operation))).toEqual(new Set(['createPet']))
    expect(told.map(({ id }) => id)).toContain('createPet request.body /name maxLength')
    const states = (operation: string) =>
      report.constraints.filter((row) => row.operation === operation).map(({ state }) => state)
    expect(states('createPet')).not.toContain('held')
    expect(states('getPet')).toContain('held')
  })

  it('is sent to the end if it refuses in order', async () => {
    const { report } = await verify((request, index) => {
      const answer = keeps(request, index)
      return isCreate(request) && answer.status < 300 ? failure : answer
    })
    expect(report.findings.map(about)).not.toContain(`not_a_server_error createPet: ${EVERY}`)
    expect(report.constraints.filter(({ reason = '' }) => reason.includes('every request'))).toEqual([])
  })

  it('is sent to the end if another starting point is accepted', async () => {
    const first = plan.cases.find(({ operation, role }) => operation === 'createPet' && role === 'base')?.request.body
    const { report } = await verify((request, index) => {
      const answer = keeps(request, index)
      const isFirst = first !== undefined && request.body !== undefined && Buffer.from(first).equals(request.body)
      return isCreate(request) && (isFirst || answer.status >= 400) ? failure : answer
    })
    expect(report.constraints.filter(({ reason = '' }) => reason.includes('every request'))).toEqual([])
    expect(report.findings.map(about)).not.toContain(`not_a_server_error createPet: ${EVERY}`)
    expect(report.findings.map(about)).toContain('not_a_server_error createPet: createPet request.body /name maxLength')
  })

  it('accuses no constraint if it refuses in order but little, and meets all else alike', async () => {
    const { report } = await verify((request, index) => {
      const answer = keeps(request, index)
      const breaksHeader = request.headers.some(([name, value]) => name === 'trace' && value.length > 20)
      return isCreate(request) && !breaksHeader ? failure : answer
    })
    const errors = report.findings.filter(({ check }) => check === 'not_a_server_error')
    expect(errors.map(({ subject, operation }) => [operation, subject.kind])).toEqual([['createPet', 'case']])
  })

  it('accuses the constraints of breaches that meet another error than conforming requests', async () => {
    const { report } = await verify((request, index) => {
      const answer = keeps(request, index)
      if (!isCreate(request)) return answer
      return answer.status < 300
        ? failure
        : Buffer.from(request.body ?? '').includes('"name"')
          ? answer
          : responseOf(502, {})
    })
    expect(report.findings.map(about)).toContain('not_a_server_error createPet: createPet request.body /name required')
  })

  it('accuses a constraint that it keeps elsewhere, though another conforming request meets the error too', async () => {
    const { report } = await verify((request, index) => {
      const body = Buffer.from(request.body ?? '').toString()
      const isStruck = !body.startsWith('{') || body.includes('__proto__')
      return isCreate(request) && request.body !== undefined && isStruck ? failure : keeps(request, index)
    })
    expect(report.findings.map(about)).toContain('not_a_server_error createPet: createPet request.body type')
  })

  it('has one name for a request that is sent twice, and for what breaks something once nothing is accepted any more', async () => {
    let isAccepted = false
    const { report } = await verify((request, index) => {
      if (!isCreate(request)) return keeps(request, index)
      if (isAccepted) return failure
      const answer = keeps(request, index)
      isAccepted ||= answer.status < 300
      return answer
    })
    const errors = report.findings.filter(({ check }) => check === 'not_a_server_error')
    expect(errors.map(about)).toEqual(['not_a_server_error createPet: fullest body'])
  })

  it('is sent to the end if the error passes', async () => {
    let count = 0
    const { report } = await verify((request, index) =>
      isCreate(request) && count++ < 2 ? failure : keeps(request, index),
    )
    expect(report.constraints.find(({ id }) => id === 'createPet request.body /name maxLength')?.state).toBe('held')
  })
})

describe('a target that answers nothing but server errors', () => {
  it.each(['malformed', 'undecodable', 'truncated', 'too large'] as const)(
    'or what is %s, is one finding',
    async (fault) => {
      const { report, transport } = await verify(() => fault)
      expect(report.findings.map(about)).toEqual([expect.stringMatching(/^complete_response .*: every request$/)])
      expect(transport.requests.length).toBeLessThanOrEqual(3 * 6)
      expect(report.summary.verdict).toBe('fail')
      const [reason] = report.constraints.flatMap((row) => (row.reason?.startsWith('not sent') ? [row.reason] : []))
      expect(reason).toBe('not sent: every request to the target was answered with what cannot be read')
    },
  )

  it('is one finding of all its operations, after a few requests', async () => {
    const { report, transport } = await verify(() => failure)
    expect(report.findings).toHaveLength(1)
    expect(report.findings[0]?.subject).toEqual({ kind: 'case', case: EVERY })
    // Three first requests, of which each is met again, and two more of those that must be refused.
    expect(transport.requests.length).toBeLessThanOrEqual(3 * 6)
    expect(report.summary.verdict).toBe('fail')
    const reasons = new Set(report.constraints.flatMap(({ state, reason }) => (state === 'untested' ? [reason] : [])))
    expect([...reasons].filter((reason = '') => !/brings? one|--token/.test(reason))).toEqual([
      'not sent: every request to the target was answered with a server error',
    ])
  })
})
