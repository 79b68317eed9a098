import { describe, expect, it, test } from 'vitest'
import { isArray, isObject, type Json, type JsonObject, type Pointer, valueAt } from '../../../src/json/index.ts'
import { load, only, schemaOf, schemaPointer, VERSIONS, type Version, withSchema } from '../samples.ts'

interface Row {
  readonly name: string
  readonly written: JsonObject
  /** By version; a version that is left out cannot say it. */
  readonly levelled: { readonly [version in Version]?: Json }
}

const same = (schema: Json) => ({ '2.0': schema, '3.0': schema, '3.1': schema })

const ROWS: readonly Row[] = [
  { name: 'limits', written: { type: 'string', maxLength: 3 }, levelled: same({ type: 'string', maxLength: 3 }) },
  {
    name: 'nullable: true',
    written: { type: 'string', nullable: true },
    levelled: { '3.0': { type: ['string', 'null'] }, '3.1': { type: 'string' } },
  },
  {
    name: 'nullable: false',
    written: { type: 'string', nullable: false },
    levelled: { '3.0': { type: 'string' }, '3.1': { type: 'string' } },
  },
  {
    name: 'nullable without a type',
    written: { enum: ['a'], nullable: true },
    levelled: { '3.0': { enum: ['a'] }, '3.1': { enum: ['a'] } },
  },
  {
    name: 'nullable beside an enum',
    written: { type: 'string', nullable: true, enum: ['a'] },
    levelled: { '3.0': { type: ['string', 'null'], enum: ['a'] }, '3.1': { type: 'string', enum: ['a'] } },
  },
  {
    name: 'nullable beside an enum that has null',
    written: { type: 'string', nullable: true, enum: [null, 'a'] },
    levelled: { '3.0': { type: ['string', 'null'], enum: [null, 'a'] } },
  },
  {
    name: 'x-nullable',
    written: { type: 'string', 'x-nullable': true, enum: ['a'] },
    levelled: {
      '2.0': { type: ['string', 'null'], enum: ['a'] },
      '3.0': { type: 'string', 'x-nullable': true, enum: ['a'] },
    },
  },
  {
    name: 'a flag for exclusive limits',
    written: { type: 'number', minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: true },
    levelled: {
      '2.0': { type: 'number', exclusiveMinimum: 1, exclusiveMaximum: 9 },
      '3.0': { type: 'number', exclusiveMinimum: 1, exclusiveMaximum: 9 },
    },
  },
  {
    name: 'a flag that leaves limits inclusive',
    written: { type: 'number', minimum: 1, exclusiveMinimum: false, maximum: 9, exclusiveMaximum: false },
    levelled: { '2.0': { type: 'number', minimum: 1, maximum: 9 }, '3.0': { type: 'number', minimum: 1, maximum: 9 } },
  },
  {
    name: 'a flag without a limit',
    written: { type: 'number', exclusiveMinimum: true },
    levelled: { '3.0': { type: 'number' } },
  },
  {
    name: 'exclusive limits of 3.1',
    written: { type: 'number', minimum: 0, exclusiveMinimum: 1 },
    levelled: { '3.1': { type: 'number', minimum: 0, exclusiveMinimum: 1 } },
  },
  {
    name: 'what stands beside $ref',
    written: { $ref: '#/x-shared', maxLength: 2 },
    levelled: {
      '2.0': { $ref: '#/x-shared' },
      '3.0': { $ref: '#/x-shared' },
      '3.1': { $ref: '#/x-shared', maxLength: 2 },
    },
  },
  {
    name: 'the default of a discriminator',
    written: { type: 'object', discriminator: { propertyName: 'kind', defaultMapping: 'Other' } },
    levelled: {
      '3.0': { type: 'object', discriminator: { propertyName: 'kind' } },
      '3.1': { type: 'object', discriminator: { propertyName: 'kind' } },
      '3.2': { type: 'object', discriminator: { propertyName: 'kind', defaultMapping: 'Other' } },
    },
  },
  {
    name: 'an example',
    written: { type: 'object', example: { nullable: true, type: 'string', exclusiveMinimum: true } },
    levelled: same({ type: 'object', example: { nullable: true, type: 'string', exclusiveMinimum: true } }),
  },
  {
    name: 'data that looks like a schema',
    written: {
      type: 'object',
      enum: [{ nullable: true, type: 'string' }],
      default: { nullable: true, $ref: 'nowhere' },
    },
    levelled: same({
      type: 'object',
      enum: [{ nullable: true, type: 'string' }],
      default: { nullable: true, $ref: 'nowhere' },
    }),
  },
  {
    name: 'properties with the names of keywords',
    written: {
      type: 'object',
      properties: { nullable: { type: 'string' }, type: { type: 'string' }, enum: { maxLength: 1 } },
    },
    levelled: same({
      type: 'object',
      properties: { nullable: { type: 'string' }, type: { type: 'string' }, enum: { maxLength: 1 } },
    }),
  },
]

/** Where a schema can stand in a schema, in every version. */
const POSITIONS: { readonly [name: string]: (schema: JsonObject) => JsonObject } = {
  'the root': (schema) => schema,
  'a property': (schema) => ({ type: 'object', properties: { a: schema } }),
  items: (schema) => ({ type: 'array', items: schema }),
  allOf: (schema) => ({ allOf: [{ type: 'object' }, schema] }),
  additionalProperties: (schema) => ({ type: 'object', additionalProperties: schema }),
  'deep down': (schema) => ({ allOf: [{ properties: { 'a/b~c': { type: 'array', items: schema } } }] }),
}

const shared = { 'x-shared': { type: 'string' } }

for (const version of VERSIONS) {
  const rows = ROWS.flatMap(({ name, written, levelled }) => {
    // Unless it is said otherwise, 3.2 reads as 3.1 does.
    const expected = levelled[version] ?? (version === '3.2' ? levelled['3.1'] : undefined)
    return isObject(expected) ? [{ name, written, expected }] : []
  })
  const schemas = rows.flatMap(({ name, written, expected }) =>
    Object.entries(POSITIONS).map(([position, wrap]) => ({
      name: `${name}, in ${position}`,
      written: wrap(written),
      expected: wrap(expected),
    })),
  )
  describe(`a schema of ${version}`, () => {
    // One document for all, since most of a load goes into checking it.
    const named = Object.fromEntries(schemas.map(({ written }, index) => [`S${index}`, written]))
    const document = { ...withSchema(version, {}, named), ...shared }
    const loading = load(document)
    const at = version === '2.0' ? '/definitions' : '/components/schemas'

    test.each(schemas.map((row, index) => ({ ...row, pointer: `${at}/S${index}` })))(
      '$name',
      async ({ expected, pointer }) => {
        const contract = await loading
        const node = contract.resolve(`#${pointer}`, { file: contract.file, pointer: '' })
        // A mere reference is what it leads to.
        const isMere = isObject(expected) && Object.keys(expected).join() === '$ref'
        expect(node.schema).toEqual(isMere ? shared['x-shared'] : expected)
        expect(node.source).toEqual({ file: 'api.json', pointer: isMere ? '/x-shared' : pointer })
        // Every levelled keyword stands at its own pointer in the text.
        for (const keyword of keywordsOf(node.schema)) {
          expect(valueAt(document, node.source.pointer + keyword), keyword).toBeDefined()
        }
      },
    )
  })
}

it('makes a string of a file that 2.0 answers with', async () => {
  const node = await schemaOf(withSchema('2.0', { type: 'file' }))
  expect(node.schema).toEqual({ type: 'string', format: 'binary' })
  expect(node.source).toEqual({ file: 'api.json', pointer: schemaPointer('2.0') })
})

function keywordsOf(value: Json, at: Pointer = ''): Pointer[] {
  if (!isObject(value) && !isArray(value)) return [at]
  const below = Object.entries(value).flatMap(([name, child]) =>
    keywordsOf(child, `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  )
  // The null that levelling puts into a list is no keyword.
  return isArray(value) ? [at] : [at, ...below]
}

describe('a boolean schema', () => {
  test.each([true, false])('stays %s', async (schema) => {
    expect((await schemaOf(withSchema('3.1', schema))).schema).toBe(schema)
  })
})

it('keeps __proto__ as a property like any other', async () => {
  const schema = JSON.parse('{"properties": {"__proto__": {"type": "string", "nullable": true}}}')
  const node = await schemaOf(withSchema('3.0', schema))
  expect(JSON.stringify(node.schema)).toBe('{"properties":{"__proto__":{"type":["string","null"]}}}')
})

it('keeps __proto__ of a YAML text', async () => {
  const text = JSON.stringify(withSchema('3.1', { properties: { __name__: { type: 'string' } } }))
  const node = await schemaOf(`# no JSON\n${text.replace('__name__', '__proto__')}`)
  expect(JSON.stringify(node.schema)).toBe('{"properties":{"__proto__":{"type":"string"}}}')
})

it('levels each schema of a definition once, and the same for all who refer to it', async () => {
  const contract = await load(
    withSchema('3.0', { $ref: '#/components/schemas/A' }, { A: { type: 'string', nullable: true } }),
  )
  const from = { file: 'api.json', pointer: schemaPointer('3.0') }
  const node = contract.resolve('#/components/schemas/A', from)
  expect(node).toEqual({
    schema: { type: ['string', 'null'] },
    source: { file: 'api.json', pointer: '/components/schemas/A' },
  })
  expect(contract.resolve('#/components/schemas/A', { ...from, pointer: '' })).toBe(node)
  expect(contract.resolve('api.json#/components/schemas/A', from)).toBe(node)
  expect(only(contract.operations).id).toBe('GET /things')
})
