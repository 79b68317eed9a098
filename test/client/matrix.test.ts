import { describe, expect, test } from 'vitest'
import { clientOf, conforming, defects } from '../../fixtures/clients/index.ts'
import { verifyClient } from '../../src/client/index.ts'
import { bundled } from '../../src/contract/documents/index.ts'
import type { Finding } from '../../src/report/results/index.ts'
import { startCall } from '../support/start-call.ts'

/** So few that only what planned calls show is found: random ones have tests of their own. */
const RUNS = 2
const PATIENCE = 60_000
/** What takes longer is taken to hang, twice. */
const IMPATIENCE = 3_000

const row = ({ check, subject, severity, class: name }: Finding): string =>
  [severity, check, subject.kind === 'case' ? `case ${subject.case}` : subject.constraint, name].join(' | ')

describe('clients with one defect', () => {
  test.each(defects.map((defect) => [defect.name, defect] as const))(
    '%s',
    async (name, { patch, hangs }) => {
      const timeout = hangs ? IMPATIENCE : PATIENCE
      const report = await verifyClient(bundled(), startCall(clientOf(patch)), { runs: RUNS, timeout })
      const found = report.findings.map(row).sort()
      expect(found).not.toEqual([])
      expect(report.party).toBe('client')
      expect(report.summary.verdict).toBe(name === 'takes any answer' ? 'pass' : 'fail')
      await expect(`${found.join('\n')}\n`).toMatchFileSnapshot(`stored/${name.replace(/\W+/g, '-')}.txt`)
    },
    120_000,
  )
})

describe('clients that keep the contract', () => {
  test.each(conforming.map((one) => [one.name, one] as const))(
    '%s',
    async (_, { start }) => {
      const report = await verifyClient(bundled(), startCall(start), { runs: 5, timeout: PATIENCE })
      expect(report.findings.map(row)).toEqual([])
      expect(report.summary.verdict).toBe('pass')
      expect(report.summary.constraints.broken).toBe(0)
      expect(
        report.constraints.filter(({ state, party }) => party === 'client' && state === 'untested').map(({ id }) => id),
      ).toEqual(['startSyncWorkflowExecution request security'])
    },
    120_000,
  )
})

describe('through msw', () => {
  const sample = defects.filter(({ name }) => /twice$|the status is lost/.test(name))
  test.each(sample.map((defect) => [defect.name, defect] as const))(
    '%s',
    async (name, { patch }) => {
      const report = await verifyClient(bundled(), startCall(clientOf(patch)), {
        runs: RUNS,
        timeout: PATIENCE,
        via: 'msw',
      })
      const found = report.findings.map(row).sort()
      await expect(`${found.join('\n')}\n`).toMatchFileSnapshot(`stored/${name.replace(/\W+/g, '-')}.txt`)
    },
    120_000,
  )

  test('the clean one', async () => {
    const report = await verifyClient(bundled(), startCall(clientOf({})), { runs: RUNS, timeout: PATIENCE, via: 'msw' })
    expect(report.findings.map(row)).toEqual([])
  }, 120_000)
})
