import { describe, expect, test } from 'vitest'
import { defects } from '../../../fixtures/deployments/index.ts'
import { overSockets } from '../../support/verify-fixture.ts'
import { row } from './fixture-matrix.ts'

// A third of them, as they are alike.
describe('a defect that deterministic requests meet', () => {
  const named = defects
    .filter(
      ({ finding: { subject: of, intermittent }, run: { timeoutMs } = {} }) =>
        'case' in of && !intermittent && timeoutMs === undefined,
    )
    .filter((_, index) => index % 3 === 0)

  // What random requests show of it has the same name, and costs no shrinking.
  test.each(named.map((defect) => [defect.name, defect] as const))('%s', async (_, defect) => {
    const report = await overSockets(defect, 16, 50)
    expect(report.findings.map(row)).toEqual([row(defect.finding)])
  })
})
