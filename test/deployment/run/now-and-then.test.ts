import { describe, expect, it } from 'vitest'
import type { FaultKind, HttpResponse } from '../../../src/http/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { conformingAnswer, inTurn, run } from '../../support/in-memory.ts'
import { bytes, responseOf } from '../../support/messages.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const failed = responseOf(500, { error_code: 'FSS.0500', error_msg: 'failed' })

const reading = (operationId: string): JsonObject => ({
  get: {
    operationId,
    parameters: [{ name: 'q', in: 'query', schema: { type: 'string', maxLength: 9 } }],
    responses: { 200: { description: 'Success' }, 400: { description: 'Refused' } },
  },
})

/** Fails with each of some requests by their number, and not when it is sent again. */
async function failingAt(numbers: readonly number[], failure: HttpResponse | FaultKind) {
  const { report, transport } = await run((request, index) =>
    numbers.includes(index) ? failure : conformingAnswer(request, index),
  )
  const findings = report.findings.map(({ check, subject, intermittent, message, severity }) => ({
    check,
    subject: 'case' in subject ? subject.case : subject.constraint,
    intermittent,
    message,
    severity,
  }))
  return { report, findings, sent: transport.requests.length, notes: report.notes.map(({ message }) => message) }
}

describe('what fails now and then', () => {
  it.each<[name: string, failure: HttpResponse | FaultKind, check: string, kind: string]>([
    ['a documented 5xx', failed, 'not_a_server_error', 'status 500'],
    ['a reset', 'reset', 'complete_response', 'no whole response'],
    ['a cut answer', 'truncated', 'complete_response', 'no whole response'],
  ])('is a finding with its rate from one in twenty requests on: %s', async (_, failure, check, kind) => {
    const { report, findings, sent } = await failingAt([5, 12, 20, 27, 33, 50], failure)
    expect(findings).toEqual([
      {
        check,
        subject: `${kind} now and then`,
        intermittent: true,
        severity: 'error',
        message: `6 of ${sent} requests failed (${kind}), and not when they were sent again.`,
      },
    ])
    expect(report.summary.verdict).toBe('fail')
  })

  it.each<[name: string, numbers: readonly number[], failure: HttpResponse | FaultKind, note: string]>([
    ['two 5xx', [5, 20], failed, 'Status 500 was answered, and not when the request was sent again. (2 times)'],
    ['three resets of many', [5, 20, 33], 'reset', 'A request got no whole response, and did when it was sent again'],
  ])('is noted below: %s', async (_, numbers, failure, note) => {
    const { report, findings, notes } = await failingAt(numbers, failure)
    expect(findings).toEqual([])
    expect(notes.join('\n')).toContain(note)
    expect(report.summary.verdict).toBe('pass')
  })

  it('is one finding, whichever operations meet a status that no document has', async () => {
    const contract = contractOf({
      openapi: '3.1.0',
      info: { title: 'Two', version: '1' },
      paths: { '/a': reading('a'), '/b': reading('b') },
    })
    const plan = createPlan(contract, plannedWith({ runs: 40 }))
    const conforming = inTurn(contract)
    const failing = new Set<string>()
    const { report } = await run(
      (request, index) => {
        const [path = ''] = request.target.split('?')
        if (index < 8 || failing.has(path)) return conforming(request, index)
        failing.add(path)
        return failed
      },
      { contract, plan },
    )
    expect(failing.size).toBe(2)
    expect(report.findings.map(({ check, message }) => `${check}: ${message}`)).toEqual([
      expect.stringMatching(/^not_a_server_error: 2 of \d+ requests failed \(status 500\), and not when/),
    ])
  })

  it('is one finding, however it fails', async () => {
    const { report } = await run((request, index) => {
      if (index % 10 !== 9) return conformingAnswer(request, index)
      return index % 20 === 9 ? failed : index % 30 === 19 ? 'reset' : responseOf(502, bytes(''), [])
    })
    const rates = report.findings.filter(({ message }) => message.includes('requests failed'))
    expect(rates.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^\d+ of \d+ requests failed \(\d with status 500, \d with .+\), and not when/),
    ])
  })
})
