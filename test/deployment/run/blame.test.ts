import { describe, expect, it } from 'vitest'
import { isRequestConstraint } from '../../../src/contract/constraints/index.ts'
import { Blame } from '../../../src/deployment/run/blame.ts'
import { RunState } from '../../../src/deployment/run/run-state.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import type { Explanation } from '../../../src/judging/checks/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { requestOf, responseOf } from '../../support/messages.ts'
import { planOptions } from '../../support/verify.ts'

const text: JsonObject = { type: 'string', maxLength: 9 }
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
  },
}

/** A run in which `/pets?a=long` was accepted, with the refusal of another target. */
function refusing(target: string) {
  const contract = contractOf(document)
  const plan = createPlan(contract, planOptions)
  const run = new RunState(plan, { contract, onEvent: () => undefined }, ({ request }) => request)
  const tried = (path: string, status: number) => {
    const [planned] = plan.cases
    if (!planned) throw new Error('no case was planned')
    const request = requestOf(`GET ${path}`)
    const { packed: _, ...plain } = planned
    const testCase = { ...plain, request, judged: run.judgeOf(planned).request(request) }
    const outcome = { kind: 'response' as const, response: responseOf(status, {}) }
    return { testCase, exchange: run.exchange(testCase, outcome, true) }
  }
  const accept = (path: string): void => {
    const { testCase, exchange } = tried(path, 200)
    run.take(testCase, exchange)
  }
  accept('/pets?a=long')
  const refused = tried(target, 400)
  return { blame: new Blame(run), refused, accept, judge: run.judgeOf(refused.testCase) }
}

describe('a refusal in one place', () => {
  const { blame, refused, judge } = refusing('/pets?a=long&b=bad')
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
    for (const here of [edgeOf('b'), ofTrait('request.query.b: a dot')]) expect(blame.placed(refused, here)).toBe(here)
  })

  it.each([
    ['an edge', edgeOf('a')],
    ['a trait', ofTrait('request.query.a: a dot')],
    ['a trait of a name that begins alike', ofTrait('request.query.bad: a dot')],
  ])('is not explained by %s elsewhere, and accounts for nothing else', (_, elsewhere) => {
    expect(blame.placed(refused, elsewhere)).toEqual({
      edge: undefined,
      name: 'request.query.b',
      suspects: ['request.query.b'],
    })
  })

  it('is named by that place if nothing explains it, unless its own name tells more', () => {
    expect(blame.placed(refused, plain).name).toBe('request.query.b')
    expect(blame.placed(refused, plain, true)).toBe(plain)
  })

  it('of what was accepted before, in another form, is about no place', () => {
    const { blame, refused, accept } = refusing('/pets?a=long&b=bad')
    accept('/pets?a=long&b=bad')
    expect(blame.placed(refused, plain)).toBe(plain)
  })

  it('in several places is explained as it was', () => {
    const { blame, refused } = refusing('/pets?a=other&b=bad')
    expect(blame.placed(refused, plain)).toBe(plain)
  })
})
