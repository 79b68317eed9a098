import { expect, test } from 'vitest'
import { adequacy } from '../../src/adequacy/index.ts'
import type { Json } from '../../src/json/index.ts'
import { contractOf, documentWith } from '../support/contracts.ts'

/** Each was a hole of the plan once. */
test.each<[string, string, Json]>([
  ['a list of an enum', 'query', { type: 'array', items: { enum: ['a', 'b', 'c'] } }],
  ['an object in the path', 'path', { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } }],
  [
    'an object with something required',
    'path',
    {
      type: 'object',
      required: ['a'],
      properties: { a: { type: 'string' }, b: { type: 'string' }, c: { type: 'string' } },
    },
  ],
  ['a password', 'query', { type: 'string', format: 'password', minLength: 5, maxLength: 20 }],
  ['multiples within bounds', 'query', { type: 'integer', minimum: 10, maximum: 20, multipleOf: 2 }],
])('of %s in a parameter no mutant survives', async (_, place, schema) => {
  const parameters = [{ name: 'p', in: place, required: true, schema }]
  const contract = contractOf(documentWith({ parameters }, {}, place === 'path' ? '/things/{p}' : '/things'))
  const { mutants } = await adequacy(contract)
  expect(mutants.filter(({ state }) => state === 'survived' || state === 'masked')).toEqual([])
  expect(mutants.some(({ kind }) => kind !== 'not enforced' && kind !== 'broken answer')).toBe(true)
})
