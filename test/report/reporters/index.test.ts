import { expect, test } from 'vitest'
import { createReporter, isReporterName, reporterNames } from '../../../src/report/reporters/index.ts'
import { passReport, render } from '../../support/reports.ts'

const options = { color: false, interactive: false, columns: 80, mode: 'normal' } as const

test('names what it has', () => {
  expect(reporterNames).toContain('console')
  expect(reporterNames.every(isReporterName)).toBe(true)
  expect(['xml', 'toString', '__proto__', ''].filter(isReporterName)).toEqual([])
})

test.each(reporterNames)('%s ends its text with one new line and is the same each time', async (name) => {
  const [first, second] = await Promise.all([createReporter(name, options), createReporter(name, options)])
  expect(render(first, passReport())).toMatch(/[^\n]\n$/)
  expect(render(second, passReport())).toBe(render(await createReporter(name, options), passReport()))
})
