import { describe, expect, it } from 'vitest'
import {
  addressOf,
  itemSchema,
  mapSubschemas,
  type SchemaNode,
  SUBSCHEMAS,
  subschema,
  subschemas,
} from '../../../src/contract/model/index.ts'
import type { Json, JsonObject } from '../../../src/json/index.ts'

const nodeOf = (schema: JsonObject | boolean): SchemaNode => ({
  schema,
  source: { file: 'api.yaml', pointer: '/components/schemas/A' },
})

/** Every keyword that holds schemas, each with one. */
const WHOLE: JsonObject = Object.fromEntries(
  Object.entries(SUBSCHEMAS).map(([keyword, { holds }]): [string, Json] => {
    const child = { title: keyword }
    return [keyword, holds === 'one' ? child : holds === 'list' ? [child] : { name: child }]
  }),
)

describe('the schemas directly below a schema', () => {
  it('are those of every keyword that holds schemas, each with the place where it stands', () => {
    const children = subschemas(nodeOf(WHOLE))
    expect(children.map(({ keyword }) => keyword)).toEqual(Object.keys(SUBSCHEMAS))
    for (const { keyword, token, node } of children) {
      expect(node.schema).toEqual({ title: keyword })
      const tail = token === undefined ? '' : `/${token}`
      expect(addressOf(node.source)).toBe(`api.yaml#/components/schemas/A/${keyword}${tail}`)
    }
  })

  it('come in the order of the document, and by one keyword if it is given', () => {
    const node = nodeOf({ properties: { b: true, a: {} }, not: false, minimum: 1, allOf: [{ not: true }] })
    expect(subschemas(node).map(({ keyword, token }) => [keyword, token])).toEqual([
      ['properties', 'b'],
      ['properties', 'a'],
      ['not', undefined],
      ['allOf', 0],
    ])
    expect(subschemas(node, 'properties').map(({ token }) => token)).toEqual(['b', 'a'])
    expect(subschemas(node, 'items')).toEqual([])
  })

  it.each<[why: string, schema: JsonObject | boolean]>([
    ['a boolean', true],
    ['data', { enum: [{ not: {} }], const: { allOf: [true] }, default: { properties: { a: {} } } }],
    ['what is no schema', { not: 'a', allOf: { a: {} }, properties: [{}], items: [{}], anyOf: [1] }],
    // Names, not keywords.
    ['an inherited name', JSON.parse('{"__proto__": {"not": {}}}')],
  ])('are none of %s', (_, schema) => expect(subschemas(nodeOf(schema))).toEqual([]))

  it('have names escaped in their places', () => {
    const [child] = subschemas(nodeOf({ properties: { 'a/b~c': { not: { type: 'null' } } } }))
    const inner = child && subschema(child.node, 'not')
    expect(inner?.source.pointer).toBe('/components/schemas/A/properties/a~1b~0c/not')
    expect(inner?.schema).toEqual({ type: 'null' })
  })
})

describe('one schema below another', () => {
  const node = nodeOf({
    properties: { a: false },
    prefixItems: [{ title: 'first' }],
    items: { title: 'rest' },
    not: {},
  })

  it.each([
    ['not', undefined, '/not'],
    ['items', undefined, '/items'],
    ['properties', 'a', '/properties/a'],
    ['prefixItems', 0, '/prefixItems/0'],
  ] as const)('is found by %s %s', (keyword, token, pointer) => {
    expect(subschema(node, keyword, token)?.source.pointer).toBe(`/components/schemas/A${pointer}`)
  })

  it.each([
    ['if', undefined],
    ['properties', 'b'],
    ['properties', 'toString'],
    ['prefixItems', 1],
    // A map is no schema.
    ['prefixItems', undefined],
  ] as const)('is not found by %s %s', (keyword, token) => expect(subschema(node, keyword, token)).toBeUndefined())

  it('describes an item by its index, or else the rest of the items', () => {
    expect(itemSchema(node, 0)?.schema).toEqual({ title: 'first' })
    expect(itemSchema(node, 1)?.schema).toEqual({ title: 'rest' })
    expect(itemSchema(nodeOf({ prefixItems: [true] }), 1)).toBeUndefined()
  })
})

describe('a mapped schema', () => {
  it('has its schemas changed and all else as it was', () => {
    const extra = { type: 'object', enum: [{ not: {} }], required: ['a'] }
    const mapped = mapSubschemas(nodeOf({ ...extra, ...WHOLE }), ({ keyword, token }) => [keyword, token ?? null])
    expect(mapped).toEqual({
      ...extra,
      ...Object.fromEntries(
        Object.entries(SUBSCHEMAS).map(([keyword, { holds }]) => [
          keyword,
          holds === 'one' ? [keyword, null] : holds === 'list' ? [[keyword, 0]] : { name: [keyword, 'name'] },
        ]),
      ),
    })
  })

  it('keeps what is no schema, and a property called __proto__', () => {
    const schema: JsonObject = JSON.parse('{"properties":{"__proto__":{},"a":1},"not":2,"anyOf":[3,{}]}')
    expect(JSON.stringify(mapSubschemas(nodeOf(schema), () => true))).toBe(
      '{"properties":{"__proto__":true,"a":1},"not":2,"anyOf":[3,true]}',
    )
    expect(mapSubschemas(nodeOf(false), () => true)).toBe(false)
  })
})
