import { describe, expect, it, test } from 'vitest'
import { type Call, randomDefects } from '../../../fixtures/deployments/index.ts'
import { bundled } from '../../../src/contract/documents/index.ts'
import type { RunOptions } from '../../../src/deployment/run/index.ts'
import { toCurl } from '../../../src/http/index.ts'
import { isObject } from '../../../src/json/index.ts'
import { type Case, createPlan, mayExecute, shrinkCase } from '../../../src/planning/cases/index.ts'
import type { Finding, Report } from '../../../src/report/results/index.ts'
import { type Answer, conformingAnswer, run } from '../../support/in-memory.ts'
import { responseOf } from '../../support/messages.ts'
import { bundledPlan, planOptions } from '../../support/verify.ts'
import { inMemoryIfPossible } from '../../support/verify-fixture.ts'

const RUNS = 100
const plan = bundledPlan({}, false, RUNS)

/** What a witness's request calls. */
function callOf({ witness: { request } }: Finding): Call {
  const [, , project = '', , , workflow = ''] = request.target.split('/')
  const body = JSON.parse(Buffer.from(request.body ?? []).toString())
  return { project_id: decodeURIComponent(project), workflow_id: decodeURIComponent(workflow), body }
}

const subject = ({ subject: of }: { readonly subject: object }): string =>
  'constraint' in of ? `${of.constraint}` : 'case' in of ? `case ${of.case}` : ''

const told = ({ findings }: Report): string[] => findings.map((one) => `${one.check} ${subject(one)}`)

describe('a defect that only random requests meet', () => {
  describe.each(randomDefects.map((defect) => [defect.name, defect] as const))(
    '%s',
    (_, { finding, patch, isLeast }) => {
      test.each([1, 16])('is one finding with the least witness, with %i requests at once', async (concurrency) => {
        const { findings } = await inMemoryIfPossible({ patch }, concurrency, RUNS)
        expect(findings.map((one) => `${one.check} ${subject(one)}`)).toEqual([`${finding.check} ${subject(finding)}`])
        for (const one of findings) {
          expect(callOf(one)).toSatisfy(isLeast)
          expect(one.intermittent).toBe(false)
          expect(one.witness.replay.path).toMatch(/^\d+(:\d+)+$/)
        }
      })

      test('is not met by others', async () => {
        expect((await inMemoryIfPossible({ patch }, 4)).findings).toEqual([])
      })

      test('replays from seed and path', async () => {
        const [found] = (await inMemoryIfPossible({ patch }, 4, RUNS)).findings
        const { seed = 0, path = '' } = found?.witness.replay ?? {}
        // However many random requests are planned.
        const again = createPlan(bundled(), { ...planOptions, runs: 1, seed }).cases.find(({ random }) => random)
        const draft = again?.random?.drafts.at(path)
        expect(draft?.path).toBe(path)
        const body = Buffer.from(found?.witness.request.body ?? []).toString()
        expect(draft?.draft.rawBody ?? JSON.stringify(draft?.draft.body)).toBe(body)
      })
    },
  )

  it('is none where the contract is kept', async () => {
    expect((await inMemoryIfPossible({ patch: {} }, 4, RUNS)).findings).toEqual([])
  })
})

describe('shrinking', () => {
  const isPair = ({ judged: { body } }: Case): boolean =>
    isObject(body) && isObject(body.input) && Object.keys(body.input).length === 2 && body.headers === undefined
  const failing = plan.cases.filter((one) => mayExecute(one) && isPair(one))
  const refusing: Answer = (request, index) => {
    const answer = conformingAnswer(request, index)
    const { input = {}, headers } = answer.status === 200 ? JSON.parse(Buffer.from(request.body ?? []).toString()) : {}
    return Object.keys(input).length === 2 && headers === undefined
      ? responseOf(400, { error_code: 'FSS.0400', error_msg: 'Not accepted here.' })
      : answer
  }
  it.each([
    [Number.POSITIVE_INFINITY, 23],
    [3, 12],
    [0, 7],
  ])('with %s executions sends %i further requests', async (maxShrinkExecutions, further) => {
    const { report, transport } = await run(refusing, { plan, maxShrinkExecutions })
    expect(failing.length).toBeGreaterThan(3)
    // Two names are accepted beside headers: neither is at fault, but a rule between fields that no document can say.
    expect(told(report)).toEqual([])
    // Each failure is met again, once. The places of some are tried alone, and one beside other values.
    expect(transport.requests.length).toBe(plan.cases.length + failing.length + further)
  })

  it.each([0, 1, failing.length + 2, failing.length + 5])(
    'keeps within the budgets of a run: %i more',
    async (left) => {
      for (const limit of [
        { maxRequests: plan.cases.length + left },
        { maxExecutions: plan.executions + left },
      ] satisfies Partial<RunOptions>[]) {
        const { report, transport } = await run(refusing, { plan, ...limit })
        // Without room to find what differs in one place alone, nothing is said but that it could not be found.
        expect(report.findings.length).toBeLessThanOrEqual(1)
        expect(transport.requests.length).toBe(plan.cases.length + left)
        expect(report.notes.length).toBeGreaterThan(0)
      }
    },
  )

  it('asks of no request twice, of conforming ones alone, and ends when it is told to', async () => {
    const [one] = failing
    const judge = plan.judges.get(one?.operation ?? '')
    if (!one || !judge) throw new Error('nothing random')
    const asked: Case[] = []
    const smallest = await shrinkCase(judge, one, async (smaller) => {
      asked.push(smaller)
      return asked.length > 40 ? undefined : isPair(smaller)
    })
    expect(smallest.request.target.length).toBeLessThan(one.request.target.length)
    expect(new Set(asked.map(({ request }) => toCurl(request, ''))).size).toBe(asked.length)
    expect(asked.length).toBeLessThanOrEqual(41)
    expect(asked.every(mayExecute)).toBe(true)
    await expect(shrinkCase(judge, one, () => Promise.reject(new Error('of the program')))).rejects.toThrow(
      'of the program',
    )
  })

  it('does not follow what does not show again', async () => {
    const sent = new Map<string, number>()
    const { report } = await run(
      (request, index) => {
        const key = toCurl(request, '')
        const count = sent.get(key) ?? 0
        sent.set(key, count + 1)
        const answer = refusing(request, index)
        // What is refused once only may have been missing until then.
        return count % 2 === 0 ? answer : conformingAnswer(request, index)
      },
      { plan },
    )
    expect(
      report.findings.map(({ intermittent, witness }) => [intermittent, witness.replay.path?.includes(':')]),
    ).toEqual([[true, false]])
  })
})
