import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../src/json/index.ts'
import { brokenAlone } from '../../../src/judging/messages/index.ts'
import { type Case, createPlan, type Plan } from '../../../src/planning/cases/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { harmful } from '../../support/harm-law.ts'
import { type Planned, plannedWith } from '../../support/plan-laws.ts'

type Given = Readonly<Record<string, readonly string[]>>

/** The plan of one operation, whose path has these parameters. */
function planOf(method: string, path: string, schemas: JsonObject, given: Given = {}, runs = 10): Plan {
  const parameters = Object.entries(schemas).map(([name, schema]) => ({ name, in: 'path', required: true, schema }))
  const contract = contractOf({
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: { [path]: { [method]: { operationId: 'op', parameters, responses: { 200: { description: '' } } } } },
  })
  const plan = createPlan(
    contract,
    plannedWith({ known: { parameters: new Map(Object.entries(given)), bodies: [] }, runs }),
  )
  expect(harmful(contract, plan, given)).toEqual([])
  return plan
}

const ofOperation = ({ cases }: Plan, method: string): Case[] =>
  cases.filter(({ request }) => request.method === method)
const targets = (plan: Plan, method: string): string[] => [
  ...new Set(ofOperation(plan, method).map(({ request }) => request.target)),
]

const idAlone: readonly JsonObject[] = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]
const shopAndId: readonly JsonObject[] = [
  { name: 'shop', in: 'path', required: true, schema: { type: 'string' } },
  ...idAlone,
]

describe('a path value of a request that may change something', () => {
  it.each<[name: string, schema: JsonObject, text: string]>([
    ['a text', { type: 'string' }, 'fgs-contract-no-such-thing'],
    ['a text that is shown', { type: 'string', example: 'production' }, 'fgs-contract-no-such-thing'],
    [
      'a long text that is shown',
      { type: 'string', default: 'the-configuration-of-the-whole-production' },
      'fgs-contract-no-such-thing',
    ],
    ['a short text', { type: 'string', maxLength: 8 }, 'no-such'],
    ['a long text', { type: 'string', minLength: 30 }, 'fgs-contract-no-such-thing----'],
    ['capitals', { type: 'string', pattern: '^[A-Z]{3,30}$' }, 'FGSCONTRACTNOSUCHTHING'],
    ['hexadecimal digits', { type: 'string', pattern: '^[0-9a-f]{24}$' }, 'deadbeefdeadbeefdeadbeef'],
    ['a UUID', { type: 'string', format: 'uuid' }, 'deadbeef-dead-4bad-8bad-deadbeefdead'],
    [
      'a UUID that is shown',
      { type: 'string', format: 'uuid', example: '48aff955-ea10-4ffd-b426-190bc192dc14' },
      'deadbeef-dead-4bad-8bad-deadbeefdead',
    ],
    ['an e-mail address', { type: 'string', format: 'email' }, 'no-such-thing%40fgs-contract.invalid'],
    ['an address of a class that nobody has', { type: 'string', format: 'ipv4' }, '250.251.252.253'],
    ['digits of any number', { type: 'string', pattern: '^[0-9]+$' }, '98765432109876543210'],
    ['an integer', { type: 'integer' }, '2147483647'],
    ['an integer of 32 bits', { type: 'integer', format: 'int32' }, '2147483647'],
    ['an integer of 64 bits', { type: 'integer', format: 'int64', minimum: 1 }, '9007199254740991'],
    ['an integer with a bound', { type: 'integer', maximum: 5_000_000_000 }, '5000000000'],
    ['a multiple', { type: 'integer', multipleOf: 10 }, '2147483640'],
    ['a list', { type: 'array', items: { type: 'integer' }, minItems: 1 }, '2147483647'],
    ['a text or an integer', { type: ['string', 'integer'] }, 'fgs-contract-no-such-thing'],
  ])('is one that cannot exist: %s', (_, schema, text) => {
    const plan = planOf('delete', '/things/{id}', { id: schema })
    expect(plan.cases[0]?.request).toMatchObject({ method: 'DELETE', target: `/things/${text}` })
    expect([...plan.unplanned]).toEqual([])
  })

  it.each<[name: string, schema: JsonObject]>([
    ['a small number', { type: 'integer', minimum: 1, maximum: 1000 }],
    ['two letters', { type: 'string', pattern: '^[a-z]{2}$' }],
    ['a few names', { type: 'string', pattern: '^(?:the-whole-of-production|the-whole-of-development)$' }],
    ['a day', { type: 'string', format: 'date' }],
    ['a time', { type: 'string', format: 'date-time' }],
    ['a time of day', { type: 'string', format: 'time' }],
    ['the number of a phone', { type: 'string', pattern: '^1[0-9]{10}$' }],
    ['a truth value', { type: 'boolean' }],
    ['one of two', { enum: ['eu', 'us'] }],
    ['a number of 9 digits', { type: 'integer', maximum: 999_999_999 }],
    ['one of four characters', { type: 'string', maxLength: 4 }],
  ])('is asked for if any may name something: %s', (_, schema) => {
    const plan = planOf('delete', '/things/{id}', { id: schema })
    expect(plan.cases).toEqual([])
    expect(plan.unplanned.get('op')).toBe('any value of {id} may name something: give one with --param')
    expect(planOf('get', '/things/{id}', { id: schema }).cases.length).toBeGreaterThan(3)
  })

  it.each<[name: string, schema: JsonObject, values: readonly string[]]>([
    ['members', { type: 'string', enum: ['eu', 'us'] }, ['eu', 'us']],
    ['a constant', { const: 'eu' }, ['eu']],
    ['booleans', { type: 'boolean' }, ['true', 'false']],
  ])('may be what the document lists if that makes something new, or beside what is given: %s', (_, schema, values) => {
    const sent = targets(planOf('post', '/regions/{id}', { id: schema }), 'POST')
    for (const value of values) expect(sent).toContain(`/regions/${value}`)
    const schemas = { project: { type: 'string' }, id: schema }
    const beside = targets(planOf('put', '/projects/{project}/regions/{id}', schemas, { project: ['ours'] }), 'PUT')
    for (const value of values) expect(beside).toContain(`/projects/ours/regions/${value}`)
    for (const method of ['put', 'patch', 'delete']) {
      const alone = planOf(method, '/regions/{id}', { id: schema })
      expect(alone.unplanned.get('op')).toBe('any value of {id} may name something: give one with --param')
    }
    const [value = ''] = values
    const given = targets(planOf('delete', '/regions/{id}', { id: schema }, { id: [value] }), 'DELETE')
    expect(given).toContain(`/regions/${value}`)
    for (const other of values.slice(1)) expect(given).not.toContain(`/regions/${other}`)
  })

  it.each<[name: string, schema: JsonObject, value: string]>([
    ['a day', { type: 'string', format: 'date' }, '2026-02-03'],
    ['a time', { type: 'string', format: 'date-time' }, '2026-02-03T04:05:06Z'],
    ['the number of a phone', { type: 'string', pattern: '^1[0-9]{10}$' }, '13800138000'],
  ])('is only the given one if it is %s', (_, schema, value) => {
    const sent = targets(planOf('put', '/things/{id}', { id: schema }, { id: [value] }, 20), 'PUT')
    const conforming = sent.filter((target) => !/not-of-this-format|no.?such|no.?match/.test(target))
    expect(conforming).toEqual([`/things/${encodeURIComponent(value)}`])
  })

  it('may be any if another cannot exist', () => {
    const schemas = { project: { type: 'string', minLength: 1 }, number: { type: 'integer', minimum: 1, maximum: 9 } }
    const sent = targets(planOf('put', '/projects/{project}/things/{number}', schemas), 'PUT')
    expect(sent).toContain('/projects/fgs-contract-no-such-thing/things/1')
    expect(sent).toContainEqual(expect.stringMatching(/^\/projects\/[^/]{7,}\/things\/9$/))
    const given = planOf('put', '/projects/{project}/things/{number}', schemas, { project: ['ours'] })
    expect(given.unplanned.get('op')).toBe('any value of {number} may name something: give one with --param')
    const both = planOf('put', '/projects/{project}/things/{number}', schemas, { project: ['ours'], number: ['5'] })
    expect(targets(both, 'PUT')).toContain('/projects/ours/things/5')
    expect(targets(both, 'PUT')).toContainEqual(expect.stringMatching(/^\/projects\/[^/]{7,}\/things\/9$/))
    expect(targets(both, 'PUT')).not.toContain('/projects/ours/things/9')
  })

  it.each<[name: string, item: string, make: boolean]>([
    ['things have paths below it', '/shops/{shop}/things/{id}', false],
    ['things are made at it', '/elsewhere/{id}', true],
  ])('is not that of a given thing if the request is about all of a kind in it: %s', (_, item, makes) => {
    const withId = (name: string): JsonObject => ({
      parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }],
      responses: { 200: { description: '' } },
    })
    const contract = contractOf({
      openapi: '3.1.0',
      info: { title: 'Things', version: '1' },
      paths: {
        '/shops/{shop}': { delete: withId('shop') },
        '/shops/{shop}/theme': { delete: withId('shop') },
        '/shops/{shop}/things': { delete: withId('shop'), ...(makes && { post: withId('shop') }) },
        [item]: { get: { ...withId('id'), parameters: [...(item.includes('shop') ? shopAndId : idAlone)] } },
      },
    })
    const known = { parameters: new Map([['shop', ['ours']]]), bodies: [] }
    const plan = createPlan(contract, plannedWith({ known, runs: 10 }))
    expect(harmful(contract, plan, { shop: ['ours'] })).toEqual([])
    const sent = targets(plan, 'DELETE')
    expect(sent).toEqual(expect.arrayContaining(['/shops/ours', '/shops/ours/theme']))
    expect(sent).not.toContain('/shops/ours/things')
    expect(sent).toContain('/shops/fgs-contract-no-such-thing/things')
    const permitted = createPlan(contract, plannedWith({ known, runs: 10, allowsChanges: () => true }))
    expect(targets(permitted, 'DELETE')).toContain('/shops/ours/things')
  })

  it('is at its short edge only beside another that cannot exist', () => {
    const id = { type: 'string', minLength: 2, maxLength: 50 }
    const single = planOf('delete', '/things/{id}', { id })
    expect(targets(single, 'DELETE')).not.toContain('/things/ab')
    expect(single.untried.get('op request.path.id minLength')).toEqual({
      edge: 'a value at its edge may name something that the request would change; give one with --param',
      breach: 'a value that breaks it may name something that the request would change, if it is let through',
    })
    const both = planOf(
      'delete',
      '/projects/{project}/things/{id}',
      { project: id, id },
      { project: ['ours'], id: ['mine'] },
    )
    expect(targets(both, 'DELETE')).toContainEqual(expect.stringMatching(/^\/projects\/ab\/things\/[^/]{26,}$/))
    expect(targets(both, 'DELETE')).toContainEqual(expect.stringMatching(/^\/projects\/[^/]{26,}\/things\/ab$/))
    expect([...both.untried]).toEqual([])
  })

  it('is at an edge by a text that says that it names nothing, if that is long enough', () => {
    const sent = targets(
      planOf('delete', '/things/{id}', { id: { type: 'string', minLength: 2, maxLength: 8 } }),
      'DELETE',
    )
    expect(sent).toContain('/things/no-suchx')
    expect(sent).toContain('/things/no-suchxx')
  })

  it('is whatever is shown or guessed if nothing may change', () => {
    const sent = targets(planOf('get', '/things/{id}', { id: { type: 'integer', minimum: 1, example: 3 } }), 'GET')
    expect(sent).toContain('/things/3')
    expect(sent).toContain('/things/1')
  })
})

describe('a request that may change something, to a path without parameters', () => {
  const id = { type: 'integer', format: 'int64' }
  const pet: JsonObject = {
    type: 'object',
    required: ['name'],
    properties: { id: { ...id, example: 10 }, name: { type: 'string', maxLength: 9, example: 'rex' } },
  }
  const bodyOf = (schema: JsonObject, example?: Json): JsonObject => ({
    content: { 'application/json': { schema, ...(example !== undefined && { example }) } },
  })
  const query = (name: string, schema: JsonObject, more: JsonObject = {}): JsonObject => ({
    name,
    in: 'query',
    schema,
    ...more,
  })

  function planned(method: string, path: string, operation: JsonObject, options: Planned = {}, allowed: string[] = []) {
    const contract = contractOf({
      openapi: '3.0.3',
      info: { title: 'Things', version: '1' },
      paths: { [path]: { [method]: { operationId: 'op', responses: { 200: { description: '' } }, ...operation } } },
    })
    const plan = createPlan(contract, plannedWith({ runs: 10, ...options }))
    const { parameters = new Map<string, string[]>(), bodies = [] } = options.known ?? {}
    const ids = bodies.flatMap((body) => [...JSON.stringify(body).matchAll(/"id":(\d+)/g)].map(([, text = '']) => text))
    expect(harmful(contract, plan, { ...Object.fromEntries(parameters), 'body.id': ids }, allowed)).toEqual([])
    return plan
  }

  const NOTHING_SAYS =
    'it changes what is there, and nothing in a request says what: permit that with --allow-changes op'

  it.each<[method: string, path: string, operation: JsonObject, reason: string]>([
    ['delete', '/articles', {}, NOTHING_SAYS],
    [
      'put',
      '/settings',
      { requestBody: bodyOf({ type: 'object', properties: { theme: { type: 'string' } } }) },
      NOTHING_SAYS,
    ],
    ['patch', '/me', { requestBody: bodyOf({ type: 'object', properties: { managerId: id } }) }, NOTHING_SAYS],
    ['delete', '/cache', { parameters: [query('requestId', { type: 'string' })] }, NOTHING_SAYS],
    [
      'delete',
      '/cache',
      { parameters: [query('id', { type: 'integer', maximum: 99 })] },
      'any value of id may name something: give one with --param',
    ],
    [
      'put',
      '/pet',
      { requestBody: bodyOf({ type: 'object', properties: { id: { type: 'integer', maximum: 99 } } }) },
      'any id in its body may name something: give one with --body',
    ],
  ])(
    'is not planned unless something says what it changes, or it is permitted: %s %s',
    (method, path, operation, reason) => {
      const plan = planned(method, path, operation)
      expect(plan.cases).toEqual([])
      expect([...plan.unplanned]).toEqual([['op', reason]])
      for (const options of [{ allowsChanges: () => true }, { isHarmless: true }]) {
        const permitted = planned(method, path, operation, options, ['op'])
        expect(permitted.unplanned.size).toBe(0)
        expect(ofOperation(permitted, method.toUpperCase()).length).toBeGreaterThan(0)
        // What the document does not have is not permitted.
        expect(
          permitted.cases.filter(({ request }) => request.method === (method === 'put' ? 'DELETE' : 'PUT')),
        ).toEqual([])
      }
    },
  )

  it('is sent as ever if it makes something', () => {
    expect(planned('post', '/articles', { requestBody: bodyOf(pet) }).cases.length).toBeGreaterThan(3)
  })

  it.each<[name: string, schema: JsonObject, text: string]>([
    ['id', id, '9007199254740991'],
    ['pet_id', { type: 'string', example: 'rex' }, 'fgs-contract-no-such-thing'],
    ['tenantIds', { type: 'array', items: { type: 'string' } }, 'fgs-contract-no-such-thing'],
  ])('goes to an id in the query that cannot exist: %s', (name, schema, text) => {
    const parameters = [query(name, schema), query('force', { type: 'boolean' })]
    const plan = planned('delete', '/cache', { parameters })
    expect(plan.cases[0]?.request.target).toContain(`${name}=${text}`)
    expect(targets(plan, 'DELETE').filter((target) => !target.includes(`${name}=`))).toEqual([])
    expect(targets(plan, 'DELETE').some((target) => target.includes('force=false'))).toBe(true)
  })

  it('goes to an id in the query that is given', () => {
    const plan = planned(
      'delete',
      '/cache',
      { parameters: [query('id', id)] },
      {
        known: { parameters: new Map([['id', ['7']]]), bodies: [] },
      },
    )
    expect(targets(plan, 'DELETE')).toContain('/cache?id=7')
  })

  it.each<[name: string, schema: JsonObject, example: Json]>([
    ['a thing', pet, { id: 10, name: 'rex' }],
    ['a thing without the id that it may have', pet, { name: 'rex' }],
    [
      'a list of things',
      { type: 'array', items: pet },
      [
        { id: 10, name: 'rex' },
        { id: 11, name: 'tom' },
      ],
    ],
  ])('has in its body an id that cannot exist: %s', (_, schema, example) => {
    const plan = planned('put', '/pets', { requestBody: { ...bodyOf(schema, example), required: true } })
    const bodies = ofOperation(plan, 'PUT').map(({ request }) => Buffer.from(request.body ?? []).toString())
    expect(bodies[0]).toContain('"id":9007199254740991')
    expect(bodies.some((body) => body.includes('"rex"'))).toBe(true)
    expect(bodies.filter((body) => /"id":1[01]\b/.test(body))).toEqual([])
    // Of the id itself what names nothing is tried all the same; the rest is told.
    expect(plan.cases.some(({ judged }) => brokenAlone(judged)?.id.includes('/id type'))).toBe(true)
    expect(plan.cases.some(({ judged }) => brokenAlone(judged)?.id.includes('/name maxLength'))).toBe(true)
  })

  it('has the id of a body that is given, and beside it those that cannot exist', () => {
    const known = { parameters: new Map(), bodies: [{ id: 5, name: 'rex' }] }
    const plan = planned(
      'put',
      '/pet',
      { requestBody: { ...bodyOf(pet, { id: 10, name: 'tom' }), required: true } },
      { known },
    )
    const bodies = ofOperation(plan, 'PUT').map(({ request }) => Buffer.from(request.body ?? []).toString())
    expect(bodies[0]).toBe('{"id":5,"name":"rex"}')
    expect(bodies.filter((body) => /"id":10\b/.test(body))).toEqual([])
  })
})
