import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../src/json/index.ts'
import { SchemaValidator } from '../../../src/judging/messages/index.ts'
import { SchemaBench } from '../../support/contracts.ts'

const bench = new SchemaBench()
const compiler = new SchemaValidator(bench.contract)

/** Validates values: `pointer keyword` of each issue. */
function validator(schema: JsonObject | boolean, schemas: JsonObject = {}): (value: Json) => string[] {
  const validate = compiler.compile(bench.node(schema, schemas))
  return (value) => validate(value).map(({ pointer, keyword }) => `${pointer} ${keyword}`.trim())
}

const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })

describe('folding', () => {
  const text = { type: 'string', minLength: 3, maxLength: 5, pattern: '^a', enum: ['abc', 'abcd'] }
  it.each<[name: string, schema: JsonObject | boolean, value: Json, issues: readonly string[]]>([
    ['type over all', text, 1, ['type']],
    ['enum over pattern and lengths', text, 'x', ['enum']],
    ['pattern over lengths', { minLength: 3, pattern: '^a' }, 'x', ['pattern']],
    ['format over lengths', { minLength: 30, format: 'date' }, 'x', ['format']],
    ['a length alone', { minLength: 3, pattern: '^a' }, 'a', ['minLength']],
    ['type over enum', { type: 'string', enum: ['a', 1] }, 2, ['type']],
    ['const over limits', { const: 1, maximum: 3 }, 5, ['const']],
    ['two of one rank', { minimum: 3, multipleOf: 2 }, 1, ['minimum', 'multipleOf']],
    [
      'each place by itself',
      { type: 'object', properties: { a: text, b: text } },
      { a: 1, b: 'x' },
      ['/a type', '/b enum'],
    ],
    [
      'type of a parent, not of a child',
      { properties: { a: text }, maxProperties: 0 },
      { a: 1 },
      ['/a type', 'maxProperties'],
    ],
    [
      'required at the property',
      { required: ['a', 'b'], minProperties: 2 },
      {},
      ['/a required', '/b required', 'minProperties'],
    ],
    [
      'additionalProperties at the property',
      { additionalProperties: false, properties: { a: {} } },
      { a: 1, 'b/c': 2 },
      ['/b~1c additionalProperties'],
    ],
    [
      'unevaluatedProperties at the property',
      { unevaluatedProperties: false, allOf: [{ properties: { a: {} } }] },
      { a: 1, b: 2 },
      ['/b unevaluatedProperties'],
    ],
    ['anyOf without its branches', { anyOf: [{ type: 'string' }, { required: ['a'] }] }, {}, ['anyOf']],
    ['anyOf over limits', { anyOf: [{ maxLength: 1 }, { maxLength: 2 }], minLength: 9 }, 'abc', ['anyOf']],
    [
      'anyOf whose branch goes deep',
      { anyOf: [{ properties: { a: { properties: { b: { type: 'null' } } } } }] },
      { a: { b: 1 } },
      ['anyOf'],
    ],
    ['oneOf where none fits', { oneOf: [{ type: 'string' }, { type: 'null' }] }, 1, ['oneOf']],
    ['oneOf where two fit', { oneOf: [{ minLength: 1 }, { maxLength: 5 }] }, 'abc', ['oneOf']],
    ['not', { not: { type: 'string' } }, 'a', ['not']],
    ['contains without its schema', { contains: { type: 'string', minLength: 3 } }, ['a', 1], ['contains']],
    ['contains where none matches', { contains: { const: 1 }, minContains: 2 }, [2, 3], ['contains']],
    ['minContains where some match', { contains: { const: 1 }, minContains: 3 }, [1, 2, 1], ['minContains']],
    ['maxContains', { contains: { const: 1 }, maxContains: 1 }, [2, 1, 1, 3, 1], ['maxContains']],
    [
      'minContains beside maxContains',
      { contains: { const: 1 }, minContains: 2, maxContains: 3 },
      [2, 1],
      ['minContains'],
    ],
    ['propertyNames without its schema', { propertyNames: { maxLength: 1 } }, { ab: 1 }, ['propertyNames']],
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    ['then, not if', { if: { minLength: 1 }, then: { format: 'date' } }, 'x', ['format']],
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    ['a limit in then, not if', { if: { minLength: 3 }, then: { maxLength: 2 } }, 'abc', ['maxLength']],
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    ['else, not if', { if: { minLength: 2 }, then: {}, else: { pattern: '^a' } }, 'x', ['pattern']],
    ['allOf as one', { allOf: [{ type: 'string' }, { maxLength: 1 }] }, 1, ['type']],
    [
      'one limit given twice, by each',
      { allOf: [{ maxLength: 2 }, { maxLength: 1 }] },
      'abc',
      ['maxLength', 'maxLength'],
    ],
    ['dependentRequired', { dependentRequired: { a: ['b'] } }, { a: 1 }, ['dependentRequired']],
  ])('keeps %s', (_, schema, value, issues) => {
    const validate = validator(schema)
    expect(validate(value).toSorted()).toEqual(issues.toSorted())
  })

  it.each<[name: string, schema: JsonObject | boolean, values: readonly Json[]]>([
    ['enum, pattern and lengths', text, ['abc', 'abcd']],
    ['anyOf', { anyOf: [{ type: 'string' }, { required: ['a'] }] }, ['', { a: null }]],
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    ['then', { if: { minLength: 1 }, then: { format: 'date' } }, ['', '2021-02-28', 5]],
    ['not', { not: { type: 'string' } }, [1, null, {}]],
    ['a boolean', true, [1, null]],
    ['lengths in code points', { maxLength: 2, minLength: 2 }, ['😀😀', 'e\u0301']],
    ['equal numbers', { const: 1 }, [1.0]],
    ['multiples', { multipleOf: 2 }, [0, -4, 'a']],
  ])('has nothing to say of values that keep %s', (_, schema, values) => {
    const validate = validator(schema)
    for (const value of values) expect(validate(value)).toEqual([])
  })
})

describe('nullable', () => {
  it('means nothing in 3.1', () => {
    const validate = validator({ type: 'string', nullable: true })
    expect(validate(null)).toEqual(['type'])
    expect(validate('a')).toEqual([])
  })

  it('may be the name of a property', () => {
    const validate = validator({ properties: { nullable: { type: 'boolean' }, id: { type: 'string' } } })
    expect(validate({ nullable: 'a', id: 1 })).toEqual(['/nullable type', '/id type'])
    expect(validate({ nullable: true, id: 'a' })).toEqual([])
  })
})

describe('names that JavaScript knows', () => {
  const parse = (text: string): JsonObject => JSON.parse(text)
  it.each<[schema: string, value: string, issues: readonly string[]]>([
    ['{"required":["constructor","toString"]}', '{}', ['/constructor required', '/toString required']],
    ['{"required":["__proto__"]}', '{}', ['/__proto__ required']],
    ['{"required":["__proto__"]}', '{"__proto__":1}', []],
    ['{"properties":{"constructor":{"type":"string"}}}', '{}', []],
    ['{"properties":{"constructor":{"type":"string"}}}', '{"constructor":1}', ['/constructor type']],
    ['{"additionalProperties":false}', '{"__proto__":1}', ['/__proto__ additionalProperties']],
    ['{"additionalProperties":{"type":"string"}}', '{"__proto__":1}', ['/__proto__ type']],
    ['{"minProperties":1}', '{"__proto__":1}', []],
    ['{"properties":{"__proto__":{"type":"string"}}}', '{"__proto__":1}', ['/__proto__ type']],
    ['{"properties":{"__proto__":{"type":"string"}}}', '{"__proto__":"a"}', []],
    ['{"properties":{"__proto__":{"type":"string"}}}', '{"a":1}', []],
    ['{"properties":{"__proto__":{"type":"string"}},"additionalProperties":false}', '{"__proto__":"a"}', []],
    ['{"properties":{"__proto__":{"type":"string"}},"unevaluatedProperties":false}', '{"__proto__":"a"}', []],
    ['{"properties":{"__proto__":false}}', '{"__proto__":"a"}', ['/__proto__ not']],
  ])('%s of %s', (schema, value, issues) => {
    const validate = validator(parse(schema))
    expect(validate(parse(value))).toEqual(issues)
  })
})

describe('formats', () => {
  const dateTime = validator({ type: 'string', format: 'date-time' })
  it.each([
    ['2021-01-01T00:00:00Z', true],
    ['2021-01-01t00:00:00z', true],
    ['2021-01-01T00:00:00.123Z', true],
    ['2021-01-01T00:00:00+08:00', true],
    ['2021-01-01T00:00:00-00:00', true],
    ['2024-02-29T00:00:00Z', true],
    ['2016-12-31T23:59:60Z', true],
    ['2017-01-01T07:59:60+08:00', true],
    ['2021-01-01T12:34:60Z', false],
    ['2021-02-29T00:00:00Z', false],
    ['2021-02-30T00:00:00Z', false],
    ['1900-02-29T00:00:00Z', false],
    ['2021-13-01T00:00:00Z', false],
    ['2021-00-01T00:00:00Z', false],
    ['2021-01-32T00:00:00Z', false],
    ['2021-01-01T24:00:00Z', false],
    ['2021-01-01T00:60:00Z', false],
    ['2021-01-01T00:00:61Z', false],
    ['2021-01-01 00:00:00Z', false],
    ['2021-01-01T00:00:00', false],
    ['2021-01-01T00:00:00+0800', false],
    ['2021-01-01T00:00:00+08', false],
    ['2021-01-01T00:00:00+24:00', false],
    ['2021-01-01T00:00Z', false],
    ['2021-01-01', false],
    ['1609459200', false],
    ['', false],
    [' 2021-01-01T00:00:00Z', false],
    ['2021-01-01T00:00:00Z\n', false],
    ['21-01-01T00:00:00Z', false],
    ['2021-1-1T0:0:0Z', false],
  ])('date-time of %j: %s', (value, expected) => {
    expect(dateTime(value).length === 0).toBe(expected)
  })

  it.each([
    ['date', '2021-02-28', '2021-02-29'],
    ['uuid', '48aff955-ea10-4ffd-b426-190bc192dc14', '48aff955'],
    ['ipv4', '192.0.2.1', '192.0.2.256'],
    ['email', 'a@example.com', 'a'],
    ['uri', 'https://example.com/a', '/a'],
    ['int32', 'a text', undefined],
    ['no-such-format', 'a', undefined],
  ])('%s takes %j and not %j', (format, good, bad) => {
    const validate = validator({ format })
    expect(validate(good)).toEqual([])
    if (bad !== undefined) expect(validate(bad)).toEqual(['format'])
  })
})

describe('references', () => {
  it('are followed, in circles too', () => {
    const validate = validator(ref('Node'), {
      Node: {
        type: 'object',
        required: ['id'],
        properties: { id: { maxLength: 2 }, next: ref('Node'), all: { items: ref('Node') } },
      },
    })
    expect(validate({ id: 'a', next: { id: 'b', all: [{ id: 'c' }] } })).toEqual([])
    expect(validate({ id: 'a', next: { next: { id: 'abc' }, all: [{}, 1] } })).toEqual([
      '/next/id required',
      '/next/next/id maxLength',
      '/next/all/0/id required',
      '/next/all/1 type',
    ])
  })

  it('are no branch where they are one elsewhere', () => {
    const validate = validator(
      { properties: { a: ref('Text'), b: { anyOf: [ref('Text'), { type: 'null' }] } } },
      { Text: { type: 'string' } },
    )
    expect(validate({ a: 1, b: 1 })).toEqual(['/a type', '/b anyOf'])
    expect(validate({ a: 'a', b: null })).toEqual([])
  })

  it('keep what stands beside them, and identifiers move none', () => {
    const validate = validator(
      { $id: 'https://example.com/other/', properties: { a: { ...ref('Text'), maxLength: 1 } } },
      { Text: { type: 'string', minLength: 1 } },
    )
    expect(validate({ a: '' })).toEqual(['/a minLength'])
    expect(validate({ a: 'ab' })).toEqual(['/a maxLength'])
  })

  it('give the place of the keyword in the document', () => {
    const schema = { properties: { a: ref('Text'), 'b/c': { items: { allOf: [{ minimum: 1 }] } } } }
    const node = bench.node(schema, { Text: { maxLength: 1 } })
    const { file } = node.source
    const issues = compiler.compile(node)({ a: 'ab', 'b/c': [1, 0] })
    expect(issues.map(({ pointer, source, expected }) => [pointer, source, expected])).toEqual([
      ['/a', { file, pointer: '/components/schemas/Text/maxLength' }, 'at most 1 characters'],
      ['/b~1c/1', { file, pointer: '/schema/properties/b~1c/items/allOf/0/minimum' }, 'at least 1'],
    ])
  })
})

describe('a validator', () => {
  it('stops at a number of issues that someone can use, and stays fast', () => {
    const validate = validator({ items: { type: 'string' } })
    const issues = validate(Array.from({ length: 5000 }, () => 1))
    expect(issues).toHaveLength(200)
    expect(issues[0]).toBe('/0 type')
  })

  it('takes patterns that only older ECMA-262 takes', () => {
    const validate = validator({ pattern: '^[\\w-.]+\\_$' })
    expect(validate('a-._')).toEqual([])
    expect(validate('a')).toEqual(['pattern'])
  })

  it.each<[name: string, schema: JsonObject | boolean, good: Json | undefined, bad: Json]>([
    ['false', { properties: { a: false } }, {}, { a: 1 }],
    ['false for the whole', false, undefined, 1],
    ['items false', { items: false }, [], [1]],
    ['items false after prefixItems', { prefixItems: [{}], items: false }, [1], [1, 2]],
    ['unevaluatedItems', { prefixItems: [{}], unevaluatedItems: false }, [1], [1, 2]],
    ['dependentSchemas', { dependentSchemas: { a: { required: ['b'] } } }, { b: 1 }, { a: 1 }],
    ['unevaluatedProperties of a schema', { unevaluatedProperties: { type: 'string' } }, { a: 'a' }, { a: 1 }],
    ['minContains', { contains: { const: 1 }, minContains: 2 }, [1, 1], [1]],
    ['maxContains', { contains: { const: 1 }, maxContains: 1 }, [1], [1, 1]],
  ])('has an issue with what breaks %s', (_, schema, good, bad) => {
    const validate = validator(schema)
    if (good !== undefined) expect(validate(good)).toEqual([])
    expect(validate(bad)).not.toEqual([])
  })
})

it('compiles what is nested deeply', () => {
  const bench = new SchemaBench()
  const deep = Array.from({ length: 40 }).reduce<JsonObject>((within) => ({ anyOf: [within, { type: 'null' }] }), {
    type: 'string',
  })
  const validate = new SchemaValidator(bench.contract).compile(
    bench.node({ $ref: '#/components/schemas/Deep' }, { Deep: deep }),
  )
  expect(validate('a')).toEqual([])
  expect(validate(1)).not.toEqual([])
})
