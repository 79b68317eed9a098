import { describe, expect, it } from 'vitest'
import { BlamelessRefusals } from '../../../src/deployment/run/blameless-refusals.ts'
import { responseOf } from '../../support/messages.ts'

const told = (refusals: readonly (readonly [operation: string, status: number, message: string])[]): string[] => {
  const blameless = new BlamelessRefusals()
  for (const [operation, status, message] of refusals) blameless.add(operation, responseOf(status, { message }))
  return blameless.notes
}
const WHY = 'and nothing in the contract tells why.'

describe('refusals that accuse nobody', () => {
  it('are one note for an operation and a status, whatever each says', () => {
    expect(
      told([
        ['list', 400, 'unknown 1'],
        ['list', 400, 'unknown 2'],
        ['list', 422, 'no'],
        ['read', 400, 'unknown 3'],
      ]),
    ).toEqual([
      `list: 2 requests that keep every constraint were answered 400 (unknown 1), or alike, ${WHY}`,
      `list: a request that keeps every constraint was answered 422 (no), ${WHY}`,
      `read: a request that keeps every constraint was answered 400 (unknown 3), ${WHY}`,
    ])
  })

  it('are counted together from the eleventh note on', () => {
    const operations = Array.from({ length: 12 }, (_, index) => `op${index + 1}`)
    const notes = told([...operations, 'op12'].map((operation) => [operation, 400, 'no']))
    expect(notes).toHaveLength(11)
    expect(notes[9]).toMatch(/^op10: /)
    expect(notes[10]).toBe('The same holds of 3 more refusals: op11, op12.')
  })
})
