import { describe, expect, it } from 'vitest'
import { mayMeanTaken } from '../../../src/deployment/run/unique-keys.ts'
import type { HttpRequest, HttpResponse } from '../../../src/http/index.ts'
import { instancesAt, isObject, type Json, type JsonObject, property, writeJson } from '../../../src/json/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { contractOf, documentWith } from '../../support/contracts.ts'
import { FakeClock, inTurn, type RunWith, run } from '../../support/in-memory.ts'
import { responseOf } from '../../support/messages.ts'
import { planOptions } from '../../support/verify.ts'

const NAME = { type: 'string', minLength: 1, maxLength: 30 } as const
const AGE = { type: 'integer', minimum: 0, maximum: 40 } as const
const objectOf = (properties: JsonObject, ...required: readonly string[]): JsonObject => ({
  type: 'object',
  required,
  properties,
})
const pet = objectOf({ name: NAME, age: AGE, kind: { type: 'string', enum: ['cat', 'dog'] } }, 'name')

function jsonOf(bytes: Uint8Array | undefined): Json | undefined {
  try {
    return bytes && JSON.parse(Buffer.from(bytes).toString())
  } catch {
    return undefined
  }
}

const member = (body: Json | undefined, name: string): Json | undefined =>
  isObject(body) ? property(body, name) : undefined

const lengthOf = (value: Json | undefined): number => (typeof value === 'string' ? [...value].length : 0)

interface Server {
  readonly schema?: JsonObject
  readonly mediaType?: string
  /** What must be new: templates. */
  readonly keys?: readonly string[]
  readonly status: number
  /** Random requests. */
  readonly runs?: number
  /** What it does in place of what the document says; keys are looked at all the same. */
  readonly depart?: (body: Json | undefined) => 'accepts' | 'refuses' | undefined
}

/** Creates that take each value of a key once. What is there stays there from run to run. */
function server({ schema = pet, mediaType, keys = ['/name'], status, runs = 0, depart = () => undefined }: Server) {
  const content = { [mediaType ?? 'application/json']: { schema } }
  const described = [201, 400, 409, 422].map((code) => [code, { description: '' }])
  const contract = contractOf(
    documentWith({ requestBody: { required: true, content }, responses: Object.fromEntries(described) }),
  )
  const conforming = inTurn(contract)
  const taken = new Set<string>()
  const answer = (request: HttpRequest, index: number): HttpResponse => {
    const planned = conforming(request, index)
    const body =
      mediaType === undefined
        ? jsonOf(request.body)
        : Object.fromEntries(new URLSearchParams(Buffer.from(request.body ?? []).toString()))
    const departure = request.method === 'POST' ? depart(body) : undefined
    if (departure === 'refuses') return responseOf(400, {})
    if (departure !== 'accepts' && planned.status >= 300) return planned
    const values = keys.flatMap((key) =>
      body === undefined ? [] : instancesAt(body, key).map((value) => `${key} ${writeJson(value)}`),
    )
    if (values.some((value) => taken.has(value))) return responseOf(status, {})
    for (const value of values) taken.add(value)
    return responseOf(201, {})
  }
  const plan = createPlan(contract, { ...planOptions, runs })
  let start = 0
  const verified = async (limits: Pick<RunWith, 'maxRequests'> = {}): Promise<Report> =>
    (await run(answer, { contract, plan, clock: new FakeClock(++start), ...limits })).report
  return { verified, plan }
}

const errors = ({ findings }: Report): string[] =>
  findings.map(({ check, subject }) => `${check} ${'constraint' in subject ? subject.constraint : subject.case}`)
const untested = ({ constraints }: Report): string[] =>
  constraints.flatMap(({ id, state }) =>
    state !== 'held' && id.startsWith('op request.') ? [id.replace('op request.', '')] : [],
  )
const heldOfBody = ({ constraints }: Report): string[] =>
  constraints.flatMap(({ id, state }) => (state === 'held' && id.startsWith('op request.body /') ? [id] : []))
const notes = ({ notes: all }: Report): string[] => all.map(({ message }) => message)
const isNew = (...places: readonly string[]): string =>
  `op: new in every request, since a value is taken once: ${places.join(', ')}.`

describe.each([400, 409, 422])('a key that must be new, and is refused with %i', (status) => {
  it('is found out, and what stands behind it is held, on a server that is full of it too', async () => {
    const { verified, plan } = server({ status })
    for (const report of [await verified(), await verified(), await verified()]) {
      expect(errors(report)).toEqual([])
      expect(notes(report)).toEqual([isNew('/name')])
      // No other text is as short as the empty one: if it is refused as bad names are, nothing tells why.
      expect(untested(report)).toEqual(status === 400 ? ['body /name minLength'] : [])
      expect(report.summary.requests).toBeLessThan(plan.cases.length + 20)
    }
  })

  it.each<[string, Server['depart'], string]>([
    [
      'names that are too long are accepted',
      (body) => (lengthOf(member(body, 'name')) > 30 ? 'accepts' : undefined),
      'negative_data_rejection op request.body /name maxLength',
    ],
    [
      'the longest names are refused',
      (body) => (lengthOf(member(body, 'name')) === 30 ? 'refuses' : undefined),
      'positive_data_acceptance op request.body /name maxLength',
    ],
    [
      'ages over the maximum are accepted',
      (body) => (Number(member(body, 'age')) > 40 ? 'accepts' : undefined),
      'negative_data_rejection op request.body /age maximum',
    ],
    [
      'the highest age is refused',
      (body) => (member(body, 'age') === 40 ? 'refuses' : undefined),
      'positive_data_acceptance op request.body /age maximum',
    ],
  ])('hides nothing: %s', async (_, depart, finding) => {
    const { verified } = server({ status, runs: status === 400 ? 15 : 0, ...(depart && { depart }) })
    for (const report of [await verified(), await verified()]) {
      expect(errors(report)).toEqual([finding])
      expect(report.findings.every(({ intermittent }) => !intermittent)).toBe(true)
    }
  })

  it('is all that is looked at: then nothing of the body is held', async () => {
    const { verified } = server({ status, depart: (body) => (isObject(body) ? 'accepts' : undefined) })
    for (const report of [await verified(), await verified()]) expect(heldOfBody(report)).toEqual([])
  })

  it('makes nothing held by what was refused before it was found out', async () => {
    // No planned request but the last has the name of the first, and keeps every constraint.
    const schema = objectOf({ name: NAME, isTame: { type: 'boolean' } }, 'name')
    const behaviour: Server = { schema, status, depart: (body) => (isObject(body) ? 'accepts' : undefined) }
    const { plan } = server(behaviour)
    for (let more = 0; more < 12; more += 3) {
      const report = await server(behaviour).verified({ maxRequests: plan.cases.length + more })
      expect(heldOfBody(report)).toEqual([])
    }
  })
})

it('takes invalid and state answers for what may be taken, but those to what is not there, credentials and rates', () => {
  const statuses = [200, 400, 401, 403, 404, 405, 408, 409, 410, 412, 415, 422, 423, 425, 428, 429, 500]
  expect(statuses.filter(mayMeanTaken)).toEqual([400, 409, 412, 422, 423, 428])
})

describe('what must be new', () => {
  const author = { type: 'integer', minimum: 1, maximum: 2_000_000_000 } as const
  it.each<[string, Server, string[]]>([
    [
      'in two places',
      {
        status: 409,
        schema: objectOf({ note: NAME, name: NAME, email: NAME }, 'name', 'email'),
        keys: ['/name', '/email'],
      },
      ['/name', '/email'],
    ],
    [
      'where no name tells so',
      { status: 400, schema: objectOf({ name: NAME, a: NAME, b: NAME, c: NAME }, 'name', 'b'), keys: ['/b'] },
      ['/b'],
    ],
    [
      'beside what takes only known values',
      {
        status: 400,
        schema: objectOf({ code: NAME, slug: NAME, author }, 'slug', 'author', 'code'),
        keys: ['/slug'],
        depart: (body) =>
          member(body, 'author') === 1 && member(body, 'code') === 'abcdefghijkl' ? undefined : 'refuses',
      },
      ['/slug'],
    ],
    [
      'in the items of a list',
      {
        status: 422,
        schema: objectOf(
          {
            items: { type: 'array', minItems: 1, maxItems: 2, items: objectOf({ sku: NAME, age: AGE }, 'sku', 'age') },
          },
          'items',
        ),
        keys: ['/items/*/sku'],
      },
      ['/items/*/sku'],
    ],
    [
      'beside others that have to be alike',
      {
        status: 422,
        schema: objectOf({ email: NAME, secret: NAME, again: NAME, age: AGE }, 'email', 'secret', 'again'),
        keys: ['/email'],
        depart: (body) => (member(body, 'secret') === member(body, 'again') ? undefined : 'refuses'),
      },
      ['/email'],
    ],
    [
      'in a text of a pattern, which may be short',
      {
        status: 422,
        schema: objectOf({ handle: { ...NAME, pattern: '^[a-z-]+$' }, age: AGE }, 'handle'),
        keys: ['/handle'],
      },
      ['/handle'],
    ],
    ['in a form', { status: 409, mediaType: 'application/x-www-form-urlencoded' }, ['/name']],
    [
      'as a number',
      { status: 409, schema: objectOf({ id: { type: 'integer' }, age: AGE }, 'id', 'age'), keys: ['/id'] },
      ['/id'],
    ],
  ])('is found %s', async (_, behaviour, places) => {
    const { verified } = server(behaviour)
    for (const report of [await verified(), await verified()]) {
      expect(errors(report)).toEqual([])
      expect(notes(report)).toContain(isNew(...places))
      // A negative zero is like no other number, and known values like none at all.
      if (!/slug|id/.test(places.join())) expect(untested(report).filter((id) => /age|note/.test(id))).toEqual([])
    }
  })

  it('is told in the plan, and part of its digest', () => {
    const planOf = (schema: JsonObject) => server({ schema, status: 409 }).plan
    const places = ({ keyPlaces }: ReturnType<typeof planOf>) => keyPlaces.get('op')?.map(({ pointer }) => pointer)
    const text = { type: 'string', minLength: 4 }
    const one = planOf(objectOf({ note: text, country_code: text, name: text, kind: { enum: ['cat'] } }))
    expect(places(one)).toEqual(['/name', '/note', '/country_code'])
    expect(places(planOf(objectOf({ day: { type: 'string', format: 'date' }, age: AGE })))).toBeUndefined()
  })

  it('is not said of an operation that accepts nothing, whatever is new', async () => {
    const tags = { type: 'array', maxItems: 5, uniqueItems: true, items: { type: 'string', pattern: '^[a-z]{2,12}$' } }
    const schema = objectOf({ title: NAME, owner: { type: 'string', format: 'uuid' }, tags }, 'title', 'owner')
    const { verified } = server({
      status: 409,
      schema,
      keys: [],
      depart: (body) => (isObject(body) ? 'refuses' : undefined),
    })
    const { constraints } = await verified()
    expect(constraints.flatMap(({ reason }) => (reason?.includes('must be new') ? [reason] : []))).toEqual([])
  })

  it('costs nothing where nothing must be new', async () => {
    const { verified, plan } = server({ status: 409, keys: [] })
    const report = await verified()
    expect(report.summary.requests).toBe(plan.cases.length)
    expect(report.summary.executions).toBe(plan.executions)
    expect(notes(report)).toEqual([])
  })
})
