import { describe, expect, it } from 'vitest'
import { type Json, type JsonObject, valueAt } from '../../../src/json/index.ts'
import { firstBroken } from '../../../src/judging/messages/index.ts'
import {
  type Case,
  createPlan,
  type LeftOut,
  mayExecute,
  type OperationPlan,
} from '../../../src/planning/cases/index.ts'
import { contractOf, documentWith } from '../../support/contracts.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const text = { type: 'string', minLength: 1, maxLength: 20 } as const
const schema = {
  type: 'object',
  required: ['name'],
  properties: {
    name: text,
    author: { type: 'integer', maximum: 9 },
    more: { type: 'object', properties: { a: text, b: text } },
  },
} as const
const DOCUMENT: JsonObject = documentWith({
  parameters: [
    { name: 'filter', in: 'query', schema: text },
    { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 9 } },
  ],
  requestBody: {
    required: true,
    content: { 'application/json': { schema, examples: { one: { value: { name: 'a', author: 3 } } } } },
  },
})

function planned(): { plan: OperationPlan; plainest: Case } {
  const plan = createPlan(contractOf(DOCUMENT), plannedWith({ runs: 4 })).part('op')?.plan
  const plainest = plan?.starts.find(({ name }) => name.includes('required ones alone'))
  if (!plan || !plainest) throw new Error('no plan')
  return { plan, plainest }
}

const bodyOf = ({ judged }: Case): Json => judged.body ?? null

describe('from the plainest request', () => {
  const { plan, plainest } = planned()
  const rungs = plan.rungs(plainest)

  it('rungs lead up to all that is optional, place by place', () => {
    expect(rungs.map(({ name }) => name)).toEqual([
      'request.query.filter',
      'request.query.limit',
      'request.body /author',
      'request.body /more',
    ])
    const all = plan.climbed(plainest, rungs)
    expect(all?.judged.parameters.size).toBe(2)
    expect(Object.keys(bodyOf(all ?? plainest) ?? {})).toEqual(['name', 'author', 'more'])
    // Each with other values, if there are any.
    const author = rungs.find(({ name }) => name.endsWith('/author'))
    const values = [author, ...(author?.others ?? [])].map((rung) => rung?.change.value)
    expect(new Set(values).size).toBe(values.length)
    expect(values.length).toBeGreaterThan(1)
  })

  describe('the cases without what is left out', () => {
    const isLeftOut = ({ name }: { readonly name: string }): boolean => /filter|author/.test(name)
    const leftOut = rungs.filter(isLeftOut).map(({ change }): LeftOut => ({ change, reason: 'only known ones' }))
    const { cases, untried } = plan.from(
      plainest,
      rungs.filter((rung) => !isLeftOut(rung)),
      leftOut,
    )
    const says = (testCase: Case): boolean =>
      testCase.judged.parameters.has('query.filter') || valueAt(bodyOf(testCase), '/author') !== undefined

    it('say nothing there, but to break just that', () => {
      expect(cases.filter(mayExecute).length).toBeGreaterThan(5)
      expect(cases.filter(mayExecute).filter(says)).toEqual([])
      const breaking = cases.filter((testCase) => !mayExecute(testCase) && says(testCase))
      expect(breaking.length).toBeGreaterThan(2)
      for (const { judged } of breaking) expect(firstBroken(judged)?.id).toMatch(/query\.filter|\/author/)
    })

    it('have the rest, and begin and end with the footing', () => {
      const [first] = cases
      expect([first?.role, cases.at(-1)?.role, cases.at(-1)?.digest]).toEqual(['base', 'again', first?.digest])
      expect(bodyOf(first ?? plainest)).toMatchObject({ name: 'Example', more: { a: expect.any(String) } })
      const broken = new Set(cases.map(({ judged }) => firstBroken(judged)?.id))
      for (const id of [
        'request.body /name maxLength',
        'request.body /more/a minLength',
        'request.query.limit maximum',
      ])
        expect(broken).toContain(`op ${id}`)
    })

    it('are said to be untried for that reason', () => {
      expect(untried.get('op request.query.filter maxLength')).toMatchObject({ edge: 'only known ones' })
      expect(untried.get('op request.body /author maximum')).toMatchObject({ edge: 'only known ones' })
      expect(untried.get('op request.query.limit maximum')).toBeUndefined()
    })

    it('are the same each time', () => {
      const again = planned()
      const others = again.plan.from(
        again.plainest,
        again.plan.rungs(again.plainest).filter((rung) => !isLeftOut(rung)),
        leftOut,
      )
      expect(others.cases.map(({ digest }) => digest)).toEqual(cases.map(({ digest }) => digest))
    })
  })

  it('a body that is left out whole is sent by no case', () => {
    const document = documentWith({ requestBody: { content: { 'application/json': { schema } } } })
    const plan = createPlan(contractOf(document), plannedWith()).part('op')?.plan
    const bare = plan?.starts.find(({ request }) => request.body === undefined)
    if (!plan || !bare) throw new Error('no plan')
    const [rung, ...others] = plan.rungs(bare)
    expect([rung?.name, others]).toEqual(['request.body', []])
    const { cases } = plan.from(bare, [], rung ? [{ change: rung.change, reason: 'no bodies' }] : [])
    expect(cases.filter(mayExecute).every(({ request }) => request.body === undefined)).toBe(true)
  })

  it('a name of a map that is left out is named by no case', () => {
    const map = { type: 'object', additionalProperties: text, maxProperties: 3 } as const
    const content = { 'application/json': { schema: { type: 'object', required: ['m'], properties: { m: map } } } }
    const plan = createPlan(contractOf(documentWith({ requestBody: { required: true, content } })), plannedWith()).part(
      'op',
    )?.plan
    const plainest = plan?.starts.find(({ name }) => /required ones alone|plainest/.test(name))
    if (!plan || !plainest) throw new Error('no plan')
    const [rung] = plan.rungs(plainest)
    const change = rung?.change
    expect(change).toMatchObject({ in: 'body', pointer: expect.stringMatching(/^\/m\/./) })
    const { cases } = plan.from(plainest, [], change ? [{ change, reason: 'no such name' }] : [])
    const pointer = change?.in === 'body' ? change.pointer : ''
    expect(cases.filter(mayExecute).length).toBeGreaterThan(2)
    expect(cases.filter((planned) => mayExecute(planned) && valueAt(bodyOf(planned), pointer) !== undefined)).toEqual(
      [],
    )
  })
})
