import { describe, expect, it } from 'vitest'
import { type RecordedFinding, selectFindings } from '../../../src/deployment/replay/index.ts'
import { REQUESTS } from '../../support/exchanges.ts'

const finding = (number: number, subject: RecordedFinding['subject']): RecordedFinding => ({
  number,
  id: `not_a_server_error ${subject.kind === 'constraint' ? subject.constraint : `op ${subject.case}`}`,
  subject,
  check: 'not_a_server_error',
  severity: 'error',
  class: 'server error',
  intermittent: false,
  operation: 'op',
  name: 'a case',
  request: REQUESTS.conforming,
  status: 500,
  seed: 1,
})

const reportOf = (...findings: RecordedFinding[]) => ({
  file: 'report.json',
  contract: { title: 'Sample', digest: '' },
  target: 'https://deployment.test',
  findings,
})

const report = reportOf(
  finding(1, { kind: 'constraint', constraint: 'op request.body required' }),
  finding(2, { kind: 'case', case: 'a long text' }),
)

describe('findings are selected', () => {
  it.each<[wanted: string | undefined, numbers: readonly number[]]>([
    [undefined, [1, 2]],
    ['2', [2]],
    ['not_a_server_error op request.body required', [1]],
    ['not_a_server_error op a long text', [2]],
    ['op request.body required', [1]],
    ['request.body required', [1]],
    ['a long text', [2]],
  ])('by %s', (wanted, numbers) => {
    expect(selectFindings(report, wanted).map(({ number }) => number)).toEqual(numbers)
  })

  it('and if there is none, the first five are named', () => {
    expect(() => selectFindings(report, '3')).toThrow(
      'report.json has no finding 3; it has 1 (not_a_server_error op request.body required), 2 (not_a_server_error op a long text).',
    )
    const many = reportOf(...[1, 2, 3, 4, 5, 6, 7].map((number) => finding(number, { kind: 'case', case: 'x' })))
    expect(() => selectFindings(many, '8')).toThrow(/5 \(not_a_server_error op x\) and 2 more\.$/)
    expect(() => selectFindings(reportOf(), '1')).toThrow('report.json has no finding 1; it has none at all.')
  })
})
