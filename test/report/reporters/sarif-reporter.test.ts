import { describe, expect, test } from 'vitest'
import { createSarifReporter } from '../../../src/report/reporters/sarif-reporter.ts'
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
import { validateSarif } from '../../support/sarif-schema.ts'

const read = (ended: Report) => JSON.parse(render(createSarifReporter(), ended)).runs[0]

test('the schema notices what is wrong', () => {
  const run = { tool: { driver: { name: 'x' } }, results: [{ message: { text: 'm' }, level: 'none' }] }
  expect(validateSarif({ version: '2.1.0', runs: [run] })).toEqual([])
  expect(validateSarif({ version: '2.1.0', runs: [{ ...run, results: [{ level: 'advisory' }] }] })).not.toEqual([])
  expect(validateSarif({ version: '2.1.0', runs: [{ ...run, results: [run.results[0], run.results[0]] }] })).toEqual([])
  const rules = [{ id: 'a' }, { id: 'a' }]
  expect(validateSarif({ version: '2.1.0', runs: [{ ...run, tool: { driver: { name: 'x', rules } } }] })).not.toEqual(
    [],
  )
})

test('every result names its rule, and lies at its line of the contract', () => {
  const { tool, results } = read(failReport())
  expect(results).toHaveLength(6)
  for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId)
  const [first] = results
  expect(first).toMatchObject({
    ruleId: 'startSyncWorkflowExecution request.path.project_id maxLength',
    level: 'error',
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'specs/start-sync-workflow-execution.yaml' },
          region: { startLine: 22 },
        },
      },
    ],
    partialFingerprints: {
      'findingClass/v1':
        'negative_data_rejection startSyncWorkflowExecution request.path.project_id maxLength accepted',
    },
    occurrenceCount: 3,
    webRequest: { method: 'POST', headers: { 'x-auth-token': '***' }, body: { text: '{"input":{}}' } },
    webResponse: { statusCode: 200 },
  })
  expect(tool.driver.rules[0].help.text).toContain('specs/start-sync-workflow-execution.yaml:22')
})

test('a case, which breaks no constraint, is of the rule of its check, at the method of its operation', () => {
  const { results } = read(failReport())
  const crash = results.find(({ ruleId }: { ruleId: string }) => ruleId === 'not_a_server_error')
  expect(crash.locations[0].physicalLocation.region).toEqual({ startLine: 15 })
  const hang = results.find(({ ruleId }: { ruleId: string }) => ruleId === 'complete_response')
  expect(hang.webResponse).toEqual({
    noResponseReceived: true,
    reasonPhrase: 'The deployment did not answer within 30 s.',
  })
})

test('two defects of one constraint have two fingerprints, and one rule', () => {
  const sample = { constraint: 'request.body /input required', message: 'm', expected: 'e', received: 'r' }
  const { tool, results } = read(
    report('fail', {
      findings: [finding(sample), finding({ ...sample, class: '422', check: 'status_code_conformance' })],
    }),
  )
  expect(tool.driver.rules).toHaveLength(1)
  const prints = results.map((each: { partialFingerprints: object }) => JSON.stringify(each.partialFingerprints))
  expect(new Set(prints).size).toBe(2)
})

describe('levels', () => {
  test('an advisory is a note', () => expect(read(advisoryReport()).results[0].level).toBe('note'))

  test('what is known is suppressed, with the reason', () => {
    const { results } = read(knownReport())
    expect(results).toHaveLength(6)
    for (const { suppressions } of results)
      expect(suppressions).toEqual([
        { kind: 'external', status: 'accepted', justification: 'To be mended in release 8. (until 2026-12-31)' },
      ])
  })

  test('where something is suppressed, every result says whether it is', () => {
    const [sample, ...otherFindings] = knownReport().findings
    const { known, ...open } = sample ?? finding({ message: 'm', expected: 'e', received: 'r' })
    expect(known).toBeDefined()
    const { results } = read(report('fail', { findings: [open, ...otherFindings] }))
    const lengths = results.map(({ suppressions }: { suppressions: unknown[] }) => suppressions.length)
    expect(lengths.sort()).toEqual([0, 1, 1, 1, 1, 1])
    expect(read(failReport()).results[0]).not.toHaveProperty('suppressions')
  })
})

test('a run that proved nothing was no success', () => {
  const [invocation] = read(nothingSentReport()).invocations
  expect(invocation.executionSuccessful).toBe(false)
  expect(invocation.toolExecutionNotifications[0]).toMatchObject({
    level: 'error',
    message: { text: expect.stringMatching(/^INCONCLUSIVE {2}No request was sent/) },
  })
  expect(read(passReport()).invocations[0].executionSuccessful).toBe(true)
  expect(read(failReport()).invocations[0].executionSuccessful).toBe(true)
})

test.each([
  ['specs/a b#c.yaml', 'specs/a%20b%23c.yaml'],
  ['..\\specs\\a.yaml', '../specs/a.yaml'],
  ['/srv/a.yaml', 'file:///srv/a.yaml'],
  ['C:\\specs\\a.yaml', 'file:///C:/specs/a.yaml'],
  ['https://example.com/a b.yaml', 'https://example.com/a%20b.yaml'],
  ['a:b\ud800.yaml', 'a%3Ab%EF%BF%BD.yaml'],
])('the file %j is the URI %s', (file, uri) => {
  const row = { ...ledgerRow({ name: 'request method', state: 'broken' }), source: { file, pointer: '' } }
  const broken = finding({ constraint: 'request method', message: 'm', expected: 'e', received: 'r' })
  const [result] = read(report('fail', { findings: [broken], constraints: [row] })).results
  expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe(uri)
})

test('no text of a deployment is a link', () => {
  const sample = finding({ message: '[here](http://evil.example)', expected: 'e', received: 'r' })
  expect(read(report('fail', { findings: [sample] })).results[0].message.text).toContain('[here] (http://evil.example)')
})

test('what fails a run besides its findings is a warning, since no result tells of it', () => {
  const notification = (ended: Report) => read(ended).invocations[0].toolExecutionNotifications[0]
  expect(notification(report('fail', {}, { reason: '--require-held 90%: 1 of 2' }))).toMatchObject({
    level: 'warning',
    message: { text: expect.stringMatching(/^FAIL {2}--require-held 90%: 1 of 2/) },
  })
  expect(notification(failReport()).level).toBe('note')
})
