import type { Keyword, SubschemaKeyword } from '../../src/contract/model/index.ts'
import { codePointLength, isArray, isObject, type Json, type JsonObject, typeOf } from '../../src/json/index.ts'

/** A keyword that a value can break, or that says which schemas a value has to keep. */
type SampledKeyword =
  | Keyword
  | '$ref'
  // The first three describe no value, and the others say what follows from `if`.
  | Exclude<SubschemaKeyword, '$defs' | 'definitions' | 'contentSchema' | 'then' | 'else'>

/** A small schema about one keyword, and the values that must come of it. */
interface KeywordSample {
  readonly schema: JsonObject | boolean
  readonly schemas?: JsonObject
  /** The pointer from the schema to the keyword that negatives break: by default `/keyword`; undefined if none does. */
  readonly broken?: string | undefined
  /** The value that any failure shrinks to: one of these, as branches do not shrink into each other. */
  readonly least: readonly (Json | RegExp)[]
  /** What some of the values must be: bounds, members, branches, optional ones there and not. */
  readonly reached: { readonly [name: string]: (value: Json) => boolean }
}

const size = (length: number) => (value: Json) => typeof value === 'string' && codePointLength(value) === length
const count = (length: number) => (value: Json) => isArray(value) && value.length === length
const width = (length: number) => (value: Json) => isObject(value) && Object.keys(value).length === length
const is = (expected: Json) => (value: Json) => value === expected
const has = (name: string) => (value: Json) => isObject(value) && Object.hasOwn(value, name)
const lacks = (name: string) => (value: Json) => isObject(value) && !Object.hasOwn(value, name)
const isA = (type: string) => (value: Json) =>
  typeOf(value) === type || (type === 'number' && typeof value === 'number')
const hasItem = (test: (item: Json) => boolean) => (value: Json) => isArray(value) && value.some(test)

const integers = { type: 'integer', minimum: 0, maximum: 9 } as const
const pair = { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'integer' } } } as const

/** Patterns of some texts of each format, and the text that they shrink to. */
const FORMATS: { readonly [format: string]: readonly [seen: RegExp, least: RegExp] } = {
  'date-time': [/T/, /^0000-(?:01|10)-(?:01|10)T00:00:00(?:\.0)?(?:Z|[+-]00:00)$/],
  date: [/-31$/, /^0000-(?:01|10)-(?:01|10)$/],
  time: [/Z$/, /^00:00:00(?:\.0)?(?:Z|[+-]00:00)$/],
  duration: [/W$/, /^PT?0[A-Z]$/],
  email: [/\+/, /^a@a$/],
  hostname: [/\.org$/, /^a$/],
  ipv4: [/255/, /^0\.0\.0\.0$/],
  ipv6: [/^::1$/, /^::$/],
  uri: [/\?/, /^a:a?$/],
  'uri-reference': [/^#/, /^$/],
  'uri-template': [/\{a\}/, /^$/],
  url: [/\?/, /^a:$/],
  byte: [/=/, /^$/],
  uuid: [/^[a-f]/, /^a{8}-a{4}-a{4}-a{4}-a{12}$/],
  regex: [/\|/, /^$/],
  'json-pointer': [/~1/, /^$/],
  'relative-json-pointer': [/#$/, /^0$/],
}

/** A forgotten keyword does not compile. */
const SAMPLES: { readonly [Name in SampledKeyword]: readonly KeywordSample[] } = {
  type: [
    {
      schema: { type: ['null', 'boolean', 'integer', 'string'] },
      least: [null],
      reached: {
        null: is(null),
        true: is(true),
        false: is(false),
        integer: isA('integer'),
        string: isA('string'),
        empty: is(''),
      },
    },
    {
      schema: { type: ['array', 'object'] },
      least: [[]],
      reached: { array: isA('array'), object: isA('object'), empty: count(0), bare: width(0) },
    },
  ],
  enum: [
    {
      schema: { enum: ['a', 1, null, [1]] },
      least: ['a'],
      reached: { a: is('a'), 1: is(1), null: is(null), array: isA('array') },
    },
  ],
  const: [{ schema: { const: 'only' }, least: ['only'], reached: { only: is('only') } }],
  minLength: [
    {
      schema: { type: 'string', minLength: 3 },
      least: ['aaa'],
      reached: { least: size(3), more: (value) => String(value).length > 8 },
    },
  ],
  maxLength: [
    {
      schema: { type: 'string', maxLength: 900 },
      least: [''],
      reached: { none: size(0), most: size(900), 'one less': size(899) },
    },
  ],
  pattern: [
    {
      schema: { type: 'string', pattern: '^[a-z]{2,40}-\\d+$', maxLength: 30 },
      least: ['aa-0'],
      reached: { least: size(4), most: size(30) },
    },
    {
      schema: { type: 'string', pattern: '(?=c)\\w+' },
      least: ['c'],
      reached: { 'around it': size(12), within: (value) => /^[^c]+c/.test(String(value)) },
    },
  ],
  format: Object.entries(FORMATS).map(
    ([format, [seen, least]]): KeywordSample => ({
      schema: { type: 'string', format },
      least: [least],
      reached: { seen: (value) => seen.test(String(value)) },
    }),
  ),
  minimum: [
    {
      schema: { type: 'integer', minimum: 41 },
      least: [41],
      reached: { bound: is(41), more: (value) => Number(value) > 1e6 },
    },
  ],
  maximum: [
    {
      schema: { type: 'number', maximum: -3 },
      least: [-3],
      reached: { bound: is(-3), fraction: (value) => !Number.isInteger(value) },
    },
  ],
  exclusiveMinimum: [
    {
      schema: { type: 'integer', exclusiveMinimum: 5 },
      least: [6],
      reached: { next: is(6) },
    },
  ],
  exclusiveMaximum: [
    {
      schema: { type: 'integer', exclusiveMaximum: 0, minimum: -9 },
      least: [-1],
      reached: { next: is(-1), least: is(-9) },
    },
  ],
  multipleOf: [
    {
      schema: { type: 'number', multipleOf: 0.5, minimum: 1, maximum: 20 },
      least: [1],
      reached: { least: is(1), most: is(20), half: (value) => !Number.isInteger(value) },
    },
  ],
  minItems: [
    {
      schema: { type: 'array', items: integers, minItems: 2 },
      least: [[0, 0]],
      reached: { least: count(2), more: count(5) },
    },
  ],
  maxItems: [
    {
      schema: { type: 'array', items: integers, maxItems: 40 },
      least: [[]],
      reached: { none: count(0), most: count(40) },
    },
  ],
  uniqueItems: [
    {
      schema: { type: 'array', items: integers, uniqueItems: true, minItems: 2, maxItems: 10 },
      least: [
        [0, 1],
        [1, 0],
      ],
      reached: { all: count(10) },
    },
  ],
  items: [
    {
      broken: '/items/type',
      schema: { type: 'array', items: integers },
      least: [[]],
      reached: { one: count(1), 0: hasItem(is(0)), 9: hasItem(is(9)) },
    },
  ],
  prefixItems: [
    {
      broken: '/prefixItems/1/type',
      schema: { type: 'array', prefixItems: [integers, { type: 'boolean' }], items: false },
      least: [[]],
      reached: { first: count(1), both: count(2) },
    },
  ],
  contains: [
    {
      schema: { type: 'array', items: integers, contains: { const: 7 } },
      least: [[7]],
      reached: { alone: count(1), 'not first': (value) => isArray(value) && value[0] !== 7 },
    },
  ],
  minContains: [
    {
      schema: { type: 'array', items: integers, contains: { minimum: 5 }, minContains: 2 },
      least: [[5, 5]],
      reached: { least: count(2) },
    },
  ],
  maxContains: [
    {
      schema: { type: 'array', items: integers, contains: { minimum: 5 }, maxContains: 1 },
      least: [[5]],
      reached: { more: count(3) },
    },
  ],
  minProperties: [
    {
      schema: { ...pair, minProperties: 2, additionalProperties: false },
      least: [{ a: 0, b: 0 }],
      reached: { both: width(2) },
    },
  ],
  maxProperties: [
    {
      schema: { ...pair, maxProperties: 1 },
      least: [{}],
      reached: { none: width(0), a: has('a'), b: has('b') },
    },
  ],
  required: [
    {
      schema: { ...pair, required: ['a', '__proto__'] },
      least: [JSON.parse('{"a":0,"__proto__":null}')],
      reached: { b: has('b'), 'no b': lacks('b'), __proto__: has('__proto__') },
    },
  ],
  properties: [
    {
      broken: '/properties/a/type',
      schema: pair,
      least: [{}],
      reached: {
        a: has('a'),
        'no a': lacks('a'),
        more: (value) => isObject(value) && Object.keys(value).some((name) => name.length > 1),
      },
    },
  ],
  patternProperties: [
    {
      broken: '/patternProperties/^x-/type',
      schema: { type: 'object', patternProperties: { '^x-': { type: 'boolean' } }, additionalProperties: false },
      least: [{}],
      reached: { one: width(1), true: (value) => isObject(value) && Object.values(value).includes(true) },
    },
  ],
  additionalProperties: [
    {
      broken: '/additionalProperties/type',
      schema: { type: 'object', additionalProperties: { type: 'boolean' } },
      least: [{}],
      reached: { one: width(1), true: (value) => isObject(value) && Object.values(value).includes(true) },
    },
    {
      schema: { ...pair, additionalProperties: false },
      least: [{}],
      reached: { none: width(0), both: width(2) },
    },
  ],
  propertyNames: [
    {
      schema: { type: 'object', propertyNames: { enum: ['left', 'right'] } },
      least: [{}],
      reached: { left: has('left'), right: has('right') },
    },
  ],
  dependentRequired: [
    {
      schema: { ...pair, dependentRequired: { a: ['b'] } },
      least: [{}],
      reached: { both: has('a'), 'b alone': (value) => lacks('a')(value) && has('b')(value) },
    },
  ],
  dependentSchemas: [
    {
      broken: '/dependentSchemas/a/required',
      schema: { ...pair, dependentSchemas: { a: { required: ['c'] } } },
      least: [{}],
      reached: { with: has('a'), without: lacks('a') },
    },
  ],
  allOf: [
    {
      broken: '/allOf/1/maximum',
      schema: { allOf: [{ type: 'integer', minimum: 3 }, { maximum: 5 }] },
      least: [3],
      reached: { 3: is(3), 4: is(4), 5: is(5) },
    },
  ],
  anyOf: [
    {
      schema: { anyOf: [{ type: 'string', maxLength: 2 }, integers, { const: null }] },
      least: [null],
      reached: { string: isA('string'), integer: isA('integer'), null: is(null) },
    },
  ],
  oneOf: [
    {
      schema: {
        oneOf: [
          { type: 'integer', minimum: 0, maximum: 5 },
          { type: 'integer', minimum: 4, maximum: 9 },
        ],
      },
      least: [0],
      reached: { first: is(0), second: is(9) },
    },
  ],
  not: [
    {
      schema: { type: 'integer', minimum: 0, maximum: 3, not: { enum: [0, 2] } },
      least: [1],
      reached: { 1: is(1), 3: is(3) },
    },
  ],
  if: [
    {
      broken: '/then/required',
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      schema: { ...pair, if: { required: ['a'] }, then: { required: ['b'] }, else: { required: ['c'] } },
      least: [{ c: null }, { a: 0, b: 0 }],
      reached: { fits: has('a'), not: lacks('a') },
    },
  ],
  unevaluatedProperties: [
    {
      schema: { type: 'object', allOf: [{ properties: { a: { type: 'integer' } } }], unevaluatedProperties: false },
      least: [{}],
      reached: { a: has('a'), none: width(0) },
    },
  ],
  unevaluatedItems: [
    {
      schema: { type: 'array', allOf: [{ prefixItems: [integers, integers] }], unevaluatedItems: false },
      least: [[]],
      reached: { none: count(0), both: count(2) },
    },
  ],
  $ref: [
    {
      broken: '/type',
      schema: { $ref: '#/components/schemas/Flag' },
      schemas: { Flag: { type: 'boolean' } },
      least: [false],
      reached: { true: is(true), false: is(false) },
    },
    {
      broken: '/required',
      schema: { $ref: '#/components/schemas/Node' },
      schemas: {
        Node: {
          type: 'object',
          required: ['all'],
          properties: { all: { type: 'array', items: { $ref: '#/components/schemas/Node' } } },
        },
      },
      least: [{ all: [] }],
      reached: {
        leaf: (value) => isObject(value) && count(0)(value.all ?? null),
        deep: (value) => JSON.stringify(value).split('"all"').length > 3,
      },
    },
  ],
}

/** Every sample, with the keyword of JSON Schema 2020-12 that it is about. */
export const KEYWORD_SCHEMAS: readonly (KeywordSample & { readonly keyword: string })[] = Object.entries(
  SAMPLES,
).flatMap(([keyword, samples]) => samples.map((sample) => ({ keyword, ...sample })))
