import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../src/json/index.ts'
import { isConforming } from '../../../src/judging/messages/index.ts'
import { type Case, createPlan, type PlanOptions } from '../../../src/planning/cases/index.ts'
import { contractOf, documentOfBody, documentWith } from '../../support/contracts.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const startsOf = (
  document: JsonObject,
  options: Pick<Partial<PlanOptions>, 'known' | 'maxExecutions'> = {},
): readonly Case[] => {
  const plan = createPlan(contractOf(document), plannedWith(options))
  return [...plan.starts.values()].flat()
}
const bodyOf = (document: JsonObject, name: string): Json | undefined =>
  startsOf(document).find((start) => start.name === name)?.judged.body

const text = { type: 'string' } as const
const required = (schema: JsonObject, name: string): JsonObject =>
  documentOfBody({ type: 'object', required: [name], properties: { [name]: schema, other: { type: 'integer' } } })

describe('values that are usual', () => {
  it.each<[name: string, schema: JsonObject, value: Json]>([
    ['price', text, '1.00'],
    ['unitPrice', text, '1.00'],
    ['total_amount', { ...text, pattern: '^\\d+\\.\\d{2}$' }, '1.00'],
    ['mail', { ...text, format: 'email' }, 'user@example.com'],
    ['contactEmail', text, 'user@example.com'],
    ['phone', text, '+4915112345678'],
    ['phone', { ...text, pattern: '^\\d+$' }, '015112345678'],
    ['country', { ...text, minLength: 2, maxLength: 2 }, 'DE'],
    ['country', { ...text, minLength: 3, maxLength: 3 }, 'DEU'],
    ['currency', text, 'EUR'],
    ['language', text, 'en'],
    ['callbackUrl', text, 'https://example.com/'],
    ['a', { ...text, format: 'date' }, '2099-01-31'],
    ['expires_at', text, '2099-01-31T12:00:00Z'],
    ['expires', { type: 'integer' }, 4_073_544_000],
    ['due', { ...text, maxLength: 10 }, '2099-01-31'],
    ['new_password', { ...text, minLength: 8 }, 'Passw0rd!2099x'],
    ['color', { ...text, pattern: '^#[0-9a-f]{6}$' }, '#336699'],
    ['ipAddress', text, '192.0.2.1'],
    ['postcode', text, '10115'],
    ['firstName', text, 'Ada'],
    ['title', text, 'Example'],
    ['slug', text, 'example'],
    ['time_zone', text, 'Europe/Berlin'],
    ['latitude', { type: 'number' }, 52.52],
  ])('%s of %j is %j', (name, schema, value) => {
    expect(bodyOf(required(schema, name), 'usual values, required ones alone')).toEqual({ [name]: value })
    expect(bodyOf(required(schema, name), 'usual values')).toMatchObject({ [name]: value, other: expect.any(Number) })
  })

  it('are none that the schema forbids, and none for ids', () => {
    expect(bodyOf(required({ ...text, maxLength: 2, minLength: 1 }, 'email'), 'usual values')).toBeUndefined()
    expect(bodyOf(required({ type: 'integer' }, 'author_id'), 'usual values')).toBeUndefined()
    expect(bodyOf(required({ ...text, pattern: '^x' }, 'name'), 'usual values')).toBeUndefined()
  })
})

describe('what starts in place of a refused request', () => {
  const parameter = (name: string, more: JsonObject): JsonObject => ({ name, in: 'query', schema: text, ...more })
  const named = (examples: Readonly<Record<string, Json>>): JsonObject =>
    Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]))

  it('are examples of one name together, and the id that the answer of that name shows', () => {
    const schema = { type: 'object', properties: { kind: text } } as const
    const document = documentWith(
      {
        parameters: [
          { name: 'pet_id', in: 'path', required: true, schema: text },
          parameter('filter', { examples: named({ cat: 'meows', dog: 'barks' }) }),
        ],
        requestBody: {
          required: true,
          content: { 'application/json': { schema, examples: named({ cat: { kind: 'cat' }, dog: { kind: 'dog' } }) } },
        },
        responses: {
          200: {
            description: 'ok',
            content: {
              'application/json': { schema: { type: 'object' }, examples: named({ dog: { id: 'd7', kind: 'dog' } }) },
            },
          },
        },
      },
      {},
      '/pets/{pet_id}',
    )
    const dog = startsOf(document).find(({ name }) => name === 'example dog')
    expect(dog?.judged.body).toEqual({ kind: 'dog' })
    expect(dog?.judged.parameters.get('query.filter')).toBe('barks')
    // A POST may change what the example names: its path stays harmless.
    expect(dog?.judged.parameters.get('path.pet_id')).not.toBe('d7')
  })

  it('are ids of examples where nothing can be changed by that', () => {
    const document: JsonObject = {
      openapi: '3.1.0',
      info: { title: 'Pets', version: '1' },
      paths: {
        '/pets/{petId}': {
          get: {
            operationId: 'op',
            parameters: [{ name: 'petId', in: 'path', required: true, schema: text }],
            responses: {
              200: { description: '', content: { 'application/json': { examples: named({ dog: { id: 'd7' } }) } } },
            },
          },
        },
      },
    }
    const [first] = startsOf(document)
    expect([first?.name, first?.request.target]).toEqual(['example dog', '/pets/d7'])
  })

  it('are what the user gave besides, then defaults and other members of enums', () => {
    const schema = {
      type: 'object',
      required: ['size', 'kind'],
      properties: { size: { type: 'integer', default: 7 }, kind: { enum: ['a', 'b'] } },
    } as const
    const bodies = [
      { size: 1, kind: 'a' },
      { size: 2, kind: 'b' },
    ]
    const starts = startsOf(documentOfBody(schema), { known: { parameters: new Map(), bodies } })
    expect(starts[0]?.judged.body).toEqual({ size: 2, kind: 'b' })
    expect(starts.find(({ name }) => name === 'default values')?.judged.body).toMatchObject({ size: 7 })
    expect(starts.find(({ name }) => name === 'other members of enums')?.judged.body).toMatchObject({ kind: 'b' })
  })

  it('are plainest without what is optional, but with what the user gave', () => {
    const parameters = [parameter('filter', {}), parameter('must', { required: true }), parameter('mine', {})]
    const schema = {
      type: 'object',
      required: ['name'],
      properties: { name: { ...text, minLength: 1 }, price: text },
    } as const
    const content = { 'application/json': { schema } }
    const known = { parameters: new Map([['mine', ['x']]]), bodies: [] }
    const plainest = startsOf(documentWith({ parameters, requestBody: { required: true, content } }), { known }).find(
      ({ name }) => name === 'plainest request',
    )
    expect([...(plainest?.judged.parameters.keys() ?? [])]).toEqual(['query.must', 'query.mine'])
    expect(Object.keys(plainest?.judged.body ?? {})).toEqual(['name'])
    const bare = startsOf(documentWith({ requestBody: { content } }))
    expect(bare.find(({ name }) => name === 'plainest request')?.request.body).toBeUndefined()
  })

  it('are few, conforming, each sent once, and none the first request', () => {
    const properties = Object.fromEntries(
      ['name', 'email', 'price', 'a', 'b'].map((name) => [name, { ...text, examples: [`${name}1`, `${name}2`] }]),
    )
    const examples = named(
      Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`e${index}`, { a: `${index}` }])),
    )
    const content = { 'application/json': { schema: { type: 'object', properties }, examples } }
    const plan = createPlan(contractOf(documentWith({ requestBody: { content } })), plannedWith())
    const starts = plan.starts.get('op') ?? []
    expect(starts.length).toBeLessThanOrEqual(8)
    expect(starts.length).toBeGreaterThan(4)
    expect(starts.every(({ judged, role }) => isConforming(judged) && role === 'start')).toBe(true)
    const first = plan.cases.find(({ role }) => role === 'base')
    const digests = [first, ...starts].map((planned) => planned?.digest)
    expect(new Set(digests).size).toBe(digests.length)
  })

  it('are in the digest, cost nothing that is planned, and fall with the first request', () => {
    const document = required({ type: 'integer', default: 7 }, 'size')
    const other = required({ type: 'integer', default: 8 }, 'size')
    const plan = createPlan(contractOf(document), plannedWith())
    expect(plan.digest).not.toBe(createPlan(contractOf(other), plannedWith()).digest)
    expect(plan.cases.some(({ role }) => role === 'start')).toBe(false)
    expect(createPlan(contractOf(document), plannedWith({ maxExecutions: 0 })).starts.size).toBe(0)
  })
})
