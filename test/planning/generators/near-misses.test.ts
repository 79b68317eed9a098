import { describe, expect, it } from 'vitest'
import { isOfFormat } from '../../../src/judging/messages/index.ts'
import { NEAR_MISSES } from '../../../src/planning/generators/near-misses.ts'
import { FORMATS } from '../../../src/planning/generators/text.ts'

describe('near misses', () => {
  it('are of every format of which a text is known, and another one is judged invalid', () => {
    const asserted = Object.keys(FORMATS).filter((format) => !isOfFormat(format, '\u0001 (%zz{'))
    expect(Object.keys(NEAR_MISSES).sort()).toEqual(asserted.sort())
  })

  it.each(Object.entries(NEAR_MISSES))('of %s are no such texts, and have names of their own', (format, misses) => {
    expect(misses.filter(({ text }) => isOfFormat(format, text))).toEqual([])
    expect(new Set(misses.map(({ name }) => name)).size).toBe(misses.length)
    expect(misses.length).toBeGreaterThan(1)
  })
})
