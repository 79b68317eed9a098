import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../../src/http/index.ts'
import type { Json } from '../../../src/json/index.ts'
import {
  type Exchange,
  type Explanation,
  explain,
  explainRandom,
  sharedExplanation,
} from '../../../src/judging/checks/index.ts'
import { bundledJudge, exchangeOf, fittingResponse, pathOf, sendingBody } from '../../support/exchanges.ts'

const judged = (request: HttpRequest) => bundledJudge.request(request)
const input = (value: Json, path = pathOf()): HttpRequest => sendingBody({ input: { a: value } }, path)
const plain = input('text')
const answered = (request: HttpRequest, status: number, name = 'random conforming request'): Exchange =>
  exchangeOf({ request, response: fittingResponse(status), twin: plain, name })
const accepted = [plain, input('a b'), sendingBody({ input: {}, headers: {} })].map(judged)

/** What explains planned requests that all met a status. */
const planned = (status: number, ...requests: HttpRequest[]): Map<Exchange, Explanation> =>
  explain(
    requests.map((request, index) => answered(request, status, `planned ${index}`)),
    accepted,
  )

describe('the explanation of a deterministic request', () => {
  const nulls = planned(500, input(null), input([null]))

  it('accounts for a random one that has the trait', () => {
    expect(sharedExplanation(answered(input({ b: null }), 500), nulls, 'whole')?.name).toBe('request.body: null')
  })

  it.each<[name: string, exchange: Exchange]>([
    ['has another trait', answered(input(1), 500)],
    ['met other trouble', answered(input(null), 400)],
    ['met another fault', exchangeOf({ request: input(null), response: 'reset', twin: plain })],
  ])('does not account for one that %s', (_, exchange) => {
    expect(sharedExplanation(exchange, nulls, 'whole')).toBeUndefined()
  })

  it('by one of several traits accounts for a whole request by that alone, and for a shrunk one by any', () => {
    const one = planned(500, input([1.5]))
    expect([...one.values()]).toMatchObject([{ name: 'planned 0', trait: 'request.body: an array' }])
    expect(sharedExplanation(answered(input(2), 500), one, 'whole')).toBeUndefined()
    expect(sharedExplanation(answered(input(2), 500), one, 'shrunk')).toMatchObject({
      name: 'planned 0',
      suspects: expect.arrayContaining(['request.body: a number']),
    })
  })

  it('by an edge that crashes accounts for others at that edge', () => {
    const edge = planned(500, input('text', pathOf('a'.repeat(64))))
    expect(sharedExplanation(answered(input('text', pathOf('b'.repeat(64))), 500), edge, 'whole')).toBeDefined()
    expect(sharedExplanation(answered(input('text', pathOf('b'.repeat(63))), 500), edge, 'whole')).toBeUndefined()
  })

  it('by a limit that is too low accounts for other values of the place', () => {
    const limit = planned(400, input('text', pathOf('a'.repeat(64))))
    const { edge } = sharedExplanation(answered(input('text', pathOf('a'.repeat(40))), 400), limit, 'whole') ?? {}
    expect(edge?.id).toMatch(/project_id maxLength$/)
  })

  it('by nothing accounts for all', () => {
    const bare = planned(500, sendingBody({ input: {} }))
    expect([...bare.values()]).toMatchObject([{ name: 'planned 0', suspects: [] }])
    expect(sharedExplanation(answered(input(2), 500), bare, 'whole')?.name).toBe('planned 0')
  })

  it('accounts for all where nothing was ever accepted', () => {
    const { twin: _, ...alone } = answered(input(1), 500)
    expect(sharedExplanation({ ...alone, twin: undefined }, nulls, 'whole')?.name).toBe('request.body: null')
  })
})

describe('a random request by itself', () => {
  it.each<[name: string, request: HttpRequest, status: number, expected: string]>([
    ['a trait that nothing accepted has', input(null), 500, 'request.body: null'],
    ['nothing where all traits were accepted', input('text', pathOf('other')), 500, 'random conforming request'],
    [
      'a name that the document does not have, before what is in it',
      sendingBody({ input: {}, ключ: 'text' }),
      500,
      'request.body: a property that the document does not name',
    ],
  ])('is named by %s', (_, request, status, expected) => {
    expect(explainRandom(answered(request, status), accepted)).toMatchObject({ name: expected, edge: undefined })
  })

  it('is refused for an edge only where nothing was accepted there', () => {
    const exchange = answered(input('text', pathOf('a'.repeat(64))), 400)
    expect(explainRandom(exchange, accepted).edge?.kind).toBe('maxLength')
    const others = [...accepted, judged(input('text', pathOf('b'.repeat(64))))]
    expect(explainRandom(exchange, others)).toEqual({
      edge: undefined,
      name: 'random conforming request',
      suspects: [],
    })
  })
})
