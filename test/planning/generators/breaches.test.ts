import { describe, expect, it } from 'vitest'
import { schemaConstraints } from '../../../src/contract/constraints/schema-constraints.ts'
import type { Json, JsonObject } from '../../../src/json/index.ts'
import { breaches } from '../../../src/planning/generators/index.ts'
import { SchemaBench } from '../../support/contracts.ts'

const bench = new SchemaBench()
const place = { side: 'request', in: 'body', mediaType: 'application/json' } as const

function breachesOf(kind: string, schema: JsonObject, current: Json): [name: string, value: Json | undefined][] {
  const context = { contract: bench.contract, operation: 'op', party: 'client', place } as const
  const constraint = schemaConstraints(context, bench.node(schema)).find((one) => one.kind === kind)
  if (!constraint) throw new Error(`no ${kind}`)
  return breaches(constraint, current).map(({ name, value }) => [name, value])
}

describe('breaches', () => {
  it.each<
    [kind: string, schema: JsonObject, current: Json, expected: readonly (readonly [string, Json | undefined])[]]
  >([
    [
      'minLength',
      { minLength: 3 },
      '😀😁😂😃',
      [
        ['one under', '😀😁'],
        ['empty', ''],
      ],
    ],
    [
      'minLength',
      { minLength: 3 },
      'abcd',
      [
        ['one under', 'ab'],
        ['empty', ''],
        ['one under, astral', '😀😁'],
      ],
    ],
    [
      'maxLength',
      { maxLength: 24, format: 'date-time' },
      '2021-01-01T00:00:00.5Z',
      expect.arrayContaining([['one over, a time', '2021-01-01T00:00:00.0000Z']]),
    ],
    [
      'minimum',
      { minimum: 6, multipleOf: 3 },
      9,
      [
        ['one under', 5],
        ['far under', 6 - 1e6],
        ['one step under', 3],
      ],
    ],
    [
      'maximum',
      { maximum: 6, multipleOf: 3 },
      3,
      [
        ['one over', 7],
        ['far over', 6 + 1e6],
        ['one step over', 9],
      ],
    ],
    [
      'maxLength',
      { maxLength: 2 },
      'a',
      [
        ['one over', 'abc'],
        ['one over, astral', '😀😁😂'],
        ['one over, combining', 'e\u0301\u0301'],
        ['far over', expect.stringMatching(/^.{304}$/)],
      ],
    ],
    [
      'minimum',
      { minimum: 5 },
      7,
      [
        ['one under', 4],
        ['far under', 5 - 1e6],
      ],
    ],
    [
      'maximum',
      { maximum: 5 },
      3,
      [
        ['one over', 6],
        ['far over', 5 + 1e6],
      ],
    ],
    [
      'exclusiveMinimum',
      { exclusiveMinimum: 5 },
      9,
      [
        ['the bound', 5],
        ['under', 4],
      ],
    ],
    [
      'exclusiveMaximum',
      { exclusiveMaximum: 5 },
      1,
      [
        ['the bound', 5],
        ['over', 6],
      ],
    ],
    ['multipleOf', { multipleOf: 4 }, 8, [['no multiple', 10]]],
    [
      'format',
      { format: 'int32' },
      1,
      [
        ['one over', 2147483648],
        ['one under', -2147483649],
        ['fraction', 0.5],
      ],
    ],
    [
      'format',
      { format: 'int64' },
      1,
      [
        ['one over', 2n ** 63n],
        ['one under', -(2n ** 63n) - 1n],
        ['fraction', 0.5],
      ],
    ],
    [
      'enum',
      { enum: ['Aa', 'b'] },
      'b',
      [
        ['other case', 'AA'],
        ['trailing space', 'Aa '],
        ['empty', ''],
        ['no member', 'no-such-member'],
      ],
    ],
    [
      'enum',
      { type: ['string', 'null'], enum: ['a', 'A'] },
      'a',
      [
        ['null', null],
        ['trailing space', 'a '],
        ['empty', ''],
        ['no member', 'no-such-member'],
      ],
    ],
    [
      'enum',
      { enum: ['a', 'A'] },
      'a',
      [
        ['trailing space', 'a '],
        ['empty', ''],
        ['no member', 'no-such-member'],
      ],
    ],
    ['enum', { enum: [1, 'a'] }, 1, [['no member', 987654321]]],
    ['const', { const: 5 }, 5, [['other', 6]]],
    [
      'minItems',
      { minItems: 2 },
      [1, 2],
      [
        ['one under', [1]],
        ['empty', []],
      ],
    ],
    ['maxItems', { maxItems: 2 }, ['abc'], [['one over', ['abc', 'abc', 'abc']]]],
    ['maxItems', { maxItems: 2, uniqueItems: true }, ['abc'], [['one over', ['abc', 'abb', 'abd']]]],
    // As code generators write them: no such value fits into a memory.
    ['maxLength', { maxLength: 2147483647 }, 'a', []],
    ['maxItems', { maxItems: 2147483647 }, ['a'], []],
    ['maxProperties', { maxProperties: 2147483647 }, {}, []],
    ['maxContains', { contains: {}, maxContains: 2147483647 }, ['a'], []],
    ['maxItems', { maxItems: 1, uniqueItems: true }, [5], [['one over', [5, 6]]]],
    ['uniqueItems', { uniqueItems: true }, ['a', 'b', 'c'], [['repeated item', ['a', 'b', 'a']]]],
    ['minProperties', { minProperties: 2 }, { a: 1, b: 2 }, [['one under', { a: 1 }]]],
    ['required', { required: ['a'] }, null, [['absent', undefined]]],
    ['dependentRequired', { dependentRequired: { a: ['b'], c: ['b'] } }, { a: 1, b: 2 }, [['without b', { a: 1 }]]],
    [
      'additionalProperties',
      { additionalProperties: false },
      { a: 1 },
      [['unknown property', { a: 1, x_unknown: 'a' }]],
    ],
    [
      'additionalProperties',
      { additionalProperties: false, properties: { a: {}, b: {}, c: {}, B: {} } },
      { b: 2, c: 3, a: 1 },
      [
        ['unknown property', { b: 2, c: 3, a: 1, x_unknown: 'a' }],
        ['a name in other letters', { b: 2, c: 3, a: 1, C: 3 }],
      ],
    ],
    ['items', { items: false }, [], [['further item', ['a']]]],
    ['type', { type: 'integer' }, 7, expect.arrayContaining([['a number in a text', '7']])],
    ['type', { type: 'boolean' }, true, expect.arrayContaining([['a boolean in a text', 'true']])],
    ['type', { type: 'array' }, ['a', 'b'], expect.arrayContaining([['an item for its list', 'a']])],
    ['type', { type: ['integer', 'string'] }, 7, expect.not.arrayContaining([['a number in a text', '7']])],
    ['pattern', { pattern: '^a$' }, 'a', expect.arrayContaining([['a line break after', 'a\n']])],
    ['format', { format: 'date-time' }, 'a', expect.arrayContaining([['without a time', '2021-01-01']])],
    [
      'format',
      { format: 'unheard-of' },
      'a',
      [
        ['empty', ''],
        ['no such format', 'not-of-this-format'],
      ],
    ],
  ])('of %s in %j', (kind, schema, current, expected) => {
    expect(breachesOf(kind, schema, current)).toEqual(expected)
  })

  it.each<[types: readonly string[], names: readonly string[]]>([
    [
      ['object'],
      [
        'null',
        'boolean',
        'number',
        'long number',
        'empty string',
        'long string of JSON',
        'empty array',
        'long array of objects',
      ],
    ],
    [
      ['string', 'null'],
      ['boolean', 'number', 'long number', 'empty array', 'long array of objects', 'empty object', 'object'],
    ],
    [
      ['integer'],
      [
        'null',
        'boolean',
        'fraction',
        'empty string',
        'long string of JSON',
        'empty array',
        'long array of objects',
        'empty object',
        'object',
      ],
    ],
    [
      ['number'],
      [
        'null',
        'boolean',
        'empty string',
        'long string of JSON',
        'empty array',
        'long array of objects',
        'empty object',
        'object',
      ],
    ],
  ])('of types %j have each other type, short and long', (types, names) => {
    expect(breachesOf('type', { type: [...types] }, 'x').map(([name]) => name)).toEqual(names)
  })

  it('are not made past what a transport takes', () => {
    expect(breachesOf('maxLength', { maxLength: 2_000_000 }, 'a')).toEqual([])
    expect(breachesOf('maxItems', { maxItems: 2_000_000 }, [])).toEqual([])
    expect(breachesOf('maxProperties', { maxProperties: 2_000_000 }, {})).toEqual([])
  })
})
