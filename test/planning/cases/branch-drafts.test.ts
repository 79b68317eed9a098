import { describe, expect, it } from 'vitest'
import { type Json, type JsonObject, valueAt } from '../../../src/json/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import { contractOf, documentOfBody } from '../../support/contracts.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const OPTIONAL: JsonObject = { anyOf: [{ type: 'string', maxLength: 5 }, { type: 'null' }] }
const TAGGED: JsonObject = {
  oneOf: [
    { type: 'object', required: ['cat'], properties: { cat: { type: 'integer', maximum: 9 } } },
    { type: 'object', required: ['dog'], properties: { dog: { enum: ['big', 'small'] } } },
  ],
}

/** What is sent as `a`, by the keyword and branch that it breaks. */
function broken(schema: JsonObject): Map<string, Json | undefined> {
  const document = documentOfBody({ type: 'object', required: ['a'], properties: { a: schema } })
  const { cases } = createPlan(contractOf(document), plannedWith({ runs: 0 }))
  return new Map(
    cases.flatMap(({ name, judged: { body, verdict } }) => {
      const [, what] = /Of: (\w+ of branch \d+)$/.exec(name) ?? []
      if (what === undefined) return []
      expect(verdict.kind === 'breaking' && verdict.issues.map(({ constraint }) => constraint.kind)).toEqual([
        'anyOf' in schema ? 'anyOf' : 'oneOf',
      ])
      return [[what, body === undefined ? undefined : valueAt(body, '/a')]]
    }),
  )
}

describe('branches are broken keyword by keyword', () => {
  it('as nearly right as can be', () => {
    expect(broken(OPTIONAL).get('maxLength of branch 1')).toHaveLength(6)
  })

  it('where another branch would not do either', () => {
    const found = broken(TAGGED)
    expect(found.get('maximum of branch 1')).toMatchObject({ cat: 10 })
    expect([...found.keys()]).toEqual(expect.arrayContaining(['type of branch 1', 'enum of branch 2']))
  })
})
