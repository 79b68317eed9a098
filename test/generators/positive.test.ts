import { describe, expect, test } from 'vitest'
import { edges, positive } from '../../src/generators/index.ts'
import { isObject, type Json, type JsonObject } from '../../src/json/index.ts'
import { SchemaBench } from '../support/contracts.ts'

const bench = new SchemaBench()
const { contract } = bench
const text = { type: 'string' } as const
const whole = { type: 'integer' } as const

describe('of a map the fullest value has one further property for each schema that they go by', () => {
  test.each<[name: string, schema: JsonObject, fullest: Json]>([
    ['its values have a schema', { additionalProperties: whole }, { p1: 1 }],
    [
      'beside named ones',
      { properties: { a: text, p1: text }, additionalProperties: whole },
      expect.objectContaining({ p2: 1 }),
    ],
    ['its names have a pattern', { patternProperties: { '^x-$': whole } }, { 'x-': 1 }],
    [
      'with both',
      { patternProperties: { '^[p]1$': text, '^x$': whole }, additionalProperties: whole },
      { p1: expect.any(String), x: 1, p2: 1 },
    ],
    ['its names are bounded', { propertyNames: { enum: ['a'] }, additionalProperties: whole }, { a: 1 }],
    ['of maps', { additionalProperties: { type: 'object', additionalProperties: whole } }, { p1: { p1: 1 } }],
    ['what is not evaluated', { unevaluatedProperties: whole }, { p1: 1 }],
    ['it may be anything', { additionalProperties: true }, {}],
    ['it must be empty', { additionalProperties: whole, maxProperties: 0 }, {}],
    ['there is none', { additionalProperties: false }, {}],
  ])('%s', (_, schema, fullest) => {
    const node = bench.node({ type: 'object', ...schema })
    expect(positive(contract, [node], 'fullest')).toEqual(fullest)
    expect(positive(contract, [node], 'barest')).toEqual({})
  })

  test('and a map of itself ends', () => {
    const map = { type: 'object', additionalProperties: { $ref: '#/components/schemas/Map' } }
    const node = bench.node({ $ref: '#/components/schemas/Map' }, { Map: map })
    expect(positive(contract, [node], 'fullest')).toEqual({ p1: { p1: {} } })
  })

  test('of which each is varied', () => {
    const bounds = { type: 'integer', minimum: 3, maximum: 5 } as const
    const node = bench.node({ type: 'object', patternProperties: { '^x$': bounds }, additionalProperties: bounds })
    const base = positive(contract, [node], 'fullest') ?? null
    expect(isObject(base) && Object.keys(base)).toEqual(['x', 'p1'])
    const varied = edges(contract, [node], base).map(({ at, name }) => `${at} ${name}`)
    expect(varied).toEqual(expect.arrayContaining(['/x minimum', '/x maximum', '/p1 minimum', '/p1 maximum']))
  })
})
