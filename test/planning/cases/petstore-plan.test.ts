import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../src/json/index.ts'
import { type Case, createPlan, mayExecute, type Plan } from '../../../src/planning/cases/index.ts'
import { UsageError } from '../../../src/report/results/index.ts'
import { contractOf, documentOfBody, documentWith } from '../../support/contracts.ts'
import { petstore } from '../../support/petstore.ts'
import { planLaws, plannedWith } from '../../support/plan-laws.ts'

const contract = contractOf(petstore)

describe('the plan of the petstore', () => {
  const plan = planLaws(contract, {})

  it('is what is stored', async () => {
    const rows = plan.cases.map((one) => `${one.operation} | ${one.judged.verdict.kind} | ${one.name}`)
    await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot('stored/petstore.txt')
    expect([...plan.unplanned]).toEqual([])
  })

  it('breaks what clients owe, but what is implied', () => {
    const broken = new Set(
      plan.cases.flatMap(({ judged: { verdict } }) =>
        verdict.kind === 'breaking' ? [verdict.issues[0].constraint.id] : [],
      ),
    )
    const owed = [...plan.judges.values()]
      .flatMap(({ constraints }) => constraints)
      .filter(
        (one) => one.party === 'client' && one.implied === undefined && ('node' in one || one.kind === 'presence'),
      )
    const unbroken = owed.map(({ id }) => id).filter((id) => !broken.has(id))
    expect(unbroken).toEqual([])
  })

  const of = (id: string): Case[] => plan.cases.filter(({ operation }) => operation === id)

  it('sends bodies to those alone that take one, and parameters where they belong', () => {
    expect(
      of('createPet')
        .filter(mayExecute)
        .every(({ request }) => request.body !== undefined),
    ).toBe(true)
    for (const id of ['listPets', 'getPet', 'deletePet'])
      expect(of(id).every(({ request }) => request.body === undefined)).toBe(true)
    const [base] = of('listPets')
    expect(base?.request.target).toMatch(/^\/pets\?limit=\d+&tags=\w+&order=name$/)
    expect(base?.request.headers).toContainEqual(['cookie', expect.stringMatching(/^session=[a-f0-9]{8}$/)])
    expect(base?.request.headers.map(([name]) => name)).toContain('trace')
    expect(of('deletePet')[0]?.request.method).toBe('DELETE')
  })

  it('takes optional parameters away, and keeps required ones but to break that', () => {
    const conforming = of('listPets').filter(mayExecute)
    for (const key of ['query.tags', 'query.order', 'header.trace']) {
      expect(
        conforming.some(({ judged }) => judged.parameters.has(key)),
        key,
      ).toBe(true)
      expect(
        conforming.some(({ judged }) => !judged.parameters.has(key)),
        key,
      ).toBe(true)
    }
    expect(
      conforming.every(({ judged }) => judged.parameters.has('query.limit') && judged.parameters.has('cookie.session')),
    ).toBe(true)
    for (const edge of [1, 100])
      expect(conforming.some(({ judged }) => judged.parameters.get('query.limit') === edge)).toBe(true)
  })

  it('tries methods that the path does not document, and none that may change something on a path without parameters', () => {
    expect(
      new Set(
        plan.cases
          .filter(({ judged }) => judged.verdict.kind === 'other method')
          .map(({ operation, request }) => `${operation} ${request.method}`),
      ),
    ).toEqual(
      new Set([
        'listPets TRACE',
        'createPet TRACE',
        ...['PUT', 'PATCH', 'TRACE'].flatMap((method) => [`getPet ${method}`, `deletePet ${method}`]),
      ]),
    )
  })

  it('sends nothing that the document gives to another operation', () => {
    const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', enum: ['mine', 'yours'] } }
    const responses = { 200: { description: '' } }
    const paths = {
      '/pets/{id}': { delete: { parameters: [id], responses }, get: { parameters: [id], responses } },
      '/pets/mine': { get: { responses } },
    }
    const shared = contractOf({ openapi: '3.1.0', info: { title: 'Shared', version: '1' }, paths })
    const ofShared = createPlan(
      shared,
      plannedWith({ known: { parameters: new Map([['id', ['yours', 'mine']]]), bodies: [] } }),
    )
    const sent = new Set(
      ofShared.cases.map(({ operation, request }) => `${operation}: ${request.method} ${request.target}`),
    )
    expect(sent).toContain('GET /pets/{id}: GET /pets/yours')
    expect(sent).toContain('DELETE /pets/{id}: DELETE /pets/mine')
    expect(sent).toContain('GET /pets/mine: TRACE /pets/mine')
    // It is the other's, and the other way round.
    expect(sent).not.toContain('GET /pets/{id}: GET /pets/mine')
    expect(sent).not.toContain('GET /pets/mine: DELETE /pets/mine')
    const { unplanned } = createPlan(shared, plannedWith())
    expect(unplanned.get('GET /pets/{id}')).toBe(
      'its requests are those of GET /pets/mine as well; give other values with --param',
    )
  })

  it('covers chosen operations alone', () => {
    const some = createPlan(contract, plannedWith({ includes: ({ id }) => id === 'getPet' }))
    expect(new Set(some.cases.map(({ operation }) => operation))).toEqual(new Set(['getPet']))
    expect([...some.judges.keys()]).toEqual(['getPet'])
  })
})

describe('the random plan of the petstore', () => {
  planLaws(contract, { runs: 10 })
})

describe('known values of the petstore', () => {
  const known = (values: Readonly<Record<string, readonly string[]>>) =>
    plannedWith({ known: { parameters: new Map(Object.entries(values)), bodies: [] } })

  it('are each used, though nothing else is left to vary', () => {
    const values = ['3', '5', '7', '11', '13', '17', '19']
    const plan = createPlan(contract, known({ pet_id: values }))
    const used = plan.cases.filter((one) => one.operation === 'getPet' && mayExecute(one))
    for (const value of values)
      expect(
        used.some(({ judged }) => judged.parameters.get('path.pet_id') === Number(value)),
        value,
      ).toBe(true)
  })

  it('are read as their type', () => {
    const plan = createPlan(contract, known({ pet_id: ['7', '8'], limit: ['50'] }))
    const ids = new Set(plan.cases.filter(mayExecute).map(({ judged }) => judged.parameters.get('path.pet_id')))
    expect(ids).toContain(7)
    expect(ids).toContain(8)
    expect(plan.cases.some(({ judged }) => judged.parameters.get('query.limit') === 50)).toBe(true)
  })

  it.each([
    ['pet_id', 'cat', /getPet expects type integer, deletePet/],
    ['pet_id', '0', /getPet expects at least 1, deletePet/],
    ['order', 'size', /expected one of "name", "age"/],
    ['session', 'xyz', /expected a string that matches/],
  ])('%s=%s is refused', (name, value, sentence) => {
    expect(() => createPlan(contract, known({ [name]: [value] }))).toThrow(sentence)
    expect(() => createPlan(contract, known({ [name]: [value] }))).toThrow(UsageError)
  })
})

describe('a plan of unusual contracts', () => {
  const parameter = (schema: JsonObject, place = 'query'): JsonObject => ({
    parameters: [{ name: 'a', in: place, required: true, schema }],
  })
  const plan = (document: JsonObject, runs = 0): Plan => createPlan(contractOf(document), plannedWith({ runs }))

  it.each<[name: string, document: JsonObject, varies?: boolean]>([
    ['nothing to send', documentWith({}), false],
    [
      'an array that may be empty',
      documentOfBody({
        type: 'object',
        required: ['a'],
        properties: { a: { type: 'array', items: { type: 'string', maxLength: 3 } } },
      }),
    ],
    [
      'an optional body',
      documentWith({ requestBody: { content: { 'application/json': { schema: { type: 'integer', maximum: 5 } } } } }),
    ],
    [
      'a body without a schema',
      documentWith({ requestBody: { required: true, content: { 'application/json': {} } } }),
      false,
    ],
    ['a body of any media type', documentWith({ requestBody: { content: { '*/*': { schema: { type: 'string' } } } } })],
    [
      'a fraction between bounds',
      documentOfBody({
        type: 'object',
        properties: { a: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 } },
      }),
    ],
    [
      'a property that nothing fits',
      documentOfBody({
        type: 'object',
        properties: { a: { type: 'number', minimum: 5, maximum: 3 }, b: { type: 'string' } },
      }),
    ],
    [
      'a property that is forbidden',
      documentOfBody({ type: 'object', properties: { a: { type: 'string' }, b: false } }),
    ],
    [
      'a recursion',
      documentOfBody(
        { $ref: '#/components/schemas/A' },
        {
          A: {
            type: 'object',
            properties: {
              a: { $ref: '#/components/schemas/A' },
              list: { type: 'array', items: { $ref: '#/components/schemas/A' } },
            },
          },
        },
      ),
    ],
    ['anyOf', documentOfBody({ anyOf: [{ type: 'string' }, { type: 'object', required: ['a'] }] })],
    [
      'an array in the query',
      documentWith(parameter({ type: 'array', items: { type: 'integer' }, minItems: 1, maxItems: 3 })),
    ],
    [
      'an object in the query',
      documentWith(parameter({ type: 'object', properties: { x: { type: 'string' } }, required: ['x'] })),
    ],
    ['a boolean in a header', documentWith(parameter({ type: 'boolean' }, 'header')), false],
    ['a pattern in a cookie', documentWith(parameter({ type: 'string', pattern: '^[a-z]{2}$' }, 'cookie'))],
    [
      'names to escape',
      documentOfBody(
        JSON.parse(
          '{"type":"object","required":["a/b","~"],"properties":{"a/b":{"type":"string"},"~":{"type":"null"},"__proto__":{"type":"string"}}}',
        ),
      ),
    ],
  ])('takes %s', (_, document, varies = true) => {
    const of = plan(document, 6)
    expect([...of.unplanned]).toEqual([])
    expect(of.cases[0]?.role).toBe('base')
    expect(of.cases.at(-1)?.role).toBe('again')
    // Where everything is fixed, nothing random is left to send.
    const random = of.cases.filter(
      ({ role, judged: { verdict } }) => role === 'random' && verdict.kind === 'conforming',
    )
    expect(random.length > 0).toBe(varies)
  })

  it.each<[name: string, schema: JsonObject]>([
    ['integers of 32 bits', { type: 'integer', format: 'int32' }],
    ['numbers of 32 bits', { type: 'number', format: 'int32' }],
    ['numbers of 64 bits', { type: 'number', format: 'int64' }],
    ['texts of a format', { type: 'string', format: 'date' }],
  ])('reaches the format of %s, and breaks it', (_, schema) => {
    const { cases, untried } = plan(documentOfBody({ type: 'object', properties: { a: schema } }))
    expect(cases.map(({ name }) => name)).toContainEqual(expect.stringMatching(/^request\.body \/a format: /))
    expect([...untried]).toEqual([])
    expect([...plan(documentWith(parameter(schema))).untried]).toEqual([])
  })

  it.each<[name: string, document: JsonObject, reason: RegExp]>([
    [
      'a body that nothing fits',
      documentOfBody({ allOf: [{ type: 'string' }, { type: 'object' }] }),
      /no body could be written: no value satisfies its schema$/,
    ],
    [
      'a body that is no JSON',
      documentWith({ requestBody: { required: true, content: { 'application/xml': {} } } }),
      /no body could be written: nothing says how to write a value as application\/xml/,
    ],
    [
      'a parameter that nothing fits',
      documentWith(parameter({ type: 'integer', minimum: 5, maximum: 3 })),
      /no conforming value of query.a could be made; give one with --param/,
    ],
  ])('says why there is none for %s', (_, document, reason) => {
    const of = plan(document, 2)
    expect(of.cases).toEqual([])
    expect(of.unplanned.get('op')).toMatch(reason)
  })
})
