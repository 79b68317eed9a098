import { describe, expect, it } from 'vitest'
import { type Contract, hidesAnything, type Side, sideOf, withoutHidden } from '../../../src/contract/model/index.ts'
import type { Json, JsonObject } from '../../../src/json/index.ts'
import { SchemaBench } from '../../support/contracts.ts'

const bench = new SchemaBench()
const to = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })

const text = { type: 'string' }
const ID = { type: 'string', readOnly: true }
const SECRET = { type: 'string', writeOnly: true }
const USER = { type: 'object', properties: { id: ID, secret: SECRET, name: text }, required: ['id', 'secret', 'name'] }

const sided = (side: Side, use: 'judged' | 'made', schema: JsonObject, schemas: JsonObject = {}): unknown =>
  sideOf(bench.contract, side, use).node(bench.node(schema, schemas)).schema

describe('a schema of one side that judges', () => {
  it('allows anything in the place of what is no part of that side, and requires nothing there', () => {
    expect(sided('request', 'judged', USER)).toEqual({
      type: 'object',
      properties: { id: { readOnly: true }, secret: SECRET, name: text },
      required: ['secret', 'name'],
    })
    expect(sided('response', 'judged', USER)).toEqual({
      type: 'object',
      properties: { id: ID, secret: { writeOnly: true }, name: text },
      required: ['id', 'name'],
    })
  })

  it('is the schema itself if nothing is hidden', () => {
    const node = bench.node({ properties: { name: text, more: { items: text } }, required: ['name'] })
    expect(sideOf(bench.contract, 'request', 'judged').node(node)).toBe(node)
  })

  it('requires no name that another schema about the same value hides', () => {
    expect(sided('request', 'judged', { allOf: [{ properties: { id: ID } }, { required: ['id', 'name'] }] })).toEqual({
      allOf: [{ properties: { id: { readOnly: true } } }, { required: ['name'] }],
    })
    // The schema of a property is about another value.
    const nested = { properties: { id: ID, child: { required: ['id'] } } }
    expect(sided('request', 'judged', nested)).toMatchObject({ properties: { child: { required: ['id'] } } })
  })

  it('hides by what $ref and allOf say of a property', () => {
    const schemas = { Id: ID }
    const schema = { properties: { a: to('Id'), b: { allOf: [to('Id')] } }, required: ['a', 'b'] }
    expect(sided('request', 'judged', schema, schemas)).toEqual({
      properties: { a: { readOnly: true }, b: { readOnly: true } },
      required: [],
    })
  })

  it('hides in every schema below, and behind references', () => {
    const { contract } = sideOf(bench.contract, 'request', 'judged')
    const node = bench.node({ items: { anyOf: [USER] } }, { User: USER })
    const user = { type: 'object', properties: { id: { readOnly: true }, secret: SECRET, name: text } }
    expect(sideOf(bench.contract, 'request', 'judged').node(node).schema).toMatchObject({ items: { anyOf: [user] } })
    expect(contract.resolve('#/components/schemas/User', node.source).schema).toMatchObject(user)
  })
})

describe('a schema of one side that values are made from', () => {
  it('leaves out what is no part of that side', () => {
    expect(sided('request', 'made', USER)).toEqual({
      type: 'object',
      properties: { secret: SECRET, name: text },
      required: ['secret', 'name'],
    })
  })

  const kind = { propertyName: 'kind' }
  const named = (name: string): JsonObject => ({ properties: { kind: { const: name } }, required: ['kind'] })

  it('names each branch beside a discriminator, by the mapping or the name of its schema', () => {
    const discriminator = { ...kind, mapping: { puppy: '#/components/schemas/Dog' } }
    const schema = { oneOf: [to('Cat'), to('Dog'), { type: 'null' }], discriminator }
    expect(sided('request', 'made', schema, { Cat: {}, Dog: {} })).toEqual({
      discriminator,
      oneOf: [{ allOf: [to('Cat'), named('Cat')] }, { allOf: [to('Dog'), named('puppy')] }, { type: 'null' }],
    })
    expect(sided('request', 'judged', schema, { Cat: {}, Dog: {} })).toEqual(schema)
  })

  it('leaves a branch the choice of all names that the mapping gives it', () => {
    const dog = '#/components/schemas/Dog'
    const discriminator = { ...kind, mapping: { puppy: dog, kitten: 'Cat', whelp: dog } }
    const puppyOrWhelp = { properties: { kind: { enum: ['puppy', 'whelp'] } }, required: ['kind'] }
    expect(
      sided('request', 'made', { oneOf: [to('Cat'), to('Dog')], discriminator }, { Cat: {}, Dog: {} }),
    ).toMatchObject({ oneOf: [{ allOf: [to('Cat'), named('kitten')] }, { allOf: [to('Dog'), puppyOrWhelp] }] })
  })

  it('keeps the names of others from what is meant without a name, and asks for none (3.2)', () => {
    const discriminator = { ...kind, mapping: { puppy: 'Dog', wolf: 'Wolf' }, defaultMapping: 'Other' }
    const schema = { oneOf: [to('Cat'), to('Dog'), to('Other')], discriminator }
    expect(sided('request', 'made', schema, { Cat: {}, Dog: {}, Other: {} })).toMatchObject({
      oneOf: [
        { allOf: [to('Cat'), named('Cat')] },
        { allOf: [to('Dog'), named('puppy')] },
        {
          allOf: [
            to('Other'),
            { properties: { kind: { not: { enum: ['puppy', 'wolf', 'Cat'] } } }, required: ['kind'] },
          ],
        },
        { allOf: [to('Other'), { properties: { kind: false } }] },
      ],
    })
    const asked = { oneOf: [to('Dog'), to('Other')], discriminator: { ...kind, defaultMapping: 'Other' } }
    expect(sided('request', 'made', asked, { Dog: {}, Other: { required: ['kind'] } })).toMatchObject({
      oneOf: [{}, { allOf: [to('Other'), { properties: { kind: { not: { enum: ['Dog'] } } }, required: ['kind'] }] }],
    })
  })

  const family = (cat: JsonObject): JsonObject => ({
    Pet: { properties: { kind: text }, discriminator: kind },
    Cat: { allOf: [to('Pet'), cat] },
  })
  const resolved = (name: string, schemas: JsonObject): unknown => {
    const { source } = bench.node(to(name), schemas)
    return sideOf(bench.contract, 'request', 'made').contract.resolve(`#/components/schemas/${name}`, source).schema
  }

  it('has its own name if its parent has the discriminator; the parent goes by any', () => {
    expect(resolved('Cat', family({}))).toEqual({ allOf: [to('Pet'), {}, named('Cat')] })
    expect(resolved('Pet', family({}))).toEqual({ properties: { kind: text }, discriminator: kind })
  })

  it('has no name that its own enum leaves out', () => {
    const cat = { properties: { kind: { enum: ['Lion'] } } }
    expect(resolved('Cat', family(cat))).toEqual({ allOf: [to('Pet'), cat] })
  })
})

describe('sides of a contract', () => {
  it('are each made once', () => {
    const sides = (['request', 'response'] as const).map((side) => sideOf(bench.contract, side, 'judged'))
    expect(sides[0]).not.toBe(sides[1])
    expect(sideOf(bench.contract, 'request', 'judged')).toBe(sides[0])
  })

  it('share everything if no schema of the document has the words', () => {
    const plain: Contract = { ...bench.contract, words: new Set(['writeOnly']) }
    expect(sideOf(plain, 'request', 'made').contract).toBe(plain)
    expect(sideOf(plain, 'response', 'made').contract).not.toBe(plain)
  })
})

describe('a value without what is hidden', () => {
  const shown = (schema: JsonObject, value: Json, schemas: JsonObject = {}): Json =>
    withoutHidden(bench.contract, bench.node(schema, schemas), value, 'request')

  it.each<[why: string, schema: JsonObject]>([
    ['by its properties', { properties: { id: ID } }],
    ['by $ref', to('User')],
    ['by allOf', { allOf: [to('User')] }],
    ['by every branch of anyOf', { anyOf: [to('User'), { properties: { id: ID } }] }],
  ])('lacks it %s', (_, schema) => expect(shown(schema, { id: '1', name: 'a' }, { User: USER })).toEqual({ name: 'a' }))

  it('lacks it in properties and items', () => {
    const schema = { properties: { users: { items: USER } } }
    expect(shown(schema, { users: [{ id: '1', name: 'a' }, 'no object', { name: 'b' }] })).toEqual({
      users: [{ name: 'a' }, 'no object', { name: 'b' }],
    })
  })

  it.each<[why: string, schema: JsonObject, value: Json]>([
    ['nothing of it is there', USER, { name: 'a' }],
    ['one branch shows it', { anyOf: [USER, { properties: { name: text } }] }, { id: '1' }],
    ['it is hidden on the other side', { properties: { secret: SECRET } }, { secret: 's' }],
    ['it is no object', USER, 'text'],
  ])('is the value itself if %s', (_, schema, value) => expect(shown(schema, value)).toBe(value))
})

describe('a schema that hides anything', () => {
  it.each<[schema: JsonObject, schemas: JsonObject, expected: boolean]>([
    [USER, {}, true],
    [{ items: { anyOf: [to('User')] } }, { User: USER }, true],
    [{ properties: { name: text } }, {}, false],
    // Nothing refers to it.
    [{ $defs: { User: USER } }, {}, false],
    [to('Loop'), { Loop: { properties: { next: to('Loop') } } }, false],
  ])('%j: %#', (schema, schemas, expected) => {
    expect(hidesAnything(bench.contract, bench.node(schema, schemas), 'request')).toBe(expected)
  })
})
