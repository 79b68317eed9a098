import { expect, test } from 'vitest'
import { createReporter, reporterNames } from '../../../src/report/reporters/index.ts'
import { passReport } from '../../support/reports.ts'

const texts = async (name: (typeof reporterNames)[number], isEmbedded: boolean): Promise<string> => {
  const report = passReport()
  const { contract, target, seed, plan } = report
  const reporter = await createReporter(name, { color: false, interactive: false, columns: 200, mode: 'normal' })
  return (
    reporter.report({ type: 'started', contract, target, seed, plan, isEmbedded }) +
    reporter.report({ type: 'finished', report, isEmbedded })
  )
}

const MACHINES = ['json', 'junit', 'sarif']

test.each(reporterNames)('%s tells people alone of a target that is the embedded mock', async (name) => {
  const [given, embedded] = [await texts(name, false), await texts(name, true)]
  expect(given).not.toContain('embedded mock')
  expect(embedded.replace('the embedded mock, ', '')).toBe(given)
  expect(embedded !== given).toBe(!MACHINES.includes(name))
})
