import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../src/json/index.ts'
import { createPlan, type Plan } from '../../../src/planning/cases/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const planOf = (schema: JsonObject, required: boolean): Plan => {
  const parameters = [
    { name: 'If-Match', in: 'header', required, schema },
    { name: 'q', in: 'query', schema: { type: 'integer', minimum: 1 } },
  ]
  const responses = { '200': { description: '' }, '400': { description: '' } }
  const contract = contractOf({
    openapi: '3.1.0',
    info: { title: 'Headers', version: '1' },
    paths: { '/a': { get: { operationId: 'read', parameters, responses } } },
  })
  return createPlan(contract, plannedWith({ runs: 20 }))
}

const sent = ({ cases }: Plan): string[] =>
  cases.flatMap(({ request }) => request.headers.flatMap(([name, value]) => (name === 'If-Match' ? [value] : [])))

describe('the value of a header', () => {
  it.each<[name: string, schema: JsonObject]>([
    ['a text', { type: 'string' }],
    ['a text of some length', { type: 'string', minLength: 3, maxLength: 300 }],
    ['a pattern that begins with blanks', { type: 'string', pattern: '^\\s*x' }],
    ['a pattern that allows anything', { type: 'string', pattern: '^"([0-9]+?)"$|\\\\*' }],
    ['a pattern of letters of any script', { type: 'string', pattern: '^\\p{L}{4,}$' }],
    ['a pattern with control characters', { type: 'string', pattern: '^[\\u0000-\\u00ff]{3,9}$' }],
    ['an enum of which one can be sent', { type: 'string', enum: ['日本', 'é', 'a b'] }],
    ['a format', { type: 'string', format: 'idn-hostname' }],
    ['a list', { type: 'array', items: { type: 'string', pattern: '^[\\s\\S]{2}$' } }],
  ])('is one that HTTP carries: %s', (_, schema) => {
    for (const required of [true, false]) {
      const plan = planOf(schema, required)
      expect(plan.cases.some(({ role }) => role === 'base')).toBe(true)
      expect(sent(plan).length).toBeGreaterThan(0)
      for (const value of sent(plan)) expect(value).toMatch(/^[!-~](?:[ -~]*[!-~])?$/)
    }
  })

  it.each<JsonObject>([{ type: 'string', pattern: '^[а-я]+$' }, { const: '日本' }])(
    'that cannot be sent is left out alone: %j',
    (schema) => {
      const plan = planOf(schema, false)
      expect(sent(plan)).toEqual([])
      expect(plan.cases.some(({ name }) => name.startsWith('request.query.q minimum'))).toBe(true)
      const untried = [...plan.untried].filter(([id]) => id.startsWith('read request.header'))
      expect(untried.length).toBeGreaterThan(0)
      for (const [, { breach }] of untried)
        expect(breach).toBe('it is never sent: no value was found that a header can carry; give one with --param')
    },
  )

  it('that is required and cannot be sent leaves nothing to ask', () => {
    expect(planOf({ const: '日本' }, true).unplanned.get('read')).toBe(
      'no conforming value of header.If-Match that a header can carry could be made; give one with --param',
    )
  })
})
