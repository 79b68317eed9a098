import { describe, expect, test } from 'vitest'
import { adequacy } from '../../src/adequacy/index.ts'
import { measureClients } from '../../src/adequacy/measure-clients.ts'
import { CLIENT_MUTANT_KINDS } from '../../src/adequacy/mutant.ts'
import { bundled } from '../../src/contract/documents/index.ts'
import type { JsonObject } from '../../src/json/index.ts'
import { contractOf, documentWith } from '../support/contracts.ts'

const contract = bundled()
const small: JsonObject = documentWith({
  parameters: [
    { name: 'q', in: 'query', schema: { type: 'string', maxLength: 100 } },
    { name: 'n', in: 'query', schema: { type: 'integer' } },
  ],
  responses: {
    200: {
      description: 'Success',
      content: { 'application/json': { schema: { type: 'object', properties: { name: { type: 'string' } } } } },
    },
    400: {
      description: 'Bad Request',
      content: {
        'application/json': {
          schema: { type: 'object', required: ['code'], properties: { code: { type: 'string', minLength: 5 } } },
        },
      },
    },
    500: { description: 'no body' },
  },
})

describe('clients of the bundled contract', () => {
  test('one that keeps it has no finding, and every mutant is killed', async () => {
    const { rows, notes } = await measureClients(contract, contract.operations, 1)
    expect(notes).toEqual([])
    expect(rows.filter(({ state }) => state !== 'killed').map(({ id, state }) => `${state} ${id}`)).toEqual([])
    expect(rows.length).toBeGreaterThanOrEqual(50)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    const kinds = new Set(rows.map(({ kind }) => kind))
    expect(CLIENT_MUTANT_KINDS.filter((kind) => !kinds.has(kind))).toEqual(['argument dropped'])
  }, 180_000)
})

describe('clients of a small contract', () => {
  const sample = contractOf(small)

  test('what is not killed says why', async () => {
    const { rows, notes } = await measureClients(sample, sample.operations, 1)
    expect(notes).toEqual([])
    const left = rows.flatMap(({ id, state, reason }) => (state === 'killed' ? [] : [`${state} | ${id} | ${reason}`]))
    expect(left).toMatchInlineSnapshot(`
      [
        "equivalent | op request.query.n: argument not encoded | nothing legal was found that makes it do so",
        "equivalent | op request.query.n: argument cut: 64 | nothing legal was found that makes it do so",
        "survived | op response.500: error swallowed | it did so in 1 call, and no check minds",
      ]
    `)
  })

  test.each(['complete_request', 'error_propagation', 'positive_response_acceptance'] as const)(
    'without %s, mutants survive',
    async (without) => {
      const whole = await measureClients(sample, sample.operations, 1)
      const { rows } = await measureClients(sample, sample.operations, 1, { without })
      const missed = rows.filter(({ id, state }) => {
        const before = whole.rows.find((one) => one.id === id)
        return before?.state === 'killed' && state === 'survived'
      })
      expect(missed).not.toEqual([])
      for (const { id } of missed) expect(whole.rows.find((one) => one.id === id)?.by?.check).toBe(without)
    },
  )

  test('they are in the report where they are asked for', async () => {
    const without = await adequacy(sample)
    const report = await adequacy(sample, { clients: true })
    expect(without.mutants.every(({ party }) => party === 'deployment')).toBe(true)
    const { killed, survived, equivalent, unreachable } = report.summary
    expect(killed + survived + equivalent + unreachable).toBe(report.mutants.length)
    expect(killed).toBeGreaterThan(without.summary.killed)
    expect(report.kinds.some(({ party, kind }) => party === 'client' && kind === 'error swallowed')).toBe(true)
  })
})
