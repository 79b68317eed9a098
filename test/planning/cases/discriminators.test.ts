import { describe, expect, test } from 'vitest'
import { isObject, type Json, type JsonObject } from '../../../src/json/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import { contractOf, documentOfBody } from '../../support/contracts.ts'
import { planOptions } from '../../support/verify.ts'

const text = { type: 'string' } as const
const of = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({ type: 'object', properties, ...more })
const to = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })
const kind = { propertyName: 'kind' } as const
const either = { oneOf: [to('Cat'), to('Dog')] }

/** Of none of them is anything required but the name of their kind. */
const ALONE: JsonObject = {
  Cat: of({ kind: text, hunts: { type: 'boolean' } }, { required: ['kind'] }),
  Dog: of({ kind: text, barks: { type: 'boolean' } }, { required: ['kind'] }),
}
const FAMILY: JsonObject = {
  Pet: of({ kind: text }, { required: ['kind'], discriminator: kind }),
  Cat: { allOf: [to('Pet'), of({ hunts: { type: 'boolean' } })] },
  Dog: { allOf: [to('Pet'), of({ barks: { type: 'boolean' } })] },
}

describe('bodies of kinds that overlap name their kind, and fit no other', () => {
  test.each<[name: string, schema: JsonObject, schemas: JsonObject]>([
    ['by a discriminator of the choice', { ...either, discriminator: kind }, ALONE],
    ['by one of their parent', either, FAMILY],
    ['by both', { ...either, discriminator: kind }, FAMILY],
  ])('%s', (_, schema, schemas) => {
    const { cases, unplanned } = createPlan(contractOf(documentOfBody(schema, schemas)), planOptions)
    expect([...unplanned]).toEqual([])
    const bodies = cases.flatMap(({ judged }): Json[] =>
      judged.verdict.kind === 'conforming' && judged.body !== undefined ? [judged.body] : [],
    )
    expect(bodies[0]).toEqual({ kind: 'Cat', hunts: true, barks: expect.anything() })
    expect(bodies.some((body) => isObject(body) && body.kind === 'Cat' && body.hunts === undefined)).toBe(true)
  })
})
