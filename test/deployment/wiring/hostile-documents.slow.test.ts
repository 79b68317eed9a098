import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { operationConstraints } from '../../../src/contract/constraints/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { contractOf, documentOfBody, documentWith, judgeOf, operationOf } from '../../support/contracts.ts'
import { endsInOrder, mutatedDocuments } from '../../support/mutation-law.ts'

const to = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

/** Each of 20 schemas has each of them as a property: the ways through them are past counting. */
const MUTUAL: JsonObject = Object.fromEntries(
  many(20, (index) => [
    `N${index}`,
    { type: 'object', properties: Object.fromEntries(many(20, (other) => [`p${other}`, to(`N${other}`)])) },
  ]),
)

describe('schemas that refer to each other in more ways than fit a memory', () => {
  test('have constraints, the nearest places first', () => {
    const contract = contractOf(documentOfBody(to('N0'), MUTUAL))
    const ids = operationConstraints(contract, operationOf(contract)).map(({ id }) => id)
    for (const pointer of ['', '/p1 ', '/p19 ', '/p1/p19 ', '/p19/p1 '])
      expect(ids).toContain(`op request.body ${pointer}type`)
    expect(ids.length).toBeLessThan(5000)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('are read as the types of a parameter', () => {
    const branches = many(8, (index) => ({ oneOf: many(8, () => to(`B${(index + 1) % 8}`)) }))
    const schemas = Object.fromEntries(branches.map((schema, index) => [`B${index}`, schema]))
    const parameter = { name: 'a', in: 'query', schema: { anyOf: [{ type: 'integer' }, to('B0')] } }
    const judge = judgeOf(documentWith({ parameters: [parameter] }, schemas))
    const [read] = judge.operation.parameters
    expect(read && judge.shape(read.schema).types).toContain('string')
  })

  test('in a chain of any length are judged', () => {
    const length = 1500
    const chain = many(length, (index) => [
      `s${index}`,
      index === length - 1 ? { type: 'string' } : { properties: { a: to(`s${index + 1}`) }, type: ['object', 'null'] },
    ])
    const judge = judgeOf(documentOfBody(to('s0'), Object.fromEntries(chain)))
    const schema = judge.operation.requestBody?.content[0]?.schema
    const issues = schema && judge.validate(schema)({ a: { a: { a: null } } })
    expect(issues).toEqual([])
    const broken = schema && judge.validate(schema)({ a: { a: { a: 1 } } })
    expect(broken?.map(({ pointer, keyword }) => [pointer, keyword])).toEqual([['/a/a/a', 'type']])
  })
})

test('documents with places that mean harm are planned, answered and judged, or refused in a sentence', async () => {
  const law = fc.asyncProperty(mutatedDocuments, async (document) => void (await endsInOrder(document)))
  await fc.assert(law, { numRuns: 1000, seed: 2, endOnFailure: true })
})
