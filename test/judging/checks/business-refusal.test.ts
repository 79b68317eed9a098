import { describe, expect, it, test } from 'vitest'
import { businessRefusal } from '../../../src/judging/checks/business-refusal.ts'
import { isRefused, Ledger } from '../../../src/judging/checks/index.ts'
import type { RefusalRule } from '../../../src/report/results/index.ts'
import { bundledJudge, exchangeOfKind, fittingResponse, pathOf, sendingBody } from '../../support/exchanges.ts'
import { bytes, responseOf } from '../../support/messages.ts'

const reason = 'An account runs one at a time.'
const busy = responseOf(400, { error: { code: 'BUSY', left: 0 }, hint: 'try später' })

const said = (rule: Omit<RefusalRule, 'reason'>, response = busy) =>
  businessRefusal([{ ...rule, reason }], { kind: 'response', response })

describe('a rule', () => {
  test.each<[string, Omit<RefusalRule, 'reason'>]>([
    ['text in the body', { status: 400, text: 'später' }],
    ['a value in the body', { status: 400, pointer: '/error/code', value: 'BUSY' }],
    ['a value that is falsy', { status: 400, pointer: '/error/left', value: 0 }],
    ['a whole object', { status: 400, pointer: '/error', value: { left: 0, code: 'BUSY' } }],
    ['anything at a place', { status: 400, pointer: '/hint' }],
    ['both', { status: 400, text: 'try', pointer: '/error/left', value: 0 }],
  ])('fits by %s', (_, rule) => expect(said(rule)).toBe(reason))

  test.each<[string, Omit<RefusalRule, 'reason'>]>([
    ['another status', { status: 422, text: 'später' }],
    ['another text', { status: 400, text: 'morgen' }],
    ['another value', { status: 400, pointer: '/error/left', value: 1 }],
    ['a value of another type', { status: 400, pointer: '/error/left', value: '0' }],
    ['no such place', { status: 400, pointer: '/error/name' }],
    ['one of two', { status: 400, text: 'try', pointer: '/error/left', value: 1 }],
  ])('does not fit with %s', (_, rule) => expect(said(rule)).toBeUndefined())

  it('reads no body that is no JSON, and no fault', () => {
    const html = responseOf(400, bytes('<p>BUSY'))
    expect(said({ status: 400, pointer: '', value: 'BUSY' }, html)).toBeUndefined()
    expect(said({ status: 400, text: 'BUSY' }, html)).toBe(reason)
    const rules = [{ status: 400, text: '', reason }]
    expect(businessRefusal(rules, { kind: 'fault', fault: { kind: 'reset', message: '' } })).toBeUndefined()
  })
})

describe('an answer that a rule fits', () => {
  const refusal = fittingResponse(400)
  it('refuses nothing', () => {
    expect(isRefused(exchangeOfKind('conforming', refusal))).toBe(true)
    expect(isRefused(exchangeOfKind('conforming', refusal, { business: reason }))).toBe(false)
  })

  it('holds nothing, and the ledger says why', () => {
    const judges = new Map([[bundledJudge.operation.id, bundledJudge]])
    const id = `${bundledJudge.operation.id} request.path.project_id maxLength`
    const stateWith = (business: string | undefined, isForgotten = false): string => {
      const ledger = new Ledger(judges)
      const longest = sendingBody({ input: {} }, pathOf('p'.repeat(64)))
      ledger.add(exchangeOfKind('conforming', fittingResponse(200), { request: longest }))
      const longer = sendingBody({ input: {} }, pathOf('p'.repeat(65)))
      const twin = sendingBody({ input: {} })
      ledger.add(exchangeOfKind('breaking', refusal, { request: longer, twin, business }))
      if (isForgotten) ledger.forgetRefusals(bundledJudge.operation.id, () => true)
      ledger.add(exchangeOfKind('conforming', fittingResponse(200), { request: longest }))
      const row = ledger.rows(new Set(), new Map(), () => undefined).find((candidate) => candidate.id === id)
      return `${row?.state} ${row?.reason ?? ''}`
    }
    expect(stateWith(undefined)).toBe('held ')
    expect(stateWith(reason)).toBe(`untested what was answered proves nothing: ${reason}`)
    // What was refused for a key may be forgotten; what the user says may not.
    expect(stateWith(undefined, true)).toBe('untested no request that breaks it alone was refused')
    expect(stateWith(reason, true)).toBe(`untested what was answered proves nothing: ${reason}`)
  })
})
