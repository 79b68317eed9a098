import { expect, test } from 'vitest'
import type { Conforming, Defect, ExpectedFinding } from '../../../fixtures/deployments/index.ts'
import type { Finding } from '../../../src/report/results/index.ts'
import type { VerifyFixture } from '../../support/verify-fixture.ts'

export interface Fixtures {
  readonly defects: readonly Defect[]
  readonly conforming: readonly Conforming[]
}

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
  'drops-two-connections',
])

/** Each fixture gets the findings that it expects, and no others. */
export function testFixtures(
  { defects, conforming }: Fixtures,
  verifyFixture: VerifyFixture,
  concurrency: number,
): void {
  test.concurrent.each(defects.map((defect) => [defect.name, defect] as const))(
    '%s',
    async (_, defect) => {
      const report = await verifyFixture(defect, concurrency)
      expect(report.findings.map(row).sort().join('\n')).toBe(expected(defect).join('\n'))
    },
    // To find what is never answered takes a time-out for each half that has it.
    120_000,
  )

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
      expect(requests).toBeLessThanOrEqual(RETRIED.has(fixture.name) ? 100 : 80)
    },
  )
}
