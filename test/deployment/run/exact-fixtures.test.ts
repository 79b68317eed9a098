import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createExact, type ExactConforming, exactConforming, exactDefects } from '../../../fixtures/exact/index.ts'
import { loadContract } from '../../../src/contract/documents/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { transportTo } from '../../support/behaviour-transport.ts'
import { planOptions, verify } from '../../support/verify.ts'
import { row } from './fixture-matrix.ts'

const contract = await loadContract(fileURLToPath(new URL('../../../fixtures/exact/exact.yaml', import.meta.url)))
const plan = createPlan(contract, planOptions)

const verifyExact = ({ patch }: ExactConforming): Promise<Report> =>
  verify('http://exact.invalid', { contract, plan, transport: transportTo(createExact(patch)) })

test.each(exactDefects.map((defect) => [defect.name, defect] as const))('what %s is found', async (_, defect) => {
  const { findings } = await verifyExact(defect)
  expect(findings.map(row).sort()).toEqual(defect.findings.map(row).sort())
})

test.each(exactConforming.map((fixture) => [fixture.name, fixture] as const))('what %s is not', async (_, fixture) => {
  const { findings, summary, constraints } = await verifyExact(fixture)
  expect(findings.map(row)).toEqual([])
  expect(summary.verdict).toBe('pass')
  const untested = constraints.filter(({ id, state }) => / request/.test(id) && state === 'untested')
  expect(untested.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([])
})
