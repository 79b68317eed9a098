import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bundled } from '../src/contract/documents/index.ts'
import { ContractError } from '../src/contract/model/index.ts'
import { arbitraries, fromSchema, Unsatisfiable, UnsupportedKeyword } from '../src/entries/arbitraries.ts'
import { codePointLength, isObject, type Json } from '../src/json/index.ts'
import { SchemaValidator } from '../src/judging/messages/index.ts'
import { contractOf, documentWith } from './support/contracts.ts'

const contract = bundled()
const start = arbitraries(contract, 'startSyncWorkflowExecution')
const [operation] = contract.operations
const lengths = (values: readonly Json[]): number[] => values.map((value) => codePointLength(String(value)))

describe('arbitraries of an operation', () => {
  test('give values of a parameter, at its limits too', () => {
    const found = lengths(fc.sample(start.parameter('path', 'project_id'), { seed: 1, numRuns: 300 }))
    expect([Math.min(...found), Math.max(...found)]).toEqual([1, 64])
  })

  test('give bodies of requests and answers that conform', () => {
    const validator = new SchemaValidator(contract)
    const bodies = [
      [start.requestBody(), operation?.requestBody?.content[0]?.schema],
      [start.requestBody('application/json'), operation?.requestBody?.content[0]?.schema],
      [start.responseBody(200), operation?.responses.find(({ status }) => status === '200')?.content[0]?.schema],
    ] as const
    for (const [values, schema] of bodies) {
      if (!schema) throw new Error('the bundled contract has no such schema')
      const validate = validator.compile(schema)
      fc.assert(fc.property(values, (value) => validate(value).length === 0))
    }
  })

  test('take an answer by its status, its range or by default', () => {
    const content = (value: Json) => ({
      description: '',
      content: { 'application/json': { schema: { const: value } } },
    })
    const responses = { 200: content('named'), '4XX': content('range'), default: content('default') }
    const { responseBody } = arbitraries(contractOf(documentWith({ responses })), 'op')
    expect([200, 404, 500].flatMap((status) => fc.sample(responseBody(status), 1))).toEqual([
      'named',
      'range',
      'default',
    ])
  })

  test('shrink to the least value that fails', () => {
    const { counterexample } = fc.check(
      fc.property(start.responseBody(200), (answer) => !isObject(answer) || answer.status !== 'timeout'),
      { seed: 1 },
    )
    expect(counterexample).toEqual([{ status: 'timeout' }])
  })

  test.each([
    ['no such operation', () => arbitraries(contract, 'other')],
    ['no such parameter', () => start.parameter('query', 'project_id')],
    ['no such media type', () => start.requestBody('text/plain')],
    ['no such answer', () => start.responseBody(999)],
  ])('say what is not there: %s', (_, make) => {
    expect(make).toThrow(ContractError)
    expect(make).toThrow(/there is no operation other|has no (?:parameter|request body|body of an answer 999)/)
  })
})

describe('arbitraries of a schema', () => {
  test('follow its own references', () => {
    const tree = fromSchema({
      $ref: '#/$defs/Tree',
      $defs: { Tree: { type: 'array', maxItems: 2, items: { $ref: '#/$defs/Tree' } } },
    })
    const deep = fc.sample(tree, { seed: 1, numRuns: 100 }).map((value) => JSON.stringify(value))
    expect(deep).toContain('[]')
    expect(deep.some((text) => text.includes('[[['))).toBe(true)
  })

  test('compose with those of fast-check', () => {
    const pair = fc.tuple(fromSchema({ enum: ['a', 'b'] }), fc.nat(3))
    const { counterexample } = fc.check(
      fc.property(pair, ([letter, number]) => letter === 'a' || number < 2),
      { seed: 1 },
    )
    expect(counterexample).toEqual([['b', 2]])
  })

  test('refuse by name and place', () => {
    expect(() => fromSchema({ $dynamicRef: '#x' })).toThrow(UnsupportedKeyword)
    expect(() => fromSchema({ $ref: 'other.json' })).toThrow('$ref to other.json at schema# cannot be generated from')
    expect(() => fromSchema({ type: 'string', minLength: 2, maxLength: 1 })).toThrow(Unsatisfiable)
    expect(() => fromSchema(false)).toThrow('no value fits the schema at schema#: its keywords leave nothing')
  })
})
