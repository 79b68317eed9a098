import { describe, expect, test } from 'vitest'
import { failure } from '../../../fixtures/deployments/answer.ts'
import {
  type Conforming,
  type Context,
  combined,
  conforming,
  type Defect,
  defects,
  type ExpectedFinding,
  type Patch,
  startDeployment,
} from '../../../fixtures/deployments/index.ts'
import type { Finding, Report } from '../../../src/report/results/index.ts'
import { bundledPlan, verify } from '../../support/verify.ts'

async function run({ patch, run = {} }: Conforming, concurrency: number): Promise<Report> {
  const deployment = await startDeployment(patch)
  try {
    const { params = {}, token, timeoutMs } = run
    const plan = bundledPlan(params, token !== undefined)
    return await verify(deployment.origin, {
      plan,
      concurrency,
      ...(token !== undefined && { token }),
      ...(timeoutMs !== undefined && { timeoutMs }),
    })
  } finally {
    await deployment.close()
  }
}

const subject = (of: ExpectedFinding['subject'] | Finding['subject']): string =>
  'constraint' in of ? of.constraint : `case ${of.case}`

const row = ({ check, severity = 'error', intermittent = false, ...rest }: ExpectedFinding | Finding): string =>
  `${check} | ${subject(rest.subject)} | ${severity}${intermittent ? ' | intermittent' : ''}`

const expected = ({ finding, also = [] }: Defect): string[] => [finding, ...also].map(row).sort()

/** They ask for patience, or fail now and then: what fails is sent again, and may be executed again. */
const RETRIED = new Set([
  'maximal-500-bodies',
  'rate-limited-at-once',
  'unavailable-with-retry-after',
  'now-and-then-500-for-valid-requests',
  'now-and-then-500-for-any-post',
])

/** Arrival orders differ most between all that fixtures take, and one at a time: enough, for every eighth fixture. */
const everyEighth = <T>(fixtures: readonly T[]): readonly T[] => fixtures.filter((_, index) => index % 8 === 0)
const oneAtATime = { defects: everyEighth(defects), combined, conforming: everyEighth(conforming) }

describe.each([
  [16, { defects, combined, conforming }],
  [1, oneAtATime],
] as const)('with %i requests at once', (concurrency, { defects, combined, conforming }) => {
  test.concurrent.each(defects.map((defect) => [defect.name, defect] as const))('%s', async (_, defect) => {
    const report = await run(defect, concurrency)
    expect(report.findings.map(row).sort().join('\n')).toBe(expected(defect).join('\n'))
  })

  test.concurrent.each(combined.map((defect) => [defect.name, defect] as const))('%s', async (_, defect) => {
    const report = await run(defect, concurrency)
    expect(report.findings.map(row).sort().join('\n')).toBe(expected(defect).join('\n'))
  })

  test.concurrent.each(conforming.map((one) => [one.name, one] as const))('%s gets no finding', async (_, one) => {
    const report = await run(one, concurrency)
    expect(report.findings.map(row).join('\n')).toBe('')
    const { verdict, requests, executions, constraints } = report.summary
    expect(verdict).toBe('pass')
    expect(constraints.broken).toBe(0)
    // Where known values are given, unknown ones have requests of their own.
    const most = RETRIED.has(one.name) || one.run?.params ? 12 : 8
    expect(executions).toBeLessThanOrEqual(most)
    expect(requests).toBeLessThanOrEqual(80)
  })
})

describe('a deployment that dies', () => {
  const deaths: readonly (readonly [string, (context: Context) => boolean])[] = [
    ['of a request that it may execute', ({ bytes }) => Buffer.from(bytes).includes('\\u0000')],
    ['of a request that it should refuse', ({ refusedBy }) => refusedBy === 'headers'],
    ['after some time', ({ requests }) => requests === 30],
  ]
  test.concurrent.each(deaths)('%s, is told so however many requests are under way', async (_, isDeadly) => {
    const reports = [1, 4, 16].map(async (concurrency) => {
      let isDead = false
      const deployment = await startDeployment({
        transport: (res, _answer, context) => {
          if (!isDead && !isDeadly(context)) return false
          isDead = true
          res.destroy()
          void deployment.close()
          return true
        },
      })
      return verify(deployment.origin, { concurrency })
    })
    for (const { summary, findings } of await Promise.all(reports)) {
      expect(summary.verdict).toBe('fail')
      expect(findings.map(row)).toEqual(['complete_response | case the target stopped answering | error'])
    }
  })
})

describe('a deployment that looks ids up', () => {
  const params = { workflow_id: ['known-workflow'] }
  const lookup: Patch['valid'] = ({ workflow_id }) =>
    workflow_id === 'known-workflow' ? undefined : failure(404, 'The workflow does not exist.')
  const limits = async (patch: Patch, known = params): Promise<(string | undefined)[]> => {
    const { constraints, summary } = await run({ name: '', patch, run: { params: known } }, 4)
    expect(summary.findings.error).toBe(0)
    return constraints
      .filter(({ id }) => /request\.path\.\w+ maxLength$/.test(id))
      .map(({ state, reason }) => `${state}${reason ? ` ${reason}` : ''}`)
  }

  test('and has no limit proves none', async () => {
    const [project, workflow] = await limits({
      valid: lookup,
      rules: { workflow_id: { limit: Number.POSITIVE_INFINITY } },
    })
    expect(project).toBe('held')
    expect(workflow).toMatch(/^untested answered 404 at the edge and beyond it alike/)
  })

  test('and has no limit proves none at a known value that stands at the edge', async () => {
    const [, workflow] = await limits(
      {
        valid: ({ workflow_id }) =>
          workflow_id.startsWith('known-') && workflow_id.length === 512 ? undefined : failure(404, 'Not there.'),
        rules: { workflow_id: { limit: Number.POSITIVE_INFINITY } },
      },
      { workflow_id: ['known-'.padEnd(512, 'x')] },
    )
    expect(workflow).toMatch(/^untested beyond its edge 404 was answered/)
  })

  test('and refuses over-long ones proves its limits', async () => {
    expect(await limits({ valid: lookup })).toEqual(['held', 'held'])
  })
})
