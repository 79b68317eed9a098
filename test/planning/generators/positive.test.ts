import { describe, expect, test } from 'vitest'
import { isObject, type Json, type JsonObject } from '../../../src/json/index.ts'
import { Draws, edges, isMember, positive } from '../../../src/planning/generators/index.ts'
import { SchemaBench } from '../../support/contracts.ts'

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

test.each([
  ['a part that a separator delimits', '^(me|[a-z0-9]+(-[a-z0-9]+)*)$', 40],
  ['one that ends with it', '^(?:[a-z]+\\.)+com$', 40],
  ['long texts around what an engine may take for ever over', '^/branches/[a-f0-9]{24}/(a|b)+$', 36],
])('texts are made of a pattern with %s', (_, pattern, length) => {
  const node = bench.node({ type: 'string', pattern, minLength: length, maxLength: length })
  expect(positive(contract, [node], 'fullest')).toMatch(new RegExp(pattern, 'u'))
})

describe('where branches of oneOf overlap, values are told apart by what another branch names', () => {
  const flag = { type: 'boolean' } as const
  const of = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({ type: 'object', properties, ...more })
  const [a, b] = [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }]
  const schemas = { A: of({ a: text, b: text }), B: { allOf: [a, of({ d: text })] } }

  test.each<[name: string, schema: JsonObject, names: readonly string[]]>([
    ['two objects', { oneOf: [of({ a: text }), of({ b: flag })] }, ['a', 'b']],
    ['three objects', { oneOf: [of({ a: text }), of({ b: text }), of({ c: whole })] }, ['a', 'b', 'c']],
    ['one that extends the other', { oneOf: [a, b] }, ['a', 'b', 'd']],
    ['choices of objects', { oneOf: [{ anyOf: [of({ a: text }), of({ b: text })] }, of({ c: text })] }, ['a', 'c']],
    [
      'with a name in common',
      { oneOf: [of({ k: text, a: whole }, { required: ['k'] }), of({ k: text, b: flag })] },
      ['k', 'a', 'b'],
    ],
    ['with an example', { oneOf: [of({ a: text }), of({ b: flag })], example: { a: 'x' } }, ['a', 'b']],
  ])('%s', (_, schema, names) => {
    const node = bench.node(schema, schemas)
    const fullest = positive(contract, [node], 'fullest') ?? null
    expect(isObject(fullest) && Object.keys(fullest)).toEqual(names)
    const draws = new Draws(contract)
    const values = Array.from({ length: 50 }, (_, seed) => draws.value([node], seed))
    for (const value of [fullest, positive(contract, [node], 'barest') ?? null, ...values])
      expect(isMember(contract, node, value), JSON.stringify(value)).toBe(true)
  })

  test('each branch is met', () => {
    const node = bench.node({ oneOf: [of({ a: text }), of({ b: flag })] })
    const branches = [0, 1].map((pick) => positive(contract, [node], 'fullest', pick))
    expect(branches).toEqual([expect.objectContaining({ a: 'abcdefghijkl' }), expect.objectContaining({ b: true })])
    const draws = new Draws(contract)
    const values = Array.from({ length: 50 }, (_, seed) => draws.value([node], seed))
    const isOf = (branch: JsonObject) => (value: Json) => isMember(contract, bench.node(branch), value)
    expect(values.some(isOf(of({ a: text }, { required: ['a'] })))).toBe(true)
    expect(values.some(isOf(of({ b: flag }, { required: ['b'] })))).toBe(true)
  })

  test('branches that are the same have none', () => {
    expect(positive(contract, [bench.node({ oneOf: [of({ a: text }), of({ a: text })] })], 'fullest')).toBeUndefined()
  })
})

test.each(['^[a-z]{2,12}$', '^[A-Z]{3}$', '^[0-9]{4}$', '^[a-z]+[0-9]$'])(
  'items that differ may all be of the pattern %s',
  (pattern) => {
    const node = bench.node({ type: 'array', minItems: 3, maxItems: 5, uniqueItems: true, items: { ...text, pattern } })
    const base = positive(contract, [node], 'fullest') ?? null
    const longest = edges(contract, [node], base).find(({ name }) => name === 'maxItems')?.changes[0]?.value ?? []
    for (const [value, length] of [
      [base, 3],
      [longest, 5],
    ] as const) {
      const items = Array.isArray(value) ? value : []
      expect(new Set(items).size).toBe(length)
      for (const item of items) expect(item).toMatch(new RegExp(pattern))
    }
  },
)
