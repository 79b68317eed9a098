import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bundled } from '../../../src/contract/documents/index.ts'
import type { Contract } from '../../../src/contract/model/index.ts'
import type { HttpRequest, HttpResponse } from '../../../src/http/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { OperationJudge } from '../../../src/judging/messages/index.ts'
import { type Choice, createResponder, type Reply } from '../../../src/mock/responder/index.ts'
import { contractOf, documentWith, operationOf } from '../../support/contracts.ts'
import { REQUESTS } from '../../support/exchanges.ts'
import { requestOf } from '../../support/messages.ts'
import { petstore } from '../../support/petstore.ts'

const PETS = contractOf(petstore)
const PET_REQUESTS: { readonly [operation: string]: HttpRequest } = {
  listPets: requestOf('GET /pets?limit=1', undefined, [['cookie', 'session=0123abcd']]),
  createPet: requestOf('POST /pets', { name: 'a', toys: [] }),
  getPet: requestOf('GET /pets/1'),
  deletePet: requestOf('DELETE /pets/1', undefined, [['x-reason', 'sold']]),
}

function asking(contract: Contract, request: HttpRequest) {
  const respond = createResponder(contract)
  return (choice?: Choice): Reply => respond(request, choice)
}

const start = asking(bundled(), REQUESTS.conforming)
const textOf = ({ body }: HttpResponse): string => Buffer.from(body).toString()
const jsonOf = ({ answer }: Reply): unknown => JSON.parse(textOf(answer.response))
const detailOf = (reply: Reply): string => {
  expect(reply.answer.response.status).toBe(501)
  expect(reply.answer.response.headers).toEqual([['content-type', 'application/problem+json']])
  const { detail }: { detail: string } = JSON.parse(textOf(reply.answer.response))
  return detail
}

describe('a choice', () => {
  it.each([200, 400, 404, 500])('of status %i gives each of its answers, and they conform', (status) => {
    const judge = new OperationJudge(bundled(), operationOf(bundled()))
    const seen = new Set<string>()
    for (let turn = 0; turn < 12; turn++) {
      const { response } = start({ status, turn }).answer
      expect(response.status).toBe(status)
      expect(judge.response(response)).toMatchObject({ issues: [], documented: { status: String(status) } })
      seen.add(textOf(response))
    }
    expect(seen.size).toBe(12)
  })

  it.each([
    ['listPets', 400, '4XX'],
    ['listPets', 404, '4XX'],
    ['listPets', 499, '4XX'],
    ['deletePet', 500, 'default'],
    ['deletePet', 404, 'default'],
    ['deletePet', 204, '204'],
    ['getPet', 404, '404'],
  ])('of %s and status %i gives what %s documents', (id, status, documented) => {
    const judge = new OperationJudge(PETS, operationOf(PETS, id))
    const reply = asking(PETS, PET_REQUESTS[id] ?? REQUESTS.conforming)({ status })
    expect(reply.answer.response.status).toBe(status)
    expect(judge.response(reply.answer.response)).toMatchObject({ issues: [], documented: { status: documented } })
  })

  it('of an example gives it, whatever its status', () => {
    expect(jsonOf(start({ example: 'fail' }))).toMatchObject({ status: 'fail' })
    expect(start({ example: 'fail', turn: 7 }).answer.name).toBe('example fail')
    const content = (examples: JsonObject): JsonObject => ({ 'application/json': { schema: {}, examples } })
    const responses = {
      200: { description: '', content: content({ cat: { value: 'meow' }, both: { value: 200 } }) },
      '4XX': { description: '', content: content({ gone: { value: 'no' } }) },
      default: { description: '', content: content({ down: { value: 'oh' }, both: { value: 500 } }) },
    }
    const ask = asking(contractOf(documentWith({ responses })), requestOf('POST /things'))
    const said = (choice: Choice) => [ask(choice).answer.response.status, jsonOf(ask(choice))]
    expect(said({ example: 'cat' })).toEqual([200, 'meow'])
    expect(said({ example: 'gone' })).toEqual([400, 'no'])
    expect(said({ example: 'down' })).toEqual([500, 'oh'])
    expect(said({ example: 'both' })).toEqual([200, 200])
    expect(said({ example: 'both', status: 503 })).toEqual([503, 500])
    expect(detailOf(ask({ example: 'cat', status: 404 }))).toBe(
      'op documents no example "cat" for status 404, only gone',
    )
    expect(detailOf(ask({ example: 'dog' }))).toBe('op documents no example "dog", only cat, both, gone, down')
  })

  it('of a body gives it as it is, in the documented media type', () => {
    const { response } = start({ body: { status: 'done' } }).answer
    expect([response.status, textOf(response)]).toEqual([200, '{"status":"done"}'])
    expect(response.headers).toContainEqual(['content-type', 'application/json'])
    expect(start({ body: null, status: 404 }).answer.response.status).toBe(404)
    expect(textOf(start({ body: null, status: 404 }).answer.response)).toBe('null')
  })

  it('of what is to be broken gives answers that break it, one each turn', () => {
    const judge = new OperationJudge(bundled(), operationOf(bundled()))
    const broken = (breaks: string, turn: number): string[] =>
      judge.response(start({ breaks, turn }).answer.response).issues.map(({ constraint }) => constraint.id)
    const id = 'startSyncWorkflowExecution response.200 /execution_id maxLength'
    for (const breaks of [id, 'response.200 /execution_id maxLength'])
      for (let turn = 0; turn < 9; turn++) expect(broken(breaks, turn)).toEqual([id])
    expect(start({ breaks: id, turn: 0 }).answer.response).not.toEqual(start({ breaks: id, turn: 1 }).answer.response)
    // A name that is one is not taken for a pattern.
    const items = 'startSyncWorkflowExecution response.200 /errors/* type'
    for (let turn = 0; turn < 9; turn++) expect(broken(items, turn)).toEqual([items])
    const many = Array.from({ length: 40 }, (_, turn) => broken('response.200 /*Length', turn)[0])
    expect(many).toContain('startSyncWorkflowExecution response.200 /errors/*/node_id maxLength')
    for (const one of many) expect(one).toMatch(/^startSyncWorkflowExecution response\.200 \/.*Length$/)
    expect(start({ breaks: 'response.400 status' }).answer.response.status).not.toBe(400)
  })

  it('of what the contract does not have gives a problem that says so', () => {
    expect(detailOf(start({ status: 418 }))).toBe(
      'startSyncWorkflowExecution documents no response 418, only 200, 400, 404, 500',
    )
    expect(detailOf(start({ example: '__proto__' }))).toMatch(/^.* no example "__proto__", only success, fail, timeout/)
    expect(detailOf(start({ breaks: 'response.200 /nothing' }))).toMatch(/has no constraint of a response/)
    expect(detailOf(start({ breaks: 'request.path.project_id maxLength' }))).toMatch(/has no constraint/)
    expect(detailOf(start({ breaks: 'response.200 /status maxLength' }))).toMatch(/has no constraint/)
    const ask = asking(PETS, PET_REQUESTS.deletePet ?? REQUESTS.conforming)
    expect(detailOf(ask({ body: {}, status: 204 }))).toBe('deletePet documents no body of a response 204')
    expect(detailOf(ask({ breaks: 'response.default status' }))).toMatch(/no answer that breaks/)
  })

  it('counts for what is let in alone', () => {
    const refused = asking(bundled(), REQUESTS.breaking)
    for (const choice of [{ status: 200 }, { example: 'success' }, { body: 1 }, { breaks: '*' }, { status: 418 }])
      expect(refused(choice).answer.response.status, JSON.stringify(choice)).toBe(400)
    expect(refused({ mode: 'example', turn: 9 })).toEqual(refused({ mode: 'example' }))
    expect(refused({ turn: 1 }).answer).not.toEqual(refused({ turn: 2 }).answer)
  })

  it('with many stars is matched in no time', () => {
    const breaks = `${'*a'.repeat(2000)}*x`
    expect(detailOf(start({ breaks }))).toMatch(/has no constraint/)
  })
})

describe('the mode', () => {
  it('example gives the first one, whatever the turn', () => {
    for (const turn of [0, 1, 50]) expect(start({ mode: 'example', turn }).answer.name).toBe('example success')
    expect(start({ mode: 'example', status: 404 }).answer.name).toMatch(/^example /)
  })

  it('boundary is what there is without a mode, and comes round', () => {
    const names = Array.from({ length: 300 }, (_, turn) => start({ turn }).answer.name)
    expect(names).toEqual(Array.from({ length: 300 }, (_, turn) => start({ mode: 'boundary', turn }).answer.name))
    const count = names.indexOf('example success', 1)
    expect(count).toBeGreaterThan(50)
    expect(new Set(names.slice(0, count)).size).toBe(count)
    expect(names.slice(count, count * 2)).toEqual(names.slice(0, count))
  })

  const judges = new Map(
    [bundled(), PETS].flatMap((contract) =>
      contract.operations.map((one) => [one.id, { contract, judge: new OperationJudge(contract, one) }] as const),
    ),
  )
  const requestTo = (id: string): HttpRequest => PET_REQUESTS[id] ?? REQUESTS.conforming

  it('random gives the same for the same seed and turn, and all conform', () => {
    const operation = fc.constantFrom(...judges.keys())
    const asked = fc.record({ operation, seed: fc.integer(), turn: fc.nat(), status: fc.constantFrom(undefined, 400) })
    fc.assert(
      fc.property(asked, ({ operation: id, seed, turn, status }) => {
        const known = judges.get(id)
        if (!known) throw new Error(`there is no ${id}`)
        const choice: Choice = { mode: 'random', seed, turn, ...(status && { status }) }
        const [one, other] = [1, 2].map(() => asking(known.contract, requestTo(id))(choice).answer)
        expect(other).toEqual(one)
        expect(one && known.judge.response(one.response)).toMatchObject({ issues: [], documented: {} })
      }),
      { numRuns: 60 },
    )
  })

  it('random gives others for other seeds and turns', () => {
    const texts = (choices: Choice[]) => new Set(choices.map((choice) => textOf(start(choice).answer.response)))
    const count = Array.from({ length: 20 }, (_, index) => index)
    expect(texts(count.map((seed) => ({ mode: 'random', seed }))).size).toBeGreaterThan(15)
    expect(texts(count.map((turn) => ({ mode: 'random', turn }))).size).toBeGreaterThan(15)
    expect(start({ mode: 'random' }).answer).toEqual(start({ mode: 'random', seed: 1, turn: 0 }).answer)
  })
})
