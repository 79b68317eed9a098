import { describe, expect, test } from 'vitest'
import { operationConstraints } from '../../../src/contract/constraints/index.ts'
import { ContractError } from '../../../src/contract/model/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { pathTemplate } from '../../../src/judging/messages/index.ts'
import { contractOf, documentOfBody, documentWith, judgeOf, operationOf } from '../../support/contracts.ts'

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

  test('in a chain that is too long are refused in one sentence', () => {
    const length = 5000
    const chain = many(length, (index) => [
      `s${index}`,
      index === length - 1 ? { type: 'string' } : { properties: { a: to(`s${index + 1}`) } },
    ])
    const judge = judgeOf(documentOfBody(to('s0'), Object.fromEntries(chain)))
    const schema = judge.operation.requestBody?.content[0]?.schema
    const compile = () => schema && judge.validate(schema)
    expect(compile).toThrow(ContractError)
    expect(compile).toThrow(/nested too deeply; shorten the chain of \$refs$/)
  })
})

describe('a path with many parameters in one segment', () => {
  const names = many(40, (index) => `p${index}`)
  const template = pathTemplate(`/${names.map((name) => `{${name}}`).join('-')}`)

  test('is read back', () => {
    const found = template.match(`/${names.join('-')}`)
    expect([...(found ?? [])]).toEqual(names.map((name) => [name, name]))
  })

  test('is told from another without trying every way to cut it up', () => {
    expect(template.match(`/${'-a'.repeat(39)}/`)).toBeUndefined()
    expect(template.match(`/${'a-'.repeat(200)}/b`)).toBeUndefined()
  })

  test.each<[template: string, path: string, texts: readonly string[] | undefined]>([
    ['/a/{x}', '/a/b', ['b']],
    ['/a/{x}', '/a/', undefined],
    ['/a/{x}', '/a/b/c', undefined],
    ['/{x}.json', '/a.json', ['a']],
    ['/{x}.json', '/a.json.json', ['a.json']],
    ['/{x}.json', '/.json', undefined],
    ['/{x}...{y}', '/a...b', ['a', 'b']],
    ['/{x}{y}', '/ab', ['a', 'b']],
    ['/{x}{y}', '/a', undefined],
    ['/a', '/a', []],
    ['/a', '/ab', undefined],
  ])('%s in %s', (text, path, texts) => {
    const found = pathTemplate(text).match(path)
    expect(found && [...found.values()]).toEqual(texts)
  })
})
