import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../src/json/index.ts'
import { createPlan, type Plan } from '../../../src/planning/cases/index.ts'
import { contractOf, documentOfBody, documentWith } from '../../support/contracts.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const planOf = (document: JsonObject): Plan => createPlan(contractOf(document), plannedWith({ runs: 0 }))

const found = ({ cases }: Plan): [name: string, breaks: readonly string[]][] =>
  cases
    .filter(({ name }) => name.endsWith(': found by trying'))
    .map(({ name, judged: { verdict } }) => [
      name,
      verdict.kind === 'breaking' ? verdict.issues.map(({ constraint }) => constraint.id) : [],
    ])

const query = (schema: JsonObject): JsonObject =>
  documentWith({ parameters: [{ name: 'a', in: 'query', required: true, schema }] })

/** No rule breaks it: what the rules send keeps it. */
const CAPITALS: JsonObject = { type: 'string', pattern: '^$|[^A-Z]' }

describe('constraints that no rule breaks alone', () => {
  it.each<[name: string, document: JsonObject, constraint: string]>([
    ['a pattern of a parameter', query(CAPITALS), 'request.query.a pattern'],
    [
      'a pattern in a body',
      documentOfBody({ type: 'object', properties: { a: CAPITALS, b: { type: 'string' } } }),
      'request.body /a pattern',
    ],
    [
      'a pattern of items',
      documentOfBody({ type: 'object', properties: { a: { type: 'array', items: CAPITALS } } }),
      'request.body /a/* pattern',
    ],
    [
      'what the given example leaves out',
      documentOfBody({
        type: 'object',
        properties: { a: { type: 'object', properties: { b: { type: 'boolean' } }, example: { c: 'a' } } },
      }),
      'request.body /a/b type',
    ],
    [
      'what a map holds',
      documentOfBody({ type: 'object', properties: { a: { additionalProperties: { type: 'boolean' }, example: {} } } }),
      'request.body /a/* type',
    ],
  ])('%s', (_, document, constraint) => {
    const plan = planOf(document)
    expect(found(plan)).toEqual([[`${constraint}: found by trying`, [`op ${constraint}`]]])
    expect(plan.untried.get(`op ${constraint}`)?.breach).toBeUndefined()
  })

  it('are left where no value breaks them alone', () => {
    const plan = planOf(documentOfBody({ type: 'object', properties: { a: { type: 'string', pattern: '' } } }))
    expect(found(plan)).toEqual([])
    expect(plan.untried.get('op request.body /a pattern')?.breach).toMatch(
      /^no request that breaks it alone is planned/,
    )
  })
})

it('nothing is tried where every constraint has a case', () => {
  expect(
    found(planOf(documentOfBody({ type: 'object', properties: { a: { type: 'string', pattern: '^[a-z]+$' } } }))),
  ).toEqual([])
})
