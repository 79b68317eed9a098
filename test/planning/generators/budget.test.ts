import { describe, expect, test } from 'vitest'
import { withMaxBody } from '../../../src/contract/model/index.ts'
import { isArray, isObject, type Json, type JsonObject, jsonSize, writeJson } from '../../../src/json/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import { Draws, edges, positive, whyNone } from '../../../src/planning/generators/index.ts'
import { contractOf, documentOfBody, SchemaBench } from '../../support/contracts.ts'
import { planOptions } from '../../support/verify.ts'

const bench = new SchemaBench()
const text = { type: 'string' } as const
const arrayOf = (items: Json, limits: JsonObject): JsonObject => ({ type: 'array', items, ...limits })
/** Another object each time: a schema is known by the object that it is. */
const self = (): JsonObject => ({ $ref: '#/components/schemas/Self' })
const requiring = (name: string, schema: Json): JsonObject => ({
  type: 'object',
  required: [name],
  properties: { [name]: schema },
})

/** `none` is why there is no value; without it there are some. */
interface Hostile {
  readonly schema: JsonObject
  readonly schemas?: JsonObject
  readonly none?: RegExp
}

const HOSTILE: { readonly [name: string]: Hostile } = {
  'a text of a thousand million': {
    schema: { ...text, minLength: 1e9 },
    none: /^minLength 1000000000 at \S+#\/schema\/minLength takes at least 1000000002 bytes, more than --max-body 1MiB$/,
  },
  'a list of a thousand million': { schema: arrayOf(text, { minItems: 1e9 }), none: /^minItems 1000000000 at / },
  'a thousand million that one is like': {
    schema: { type: 'array', contains: text, minContains: 1e9 },
    none: /^minContains 1000000000 at /,
  },
  'an object of a thousand million': {
    schema: { type: 'object', minProperties: 1e9 },
    none: /^minProperties 1000000000 at /,
  },
  'a thousand lists of a thousand': {
    schema: arrayOf(arrayOf(text, { minItems: 1000 }), { minItems: 1000 }),
    none: /^minItems 1000 at \S+#\/schema\/minItems takes at least 3002001 bytes/,
  },
  'a thousand long texts': {
    schema: arrayOf({ ...text, minLength: 100_000 }, { minItems: 1000 }),
    none: /^minItems 1000 at /,
  },
  'one long text deep inside': {
    schema: requiring('a', arrayOf(requiring('b', { ...text, minLength: 1e9 }), { minItems: 2 })),
    none: /^minLength 1000000000 at \S+#\/schema\/properties\/a\/items\/properties\/b\/minLength /,
  },
  'a member that is too large': { schema: { enum: ['x'.repeat(2 ** 20)] }, none: /^enum at / },
  'a branch that is': { schema: { anyOf: [arrayOf(text, { minItems: 1e9 }), { ...text, minLength: 3 }] } },
  'what may be left out is': {
    schema: { type: 'object', properties: { a: { ...text, minLength: 1e9 }, b: { type: 'boolean' } } },
  },
  'optional texts that together are': {
    schema: {
      type: 'object',
      properties: Object.fromEntries(
        Array.from({ length: 40 }, (_, index) => [`p${index}`, { ...text, minLength: 100_000 }]),
      ),
    },
  },
  'branches of which the first are together': {
    schema: arrayOf({ anyOf: [{ ...text, minLength: 50_000 }, { type: 'null' }] }, { minItems: 100 }),
  },
  'many items': { schema: arrayOf(text, { minItems: 30_000 }) },
  'many items that differ': { schema: arrayOf({ type: 'integer' }, { minItems: 5000, uniqueItems: true }) },
  'many names': { schema: { type: 'object', minProperties: 3000, additionalProperties: { type: 'integer' } } },
  'a text of half a million': { schema: { ...text, minLength: 500_000 } },
  'what requires itself': {
    schema: self(),
    schemas: { Self: requiring('next', self()) },
    none: /^no finite value exists: #\/components\/schemas\/Self requires next, which is #\/components\/schemas\/Self again$/,
  },
  'the same by way of allOf': {
    schema: self(),
    schemas: { Self: { allOf: [{ $ref: '#/components/schemas/B' }] }, B: requiring('next', self()) },
    none: /^no finite value exists: #\/components\/schemas\/Self requires next, which is #\/components\/schemas\/Self again$/,
  },
  'the same by way of items': {
    schema: self(),
    schemas: { Self: arrayOf(self(), { minItems: 1 }) },
    none: /Self needs an item, which is \S+Self again$/,
  },
  'the same by way of another': {
    schema: self(),
    schemas: { Self: requiring('b', { $ref: '#/components/schemas/B' }), B: requiring('a', self()) },
    none: /Self requires b, #\/components\/schemas\/B requires a, which is #\/components\/schemas\/Self again$/,
  },
  'what has an end after all': { schema: self(), schemas: { Self: { anyOf: [requiring('next', self()), text] } } },
  'sixty levels': {
    schema: Array.from({ length: 60 }).reduce<JsonObject>((inner) => requiring('a', inner), text),
    none: /^a value takes more than 40 levels/,
  },
}

describe.each(Object.entries(HOSTILE))('of %s', (_, { schema, schemas, none }) => {
  const node = bench.node(schema, schemas)
  const draws = new Draws(bench.contract)

  test(none ? 'there is none, in the words of the document' : 'values are within the budget', () => {
    const why = whyNone(draws, [node])
    if (none) {
      expect(why).toMatch(none)
      expect(positive(bench.contract, [node], 'fullest')).toBeUndefined()
      expect(() => draws.value([node], 1)).toThrow('its keywords leave nothing')
      return
    }
    expect(why).toBeUndefined()
    for (const fullness of ['fullest', 'barest'] as const) {
      const value = positive(bench.contract, [node], fullness) ?? null
      expect(draws.fits([node], value)).toBe(true)
      expect(jsonSize(value)).toBeLessThanOrEqual(2 ** 20)
      expect(jsonSize(value)).toBeGreaterThanOrEqual(draws.leastSize([node]))
    }
    for (const seed of [1, 2, 3]) expect(jsonSize(draws.value([node], seed))).toBeLessThanOrEqual(2 ** 20)
  })
})

const SMALL = 2000

/** A body with a limit of each kind. */
const limited = (limit: number): JsonObject => ({
  type: 'object',
  required: ['text', 'list', 'map'],
  properties: {
    text: { ...text, maxLength: limit },
    list: arrayOf({ ...text, minLength: 1 }, { maxItems: limit }),
    map: { type: 'object', maxProperties: limit, additionalProperties: { type: 'integer' } },
  },
})

describe('no body is larger than the budget, and what is untested for size would be', () => {
  test.each([10, 150, 400, 700, 2000, 1e5, 2_147_483_647])('at limits of %i', (limit) => {
    const contract = withMaxBody(contractOf(documentOfBody(limited(limit))), SMALL)
    const { cases, untried } = createPlan(contract, { ...planOptions, runs: 4 })
    for (const { name, request, role } of cases)
      if (!name.includes('large body')) expect(request.body?.length ?? 0, `${name} ${role}`).toBeLessThanOrEqual(SMALL)
    const least = { maxLength: limit + 3, maxItems: 4 * (limit + 1), maxProperties: 5 * (limit + 1) }
    for (const [keyword, size] of Object.entries(least)) {
      const [, reasons] = [...untried].find(([id]) => id.endsWith(keyword)) ?? []
      const isForSize = reasons?.breach === 'its limit is too large to exceed within --max-body 2000'
      if (isForSize) expect(size * 2, keyword).toBeGreaterThan(SMALL)
      if (size > SMALL) expect(isForSize, keyword).toBe(true)
      if (size * 3 < SMALL) expect(reasons, keyword).toBeUndefined()
    }
  })

  test('of edges and breaches each is within it, however large the limit', () => {
    const node = bench.node(limited(300))
    const reader = { ...bench.contract, maxBody: SMALL }
    const base = positive(reader, [node], 'barest') ?? null
    for (const { changes } of edges(reader, [node], base))
      for (const { value } of changes) if (value !== undefined) expect(jsonSize(value)).toBeLessThanOrEqual(SMALL)
    const contract = contractOf(documentOfBody(limited(300)))
    expect(isObject(base) && isArray(base.list ?? null)).toBe(true)
    expect(contract.operations.length).toBe(1)
  })
})

test('a size in bytes is that of the JSON in UTF-8', () => {
  for (const value of [null, -0, 1e21, 'é"\\\n\u0001漢😀\ud800', [], {}, [1, [2, {}]], { a: 'b', ' ': [true] }])
    expect(jsonSize(value), writeJson(value)).toBe(Buffer.byteLength(writeJson(value)))
  expect(
    jsonSize(
      Array.from({ length: 1000 }, () => 'a'),
      10,
    ),
  ).toBeGreaterThan(10)
})
