import { describe, expect, test } from 'vitest'
import { isArray, isObject, type Json, type JsonObject, valueAt } from '../../../src/json/index.ts'
import { arbitrary } from '../../../src/planning/arbitraries/index.ts'
import { Draws, edges, isMember, negatives, positive, Unsatisfiable } from '../../../src/planning/generators/index.ts'
import { counted } from '../../support/counted-reads.ts'

const text = { type: 'string' } as const
const chain = (length: number, inner: Json, wrap: (inner: Json) => Json): Json =>
  Array.from({ length }).reduce<Json>(wrap, inner)
const manyWays = (ways: number, wayOf: (index: number) => Json): Json => ({
  oneOf: Array.from({ length: ways }, (_, index) => wayOf(index)),
})
const tagged = (index: number): JsonObject => ({
  type: 'object',
  required: ['kind'],
  properties: { kind: { const: `k${index}` }, a: text },
})

/** `refused` is what the refusal says; where there is none, values come. */
interface Hostile {
  readonly schema: Json
  readonly schemas?: JsonObject
  readonly refused?: RegExp
}

const HOSTILE: { readonly [name: string]: Hostile } = {
  'patterns that contradict each other': {
    schema: { ...text, pattern: '^a+$', allOf: [{ pattern: '^b+$' }] },
    refused: /^no value fits the schema at hostile.json#\/schema: none of \d+ attempts fits$/,
  },
  'a pattern of which lengths leave nothing': {
    schema: { ...text, pattern: '^[a-z]{3}$', minLength: 4 },
    refused: /its keywords leave nothing/,
  },
  'a pattern that takes for ever over long texts': {
    schema: { ...text, pattern: '^(a+)+$', minLength: 40, maxLength: 60 },
  },
  'a pattern that takes for ever over texts that do not match': {
    schema: { ...text, pattern: '^(?:a|a)*b?$', allOf: [{ pattern: '^(\\w+\\s?)*$' }] },
  },
  'a pattern of delimited parts that takes for ever over long texts': {
    schema: { ...text, pattern: '^(?:-a+a+)*$', minLength: 40, maxLength: 60 },
  },
  'a pattern of patterns': { schema: { ...text, pattern: '^((((((a{1,9}){1,9}){1,9}){1,9}){1,9}){1,9}){1,9}$' } },
  'a pattern of two million': { schema: { ...text, pattern: '^a{2000000}$' }, refused: /its keywords leave nothing/ },
  'a pattern that is none': { schema: { ...text, pattern: '(' } },
  'a schema that leads back to itself': {
    schema: { $ref: '#/components/schemas/A' },
    schemas: { A: { allOf: [{ $ref: '#/components/schemas/A' }] } },
    refused: /nested too deep, or leads back to itself/,
  },
  'a choice that leads back to itself twice': {
    schema: { $ref: '#/components/schemas/A' },
    schemas: { A: { anyOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/A' }] } },
    refused: /nested too deep, or leads back to itself/,
  },
  'an object that must hold itself': {
    schema: { $ref: '#/components/schemas/A' },
    schemas: { A: { type: 'object', required: ['a'], properties: { a: { $ref: '#/components/schemas/A' } } } },
    refused: /its keywords leave nothing/,
  },
  'a tree that branches more than it ends': {
    schema: { $ref: '#/components/schemas/Tree' },
    schemas: {
      Tree: {
        anyOf: [
          { type: 'null' },
          { type: 'array', minItems: 3, maxItems: 3, items: { $ref: '#/components/schemas/Tree' } },
          { type: 'array', minItems: 2, maxItems: 9, items: { $ref: '#/components/schemas/Tree' } },
        ],
      },
    },
  },
  'texts of a thousand million': { schema: { ...text, minLength: 1e9 }, refused: /its keywords leave nothing/ },
  'arrays of a thousand million': { schema: { type: 'array', minItems: 1e9 }, refused: /its keywords leave nothing/ },
  'objects of a thousand million': {
    schema: { type: 'object', minProperties: 1e9 },
    refused: /its keywords leave nothing/,
  },
  'arrays of a thousand of a thousand': {
    schema: { type: 'array', minItems: 1000, items: { type: 'array', minItems: 1000, items: text } },
    refused: /its keywords leave nothing/,
  },
  'at most a thousand million of everything': {
    schema: {
      type: 'array',
      maxItems: 1e9,
      items: { type: 'object', maxProperties: 1e9, additionalProperties: { ...text, maxLength: 1e9 } },
    },
  },
  'more unlike items than there are': {
    schema: { type: 'array', minItems: 3, uniqueItems: true, items: { type: 'boolean' } },
    refused: /attempts fits/,
  },
  'an object of eight of itself': {
    schema: { $ref: '#/components/schemas/A' },
    schemas: {
      A: {
        type: 'object',
        properties: Object.fromEntries(
          Array.from({ length: 8 }, (_, index) => [`p${index}`, { $ref: '#/components/schemas/A' }]),
        ),
      },
    },
  },
  'twenty objects of each other': {
    schema: { $ref: '#/components/schemas/N0' },
    schemas: Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [
        `N${at}`,
        {
          type: 'object',
          properties: Object.fromEntries(
            Array.from({ length: 20 }, (_, index) => [`p${index}`, { $ref: `#/components/schemas/N${index}` }]),
          ),
        },
      ]),
    ),
  },
  'sixty branches that overlap': {
    schema: manyWays(60, (index) => ({ type: 'object', properties: { [`a${index}`]: text } })),
  },
  'an enum of 10,000': { schema: { enum: Array.from({ length: 10_000 }, (_, index) => `member ${index}`) } },
  'two enums of 2,000 that share one': {
    schema: {
      enum: Array.from({ length: 2_000 }, (_, index) => index),
      allOf: [{ enum: Array.from({ length: 2_000 }, (_, index) => index + 1_999) }],
    },
  },
  '200 ways within 200 ways': {
    schema: manyWays(200, (a) => (a % 50 === 0 ? manyWays(200, (b) => tagged(a * 200 + b)) : tagged(-a))),
  },
  '20 choices beside each other': {
    schema: {
      allOf: Array.from({ length: 20 }, (_, index) => ({
        anyOf: [{ required: [`a${index}`] }, { required: [`b${index}`] }],
      })),
      type: 'object',
    },
  },
  'a chain of 100 allOf': { schema: chain(100, { ...text, maxLength: 5 }, (inner) => ({ allOf: [inner] })) },
  'a chain of 3,000 allOf': {
    schema: chain(3_000, text, (inner) => ({ allOf: [inner] })),
    refused: /nested too deep, or leads back to itself/,
  },
  'a chain of 60 not': { schema: chain(60, { type: 'integer' }, (inner) => ({ not: inner })) },
  'objects that must be 60 deep': {
    schema: chain(60, text, (inner) => ({ type: 'object', required: ['a'], properties: { a: inner } })),
    refused: /its keywords leave nothing/,
  },
  'names that must be like no name': {
    schema: { type: 'object', minProperties: 1, propertyNames: { pattern: '^a$', minLength: 2 } },
    refused: /attempts fits/,
  },
  'fifty names of a pattern': {
    schema: { type: 'object', minProperties: 50, propertyNames: { pattern: '^[a-z]{2,5}$' } },
  },
  'names of the prototype': {
    schema: JSON.parse(
      '{"type":"object","required":["__proto__","constructor"],"properties":{"__proto__":{"type":"string"},"constructor":{"type":"null"}},"additionalProperties":false}',
    ),
  },
  'not what it is': { schema: { type: 'string', not: { type: 'string' } }, refused: /its keywords leave nothing/ },
  'bounds that cross': {
    schema: { type: 'integer', minimum: 3, exclusiveMaximum: 3 },
    refused: /its keywords leave nothing/,
  },
  'a multiple that no bounds leave': {
    schema: { multipleOf: 7, minimum: 8, maximum: 13, type: 'number' },
    refused: /its keywords leave nothing/,
  },
}

/** Reads of keywords: what work on a schema comes down to. */
const MOST_READS = 20_000_000

describe.each(Object.entries(HOSTILE))('%s', (_, { schema, schemas = {}, refused }) => {
  const { document, reads } = counted({ schema, components: { schemas } })
  const at = (pointer: string) => {
    const found = valueAt(document, pointer)
    return { schema: isObject(found) ? found : true, source: { file: 'hostile.json', pointer } }
  }
  const reader = { resolve: (reference: string) => at(reference.slice(1)) }
  const node = at('/schema')

  test(refused ? 'is refused by name' : 'gives conforming values', () => {
    const draws = new Draws(reader)
    const make = () => Array.from({ length: 8 }, (_, seed) => draws.value([node], seed))
    if (refused) {
      expect(make).toThrow(Unsatisfiable)
      expect(make).toThrow(refused)
    } else
      for (const value of make()) expect(isMember(reader, node, value), JSON.stringify(value).slice(0, 200)).toBe(true)
    expect(reads()).toBeLessThan(MOST_READS)
  })

  test('ends for every interpreter', () => {
    const base = positive(reader, [node], 'fullest')
    for (const { changes } of base === undefined ? [] : edges(reader, [node], base))
      expect(changes.length).toBeGreaterThan(0)
    const judged: Json[] = []
    // Nothing but values of a stated size are held against a schema.
    const judge = (value: Json) => {
      judged.push(value)
      return []
    }
    expect([...negatives(new Draws(reader), node, judge)]).toEqual([])
    expect(judged.length).toBeLessThanOrEqual(20_001)
    if (!refused) {
      const [value] = Array.from({ length: 1 }, () => new Draws(reader).value([node], 1))
      let steps = 0
      for (const { value: smaller } of arbitrary(reader, [node]).shrink(value ?? null, undefined)) {
        expect(isMember(reader, node, smaller)).toBe(true)
        if (++steps > 5) break
      }
    }
    expect(reads()).toBeLessThan(3 * MOST_READS)
  })
})

test('the largest of values is bounded', () => {
  const tree = HOSTILE['a tree that branches more than it ends']
  const document: Json = { schema: tree?.schema ?? true, components: { schemas: tree?.schemas ?? {} } }
  const at = (pointer: string) => {
    const found = valueAt(document, pointer)
    return { schema: isObject(found) ? found : true, source: { file: 'hostile.json', pointer } }
  }
  const draws = new Draws({ resolve: (reference) => at(reference.slice(1)) })
  const parts = (value: Json): number =>
    isArray(value) ? value.reduce<number>((sum, item) => sum + parts(item), 1) : 1
  for (let seed = 0; seed < 200; seed++) expect(parts(draws.value([at('/schema')], seed))).toBeLessThan(20_000)
})

test('of a long enum a few members are edges, the first and the last among them', () => {
  const members = (count: number) => Array.from({ length: count }, (_, index) => index)
  const edgesOf = (count: number) => {
    const node = { schema: { enum: members(count) }, source: { file: 'hostile.json', pointer: '' } }
    return edges({ resolve: () => node }, [node], 0).map(({ changes: [change] }) => change?.value)
  }
  expect(edgesOf(100)).toEqual(members(100))
  const few = edgesOf(20_000)
  expect(few.length).toBe(32)
  expect(new Set(few).size).toBe(32)
  expect([few[0], few.at(-1)]).toEqual([0, 19_999])
})
