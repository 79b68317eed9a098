import { describe, expect, it, test } from 'vitest'
import type { Json } from '../../../src/json/index.ts'
import { FILE, load, refusal, schemaPointer, VERSIONS, withSchema } from '../samples.ts'

const from = { file: FILE, pointer: '' }

describe('resolve', () => {
  const schemas = {
    'a/b~c d%e': { type: 'string' },
    Anchored: { $anchor: 'here', properties: { $anchor: { type: 'string' } } },
    Data: { const: { $anchor: 'data' }, $defs: { const: { $anchor: 'named' } } },
    Yes: true,
  }
  const loading = load({
    ...withSchema('3.1', {}, { S: { $defs: schemas } }),
    'x-list': [1],
    'x-schema': { maxLength: 1 },
  })

  test.each([
    ['#/components/schemas/S/$defs/a~1b~0c%20d%25e', '/components/schemas/S/$defs/a~1b~0c d%e'],
    ['#/components/schemas/S/$defs/a%7E1b~0c d%25e', '/components/schemas/S/$defs/a~1b~0c d%e'],
    ['#here', '/components/schemas/S/$defs/Anchored'],
    ['#named', '/components/schemas/S/$defs/Data/$defs/const'],
    ['#/components/schemas/S/$defs/Yes', '/components/schemas/S/$defs/Yes'],
    ['api.json#/x-schema', '/x-schema'],
    ['./sub/../api.json#/x-schema', '/x-schema'],
    ['', ''],
  ])('%s', async (reference, pointer) => {
    expect((await loading).resolve(reference, from).source).toEqual({ file: FILE, pointer })
  })

  test.each([
    ['#/components/schemas/S/$defs/Missing', /leads nowhere: api\.json has no such place; correct/],
    ['#/components/schemas/S/$defs/constructor', /leads nowhere/],
    ['#data', /leads nowhere/],
    ['#/x-list', /a schema is expected here/],
    ['#/x-list/0', /a schema is expected here/],
    ['#/%zz', /malformed percent escape/],
    ['other.json', /a file that was not loaded/],
    ['http://[', /is no URL/],
  ])('refuses %s', async (reference, message) => {
    const contract = await loading
    expect(() => contract.resolve(reference, from)).toThrow(message)
  })

  it('refuses a place in a file that is not its own', async () => {
    const contract = await loading
    expect(() => contract.resolve('#', { file: 'other.json', pointer: '' })).toThrow(/no part of the contract/)
  })
})

describe.each(VERSIONS)('a $ref of %s', (version) => {
  const at = version === '2.0' ? '#/definitions' : '#/components/schemas'

  it('that names nothing is refused where it is written', async () => {
    const schema = { type: 'array', items: { $ref: `${at}/A` } }
    const error = await refusal(load(withSchema(version, schema)))
    expect(error.message).toMatch(/^api\.json:1 #\/paths.*\/schema\/items: \$ref ".*\/A" leads nowhere/)
    expect(error.pointer).toBe(`${schemaPointer(version)}/items`)
    await load(withSchema(version, schema, { A: {} }))
  })

  it.each([
    ['itself', { A: { $ref: `${at}/A` } }],
    ['itself by way of another', { A: { $ref: `${at}/B` }, B: { $ref: `${at}/A` } }],
    ['itself by way of allOf', { A: { allOf: [{ type: 'object' }, { $ref: `${at}/A` }] } }],
  ])('to %s is refused', async (_, schemas) => {
    const error = await refusal(load(withSchema(version, { $ref: `${at}/A` }, schemas)))
    expect(error.message).toMatch(/back to itself/)
  })

  it('to a schema around it is fine', async () => {
    const tree = { type: 'object', properties: { left: { $ref: `${at}/A` }, allOf: { $ref: `${at}/A` } } }
    await load(withSchema(version, { $ref: `${at}/A` }, { A: tree, B: { allOf: [{ $ref: `${at}/A` }] } }))
  })

  it('is only a name in examples', async () => {
    const example = { $ref: 'nowhere.json#/a', properties: { a: { $ref: '#/nowhere' } } }
    await load(withSchema(version, { type: 'object', example, default: example, enum: [example] }))
    await load(withSchema(version, { type: 'object', properties: { $ref: { type: 'string' }, example: {} } }))
    await refusal(load(withSchema(version, { type: 'object', properties: { example } })))
  })
})

it('refuses parts that refer to themselves', async () => {
  const parameters = { A: { $ref: '#/components/parameters/B' }, B: { $ref: '#/components/parameters/A' } }
  const error = await refusal(load({ ...withSchema('3.1', {}), components: { parameters } }))
  expect(error.message).toMatch(/back to itself/)
})

it('refuses a reference to something of another kind', async () => {
  const document = (schema: Json) => ({ ...withSchema('3.1', { $ref: '#/x-a' }), 'x-a': schema })
  expect((await refusal(load(document(['a'])))).message).toMatch(/does not lead to a schema/)
  await load(document(true))
})
