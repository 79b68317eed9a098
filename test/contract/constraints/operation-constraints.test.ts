import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  type Constraint,
  operationConstraints,
  type SchemaConstraint,
  shortId,
} from '../../../src/contract/constraints/index.ts'
import { bundled } from '../../../src/contract/documents/index.ts'
import { isArray, isObject, type Json, type JsonObject, parsePointer, valueAt } from '../../../src/json/index.ts'
import { contractOf, documentOfBody, documentOfResponse, documentWith, operationOf } from '../../support/contracts.ts'
import { petstore } from '../../support/petstore.ts'

const constraintsOf = (document: Json): Constraint[] => {
  const contract = contractOf(document)
  return contract.operations.flatMap((operation) => operationConstraints(contract, operation))
}

const idsOf = (document: Json): string[] => constraintsOf(document).map(shortId)

const isOfSchema = (constraint: Constraint): constraint is SchemaConstraint => 'node' in constraint

/** Each keyword with a value that demands something, in a schema of its own. */
const KEYWORDS: { readonly [K in SchemaConstraint['kind']]: JsonObject } = {
  type: { type: ['string', 'null'] },
  enum: { enum: ['a', 1] },
  const: { const: { a: 1 } },
  minLength: { minLength: 1 },
  maxLength: { maxLength: 9 },
  pattern: { pattern: '^a' },
  format: { format: 'date' },
  minimum: { minimum: 1 },
  maximum: { maximum: 9 },
  exclusiveMinimum: { exclusiveMinimum: 1 },
  exclusiveMaximum: { exclusiveMaximum: 9 },
  multipleOf: { multipleOf: 2 },
  minItems: { minItems: 1 },
  maxItems: { maxItems: 9 },
  uniqueItems: { uniqueItems: true },
  contains: { contains: { const: 1 } },
  minContains: { minContains: 2 },
  maxContains: { maxContains: 3 },
  minProperties: { minProperties: 1 },
  maxProperties: { maxProperties: 9 },
  required: { required: ['a'] },
  dependentRequired: { dependentRequired: { a: ['b'] } },
  additionalProperties: { additionalProperties: false },
  unevaluatedProperties: { unevaluatedProperties: false },
  unevaluatedItems: { unevaluatedItems: false },
  items: { items: false },
  propertyNames: { propertyNames: { maxLength: 3 } },
  anyOf: { anyOf: [{ type: 'string' }, { type: 'null' }] },
  oneOf: { oneOf: [{ type: 'string' }, { type: 'null' }] },
  not: { not: { type: 'string' } },
}

/** Each keyword in a form that demands nothing of a value by itself. */
const IDLE: readonly JsonObject[] = [
  { uniqueItems: false },
  { additionalProperties: true },
  { additionalProperties: {} },
  { unevaluatedProperties: true },
  { items: {} },
  { items: true },
  { required: [] },
  { description: 'a', title: 'b', default: 1, examples: [1], deprecated: true, readOnly: true },
  { if: { minLength: 3 } },
  { $defs: { a: { maxLength: 1 } } },
]

describe('the constraints of a schema', () => {
  const keywords = Object.entries(KEYWORDS)
  const document = documentOfResponse({ properties: Object.fromEntries(keywords) })

  it('are one for each keyword, where the document holds it', () => {
    const found = constraintsOf(document).filter(isOfSchema)
    expect(found.map(({ pointer, kind }) => `${pointer} ${kind}`)).toEqual(
      keywords.map(([kind]) => (kind === 'required' ? '/required/a required' : `/${kind} ${kind}`)),
    )
    for (const { kind, source, value } of found) {
      expect(parsePointer(source.pointer).at(-1)).toBe(kind)
      const written = valueAt(document, source.pointer)
      expect(kind === 'required' || kind === 'type' ? [value].flat() : value).toEqual(written)
    }
  })

  it.each(IDLE.map((schema) => [JSON.stringify(schema), schema] as const))('are none of %s', (_, schema) => {
    expect(constraintsOf(documentOfResponse(schema)).filter(isOfSchema)).toEqual([])
  })

  const text = { type: 'string', maxLength: 3 }
  it.each<[name: string, schema: Json, ids: readonly string[]]>([
    [
      'properties',
      { properties: { a: text, 'b/c': text } },
      ['/a type', '/a maxLength', '/b~1c type', '/b~1c maxLength'],
    ],
    ['items', { items: text }, ['/* type', '/* maxLength']],
    ['prefixItems', { prefixItems: [text, text] }, ['/0 type', '/0 maxLength', '/1 type', '/1 maxLength']],
    ['additionalProperties', { additionalProperties: text }, ['/* type', '/* maxLength']],
    ['patternProperties', { patternProperties: { '^a': text } }, ['/* type', '/* maxLength']],
    ['allOf', { maxLength: 5, allOf: [text, { maxLength: 4 }] }, ['maxLength', 'type', 'maxLength 2', 'maxLength 3']],
    ['$ref', { $ref: '#/components/schemas/Text' }, ['type', 'maxLength']],
    [
      '$ref and what stands beside it',
      { $ref: '#/components/schemas/Text', minLength: 2 },
      ['type', 'maxLength', 'minLength'],
    ],
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    ['then and else', { if: { minLength: 1 }, then: { pattern: '^a' }, else: text }, ['pattern', 'type', 'maxLength']],
    ['anyOf', { anyOf: [text, { properties: { a: text } }] }, ['anyOf']],
    ['oneOf', { oneOf: [text, {}] }, ['oneOf']],
    ['not', { not: text }, ['not']],
    ['contains', { contains: text }, ['contains']],
    ['required twice', { required: ['a', 'b'] }, ['/a required', '/b required']],
    ['true', true, []],
    ['false', { properties: { a: false, b: true } }, ['/a not']],
    [
      'dependentSchemas',
      { dependentSchemas: { a: { required: ['b'], properties: { b: text } } } },
      ['/b required', '/b type', '/b maxLength'],
    ],
    ['unevaluatedProperties', { unevaluatedProperties: text }, ['/* type', '/* maxLength']],
    ['unevaluatedItems', { unevaluatedItems: text }, ['/* type', '/* maxLength']],
    [
      'names that JavaScript knows',
      JSON.parse('{"properties":{"__proto__":{"maxLength":1},"constructor":{"type":"null"}}}'),
      ['/__proto__ maxLength', '/constructor type'],
    ],
  ])('stand where they apply: %s', (_, schema, ids) => {
    const found = constraintsOf(documentOfResponse(schema, { Text: text })).filter(isOfSchema)
    expect(found.map((one) => shortId(one).replace('response.200 ', ''))).toEqual(ids)
  })

  it.each<[name: string, schemas: JsonObject, ids: readonly string[]]>([
    ['itself', { A: { type: 'object', properties: { next: { $ref: '#/components/schemas/A' } } } }, ['type']],
    [
      'another that leads back',
      {
        A: { properties: { b: { $ref: '#/components/schemas/B' } } },
        B: { minProperties: 1, properties: { a: { $ref: '#/components/schemas/A' } } },
      },
      ['/b minProperties'],
    ],
    [
      'itself in allOf',
      { A: { allOf: [{ maxProperties: 3, properties: { a: { $ref: '#/components/schemas/A' } } }] } },
      ['maxProperties'],
    ],
    [
      'itself twice over',
      {
        A: {
          maxItems: 2,
          items: { $ref: '#/components/schemas/A' },
          properties: { a: { $ref: '#/components/schemas/A' } },
        },
      },
      ['maxItems'],
    ],
  ])('end where a schema leads to %s', (_, schemas, ids) => {
    const found = constraintsOf(documentOfResponse({ $ref: '#/components/schemas/A' }, schemas)).filter(isOfSchema)
    expect(found.map((one) => shortId(one).replace('response.200 ', ''))).toEqual(ids)
  })

  it('are told apart where two schemas stand at the end of one reference', () => {
    const schemas = { Text: text }
    const schema = {
      properties: { a: { $ref: '#/components/schemas/Text' }, b: { $ref: '#/components/schemas/Text' } },
    }
    const found = constraintsOf(documentOfResponse(schema, schemas)).filter(({ kind }) => kind === 'maxLength')
    expect(found.map(shortId)).toEqual(['response.200 /a maxLength', 'response.200 /b maxLength'])
    expect(new Set(found.map(({ source }) => source.pointer)).size).toBe(1)
  })
})

describe('what is implied', () => {
  const inBody = (schema: JsonObject): JsonObject => documentOfBody({ properties: { a: schema } })
  const parameter = (place: string, schema: JsonObject, path = '/things/{a}'): JsonObject =>
    documentWith(
      { parameters: [{ name: 'a', in: place, required: place === 'path', schema }] },
      {},
      place === 'path' ? path : undefined,
    )

  // A document where the constraint can never fail alone, and its twin, where it can.
  it.each<[name: string, kind: string, implied: JsonObject, twin: JsonObject]>([
    ['minLength 0', 'minLength', inBody({ minLength: 0 }), inBody({ minLength: 1 })],
    ['minItems 0', 'minItems', inBody({ minItems: 0 }), inBody({ minItems: 1 })],
    [
      'a branch that asks nothing',
      'anyOf',
      inBody({ anyOf: [{ type: 'string' }, { description: 'anything' }] }),
      inBody({ anyOf: [{ type: 'string' }, { description: 'a number', type: 'number' }] }),
    ],
    ['minProperties 0', 'minProperties', inBody({ minProperties: 0 }), inBody({ minProperties: 1 })],
    [
      'minLength kept by every member',
      'minLength',
      inBody({ enum: ['ab', 1], minLength: 2 }),
      inBody({ enum: ['ab', 'a'], minLength: 2 }),
    ],
    [
      'maxLength kept by every member',
      'maxLength',
      inBody({ enum: ['😀'], maxLength: 1 }),
      inBody({ enum: ['😀a'], maxLength: 1 }),
    ],
    [
      'minimum kept by every member',
      'minimum',
      inBody({ enum: [1, 'a'], minimum: 1 }),
      inBody({ enum: [0], minimum: 1 }),
    ],
    [
      'both booleans',
      'enum',
      inBody({ type: 'boolean', enum: [false, true] }),
      inBody({ type: 'boolean', enum: [false] }),
    ],
    ['maximum kept by every member', 'maximum', inBody({ enum: [1], maximum: 1 }), inBody({ enum: [2], maximum: 1 })],
    [
      'minItems kept by every member',
      'minItems',
      inBody({ enum: [[1]], minItems: 1 }),
      inBody({ enum: [[]], minItems: 1 }),
    ],
    [
      'maxItems kept by every member',
      'maxItems',
      inBody({ enum: [[1]], maxItems: 1 }),
      inBody({ enum: [[1, 2]], maxItems: 1 }),
    ],
    [
      'maxLength kept by const',
      'maxLength',
      inBody({ const: 'a', maxLength: 1 }),
      inBody({ const: 'ab', maxLength: 1 }),
    ],
    [
      'type of a text in the path',
      'type',
      parameter('path', { type: 'string' }),
      parameter('path', { type: 'integer' }),
    ],
    [
      'type of a text in the query',
      'type',
      parameter('query', { type: ['string', 'null'] }),
      parameter('query', { type: 'integer' }),
    ],
    ['type of a text in a header', 'type', parameter('header', { type: 'string' }), inBody({ type: 'string' })],
    ['minLength 1 in the path', 'minLength', parameter('path', { minLength: 1 }), parameter('path', { minLength: 2 })],
    [
      'minLength 1 in the path, not in the query',
      'minLength',
      parameter('path', { minLength: 1 }),
      parameter('query', { minLength: 1 }),
    ],
    [
      'presence in the path',
      'presence',
      parameter('path', {}),
      documentWith({ parameters: [{ name: 'a', in: 'query', required: true, schema: {} }] }),
    ],
    ['minContains of no contains', 'minContains', inBody({ minContains: 2 }), inBody({ contains: {}, minContains: 2 })],
    ['maxContains of no contains', 'maxContains', inBody({ maxContains: 2 }), inBody({ contains: {}, maxContains: 2 })],
    [
      'minContains 1',
      'minContains',
      inBody({ contains: {}, minContains: 1 }),
      inBody({ contains: {}, minContains: 2 }),
    ],
    ['contains where none is enough', 'contains', inBody({ contains: {}, minContains: 0 }), inBody({ contains: {} })],
  ])('is %s', (_, kind, implied, twin) => {
    // The body itself must be there, which is another presence.
    const only = (one: Constraint): boolean =>
      one.kind === kind && !('place' in one && one.place.in === 'body' && kind === 'presence')
    const [yes] = constraintsOf(implied).filter(only)
    const [no] = constraintsOf(twin).filter(only)
    expect(yes?.implied).toMatch(/\w/)
    expect(no?.kind).toBe(kind)
    expect(no?.implied).toBeUndefined()
  })
})

describe('of the same keyword about the same values', () => {
  const states = (schema: JsonObject): string[] =>
    constraintsOf(documentOfBody(schema, { Loose: { maxItems: 3 } }))
      .filter(isOfSchema)
      .map((one) => `${shortId(one).replace('request.body ', '')}${one.implied === undefined ? '' : ' implied'}`)

  it.each<[name: string, schema: JsonObject, expected: readonly string[]]>([
    ['a looser limit', { allOf: [{ maxLength: 9 }, { maxLength: 5 }] }, ['maxLength implied', 'maxLength 2']],
    ['a looser minimum', { minimum: 5, allOf: [{ minimum: 3 }] }, ['minimum', 'minimum 2 implied']],
    ['the second of two alike', { pattern: 'a', allOf: [{ pattern: 'a' }] }, ['pattern', 'pattern 2 implied']],
    ['a wider type', { type: ['string', 'null'], allOf: [{ type: 'string' }] }, ['type implied', 'type 2']],
    ['number beside integer', { type: 'number', allOf: [{ type: 'integer' }] }, ['type implied', 'type 2']],
    [
      'a name required twice',
      { required: ['a'], allOf: [{ required: ['a'] }] },
      ['/a required', '/a required 2 implied'],
    ],
    [
      'a looser limit of a property',
      { properties: { a: { minLength: 1 } }, allOf: [{ properties: { a: { minLength: 2 } } }] },
      ['/a minLength implied', '/a minLength 2'],
    ],
    [
      'a looser limit behind a reference',
      { allOf: [{ $ref: '#/components/schemas/Loose' }, { maxItems: 2 }] },
      ['maxItems implied', 'maxItems 2'],
    ],
  ])('%s is implied', (_, schema, expected) => {
    expect(states(schema)).toEqual(expected)
  })

  it.each<[name: string, schema: JsonObject]>([
    ['others of two patterns', { pattern: 'a', allOf: [{ pattern: 'b' }] }],
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    ['what holds under a condition', { maxLength: 9, if: { pattern: 'a' }, then: { maxLength: 5 } }],
    ['limits of other items', { prefixItems: [{ maxLength: 5 }], items: { maxLength: 9 } }],
    ['limits of other names', { patternProperties: { a: { maxLength: 5 }, b: { maxLength: 9 } } }],
    ['types that overlap', { type: ['string', 'null'], allOf: [{ type: ['string', 'number'] }] }],
  ])('%s are not', (_, schema) => {
    expect(states(schema).filter((one) => one.endsWith('implied'))).toEqual([])
  })
})

describe('the constraints of an operation', () => {
  it('are what the petstore demands, in order', async () => {
    const found = constraintsOf(petstore)
    const rows = found.map(
      (one) => `${one.id} | ${one.party} | ${JSON.stringify(one.value)}${one.implied ? ` | ${one.implied}` : ''}`,
    )
    await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot('stored/petstore.txt')
  })

  const content = { 'application/json': { schema: {} } }
  it.each<[name: string, parts: JsonObject, ids: readonly string[]]>([
    ['nothing', {}, ['request method', 'response.200 status']],
    [
      'a body that may be left out',
      { requestBody: { content } },
      ['request.body mediaType', 'request.body syntax', 'request method', 'response.200 status'],
    ],
    [
      'a body that must be there, of two media types',
      {
        requestBody: { required: true, content: { ...content, 'application/x+json': { schema: { type: 'object' } } } },
      },
      [
        'request.body required',
        'request.body mediaType',
        'request.body syntax',
        'request.body application/x+json syntax',
        'request.body application/x+json type',
        'request method',
        'response.200 status',
      ],
    ],
    [
      'credentials',
      { security: [{ key: [] }, { basic: [], key: [] }] },
      ['request method', 'request security', 'response.200 status'],
    ],
    ['credentials or none', { security: [{ key: [] }, {}] }, ['request method', 'response.200 status']],
    [
      'responses',
      {
        responses: {
          200: {
            description: '',
            content,
            headers: { 'X-A': { required: true, schema: { maxLength: 3 } }, 'X-B': { schema: {} } },
          },
          '4XX': { description: '' },
          default: { description: '', content },
        },
      },
      [
        'request method',
        'response.200 status',
        'response.200.header.X-A required',
        'response.200.header.X-A maxLength',
        'response.200 mediaType',
        'response.200 syntax',
        'response.4XX status',
        'response.default status',
        'response.default mediaType',
        'response.default syntax',
      ],
    ],
    [
      'parameters',
      {
        parameters: [
          { name: 'q', in: 'query', required: true, schema: { type: 'integer' } },
          { name: 'X-H', in: 'header', schema: { maxLength: 1 } },
          { name: 'c', in: 'cookie', required: true, schema: {} },
        ],
      },
      [
        'request.query.q required',
        'request.query.q encoding',
        'request.query.q type',
        'request.header.X-H maxLength',
        'request.cookie.c required',
        'request method',
        'response.200 status',
      ],
    ],
    [
      'advisories',
      {
        responses: {
          200: {
            description: '',
            'x-advisories': [
              { message: 'a', schema: { maxProperties: 1 } },
              { name: 'second', message: 'b', order: ['x', 'y'] },
            ],
          },
        },
      },
      ['request method', 'response.200 status', 'response.200 advisory 1', 'response.200 advisory second'],
    ],
  ])('of %s', (_, parts, ids) => {
    expect(idsOf(documentWith(parts))).toEqual(ids)
  })

  it('are owed by the client where they are about requests, and by the deployment elsewhere', () => {
    for (const { id, party, operation } of constraintsOf(petstore))
      expect(party).toBe(id.startsWith(`${operation} request`) ? 'client' : 'deployment')
  })
})

/** The same document with every limit, member, format and pattern another. */
function withOtherValues(value: Json): Json {
  if (isArray(value)) return value.map(withOtherValues)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, child]): [string, Json] => {
      if (/^(min|max)(Length|Items|Properties)$/.test(name) && typeof child === 'number') return [name, child + 7]
      if (/^(min|max)imum$/.test(name) && typeof child === 'number') return [name, child + 0.5]
      if (name === 'enum' && isArray(child)) return [name, [...child.slice(1), 'another']]
      if (name === 'format' && typeof child === 'string') return [name, 'uri']
      if (name === 'pattern' && typeof child === 'string') return [name, 'b+']
      return [name, withOtherValues(child)]
    }),
  )
}

describe('ids', () => {
  const file = new URL('../../../specs/start-sync-workflow-execution.yaml', import.meta.url)
  const raw: Json = parse(readFileSync(file, 'utf8'))

  it.each<[string, Json]>([
    ['the bundled contract', raw],
    ['the petstore', petstore],
  ])('of %s are unique, begin with the operation, and hold no value', (_, document) => {
    const constraints = constraintsOf(document)
    const ids = constraints.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { id, operation } of constraints) expect(id.startsWith(`${operation} `)).toBe(true)
    const others = constraintsOf(withOtherValues(document))
    expect(others.map(({ id }) => id)).toEqual(ids)
    // Which is no wonder where nothing was changed.
    expect(
      others.filter(({ value }, index) => JSON.stringify(value) !== JSON.stringify(constraints[index]?.value)).length,
    ).toBeGreaterThan(10)
  })

  it('are unique where media types and allOf repeat a keyword', () => {
    const twice = { allOf: [{ maxLength: 1 }, { maxLength: 2 }] }
    const content = { 'application/json': { schema: twice }, 'text/json': { schema: twice } }
    const ids = idsOf(documentWith({ requestBody: { content } }))
    expect(ids.filter((id) => id.includes('maxLength'))).toEqual([
      'request.body maxLength',
      'request.body maxLength 2',
      'request.body text/json maxLength',
      'request.body text/json maxLength 2',
    ])
  })
})

describe('the bundled contract', () => {
  const contract = bundled()
  const constraints = operationConstraints(contract, operationOf(contract))

  it('demands what is stored', async () => {
    const rows = constraints.map(
      (one) =>
        `${one.id} | ${one.kind} | ${one.party} | ${JSON.stringify(one.value)}${one.implied ? ` | ${one.implied}` : ''}`,
    )
    await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot('stored/bundled.txt')
  })

  it('holds each keyword where the constraint says', () => {
    const file = new URL(`../../../${contract.file}`, import.meta.url)
    const document: Json = parse(readFileSync(file, 'utf8'))
    for (const constraint of constraints) {
      const found = valueAt(document, constraint.source.pointer)
      expect(found, constraint.id).toBeDefined()
      if (isOfSchema(constraint)) expect(parsePointer(constraint.source.pointer).at(-1)).toBe(constraint.kind)
    }
  })
})
