import { expect, test } from 'vitest'
import { createPlan } from '../../../src/planning/cases/index.ts'
import { contractOf, documentOfBody } from '../../support/contracts.ts'
import { planOptions } from '../../support/verify.ts'

/** Why each limit of a body is untried, by its keyword; nothing of those that are tried. */
function untriedLimits(limit: number): Map<string, readonly (string | undefined)[]> {
  const properties = {
    text: { type: 'string', maxLength: limit },
    list: { type: 'array', maxItems: limit, items: { type: 'string' } },
    map: { type: 'object', maxProperties: limit, additionalProperties: { type: 'string' } },
  }
  const { untried } = createPlan(contractOf(documentOfBody({ type: 'object', properties })), planOptions)
  const limits = [...untried].filter(([id]) => / max\w+$/.test(id))
  return new Map(limits.map(([id, { edge, breach }]) => [id.replace(/^.* /, ''), [edge, breach]]))
}

test('a limit that no value can exceed is untested, with no advice that cannot be followed', () => {
  const why = 'its limit is too large to exceed within --max-body 1MiB'
  expect(Object.fromEntries(untriedLimits(2_147_483_647))).toEqual({
    maxLength: [why, why],
    maxItems: [why, why],
    maxProperties: [why, why],
  })
  expect(untriedLimits(8).size).toBe(0)
})
