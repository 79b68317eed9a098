import { describe, expect, test } from 'vitest'
import {
  type Conforming,
  conforming,
  type Defect,
  defects,
  type ExpectedFinding,
  startDeployment,
} from '../../fixtures/deployments/index.ts'
import type { Finding, Report } from '../../src/results/index.ts'
import { bundledPlan, verify } from '../support/verify.ts'

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

// Arrival orders differ most between one at a time and all that fixtures take.
describe.each([1, 16])('with %i requests at once', (concurrency) => {
  test.concurrent.each(defects.map((defect) => [defect.name, defect] as const))('%s', async (_, defect) => {
    const report = await run(defect, concurrency)
    expect(report.findings.map(row).sort().join('\n')).toBe(expected(defect).join('\n'))
  })

  test.concurrent.each(conforming.map((one) => [one.name, one] as const))('%s gets no finding', async (_, one) => {
    const report = await run(one, concurrency)
    expect(report.findings.map(row).join('\n')).toBe('')
    expect(report.summary.verdict).toBe('pass')
  })
})
