import { describe, expect, it } from 'vitest'
import { isRequestConstraint } from '../../../src/contract/constraints/index.ts'
import { Blame } from '../../../src/deployment/run/blame.ts'
import { PlaceNames } from '../../../src/deployment/run/place-names.ts'
import { RunState } from '../../../src/deployment/run/run-state.ts'
import type { HttpRequest } from '../../../src/http/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import type { Explanation } from '../../../src/judging/checks/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { requestOf, responseOf } from '../../support/messages.ts'
import { planOptions } from '../../support/verify.ts'

const text: JsonObject = { type: 'string', maxLength: 9 }
const requestBody: JsonObject = {
  required: true,
  content: {
    'application/json': {
      schema: {
        type: 'object',
        properties: {
          title: { type: 'string', maxLength: 3 },
          author: { type: 'integer', maximum: 7 },
          // Nothing is asked of it, but it is named.
          note: {},
          rights: { type: 'object', properties: { read: { type: 'string' } } },
        },
      },
    },
  },
}

const document: JsonObject = {
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  paths: {
    '/pets': {
      get: {
        operationId: 'op',
        parameters: ['a', 'b'].map((name) => ({ name, in: 'query', schema: text })),
        responses: { 200: { description: 'ok' }, 400: { description: 'no' } },
      },
    },
    '/titles/{name}': {
      put: {
        operationId: 'name',
        parameters: [{ name: 'name', in: 'path', required: true, schema: text }],
        responses: { 200: { description: 'ok' } },
      },
    },
    '/books': {
      post: {
        operationId: 'create',
        requestBody,
        responses: { 200: { description: 'ok' }, 400: { description: 'no' } },
      },
    },
    // It says the same in the same words.
    '/drafts': {
      post: {
        operationId: 'draft',
        requestBody,
        responses: { 200: { description: 'ok' }, 400: { description: 'no' } },
      },
    },
  },
}

const ask = (target: string): HttpRequest => requestOf(`GET ${target}`)
const create = (body: JsonObject): HttpRequest => requestOf('POST /books', body)

/** A run in which a request was accepted, with the refusal of another one. */
function refusing(request: HttpRequest, accepted = ask('/pets?a=long'), status = 400) {
  const contract = contractOf(document)
  const plan = createPlan(contract, planOptions)
  const run = new RunState(
    plan,
    { contract, onEvent: () => undefined },
    { dress: ({ request }) => request, sentAs: (testCase) => testCase },
  )
  const tried = (asked: HttpRequest, status: number) => {
    const alike = plan.cases.filter((testCase) => testCase.request.method === asked.method)
    const planned = alike.find((testCase) => testCase.request.target === asked.target) ?? alike[0]
    if (!planned) throw new Error('no case was planned')
    const { packed: _, ...plain } = planned
    const testCase = { ...plain, request: asked, judged: run.judgeOf(planned).request(asked) }
    const outcome = { kind: 'response' as const, response: responseOf(status, {}) }
    return { testCase, exchange: run.exchange(testCase, outcome, true) }
  }
  const accept = (asked: HttpRequest): void => {
    const { testCase, exchange } = tried(asked, 200)
    run.take(testCase, exchange)
  }
  accept(accepted)
  const refused = tried(request, status)
  const blame = new Blame(run)
  return { blame, names: new PlaceNames(run, blame), refused, tried, accept, run, judge: run.judgeOf(refused.testCase) }
}

describe('a refusal in one place', () => {
  const { names, refused, judge } = refusing(ask('/pets?a=long&b=bad'))
  const edgeOf = (name: string): Explanation => {
    const edge = judge.constraints
      .filter(isRequestConstraint)
      .find(({ kind, place }) => kind === 'maxLength' && place.in === 'query' && place.name === name)
    if (!edge) throw new Error('no such constraint')
    return { edge, name: 'a case', suspects: [] }
  }
  const plain: Explanation = { edge: undefined, name: 'a case', suspects: [] }
  const ofTrait = (trait: string): Explanation => ({ edge: undefined, name: trait, trait, suspects: [trait] })

  it('is explained by an edge or a trait of that place', () => {
    for (const here of [edgeOf('b'), ofTrait('request.query.b: a dot')]) expect(names.placed(refused, here)).toBe(here)
  })

  it.each([
    ['an edge', edgeOf('a')],
    ['a trait', ofTrait('request.query.a: a dot')],
    ['a trait of a name that begins alike', ofTrait('request.query.bad: a dot')],
  ])('is not explained by %s elsewhere, and accounts for nothing else', (_, elsewhere) => {
    expect(names.placed(refused, elsewhere)).toEqual({
      edge: undefined,
      name: 'request.query.b',
      place: { place: 'query.b', pointer: '' },
      suspects: ['request.query.b'],
    })
  })

  it('is named by that place if nothing explains it, unless its own name tells more', () => {
    expect(names.placed(refused, plain).name).toBe('request.query.b')
    expect(names.placed(refused, plain, true)).toBe(plain)
  })

  it('is named by that place too if its name tells of no place, whatever it is like there', () => {
    const random = { ...ofTrait('request.query.b: a dot'), name: 'random conforming request' }
    expect(names.placed(refused, random).name).toBe('request.query.b')
    expect(names.placed(refused, random, true)).toBe(random)
  })

  it('of what was accepted before, in another form, is about no place', () => {
    const { names, refused, accept } = refusing(ask('/pets?a=long&b=bad'))
    accept(ask('/pets?a=long&b=bad'))
    expect(names.placed(refused, plain)).toBe(plain)
  })

  it('in several places is explained as it was', () => {
    const { names, refused } = refusing(ask('/pets?a=other&b=bad'))
    expect(names.placed(refused, plain)).toBe(plain)
  })
})

describe('a failure in a body', () => {
  const plain: Explanation = { edge: undefined, name: 'a case', suspects: [] }
  const UNNAMED = 'request.body: a property that the document does not name'

  it('is named by the innermost of places that hold each other', () => {
    const { blame, names, refused, accept } = refusing(create({ rights: { read: 'bad' } }), create({}))
    expect(names.placed(refused, plain).name).toBe('request.body /rights')
    accept(create({ rights: { read: 'good' } }))
    expect(names.placed(refused, plain).name).toBe('request.body /rights/read')
    expect(blame.isOfOnePlace(refused)).toBe(true)
  })

  it.each([['x'], ['TITLE']])('is one for all properties that the document does not name: %s', (name) => {
    const { names, refused, accept } = refusing(create({ title: 'a', [name]: 'b' }), create({ title: 'a' }))
    accept(create({ title: 'a', y: null }))
    const own: Explanation = { edge: undefined, name: 'a trait', trait: 'request.body: a dot', suspects: [] }
    for (const explanation of [plain, own]) {
      expect(names.placed(refused, explanation).name).toBe(UNNAMED)
      expect(names.placed(refused, explanation, true).name).toBe(UNNAMED)
    }
  })

  it('is about its own property if others that the document does not name are accepted', () => {
    const { names, refused, accept } = refusing(create({ title: 'a', x: 'b' }), create({ title: 'a' }))
    accept(create({ title: 'a', y: 'b' }))
    expect(names.placed(refused, plain).name).toBe('request.body /x')
    expect(names.placed(refused, plain, true)).toBe(plain)
  })

  it('is about a property that is named, whatever is asked of it', () => {
    const { names, refused } = refusing(create({ title: 'a', note: 'b' }), create({ title: 'a' }))
    expect(names.placed(refused, plain).name).toBe('request.body /note')
  })
})

describe('a failure that another operation has met', () => {
  const draft = (body: JsonObject): HttpRequest => requestOf('POST /drafts', body)
  const refusedDraft = (body: JsonObject) => {
    const run = refusing(create({ rights: { read: 'a', x: 1 } }), create({ rights: { read: 'a' } }))
    run.accept(draft({ title: 'a' }))
    return { ...run, other: run.tried(draft(body), 400) }
  }

  it.each([
    ['has', { title: 'b', rights: { y: '.' } }, 'request.body /rights: a property that the document does not name'],
    ['has not', { title: 'b', rights: { read: '.' } }, undefined],
  ])('has one name if it %s what was not named there either', (_, body, name) => {
    const { names, refused, other } = refusedDraft(body)
    names.know(refused, names.placed(refused, { edge: undefined, name: 'a case', suspects: [] }))
    expect(names.ofOther(other)?.name).toBe(name)
  })

  it('has one name if it has the same trait as a suspect', () => {
    const { names, refused, other } = refusedDraft({ title: 'b' })
    const trait = 'request.body /rights: a dot'
    names.know(refused, { edge: undefined, name: trait, trait, suspects: [trait] })
    expect(names.ofOther(other, ['request.body: a dot', trait])?.name).toBe(trait)
    expect(names.ofOther(other, ['request.body: a dot'])).toBeUndefined()
  })
})

describe('a server error', () => {
  const plain: Explanation = { edge: undefined, name: 'a case', suspects: [] }
  const failing = () => refusing(ask('/pets?a=long&b=bad'), ask('/pets?a=long'), 500)

  it('is named by its place as a refusal is', () => {
    const { names, refused } = failing()
    expect(names.placed(refused, plain).name).toBe('request.query.b')
  })

  it('is put down to that place if others meet it there, and nothing accepted has the same', () => {
    const { names, refused, tried, accept } = failing()
    const explained = new Map([[refused.exchange, names.placed(refused, plain)]])
    const nameOf = (target: string, status = 500): string | undefined =>
      names.sharedPlace(tried(ask(target), status), explained)?.name
    expect(nameOf('/pets?a=other&b=worse')).toBe('request.query.b')
    expect(nameOf('/pets?a=other')).toBeUndefined()
    expect(nameOf('/pets?a=other&b=worse', 503)).toBeUndefined()
    expect(nameOf('/pets?a=other&b=worse', 400)).toBeUndefined()
    accept(ask('/pets?b=worse'))
    expect(nameOf('/pets?a=other&b=worse')).toBeUndefined()
  })
})

it('a place that takes only known values says so of what stands there, and of nothing beside it', () => {
  const known = create({ title: 'abc', author: 1 })
  const { blame, refused, accept, run } = refusing(create({ title: 'abc', author: 7 }), known)
  blame.hear(refused)
  const order = run.ledger.size
  accept(known)
  expect(blame.accuses(refused, order)).toBe(false)
  expect([...run.onlyKnown.keys()]).toEqual(['create request.body /author type', 'create request.body /author maximum'])
})

describe('a value that the run itself has made the name of something', () => {
  const accusesBeside = (...made: readonly string[]): boolean => {
    const { blame, refused, accept, run } = refusing(create({ title: 'bad' }), create({ title: 'a' }))
    for (const name of made) accept(requestOf(`PUT /titles/${name}`))
    blame.hear(refused)
    const order = run.ledger.size
    for (const title of ['b', 'a']) accept(create({ title }))
    return blame.accuses(refused, order)
  }

  it('does not tell that a place takes whatever fits', () => {
    expect(accusesBeside('a', 'b')).toBe(false)
  })

  it.each([[[]], [['b']]])('tells nothing of others: %j', (made) => {
    expect(accusesBeside(...made)).toBe(true)
  })
})

it.each([
  [[1, 2], false],
  [[1, 5000], true],
])('a number that nobody counts to is no key of anything: %j', (accepted, accuses) => {
  const first = create({ note: 1 })
  const { blame, refused, tried, accept, run } = refusing(create({ note: 7 }), first)
  for (const number of [7, 8, 9]) blame.hear(tried(create({ note: number }), 400))
  const order = run.ledger.size
  for (const note of accepted) accept(create({ note }))
  accept(first)
  expect(blame.accuses(refused, order)).toBe(accuses)
})
