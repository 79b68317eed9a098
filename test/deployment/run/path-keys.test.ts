import { describe, expect, it } from 'vitest'
import { type HttpRequest, type HttpResponse, headerValue } from '../../../src/http/index.ts'
import { isObject, type Json, type JsonObject, property } from '../../../src/json/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { FakeClock, inTurn, MemoryTransport, run } from '../../support/in-memory.ts'
import { responseOf } from '../../support/messages.ts'
import { planOptions } from '../../support/verify.ts'

const TEXT: JsonObject = { type: 'string', minLength: 3, maxLength: 40 }
const thing: JsonObject = {
  type: 'object',
  required: ['kind'],
  properties: { kind: { enum: ['cat', 'dog'] }, age: { type: 'integer', minimum: 0, maximum: 40 } },
}

interface Behaviour {
  readonly method?: 'put' | 'post' | 'patch'
  readonly name?: JsonObject
  /** What it answers to a request for a name that it has; undefined if that changes the thing. */
  readonly taken?: number
  /** What it answers to a request that gives a thing another kind. */
  readonly otherKind?: number
  readonly accepts?: (body: Json | undefined) => boolean
  readonly refuses?: (body: Json | undefined) => boolean
  /** A name that the user gives. */
  readonly given?: string
}

/** Things that are made under a name of the client's choice. What is there stays there from run to run. */
function server(behaviour: Behaviour) {
  const { method = 'put', name = TEXT, taken, otherKind, accepts = () => false, refuses = () => false } = behaviour
  const statuses = [200, 201, 400, 409, 412, 422, 428].map((code) => [code, { description: '' }])
  const contract = contractOf({
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: {
      '/things/{name}': {
        [method]: {
          operationId: 'op',
          parameters: [{ name: 'name', in: 'path', required: true, schema: name }],
          requestBody: { required: true, content: { 'application/json': { schema: thing } } },
          responses: Object.fromEntries(statuses),
        },
      },
    },
  })
  const conforming = inTurn(contract)
  const kinds = new Map<string, Json | undefined>()
  const answer = (request: HttpRequest, index: number): HttpResponse => {
    const planned = conforming(request, index)
    const body = jsonOf(request.body)
    if (request.method !== method.toUpperCase()) return planned
    if (!accepts(body) && planned.status >= 300) return planned
    if (refuses(body)) return responseOf(400, {})
    const [, , key = ''] = request.target.split('/')
    const isThere = kinds.has(key)
    const kind = isObject(body) ? property(body, 'kind') : undefined
    if (isThere && taken !== undefined) return responseOf(taken, {})
    if (isThere && otherKind !== undefined && kinds.get(key) !== kind) return responseOf(otherKind, {})
    kinds.set(key, kind)
    return responseOf(isThere ? 200 : 201, {})
  }
  const known = { ...planOptions.known, parameters: new Map(behaviour.given ? [['name', [behaviour.given]]] : []) }
  const plan = createPlan(contract, { ...planOptions, known })
  let start = 0
  const verified = async () => {
    const transport = new MemoryTransport(answer)
    const { report } = await run(answer, { contract, plan, transport, clock: new FakeClock(++start) })
    return { report, requests: transport.requests }
  }
  return { verified, plan, names: () => [...kinds.keys()] }
}

function jsonOf(bytes: Uint8Array | undefined): Json | undefined {
  try {
    return bytes && JSON.parse(Buffer.from(bytes).toString())
  } catch {
    return undefined
  }
}

const errors = ({ findings }: Report): string[] =>
  findings.map(({ check, subject }) => `${check} ${'constraint' in subject ? subject.constraint : subject.case}`)
const untested = ({ constraints }: Report): string[] =>
  constraints.flatMap(({ id, state }) =>
    state !== 'held' && id.startsWith('op request.body') ? [id.replace('op request.', '')] : [],
  )
const notes = ({ notes: all }: Report): string[] => all.map(({ message }) => message)
const NEW = 'op: new in every request, since a value is taken once: request.path.name.'
const ageOf = (body: Json | undefined): number => Number(isObject(body) ? property(body, 'age') : undefined)

describe.each([400, 409, 412, 422, 428])('a name in the path that is refused with %i if it is there', (taken) => {
  it('is new in each request, on a server that has all of the names before too', async () => {
    const { verified, plan, names } = server({ taken })
    for (let time = 0; time < 2; time++) {
      const { report } = await verified()
      expect(errors(report)).toEqual([])
      expect(notes(report)).toEqual([NEW])
      expect(untested(report)).toEqual([])
      expect(report.summary.requests).toBeLessThan(plan.cases.length + 12)
    }
    // A name that may be somebody's is never sent.
    for (const name of names()) expect(decodeURIComponent(name)).toMatch(/no.?such|^.{32,}/)
  })

  it.each<[string, Behaviour, string]>([
    [
      'ages over the maximum are accepted',
      { accepts: (body) => ageOf(body) > 40 },
      'negative_data_rejection op request.body /age maximum',
    ],
    [
      'the highest age is refused',
      { refuses: (body) => ageOf(body) === 40 },
      'positive_data_acceptance op request.body /age maximum',
    ],
  ])('hides nothing: %s', async (_, behaviour, finding) => {
    const { verified } = server({ taken, ...behaviour })
    for (let time = 0; time < 2; time++) {
      const { report, requests } = await verified()
      expect(errors(report)).toEqual([finding])
      const [{ witness } = {}] = report.findings
      expect(witness?.renewed).toEqual(['request.path.name'])
      expect(requests.map(({ target }) => target)).toContain(witness?.request.target)
      expect(witness?.curl).toContain(witness?.request.target)
    }
  })
})

describe('a name in the path', () => {
  it.each<[string, Behaviour]>([
    ['of a POST', { method: 'post' }],
    ['of a PATCH', { method: 'patch' }],
    ['that is a UUID', { name: { type: 'string', format: 'uuid' } }],
    ['that is a number', { name: { type: 'integer' } }],
    ['that is a number of 64 bits', { name: { type: 'integer', format: 'int64' } }],
    ['of few characters', { name: { type: 'string', maxLength: 24, pattern: '^[a-z-]+$' } }],
  ])('%s is found out', async (_, behaviour) => {
    const { verified } = server({ taken: 409, ...behaviour })
    for (let time = 0; time < 2; time++) {
      const { report } = await verified()
      expect(errors(report)).toEqual([])
      expect(notes(report)).toEqual([NEW])
      expect(untested(report)).toEqual([])
    }
  })

  it('is new if what is made cannot be changed as a request says', async () => {
    const { verified } = server({ otherKind: 422, name: { type: 'string', format: 'uuid' } })
    for (let time = 0; time < 2; time++) {
      const { report } = await verified()
      expect(errors(report)).toEqual([])
      expect(notes(report)).toEqual([NEW])
      expect(untested(report)).toEqual([])
    }
  })

  it('stays as it is if it may be there, and costs nothing', async () => {
    const { verified, plan, names } = server({})
    const { report } = await verified()
    expect(errors(report)).toEqual([])
    expect(notes(report)).toEqual([])
    expect(report.summary.requests).toBe(plan.cases.length)
    expect(names()).toContain('fgs-contract-no-such-thing')
  })

  it('stays as it is if the user gives it', async () => {
    const { verified, plan, names } = server({ taken: 409, given: 'mine' })
    expect(plan.keyPlaces.get('op')).toBeUndefined()
    const { report } = await verified()
    expect(errors(report)).toEqual([])
    expect(names()).toContain('mine')
    expect(names().filter((name) => !/no.?such|.{32}/.test(name))).toEqual(['mine'])
  })
})

describe('a key in a header', () => {
  const KEY = 'Idempotency-Key'
  const header = { name: KEY, in: 'header', required: true, schema: { type: 'string', minLength: 8, maxLength: 64 } }

  /** Creates by a key: the same key with the same body gives the first answer again; `status` answers another body. */
  function keyed(status: number | 'first answer', accepts: (body: Json | undefined) => boolean = () => false) {
    const contract = contractOf({
      openapi: '3.1.0',
      info: { title: 'Things', version: '1' },
      paths: {
        '/things': {
          post: {
            operationId: 'op',
            parameters: [header, { name: 'X-Request-Id', in: 'header', schema: { type: 'string', format: 'uuid' } }],
            requestBody: { required: true, content: { 'application/json': { schema: thing } } },
            responses: Object.fromEntries([201, 400, 409, 422].map((code) => [code, { description: '' }])),
          },
        },
      },
    })
    const conforming = inTurn(contract)
    const answers = new Map<string, { body: string; response: HttpResponse }>()
    const answer = (request: HttpRequest, index: number): HttpResponse => {
      const key = headerValue(request.headers, KEY)
      const planned = conforming(request, index)
      const response = accepts(jsonOf(request.body)) && request.method === 'POST' ? responseOf(201, {}) : planned
      if (request.method !== 'POST' || key === undefined || key.length > 64) return response
      const body = Buffer.from(request.body ?? []).toString('latin1')
      const before = answers.get(key)
      if (before && before.body !== body && status !== 'first answer') return responseOf(status, {})
      if (before) return before.response
      answers.set(key, { body, response })
      return response
    }
    const plan = createPlan(contract, planOptions)
    let start = 0
    return async () => {
      const transport = new MemoryTransport(answer)
      const { report } = await run(answer, { contract, plan, transport, clock: new FakeClock(++start) })
      return { report, requests: transport.requests }
    }
  }

  it.each([409, 422, 'first answer'] as const)(
    'is new in every request and run, where a used one gets: %s',
    async (status) => {
      const verified = keyed(status)
      const keys: (string | undefined)[] = []
      for (let time = 0; time < 2; time++) {
        const { report, requests } = await verified()
        expect(errors(report)).toEqual([])
        const open = report.constraints.flatMap(({ id, state }) =>
          /untested|broken/.test(state) && /request\./.test(id) ? [id] : [],
        )
        expect(open).toEqual([])
        for (const name of [KEY, 'X-Request-Id'])
          keys.push(...requests.map(({ headers }) => headerValue(headers, name)))
      }
      const long = keys.filter((key) => key !== undefined && key.length >= 8 && key.length <= 64)
      expect(new Set(long).size).toBe(long.length)
    },
  )

  it.each([409, 422, 'first answer'] as const)('hides nothing, where a used one gets: %s', async (status) => {
    const verified = keyed(status, (body) => ageOf(body) > 40)
    for (let time = 0; time < 2; time++)
      expect(errors((await verified()).report)).toEqual(['negative_data_rejection op request.body /age maximum'])
  })
})
