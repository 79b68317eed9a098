import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import {
  createThreeTwo,
  SESSION,
  type ThreeTwoConforming,
  threeTwoConforming,
  threeTwoDefects,
} from '../../../fixtures/three-two/index.ts'
import { loadContract } from '../../../src/contract/documents/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { transportTo } from '../../support/behaviour-transport.ts'
import { planOptions, verify } from '../../support/verify.ts'
import { row } from './fixture-matrix.ts'

const file = fileURLToPath(new URL('../../../fixtures/three-two/three-two.yaml', import.meta.url))
const contract = await loadContract(file, { strict: true })
const SCHEME = 'https://pets.invalid/schemes/session#/components/securitySchemes/session'
const plan = createPlan(contract, {
  ...planOptions,
  allowsChanges: () => true,
  credentials: ({ security }) => (security.length > 0 ? [['X-Session', '']] : []),
})

const verifyThreeTwo = ({ patch }: Pick<ThreeTwoConforming, 'patch'>): Promise<Report> =>
  verify('http://three-two.invalid', {
    contract,
    plan,
    transport: transportTo(createThreeTwo(patch)),
    credentials: [{ field: ['X-Session', SESSION], schemes: [SCHEME] }],
  })

test.each(threeTwoDefects.map((defect) => [defect.name, defect] as const))('what %s is found', async (_, defect) => {
  const { findings } = await verifyThreeTwo(defect)
  expect(findings.map(row).sort()).toEqual(defect.findings.map(row).sort())
})

test.each(threeTwoConforming.map((fixture) => [fixture.name, fixture] as const))(
  'what %s is not',
  async (_, fixture) => {
    const { findings, summary, constraints } = await verifyThreeTwo(fixture)
    expect(findings.map(row)).toEqual([])
    expect(summary.verdict).toBe('pass')
    const untested = constraints.filter(({ id, state }) => / request/.test(id) && state === 'untested')
    // An empty header is one that is not there.
    expect(untested.map(({ id }) => id)).toEqual(['copyPet request.header.Destination minLength'])
  },
)
