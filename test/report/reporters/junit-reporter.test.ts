import { XMLParser } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { createJunitReporter } from '../../../src/report/reporters/junit-reporter.ts'
import type { Report } from '../../../src/report/results/index.ts'
import {
  advisoryReport,
  failReport,
  finding,
  knownReport,
  ledgerRow,
  nothingSentReport,
  passReport,
  render,
  report,
} from '../../support/reports.ts'

interface TestCase {
  readonly classname: string
  readonly name: string
  readonly failure?: { readonly message: string; readonly type: string; readonly '#text': string }
  readonly error?: { readonly message: string }
  readonly skipped?: { readonly message: string }
  readonly 'system-out'?: string
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (name) => name === 'testsuite' || name === 'testcase',
  processEntities: { enabled: true, maxTotalExpansions: Number.POSITIVE_INFINITY },
})

function casesOf(ended: Report, isGated?: boolean): TestCase[] {
  const { testsuites } = parser.parse(render(createJunitReporter(isGated), ended))
  return testsuites.testsuite.flatMap(({ testcase }: { readonly testcase?: readonly TestCase[] }) => testcase ?? [])
}

const named = (ended: Report, name: string): TestCase | undefined =>
  casesOf(ended).find((testCase) => testCase.name === name)

test('has a test for each constraint that counts, and one for the run', () => {
  const ended = passReport()
  const counting = ended.constraints.filter(({ state }) => state !== 'implied')
  const names = counting.map(({ id }) => id.slice('startSyncWorkflowExecution '.length))
  expect(casesOf(ended).map(({ name }) => name)).toEqual(['the run is conclusive', ...names])
  expect(casesOf(ended)[1]).toEqual({
    classname: 'startSyncWorkflowExecution',
    name: 'request.path.project_id maxLength',
  })
  expect(casesOf(ended).filter(({ failure, error }) => failure ?? error)).toEqual([])
})

test('what is broken is a failure, with what is needed to see it again', () => {
  const { failure } = named(failReport(), 'request.path.project_id maxLength') ?? {}
  expect(failure).toMatchObject({
    type: 'negative_data_rejection',
    message: 'A project_id of 65 characters was accepted; 64 are the most that the contract allows.',
  })
  for (const part of [
    'expected  one of 400',
    'received  200',
    '.yaml:22',
    '> POST /v2/',
    "$ curl --path-as-is -g -X POST 'https",
  ])
    expect(failure?.['#text']).toContain(part)
})

test('a case, which breaks no constraint, is a test of its own', () => {
  expect(named(failReport(), 'one large body')).toMatchObject({
    classname: 'startSyncWorkflowExecution',
    failure: { type: 'complete_response' },
  })
})

test('several findings of one constraint are one test, which fails once', () => {
  const testCase = { constraint: 'request.body required', expected: 'e', received: 'r' }
  const findings = [
    finding({ ...testCase, message: 'First.', severity: 'advisory' }),
    finding({ ...testCase, message: 'Second.' }),
    finding({ ...testCase, message: 'Third.' }),
  ]
  const row = ledgerRow({ name: 'request.body required', state: 'broken' })
  const [, only, ...otherCases] = casesOf(report('fail', { findings, constraints: [row] }))
  expect(otherCases).toEqual([])
  expect(only?.failure?.message).toBe('Second.')
  expect(only?.failure?.['#text']).toMatch(/Second\.[\s\S]*Third\./)
  expect(only?.['system-out']).toContain('First.')
})

test.each([
  ['an advisory', advisoryReport(), 'response.200 advisory 0', 'advisory'],
  ['what is known', knownReport(), 'response.200 /status enum', 'To be mended in release 8.'],
])('%s is said, and fails nothing', (_, ended, name, text) => {
  expect(named(ended, name)?.['system-out']).toContain(text)
  expect(casesOf(ended).filter(({ failure, error }) => failure ?? error)).toEqual([])
})

test('what is untested is skipped, with the reason', () => {
  expect(named(failReport(), 'response.500 /error_code maxLength')?.skipped).toEqual({
    message: 'the deployment never answered 500',
  })
})

test('what is broken without a finding is a failure all the same', () => {
  const constraints = [ledgerRow({ name: 'request.body required', state: 'broken' })]
  expect(named(report('fail', { constraints }), 'request.body required')?.failure?.message).toBe('broken')
})

test('a run that proved nothing is an error, and no failure', () => {
  const cases = casesOf(nothingSentReport())
  expect(cases[0]?.error?.message).toMatch(/^INCONCLUSIVE {2}No request was sent/)
  expect(cases.filter(({ failure }) => failure)).toEqual([])
  expect(cases.slice(1).every(({ skipped }) => skipped)).toBe(true)
})

test('a gate is a test of its own, and fails with what was missed', () => {
  const gateIn = (ended: Report): readonly TestCase[] =>
    casesOf(ended, true).filter(({ name, classname }) => name === 'gate' && classname === 'fgs-contract')
  const reason = '--require-held 90%: 1 of 2 constraints are held (50%); missing: a'
  const missed = report('fail', {}, { reason })
  expect(gateIn(missed)).toMatchObject([{ failure: { type: 'gate', message: reason } }])
  expect(render(createJunitReporter(true), missed)).toMatch(/<testsuites [^>]*failures="1"/)
  // The findings fail the run here, and not the gate.
  for (const met of [passReport(), failReport()])
    expect(gateIn(met)).toEqual([{ classname: 'fgs-contract', name: 'gate' }])
  expect(gateIn(nothingSentReport())).toMatchObject([{ skipped: { message: 'the run is inconclusive' } }])
  expect(named(failReport(), 'gate')).toBeUndefined()
})
