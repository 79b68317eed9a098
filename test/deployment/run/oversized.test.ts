import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../../src/http/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { inTurn, run } from '../../support/in-memory.ts'
import { responseOf } from '../../support/messages.ts'
import { plannedWith } from '../../support/plan-laws.ts'

/** An operation with one large parameter, and a small one that goes along. */
async function verify(place: JsonObject, refuses: (request: HttpRequest) => number | undefined) {
  const small = { name: 'n', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 9 } }
  const responses = Object.fromEntries(['200', '400', '414', '431'].map((status) => [status, { description: '' }]))
  const contract = contractOf({
    openapi: '3.1.0',
    info: { title: 'Large', version: '1' },
    paths: { '/a': { get: { operationId: 'read', parameters: [place, small], responses } } },
  })
  const respond = inTurn(contract)
  const { report } = await run(
    (request, index) => {
      const status = refuses(request)
      return status === undefined ? respond(request, index) : responseOf(status, '')
    },
    { contract, plan: createPlan(contract, plannedWith()) },
  )
  const findings = report.findings.map(
    ({ check, subject }) => `${check} ${'case' in subject ? subject.case : subject.constraint}`,
  )
  const isHeld = (id: string): boolean =>
    report.constraints.find((row) => row.id === `read request.${id}`)?.state === 'held'
  return { findings, notes: report.notes.map(({ message }) => message).join('\n'), isHeld }
}

const query = (maxLength: number): JsonObject => ({ name: 'q', in: 'query', schema: { type: 'string', maxLength } })
const header = (maxLength: number): JsonObject => ({ name: 'X-H', in: 'header', schema: { type: 'string', maxLength } })
const longTarget =
  (most: number) =>
  ({ target }: HttpRequest) =>
    target.length > most ? 414 : undefined
const longField =
  (most: number) =>
  ({ headers }: HttpRequest) =>
    headers.some(([, value]) => value.length > most) ? 431 : undefined

describe('a request that is refused for its size', () => {
  it.each([
    [
      'a target over 8,000 octets',
      query(9_000),
      longTarget(8_000),
      /^A request over the size that servers have to take was answered 414/m,
    ],
    [
      'fields over 8 KiB',
      header(9_000),
      longField(8_192),
      /^A request over the size that servers have to take was answered 431/m,
    ],
  ])('is noted for %s, and all else is tested', async (_, place, refuses, note) => {
    const { findings, notes, isHeld } = await verify(place, refuses)
    expect(findings).toEqual([])
    expect(notes).toMatch(note)
    expect(isHeld('query.n maximum')).toBe(true)
  })

  it.each([
    ['a target of 5,000 octets', query(5_000), longTarget(4_000), 'query.q'],
    ['a field of 5,000 octets', header(5_000), longField(4_000), 'header.X-H'],
  ])('is a finding for %s', async (_, place, refuses, key) => {
    const { findings } = await verify(place, refuses)
    expect(findings.join('\n')).toContain(`positive_data_acceptance read request.${key} maxLength`)
  })
})
