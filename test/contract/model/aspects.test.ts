import { describe, expect, it } from 'vitest'
import { aspects, type SubschemaKeyword } from '../../../src/contract/model/index.ts'
import { isObject, type Json, type JsonObject } from '../../../src/json/index.ts'
import { SchemaBench } from '../../support/contracts.ts'

const bench = new SchemaBench()
const to = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })

const titlesOf = (schema: JsonObject | boolean, schemas: JsonObject = {}, choices: SubschemaKeyword[] = []): Json[] =>
  aspects(bench.contract, bench.node(schema, schemas), choices).map((aspect) =>
    isObject(aspect.schema) ? (aspect.schema.title ?? '') : aspect.schema,
  )

describe('the schemas about one value', () => {
  it('are the schema itself, and what $ref and allOf add, the nearest first', () => {
    const schemas = { B: { title: 'B', allOf: [{ title: 'in B' }] } }
    const schema = {
      title: 'A',
      ...to('B'),
      allOf: [{ title: 'first', allOf: [{ title: 'deep' }] }, { title: 'second' }],
    }
    expect(titlesOf(schema, schemas)).toEqual(['A', 'B', 'first', 'second', 'in B', 'deep'])
  })

  it('say nothing of parts, nor of other values', () => {
    const inner = { title: 'inner' }
    expect(
      titlesOf({ title: 'A', properties: { a: inner }, items: inner, not: inner, if: inner, anyOf: [inner] }),
    ).toEqual(['A'])
  })

  it('are those of choices too, if they are asked for', () => {
    const schema = {
      title: 'A',
      anyOf: [{ title: 'any' }],
      oneOf: [{ title: 'one' }],
      else: { title: 'else' },
      not: {},
    }
    expect(titlesOf(schema, {}, ['anyOf', 'else'])).toEqual(['A', 'any', 'else'])
  })

  it('are each met once, however schemas refer to each other', () => {
    const schemas = { A: { title: 'A', allOf: [to('B'), to('B')] }, B: { title: 'B', allOf: [to('A')] } }
    expect(titlesOf({ title: 'root', ...to('A') }, schemas).filter((title) => title !== '')).toEqual(['root', 'A', 'B'])
  })

  it('are not more than can be read soon', () => {
    const levels = 60
    const schemas = Object.fromEntries(
      Array.from({ length: levels }, (_, level): [string, Json] => [
        `L${level}`,
        { allOf: Array.from({ length: 20 }, (_, index) => ({ title: `${level} ${index}`, ...to(`L${level + 1}`) })) },
      ]),
    )
    const all = titlesOf(to('L0'), { ...schemas, [`L${levels}`]: true })
    expect(all).toHaveLength(1000)
  })

  it('of a boolean are none', () => expect(titlesOf(false)).toEqual([]))
})
