import { describe, expect, it } from 'vitest'
import { isObject, type Json, type JsonObject } from '../../../src/json/index.ts'
import { brokenAlone, isConforming } from '../../../src/judging/messages/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import { contractOf, documentWith } from '../../support/contracts.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const text: JsonObject = { type: 'string', maxLength: 3 }
const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `n${at}`)

function planOf(members: number, parameters: number) {
  const inner: JsonObject = {
    type: 'object',
    properties: Object.fromEntries(names(members).map((name) => [name, text])),
  }
  const schema: JsonObject = { type: 'object', required: ['id', 'inner'], properties: { id: text, inner } }
  const query = names(parameters).map((name) => ({ name, in: 'query', schema: text }))
  const needed = { name: 'needed', in: 'query', required: true, schema: text }
  const parts = {
    parameters: [needed, ...query],
    requestBody: { required: true, content: { 'application/json': { schema } } },
  }
  return createPlan(contractOf(documentWith(parts)), plannedWith())
}

const widthOf = (body: Json | undefined): number =>
  isObject(body) && isObject(body.inner ?? null) ? Object.keys(body.inner as JsonObject).length : 0

describe('of 150 members and 150 parameters, beside a broken one', () => {
  const { cases, untried } = planOf(150, 150)
  const breaking = cases.filter(({ judged, role }) => role === 'planned' && brokenAlone(judged)?.about === 'value')

  it('stand those of one group and all that are required', () => {
    expect(breaking.filter(({ judged }) => widthOf(judged.body) > 32).map(({ name }) => name)).toEqual([])
    // One group, and the one that every request needs.
    expect(Math.max(...breaking.map(({ judged }) => judged.parameters.size))).toBe(33)
    const lacking = breaking.filter(({ judged }) => !judged.parameters.has('query.needed'))
    expect(lacking).toEqual([])
  })

  it('each is broken all the same, beside a twin that is sent', () => {
    expect([...untried.keys()].filter((id) => id.includes('maxLength') || id.includes('type'))).toEqual([])
    for (const id of ['query.n149 maxLength', 'body /inner/n149 maxLength', 'body /id maxLength']) {
      const index = cases.findIndex(({ judged }) => brokenAlone(judged)?.id === `op request.${id}`)
      const broken = cases[index]?.judged
      const isTwin = cases
        .slice(0, index)
        .some(
          ({ judged }) =>
            isConforming(judged) &&
            [...judged.parameters.keys()].join() === [...(broken?.parameters.keys() ?? [])].join() &&
            widthOf(judged.body) === widthOf(broken?.body),
        )
      expect([id, index > 0, isTwin]).toEqual([id, true, true])
    }
  })

  it('the first request and the packed edges have all', () => {
    const conforming = cases.filter(({ judged }) => isConforming(judged))
    expect(Math.max(...conforming.map(({ judged }) => widthOf(judged.body)))).toBeGreaterThanOrEqual(150)
    expect(Math.max(...conforming.map(({ judged }) => judged.parameters.size))).toBe(151)
  })
})

it('of no more than 64 all stand beside it', () => {
  const widths = planOf(64, 63).cases.flatMap(({ judged }) =>
    brokenAlone(judged)?.id === 'op request.query.n1 maxLength' ? [[judged.parameters.size, widthOf(judged.body)]] : [],
  )
  expect(widths).toContainEqual([64, 64])
})
