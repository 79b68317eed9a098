import { describe, expect, test } from 'vitest'
import { adequacy } from '../../src/adequacy/index.ts'
import { MUTANT_KINDS } from '../../src/adequacy/mutant.ts'
import { bundled } from '../../src/contract/documents/index.ts'

const report = await adequacy(bundled())
/** It has no value to refuse, and no format. */
const NOT_HERE = new Set<string>(['value refused', 'format loose'])
const idsOf = (state: string): string[] => report.mutants.flatMap((one) => (one.state === state ? [one.id] : []))

describe('of the bundled contract', () => {
  test('every mutant that is not equivalent is killed', () => {
    expect([...idsOf('survived'), ...idsOf('masked')]).toEqual([])
    expect(report.summary.verdict).toBe('pass')
    expect(report.summary.killed).toBeGreaterThanOrEqual(150)
    expect(report.notes).toEqual([])
  })

  test('each constraint has a mutant, and no id is given twice', () => {
    const ids = report.mutants.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const kinds = new Set(report.mutants.map(({ kind }) => kind))
    expect([...kinds].sort()).toEqual(MUTANT_KINDS.filter((kind) => !NOT_HERE.has(kind)).sort())
  })

  test('each one that is not killed says why', () => {
    for (const { id, reason } of report.mutants.filter(({ state }) => state !== 'killed'))
      expect(reason, id).toMatch(/^[a-z].*[^.]$/)
    const [statuses] = [new Set(idsOf('unreachable').map((id) => /response\.(\d+)/.exec(id)?.[1]))]
    expect([...statuses]).toEqual(['404', '500'])
  })

  test('what kills a mutant is about its constraint, as far as it can be', () => {
    for (const { id, kind, constraint, by } of report.mutants)
      if (by && (kind === 'not enforced' || kind === 'off by one' || kind === 'broken last item'))
        expect(by.about, id).toBe(constraint)
  })

  test('the counts are those of the mutants', () => {
    const { killed, survived, equivalent, unreachable } = report.summary
    expect(killed + survived + equivalent + unreachable).toBe(report.mutants.length)
    for (const count of ['killed', 'survived', 'equivalent', 'unreachable'] as const)
      expect(report.kinds.reduce((sum, row) => sum + row[count], 0)).toBe(report.summary[count])
  })
})
