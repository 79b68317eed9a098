import { expect, test } from 'vitest'
import {
  type Conforming,
  createBehaviour,
  type Defect,
  type ExpectedFinding,
  type RunOptions,
  startDeployment,
} from '../../../fixtures/deployments/index.ts'
import type { Finding, Report } from '../../../src/report/results/index.ts'
import { transportTo } from '../../support/behaviour-transport.ts'
import { bundledPlan, verify } from '../../support/verify.ts'

/** A fixture of any sort, with what to know for verifying it. */
type Fixture = Pick<Conforming, 'patch' | 'run'>

/** Verifies a fixture with so many requests at once, and so many random requests beside the planned ones. */
export type VerifyFixture = (fixture: Fixture, concurrency: number, runs?: number) => Promise<Report>

export interface Fixtures {
  readonly defects: readonly Defect[]
  readonly conforming: readonly Conforming[]
}

export const overSockets: VerifyFixture = async ({ patch, run }, concurrency, runs) => {
  const deployment = await startDeployment(patch)
  try {
    return await verify(deployment.origin, optionsOf(run, concurrency, runs))
  } finally {
    await deployment.close()
  }
}

export const inMemory: VerifyFixture = ({ patch, run }, concurrency, runs) =>
  verify('http://deployment.invalid', {
    ...optionsOf(run, concurrency, runs),
    transport: transportTo(createBehaviour(patch)),
  })

export const inMemoryIfPossible: VerifyFixture = (fixture, ...more) =>
  needsSockets(fixture) ? overSockets(fixture, ...more) : inMemory(fixture, ...more)

/** Whether a fixture writes answers itself, and so cannot do without sockets. */
export const needsSockets = ({ patch }: Fixture): boolean => patch.transport !== undefined

const optionsOf = ({ params = {}, token, timeoutMs }: RunOptions = {}, concurrency: number, runs = 0) => ({
  plan: bundledPlan(params, token !== undefined, runs),
  concurrency,
  ...(token !== undefined && { token }),
  ...(timeoutMs !== undefined && { timeoutMs }),
})

const subject = (of: ExpectedFinding['subject'] | Finding['subject']): string =>
  'constraint' in of ? of.constraint : `case ${of.case}`

export const row = ({ check, severity = 'error', intermittent = false, ...rest }: ExpectedFinding | Finding): string =>
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

/** Each fixture gets the findings that it expects, and no others. */
export function testFixtures(
  { defects, conforming }: Fixtures,
  verifyFixture: VerifyFixture,
  concurrency: number,
): void {
  test.concurrent.each(defects.map((defect) => [defect.name, defect] as const))('%s', async (_, defect) => {
    const report = await verifyFixture(defect, concurrency)
    expect(report.findings.map(row).sort().join('\n')).toBe(expected(defect).join('\n'))
  })

  test.concurrent.each(conforming.map((fixture) => [fixture.name, fixture] as const))(
    '%s gets no finding',
    async (_, fixture) => {
      const report = await verifyFixture(fixture, concurrency)
      expect(report.findings.map(row).join('\n')).toBe('')
      const { verdict, requests, executions, constraints } = report.summary
      expect(verdict).toBe('pass')
      expect(constraints.broken).toBe(0)
      // Where known values are given, unknown ones have requests of their own.
      const most = RETRIED.has(fixture.name) || fixture.run?.params ? 12 : 8
      expect(executions).toBeLessThanOrEqual(most)
      expect(requests).toBeLessThanOrEqual(80)
    },
  )
}
