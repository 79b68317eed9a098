import { describe, expect, it, test } from 'vitest'
import { userRules } from '../../../src/deployment/wiring/user-rules.ts'
import { bundled, type VerificationOptions, verifyDeployment } from '../../../src/entries/index.ts'
import type { HttpResponse } from '../../../src/http/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { conformingAnswer, run } from '../../support/in-memory.ts'
import { responseOf } from '../../support/messages.ts'

const OPERATION = 'startSyncWorkflowExecution'
const LONG = `${OPERATION} request.path.project_id maxLength`

/** Accepts a project that is too long, and refuses one of just 64 characters. */
async function runWith(options: VerificationOptions): Promise<Report> {
  const answer = (request: Parameters<typeof conformingAnswer>[0], index: number): HttpResponse => {
    const [, project = ''] = /^\/v2\/([^/]*)/.exec(request.target) ?? []
    if (project.length === 65) return responseOf(200, { status: 'success' })
    if (project.length === 64) return responseOf(400, { error_code: 'FSS.7', error_msg: 'quota of long names' })
    return conformingAnswer(request, index)
  }
  const { report } = await run(answer, userRules(bundled(), options))
  return report
}

const told = ({ findings }: Report): string[] => findings.map(({ severity, id }) => `${severity} ${id}`)
const rowOf = ({ constraints }: Report, id: string) => {
  const row = constraints.find((candidate) => candidate.id === id)
  return [row?.state, row?.reason]
}

const refused = `error positive_data_acceptance ${LONG} refused`
const accepted = `error negative_data_rejection ${LONG} accepted`
const advisory = (text: string): string => text.replace('error', 'advisory')

describe('findings', () => {
  test.each<[string, VerificationOptions, readonly string[], Report['summary']['verdict']]>([
    ['are errors', {}, [refused, accepted], 'fail'],
    [
      'are advisories of a check',
      { checks: { negative_data_rejection: 'advisory' } },
      [refused, advisory(accepted)],
      'fail',
    ],
    [
      'are dropped for one operation',
      {
        checks: { negative_data_rejection: 'error' },
        operations: { [OPERATION]: { checks: { negative_data_rejection: 'off' } } },
      },
      [refused],
      'fail',
    ],
    ['fail no run that only reports', { reportOnly: ['POST'] }, [advisory(refused), advisory(accepted)], 'pass'],
    [
      'of what only reports are dropped if their check is off',
      { reportOnly: ['POST'], checks: { positive_data_acceptance: 'off' } },
      [advisory(accepted)],
      'pass',
    ],
  ])('%s', async (_, options, expected, verdict) => {
    const report = await runWith(options)
    expect(told(report).sort()).toEqual([...expected].sort())
    expect(report.summary.verdict).toBe(verdict)
  })
})

it('what a check that is off would have found is not held', async () => {
  const report = await runWith({ checks: { negative_data_rejection: 'off', positive_data_acceptance: 'off' } })
  expect(told(report)).toEqual([])
  expect(rowOf(report, LONG)).toEqual(['untested', expect.stringMatching(/_data_\w+ is off$/)])
})

it('a refusal that proves nothing is no finding, and what it leaves untested has its reason', async () => {
  const reason = 'Long names cost a quota.'
  const refusals = [{ status: 400, pointer: '/error_code', value: 'FSS.7', reason }]
  const checks = { negative_data_rejection: 'off' } as const
  const report = await runWith({ refusals, checks })
  expect(told(report)).toEqual([])
  const ofAnother = await runWith({ refusals: [{ ...refusals[0], value: 'FSS.8', status: 400, reason }], checks })
  expect(told(ofAnother)).toEqual([refused])
})

it('names what no rule can be for', async () => {
  await expect(verifyDeployment(bundled(), { reportOnly: ['pets'] })).rejects.toThrow(
    '--report-only pets names no operation by id, path, method or tag; the contract has: startSyncWorkflowExecution.',
  )
})
