import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../src/json/index.ts'
import { SchemaValidator } from '../../../src/judging/messages/index.ts'
import { SchemaBench } from '../../support/contracts.ts'

const bench = new SchemaBench()
const compiler = new SchemaValidator(bench.contract)

/** `pointer keyword` of each issue. */
const issuesBy = (schema: JsonObject) => {
  const validate = compiler.compile(bench.node(schema))
  return (value: Json) => validate(value).map(({ pointer, keyword }) => `${pointer} ${keyword}`)
}

const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false })

const BRANCHES: readonly (JsonObject | boolean)[] = [
  true,
  {},
  { type: 'string' },
  { type: 'object' },
  { required: ['a'], properties: { a: {} } },
  { required: ['b'], properties: { b: { type: 'integer' } } },
  { patternProperties: { '^[ab]': { type: 'integer' } } },
  { prefixItems: [{ type: 'integer' }] },
  { prefixItems: [{}, { type: 'integer' }] },
  { items: { type: 'integer' } },
  { not: { required: ['a'] } },
  { oneOf: [{ required: ['a'] }, { properties: { b: true } }] },
  { anyOf: [{ properties: { a: { type: 'integer' } } }, { required: ['b'] }, { maxItems: 1 }] },
]
const BESIDE: readonly JsonObject[] = [
  {},
  { unevaluatedProperties: false },
  { unevaluatedItems: false },
  { unevaluatedProperties: { type: 'string' }, unevaluatedItems: { type: 'string' } },
  { maxProperties: 1, type: ['object', 'array'] },
]
const VALUES: readonly Json[] = [
  'a',
  1,
  {},
  { a: 1 },
  { b: 1 },
  { b: 'b' },
  { a: 1, b: 2 },
  { a: 'a', c: 'c' },
  { c: 1 },
  [],
  [1],
  [1, 2],
  ['a', 2, 'c'],
  [2, 'b'],
]

const schemas = fc.record({
  keyword: fc.constantFrom('anyOf', 'oneOf'),
  branches: fc.array(fc.constantFrom(...BRANCHES), { minLength: 1, maxLength: 4 }),
  beside: fc.constantFrom(...BESIDE),
})

it('any branches judge as the ones of ajv do, few in one function and many in functions of their own', () => {
  fc.assert(
    fc.property(schemas, ({ keyword, branches, beside }) => {
      const few: JsonObject = { ...beside, [keyword]: branches }
      const many = issuesBy({ ...beside, [keyword]: [...branches, ...Array.from({ length: 20 }, () => ({ not: {} }))] })
      const [own, theirs] = [issuesBy(few), ajv.compile(few)]
      for (const value of VALUES) {
        const issues = own(value)
        expect(issues.length === 0, JSON.stringify([few, value])).toBe(theirs(value))
        // ajv counts what a branch that does not fit has looked at, which functions of their own do not.
        if (!Object.keys(beside).some((name) => name.startsWith('unevaluated')))
          expect(many(value), JSON.stringify([few, value])).toEqual(issues)
        expect(many(value).includes(` ${keyword}`)).toBe(issues.includes(` ${keyword}`))
        // The one error of theirs that a branch does not have.
        const isTheirs = theirs.errors?.some(({ schemaPath }) => schemaPath === `#/${keyword}`) === true
        expect(isTheirs || !issues.includes(` ${keyword}`)).toBe(true)
      }
    }),
    { numRuns: 40, seed: 12 },
  )
})

it.each(['anyOf', 'oneOf'])('what many branches of %s look at is evaluated', (keyword) => {
  const never = Array.from({ length: 20 }, () => ({ required: ['never'] }))
  const branches = [...never, { required: ['a'], properties: { a: true } }, { prefixItems: [true], minItems: 1 }]
  const objects = issuesBy({ type: 'object', [keyword]: branches.slice(0, -1), unevaluatedProperties: false })
  expect(objects({ a: 1 })).toEqual([])
  expect(objects({ a: 1, b: 1 })).toEqual(['/b unevaluatedProperties'])
  const branchesOfItems = [...never.map(() => ({ maxItems: 0 })), ...branches.slice(-1)]
  const items = issuesBy({ type: 'array', [keyword]: branchesOfItems, unevaluatedItems: false })
  expect(items([1])).toEqual([])
  expect(items([1, 2])).toEqual([' unevaluatedItems'])
})

it('thousands of branches are no nesting', () => {
  const branches = Array.from({ length: 800 }, (_, at) => ({ properties: { kind: { const: at } } }))
  const issues = issuesBy({ oneOf: branches })
  expect(issues({ kind: 799 })).toEqual([])
  expect(issues({ kind: 800 })).toEqual([' oneOf'])
  expect(issues({})).toEqual([' oneOf'])
})
