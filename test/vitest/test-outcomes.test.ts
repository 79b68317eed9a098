import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/report/results/index.ts'
import { type TestOutcome, testOutcomes } from '../../src/vitest/test-outcomes.ts'
import { advisoryReport, failReport, hostileReport, passReport, unreachableReport } from '../support/reports.ts'

const idsOf = ({ constraints }: Report): string[] =>
  constraints.flatMap(({ id, state }) => (state === 'implied' ? [] : id))

const outcomesOf = (report: Report) => testOutcomes(report, new Set(idsOf(report)))

const textOf = (outcome: TestOutcome): string =>
  outcome.kind === 'fail' ? outcome.message : outcome.kind === 'skip' ? outcome.reason : outcome.notes.join('\n')

/** Constraints without the operation, by what becomes of their tests. */
function kindsOf(report: Report): Record<TestOutcome['kind'], string[]> {
  const kinds: Record<TestOutcome['kind'], string[]> = { pass: [], fail: [], skip: [] }
  const outcomes = outcomesOf(report)
  for (const id of idsOf(report)) kinds[outcomes.of(id).kind].push(id.replace(/^\w+ /, ''))
  return kinds
}

describe('the tests of a run', () => {
  test('pass by what is held, and are skipped by what is untested', () => {
    const report = passReport()
    const outcomes = outcomesOf(report)
    expect(outcomes.conclusive).toEqual({ kind: 'pass', notes: [] })
    expect(outcomes.others).toEqual({ kind: 'pass', notes: [] })
    expect(report.constraints.map(({ state }) => state)).toEqual(expect.arrayContaining(['held', 'untested']))
    for (const { id, state, reason } of report.constraints)
      if (state !== 'implied')
        expect(outcomes.of(id)).toEqual(state === 'held' ? { kind: 'pass', notes: [] } : { kind: 'skip', reason })
  })

  test('fail by errors alone', () => {
    expect(kindsOf(failReport()).fail).toEqual([
      'request.path.project_id maxLength',
      'request.body /input required',
      'response.200 /status enum',
    ])
    expect(kindsOf(advisoryReport()).fail).toEqual([])
    expect(textOf(outcomesOf(failReport()).others)).toMatch(
      /^\w+ hazard: lone surrogate(?:.|\n)*\n\n\w+ one large body\n/,
    )
  })

  test('lose no finding, whatever it is about', () => {
    const report = failReport()
    const { others } = testOutcomes(report, new Set())
    for (const { message, severity } of report.findings)
      expect(textOf(others).includes(message), message).toBe(severity === 'error')
  })

  test('pass by what is known, and say so', () => {
    const report = failReport()
    const known = { reason: 'ticket 7', expires: '2026-12-31' }
    const accepted = { ...report, findings: report.findings.map((finding) => ({ ...finding, known })) }
    expect(kindsOf(accepted).fail).toEqual([])
    const outcome = outcomesOf(accepted).others
    expect([outcome.kind, textOf(outcome).includes('one large body')]).toEqual(['pass', true])
  })

  test('fail by what the run lacks besides its findings', () => {
    const report = passReport()
    const reason = '--require-held 95%: 44 of 59 constraints are held'
    const { conclusive, gate, others } = outcomesOf({
      ...report,
      summary: { ...report.summary, verdict: 'fail', reason },
    })
    expect([conclusive.kind, gate, others.kind]).toEqual(['pass', { kind: 'fail', message: reason }, 'pass'])
    expect([outcomesOf(report).gate.kind, outcomesOf(failReport()).gate.kind]).toEqual(['pass', 'pass'])
  })

  test('fail by a row that is broken without a finding', () => {
    const { fail } = kindsOf({ ...failReport(), findings: [] })
    expect(fail).toEqual(expect.arrayContaining(kindsOf(failReport()).fail))
  })

  test('are skipped by a run that proved nothing, but for the one that says so', () => {
    const report = {
      ...unreachableReport(),
      findings: advisoryReport().findings,
      constraints: passReport().constraints,
    }
    const { pass, fail, skip } = kindsOf(report)
    expect([pass, fail, skip.length]).toEqual([[], [], idsOf(report).length])
    const { conclusive, gate, others } = outcomesOf(report)
    expect([conclusive.kind, gate.kind, others.kind]).toEqual(['fail', 'skip', 'skip'])
    expect(textOf(conclusive)).toMatch(/^The run is inconclusive: Nothing answers at /)
  })

  test('are skipped where nothing is known', () => {
    expect(outcomesOf(passReport()).of('other')).toEqual({ kind: 'skip', reason: 'nothing is known of it' })
  })

  test('say nothing that a terminal would obey', () => {
    const report = hostileReport()
    const outcomes = outcomesOf(report)
    const texts = [outcomes.conclusive, outcomes.gate, outcomes.others, ...idsOf(report).map(outcomes.of)].map(textOf)
    expect(texts.join('').length).toBeGreaterThan(500)
    expect(texts.join('')).not.toMatch(/[^\n\P{Cc}]|\p{Cf}/u)
  })
})
