import { describe, expect, it } from 'vitest'
import { OnceValues } from '../../../src/deployment/run/once-values.ts'
import { headerValue } from '../../../src/http/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import type { Case } from '../../../src/planning/cases/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import { contractOf, documentWith } from '../../support/contracts.ts'
import { planOptions } from '../../support/verify.ts'

const NAME = 'Idempotency-Key'

/** The cases of a create that asks for a key of this schema, with what renews them. */
function keyed(schema: JsonObject, name = NAME) {
  const header = { name, in: 'header', required: true, schema }
  const body = { type: 'object', required: ['a'], properties: { a: { type: 'string' }, b: { type: 'integer' } } }
  const requestBody = { required: true, content: { 'application/json': { schema: body } } }
  const responses = { 200: { description: '' }, 400: { description: '' } }
  const plan = createPlan(contractOf(documentWith({ parameters: [header], requestBody, responses })), planOptions)
  const values = new OnceValues(plan, 1)
  const sent = (testCase: Case): string => headerValue(values.renewed(testCase).request.headers, name) ?? ''
  const planned = (testCase: Case): string => headerValue(testCase.request.headers, name) ?? ''
  const [base] = plan.cases
  if (!base) throw new Error('no case was planned')
  return { plan, values, base, sent, planned, other: new OnceValues(plan, 2) }
}

describe('what a deployment takes once', () => {
  it('is new in every request, and in every run', () => {
    const { base, sent, planned, other } = keyed({ type: 'string', maxLength: 64 })
    const keys = [planned(base), sent(base), sent(base), headerValue(other.renewed(base).request.headers, NAME)]
    expect(new Set(keys).size).toBe(4)
  })

  it('is new in the starting points too', () => {
    const { plan, base, sent, planned } = keyed({ type: 'string', maxLength: 64, examples: ['one', 'two'] })
    const starts = [...plan.starts.values()].flat().filter((start) => planned(start) !== planned(base))
    expect(starts.length).toBeGreaterThan(0)
    for (const start of starts) expect(sent(start)).not.toBe(planned(start))
  })

  it('is another one like it in the cases that try it', () => {
    const { plan, sent, planned } = keyed({ type: 'string', maxLength: 64 })
    const tried = plan.cases.filter((testCase) => planned(testCase).length > 64)
    expect(tried.length).toBeGreaterThan(0)
    for (const testCase of tried) {
      expect(sent(testCase)).not.toBe(planned(testCase))
      expect(sent(testCase)).toHaveLength(planned(testCase).length)
    }
  })

  it.each<[JsonObject, RegExp]>([
    [{ type: 'string', format: 'uuid' }, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/],
    [{ type: 'string', maxLength: 20 }, /^[0-9a-f]{16}$/],
    [{ type: 'string', pattern: '^[0-9a-f]{8}$' }, /^[0-9a-f]{8}$/],
  ])('fits %j', (schema, form) => {
    const { base, sent } = keyed(schema)
    expect(sent(base)).toMatch(form)
  })

  it('stays as planned if no new value fits, or if its name says nothing of the kind', () => {
    for (const { base, sent, planned } of [
      keyed({ type: 'string', enum: ['one', 'two'] }),
      keyed({ type: 'string', maxLength: 64 }, 'X-Colour'),
    ])
      expect(sent(base)).toBe(planned(base))
  })

  it.each(['X-Request-ID', 'correlation_id', 'X-Correlation-Id', 'Client-Token', 'transactionId', 'X-Auth-Nonce'])(
    'is told by its name: %s',
    (name) => {
      const { base, sent, planned } = keyed({ type: 'string', maxLength: 64 }, name)
      expect(new Set([planned(base), sent(base), sent(base)]).size).toBe(3)
    },
  )

  it('may have been used before if it has few values, and was answered so', () => {
    const { plan, values, base, sent, planned } = keyed({ type: 'string', minLength: 1, maxLength: 64 })
    const shortest = plan.cases.find((testCase) => planned(testCase).length === 1)
    if (!shortest) throw new Error('no case at the edge was planned')
    const statuses = [400, 409, 422, 404]
    for (const [testCase, used] of [
      [base, []],
      [shortest, [409, 422]],
    ] as const) {
      sent(testCase)
      expect(statuses.filter((status) => values.mayBeUsed(testCase, status))).toEqual(used)
    }
  })

  it('is looked at anew each time that a request is sent', () => {
    const { values, base, sent } = keyed({ type: 'string', maxLength: 64 })
    values.tells(base.operation, 409)
    values.renew(base.operation, [{ place: 'body', pointer: '', isLikely: false }])
    sent(base)
    expect(values.mayBeUsed(base, 409)).toBe(true)
    values.renew(base.operation, [])
    sent(base)
    expect(values.mayBeUsed(base, 409)).toBe(false)
  })
})
