import { describe, expect, it, test } from 'vitest'
import { userRules } from '../../../src/deployment/wiring/user-rules.ts'
import { bundled, type VerificationOptions, verifyDeployment } from '../../../src/entries/index.ts'
import type { HttpRequest, HttpResponse } from '../../../src/http/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { conformingAnswer, run } from '../../support/in-memory.ts'
import { responseOf } from '../../support/messages.ts'

const OPERATION = 'startSyncWorkflowExecution'
const LONG = `${OPERATION} request.path.project_id maxLength`

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

/** Accepts a project that is too long, and names the wrong media type. */
async function runWith(options: VerificationOptions, longer = responseOf(200, { status: 'success' })): Promise<Report> {
  const answer = (request: HttpRequest, index: number): HttpResponse => {
    const [, project = ''] = /^\/v2\/([^/]*)/.exec(request.target) ?? []
    if ([...decoded(project)].length > 64) return longer
    const response = conformingAnswer(request, index)
    return response.status === 200 && request.method === 'POST'
      ? { ...response, headers: [['content-type', 'text/plain']] }
      : response
  }
  const { report } = await run(answer, userRules(bundled(), options))
  return report
}

const told = ({ findings }: Report): string[] => findings.map(({ severity, id }) => `${severity} ${id}`)
const rowOf = ({ constraints }: Report, id: string) => {
  const row = constraints.find((candidate) => candidate.id === id)
  return [row?.state, row?.reason]
}

const asText = `error content_type_conformance ${OPERATION} response.200 mediaType other`
const accepted = `error negative_data_rejection ${LONG} accepted`
const advisory = (text: string): string => text.replace('error', 'advisory')

describe('findings', () => {
  test.each<[string, VerificationOptions, readonly string[], Report['summary']['verdict']]>([
    ['are errors', {}, [asText, accepted], 'fail'],
    [
      'are advisories of a check',
      { checks: { negative_data_rejection: 'advisory' } },
      [asText, advisory(accepted)],
      'fail',
    ],
    [
      'are dropped for one operation',
      {
        checks: { negative_data_rejection: 'error' },
        operations: { [OPERATION]: { checks: { negative_data_rejection: 'off' } } },
      },
      [asText],
      'fail',
    ],
    ['fail no run that only reports', { reportOnly: ['POST'] }, [advisory(asText), advisory(accepted)], 'pass'],
    [
      'of what only reports are dropped if their check is off',
      { reportOnly: ['POST'], checks: { content_type_conformance: 'off' } },
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
  const report = await runWith({ checks: { negative_data_rejection: 'off', content_type_conformance: 'off' } })
  expect(told(report)).toEqual([])
  expect(rowOf(report, LONG)).toEqual(['untested', 'negative_data_rejection is off'])
})

it('a refusal that proves nothing holds nothing, and what it leaves untested has its reason', async () => {
  const reason = 'Long names cost a quota.'
  const busy = responseOf(400, { error_code: 'FSS.7', error_msg: 'quota of long names' })
  const ruleOf = (value: string) => ({ refusals: [{ status: 400, pointer: '/error_code', value, reason }] })
  expect(rowOf(await runWith(ruleOf('FSS.8'), busy), LONG)).toEqual(['held', undefined])
  expect(rowOf(await runWith(ruleOf('FSS.7'), busy), LONG)).toEqual([
    'untested',
    `what was answered proves nothing: ${reason}`,
  ])
})

it('names what no rule can be for', async () => {
  await expect(verifyDeployment(bundled(), { reportOnly: ['pets'] })).rejects.toThrow(
    '--report-only pets names no operation by id, path, method or tag; the contract has: startSyncWorkflowExecution.',
  )
})
