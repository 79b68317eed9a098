import { describe, expect, it } from 'vitest'
import { type PlanningOptions, planVerification } from '../../../src/deployment/wiring/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { petstore } from '../../support/petstore.ts'

const contract = contractOf(petstore)
const general: PlanningOptions = { param: { pet_id: '7' }, runs: 2, seed: 1 }

const requestsOf = (options: PlanningOptions, id: string) =>
  planVerification(contract, options).cases.filter(({ operation }) => operation === id)

describe('options of one operation', () => {
  it('give it other values, and leave the others as they are', () => {
    const options = { ...general, operations: { deletePet: { param: { pet_id: ['8', '9'] } } } }
    const targets = (id: string) => requestsOf(options, id).map(({ request }) => request.target)
    expect(targets('deletePet')[0]).toBe('/pets/8')
    expect(targets('deletePet')).toContain('/pets/9')
    expect(targets('deletePet')).not.toContain('/pets/7')
    expect(targets('getPet')).toEqual(requestsOf(general, 'getPet').map(({ request }) => request.target))
    expect(targets('getPet')[0]).toBe('/pets/7')
  })

  it('give it other bodies', () => {
    const [given] = requestsOf({}, 'createPet')
    const value = JSON.parse(Buffer.from(given?.request.body ?? []).toString())
    const body = [{ ...value, name: 'Just this' }]
    const first = (options: PlanningOptions) =>
      Buffer.from(requestsOf(options, 'createPet')[0]?.request.body ?? []).toString()
    expect(JSON.parse(first({ body: [value], operations: { createPet: { body } } }))).toEqual(body[0])
    expect(JSON.parse(first({ body: [value], operations: { createPet: {} } }))).toEqual(value)
  })

  it('give it other runs', () => {
    const options = { ...general, operations: { getPet: { runs: 0 }, listPets: { runs: 5 } } }
    const random = (id: string) =>
      requestsOf(options, id).filter(
        ({ role, judged: { verdict } }) => role === 'random' && verdict.kind === 'conforming',
      )
    expect(random('getPet')).toHaveLength(0)
    expect(random('createPet')).toHaveLength(2)
    expect(random('listPets')).toHaveLength(5)
  })

  it('may name the operation in param itself, which wins', () => {
    const options = {
      ...general,
      param: { pet_id: '7', 'deletePet.pet_id': ['8', '9'] },
      operations: { deletePet: { param: { pet_id: '6' } } },
    }
    const targets = (id: string) => requestsOf(options, id).map(({ request }) => request.target)
    expect(targets('deletePet')).toEqual(expect.arrayContaining(['/pets/8', '/pets/9']))
    expect(targets('deletePet')).not.toContain('/pets/6')
    expect(targets('getPet')[0]).toBe('/pets/7')
    expect(() => planVerification(contract, { param: { 'getPet.limit': '1' } })).toThrow(
      '--param getPet.limit: getPet has no parameter named "limit"; it has: ',
    )
    expect(() => planVerification(contract, { param: { 'getPet.pet_id': 'x' } })).toThrow(
      '--param getPet.pet_id=x breaks the contract',
    )
    expect(() => planVerification(contract, { param: { 'getPte.pet_id': '1' } })).toThrow(
      '--param getPte.pet_id names no parameter; did you mean getPet.pet_id?',
    )
  })

  it.each<[PlanningOptions['operations'], string]>([
    [{ nope: {} }, 'operations.nope: there is no operation nope, only listPets, createPet'],
    [{ getPet: { param: { limit: '1' } } }, 'operations.getPet.param: it has no parameter named "limit"; it has: '],
    [{ getPet: { param: { pet_id: 'x' } } }, '--param getPet.pet_id=x breaks the contract'],
    [{ createPet: { body: [{}] } }, 'operations.createPet.body breaks the contract'],
    [{ getPet: { body: [{}] } }, 'operations.getPet.body cannot be sent'],
    [{ getPet: { runs: -1 } }, 'operations.getPet.runs is -1; give a number, 0 or more.'],
  ])('are refused: %j', (operations, message) => {
    expect(() => planVerification(contract, { operations })).toThrow(message)
  })
})

describe('a value without an operation', () => {
  const get = (operationId: string, schema: JsonObject, name = 'id') => ({
    get: {
      operationId,
      parameters: [{ name, in: 'path', required: true, schema }],
      responses: { 200: { description: 'Success' } },
    },
  })
  const mixed = contractOf({
    openapi: '3.1.0',
    info: { title: 'Mixed', version: '1' },
    paths: {
      '/numbers/{id}': get('numbers', { type: 'integer' }),
      '/codes/{id}': get('codes', { type: 'string', maxLength: 2 }),
      '/dotted/{codes.id}': get('dotted', { type: 'string' }, 'codes.id'),
    },
  })
  const first = (param: PlanningOptions['param'], id: string) =>
    planVerification(mixed, { param, runs: 0 }).cases.find(({ operation }) => operation === id)?.request.target

  it('goes to each operation in which it fits, and to no other', () => {
    expect(first({ id: '123' }, 'numbers')).toBe('/numbers/123')
    expect(first({ id: '123' }, 'codes')).toBe(first({}, 'codes'))
    expect(first({ id: ['123', 'ab'] }, 'codes')).toBe('/codes/ab')
  })

  it('is refused if it fits nowhere, with what each operation expects', () => {
    expect(() => first({ id: 'abc' }, 'codes')).toThrow(
      '--param id=abc fits in no operation: numbers expects type integer, codes expects at most 2 characters. Give a value that the document allows.',
    )
    // Whether it is verified decides.
    const options = { param: { id: 'abc' }, include: ['numbers'] }
    expect(() => planVerification(mixed, options)).toThrow('--param id=abc breaks the contract: expected type integer')
  })

  it('may have a dot in its own name', () => {
    expect(first({ 'codes.id': 'x' }, 'dotted')).toBe('/dotted/x')
    expect(first({ 'dotted.codes.id': 'y' }, 'dotted')).toBe('/dotted/y')
    expect(first({ 'codes.id': 'x' }, 'codes')).toBe(first({}, 'codes'))
  })
})
