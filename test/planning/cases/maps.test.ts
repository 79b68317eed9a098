import { describe, expect, test } from 'vitest'
import { isObject, type Json, type JsonObject } from '../../../src/json/index.ts'
import { brokenAlone, isConforming } from '../../../src/judging/messages/verdict.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import { contractOf, documentOfBody } from '../../support/contracts.ts'
import { planOptions } from '../../support/verify.ts'

const bounds = { type: 'integer', minimum: 3, maximum: 5 } as const

/** The bodies, by the constraint that they break. */
function brokenBodies(
  schema: JsonObject,
  given: readonly Json[] = [],
): { broken: Map<string, Json[]>; untried: string[] } {
  const known = { parameters: new Map(), bodies: given }
  const plan = createPlan(contractOf(documentOfBody(schema)), { ...planOptions, known })
  const broken = new Map<string, Json[]>()
  for (const one of plan.cases) {
    const id = brokenAlone(one.judged)?.id?.replace('op request.body ', '')
    if (id !== undefined && one.judged.body !== undefined) broken.set(id, [...(broken.get(id) ?? []), one.judged.body])
  }
  return { broken, untried: [...plan.untried.keys()] }
}

describe('what a document asks of further properties', () => {
  test.each<[name: string, schema: JsonObject]>([
    ['a map', { additionalProperties: bounds }],
    ['beside named ones', { properties: { a: { type: 'string' } }, additionalProperties: bounds }],
    ['beside one of which nothing is asked', { properties: { a: true }, additionalProperties: bounds }],
    ['a pattern', { patternProperties: { '^x-': bounds }, additionalProperties: false }],
    ['a pattern and the rest', { patternProperties: { '^x-': { enum: ['a'] } }, additionalProperties: bounds }],
    ['a map of lists', { additionalProperties: { type: 'array', minItems: 1, maxItems: 2, items: bounds } }],
    [
      'a list of a beginning and a rest',
      { properties: { a: { type: 'array', prefixItems: [{ enum: ['a'] }], minItems: 2, items: bounds } } },
    ],
  ])('is broken, and met at its edges: %s', (_, schema) => {
    expect(brokenBodies({ type: 'object', ...schema }).untried).toEqual([])
  })

  test('is broken where it is asked, whatever stands before it', () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: bounds }
    const { broken } = brokenBodies(schema, [{ a: 'x', b: 4, c: 5 }])
    expect(broken.get('/* minimum')).toContainEqual({ a: 'x', b: 2, c: 5 })
  })
})

describe('maps of as many properties as a document allows', () => {
  const string = { type: 'string', maxLength: 20 } as const
  /** How many properties the bodies of conforming requests have, and those that break `maxProperties` alone. */
  function sizesOf(schema: JsonObject): { accepted: number[]; broken: number[]; untried: string[] } {
    const plan = createPlan(contractOf(documentOfBody({ type: 'object', ...schema })), planOptions)
    const sizes = (kind: string | undefined): number[] =>
      plan.cases
        .filter(({ judged }) => (kind === undefined ? isConforming(judged) : brokenAlone(judged)?.kind === kind))
        .flatMap(({ judged: { body } }) => (isObject(body) ? Object.keys(body).length : []))
    return { accepted: sizes(undefined), broken: sizes('maxProperties'), untried: [...plan.untried.keys()] }
  }

  test.each<[name: string, schema: JsonObject]>([
    ['of strings', { additionalProperties: string }],
    ['of integers', { additionalProperties: bounds }],
    ['of anything', {}],
    ['by a pattern', { patternProperties: { '^x-[a-z0-9]+$': bounds }, additionalProperties: false }],
    ['whose names are letters', { propertyNames: { pattern: '^[a-z]+$' }, additionalProperties: string }],
    ['beside a named property', { properties: { a: string }, required: ['a'], additionalProperties: bounds }],
  ])('are sent, and of one more: %s', (_, schema) => {
    const { accepted, broken, untried } = sizesOf({ ...schema, maxProperties: 50 })
    expect(accepted).toContain(50)
    expect(Math.max(...accepted)).toBe(50)
    expect(new Set(broken)).toEqual(new Set([51]))
    expect(untried.filter((id) => id.endsWith('Properties'))).toEqual([])
  })

  test('and of as few', () => {
    const schema = { properties: { a: string, b: string, c: string }, minProperties: 2 }
    const { accepted, untried } = sizesOf(schema)
    expect(Math.min(...accepted)).toBe(2)
    expect(untried).toEqual([])
  })
})
