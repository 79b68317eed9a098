import type { JsonObject } from '../../src/json/index.ts'

/** A schema to generate from. */
export interface SchemaSample {
  readonly name: string
  readonly schema: JsonObject | boolean
  readonly schemas?: JsonObject
  /** The greatest length or value that random samples must reach. */
  readonly longest?: number
  /** What may not hold, as demands depend on each other: callers check. */
  readonly loose?: readonly ('edges' | 'limits' | 'random')[]
}

const text = (minLength: number, maxLength: number): JsonObject => ({ type: 'string', minLength, maxLength })

/** Schemas that have valid values and that no keyword makes unusual. */
export const SCHEMA_SAMPLES: readonly SchemaSample[] = [
  { name: 'any value', schema: {} },
  { name: 'true', schema: true },
  { name: 'null', schema: { type: 'null' } },
  { name: 'a boolean', schema: { type: 'boolean' } },
  { name: 'a string', schema: { type: 'string' } },
  { name: 'a string of 1 to 64', schema: text(1, 64), longest: 64 },
  { name: 'a string of 1 to 512', schema: text(1, 512), longest: 512 },
  { name: 'a string of exactly 32', schema: text(32, 32), longest: 32 },
  { name: 'a string of 0', schema: text(0, 0), longest: 0 },
  { name: 'a string of at least 3000', schema: { type: 'string', minLength: 3000 } },
  { name: 'a string of at most 1', schema: text(0, 1), longest: 1 },
  { name: 'a pattern', schema: { type: 'string', pattern: '^[a-z]{3}-\\d{2,4}$' } },
  { name: 'a pattern with lengths', schema: { type: 'string', pattern: '^[a-z]+$', minLength: 2, maxLength: 20 } },
  { name: 'letters and digits, exactly 32', schema: { type: 'string', pattern: '^[A-Za-z0-9]{32}$' } },
  { name: 'a date-time', schema: { type: 'string', format: 'date-time' } },
  { name: 'a uuid', schema: { type: 'string', format: 'uuid' } },
  { name: 'an email of bounded length', schema: { type: 'string', format: 'email', maxLength: 30 } },
  { name: 'an unknown format', schema: { type: 'string', format: 'fancy', maxLength: 8 } },
  { name: 'an enum', schema: { type: 'string', enum: ['success', 'fail', 'timeout'] } },
  { name: 'an enum whose members differ in case', schema: { enum: ['a', 'A', '1', '2'] } },
  { name: 'an enum of mixed types', schema: { enum: [1, 'a', null, { a: [1] }] } },
  { name: 'a const', schema: { const: { a: 1 } } },
  { name: 'a const null', schema: { const: null } },
  { name: 'an integer', schema: { type: 'integer' } },
  { name: 'an integer of 1 to 100', schema: { type: 'integer', minimum: 1, maximum: 100 }, longest: 100 },
  { name: 'an integer below 0', schema: { type: 'integer', maximum: -5 } },
  { name: 'an integer between', schema: { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 3 } },
  { name: 'a number', schema: { type: 'number' } },
  { name: 'a number between', schema: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 } },
  { name: 'a number of small range', schema: { type: 'number', minimum: 0.25, maximum: 0.5 } },
  { name: 'a multiple of 5', schema: { type: 'integer', multipleOf: 5, minimum: 3, maximum: 22 } },
  { name: 'a multiple of 0.5', schema: { type: 'number', multipleOf: 0.5, minimum: -2, maximum: 2 } },
  { name: 'a multiple of 0.01', schema: { type: 'number', multipleOf: 0.01, minimum: 0, maximum: 100 } },
  {
    name: 'an integer that is a multiple of 0.5',
    schema: { type: 'integer', multipleOf: 0.5, minimum: 0, maximum: 9 },
  },
  { name: 'several types', schema: { type: ['string', 'null'], maxLength: 5 } },
  { name: 'number and integer', schema: { type: ['number', 'integer'], minimum: 0 } },
  { name: 'an array', schema: { type: 'array' } },
  {
    name: 'an array of strings',
    schema: { type: 'array', items: text(1, 10), minItems: 1, maxItems: 8 },
    longest: 8,
  },
  {
    name: 'an array of exactly 2',
    schema: { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 2 },
    longest: 2,
  },
  { name: 'an array of none', schema: { type: 'array', maxItems: 0 }, longest: 0 },
  {
    name: 'an array of unlike strings',
    schema: { type: 'array', items: text(1, 8), minItems: 2, maxItems: 6, uniqueItems: true },
  },
  {
    loose: ['edges'],
    name: 'an array of unlike members',
    schema: { type: 'array', items: { enum: ['a', 'b', 'c'] }, minItems: 2, uniqueItems: true },
  },
  {
    loose: ['edges'],
    name: 'an array of unlike integers',
    schema: { type: 'array', items: { type: 'integer', minimum: 1 }, minItems: 3, uniqueItems: true },
  },
  {
    loose: ['random'],
    name: 'a tuple',
    schema: { type: 'array', prefixItems: [{ type: 'integer' }, text(1, 3)], minItems: 2, items: false },
  },
  { name: 'a free object', schema: { type: 'object' } },
  {
    name: 'an object',
    schema: {
      type: 'object',
      required: ['a'],
      properties: { a: text(1, 5), b: { type: 'integer' }, c: { type: 'boolean' } },
    },
  },
  {
    name: 'a closed object',
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['a'],
      properties: { a: text(1, 5), b: { type: 'null' } },
    },
  },
  {
    loose: ['random'],
    name: 'an object of strings',
    schema: { type: 'object', additionalProperties: text(1, 5), minProperties: 2, maxProperties: 4 },
  },
  { name: 'an object with a name required that is not described', schema: { type: 'object', required: ['x'] } },
  {
    loose: ['random'],
    name: 'an object of at most 3 properties',
    schema: { type: 'object', required: ['a'], properties: { a: {}, b: {}, c: {}, d: {} }, maxProperties: 3 },
  },
  {
    loose: ['random'],
    name: 'an object of at least 2 properties',
    schema: { type: 'object', properties: { a: { type: 'null' } }, minProperties: 2 },
  },
  {
    name: 'names to escape',
    schema: {
      type: 'object',
      required: ['a/b', '~'],
      properties: { 'a/b': text(1, 2), '~': text(1, 2), '': text(1, 2) },
    },
  },
  {
    name: 'nested objects',
    schema: {
      type: 'object',
      required: ['a'],
      properties: {
        a: { type: 'object', required: ['b'], properties: { b: { type: 'array', minItems: 1, items: text(2, 4) } } },
      },
    },
  },
  {
    loose: ['limits'],
    name: 'allOf',
    schema: {
      allOf: [
        { type: 'object', required: ['a'], properties: { a: { maxLength: 5 } } },
        { properties: { a: text(2, 9), b: { type: 'null' } } },
      ],
    },
  },
  { name: 'a reference', schema: { $ref: '#/components/schemas/Text' }, schemas: { Text: text(2, 6) }, longest: 6 },
  {
    loose: ['limits'],
    name: 'a reference and more',
    schema: { $ref: '#/components/schemas/Text', maxLength: 4 },
    schemas: { Text: text(2, 6) },
    longest: 4,
  },
  {
    name: 'a recursion',
    schema: { $ref: '#/components/schemas/Node' },
    schemas: {
      Node: {
        type: 'object',
        required: ['id'],
        properties: {
          id: text(1, 3),
          next: { $ref: '#/components/schemas/Node' },
          all: { type: 'array', maxItems: 2, items: { $ref: '#/components/schemas/Node' } },
        },
      },
    },
  },
  {
    name: 'anyOf',
    schema: {
      anyOf: [
        { type: 'string', maxLength: 3 },
        { type: 'integer', minimum: 5 },
      ],
    },
  },
  {
    name: 'oneOf',
    schema: {
      oneOf: [
        { type: 'object', required: ['a'], properties: { a: { const: 1 } }, additionalProperties: false },
        { type: 'array', maxItems: 1 },
      ],
    },
  },
  {
    name: 'anyOf beside properties',
    schema: {
      type: 'object',
      properties: { a: text(1, 3), b: text(1, 3) },
      anyOf: [{ required: ['a'] }, { required: ['b'] }],
    },
  },
  {
    loose: ['limits'],
    name: 'an empty or a time',
    schema: JSON.parse(
      '{"type":"string","minLength":0,"maxLength":64,"if":{"minLength":1},"then":{"format":"date-time"}}',
    ),
  },
  {
    loose: ['random'],
    name: 'an example',
    schema: { type: 'string', pattern: '^(?=a)(?!b)[a-c]{2}$', examples: ['ab'] },
  },
]
