import { describe, expect, test } from 'vitest'
import { measureDeployments } from '../../src/adequacy/measure-deployments.ts'
import { CHECKS } from '../../src/judging/checks/index.ts'
import type { Case } from '../../src/planning/cases/index.ts'
import { contractOf } from '../support/contracts.ts'
import { sampleDocument } from './sample.ts'

const sample = contractOf(sampleDocument)
const whole = await measureDeployments(sample)
const killed = new Map(whole.mutants.flatMap(({ id, by }) => (by ? [[id, by] as const] : [])))

const brokenBy = ({ judged: { verdict } }: Case): string =>
  verdict.kind === 'breaking' ? verdict.issues[0].constraint.id : verdict.kind

/** Mutants break constraints: a check that is about none has nothing to notice. */
const checks = CHECKS.filter(({ about }) => about !== 'case')

describe('with nothing taken away', () => {
  test('every mutant is killed, each check that is about constraints killing some', () => {
    expect(whole.summary).toMatchObject({ verdict: 'pass', survived: 0 })
    expect(whole.notes).toEqual([])
    const killing = new Set([...killed.values()].map(({ check }) => check))
    expect(checks.filter(({ name }) => !killing.has(name))).toEqual([])
  })

  test('the report is the same each time', async () => {
    expect(await measureDeployments(sample)).toEqual(whole)
  })
})

describe('a check that is switched off is missed', () => {
  test.each(checks.map((check) => [check.name, check] as const))('%s', async (_, off) => {
    const { summary, mutants } = await measureDeployments(sample, {}, { checks: CHECKS.filter((one) => one !== off) })
    expect(summary.verdict).toBe('fail')
    const missed = mutants.filter(({ id, state }) => killed.has(id) && state !== 'killed')
    expect(new Set(missed.map(({ id }) => killed.get(id)?.check)).size).toBe(1)
    for (const { state, constraint, reason } of missed) {
      expect(state).toBe('survived')
      expect(constraint).toMatch(/^op /)
      expect(reason).toMatch(/answered \d+ requests? otherwise/)
    }
  })
})

describe('a kind of case that is left out of the plan is missed', () => {
  test.each<[string, (one: Case) => boolean, RegExp]>([
    [
      'requests that are too long',
      (one) => !/q maxLength$/.test(brokenBy(one)),
      /q maxLength: (?:not enforced|off by one)/,
    ],
    ['requests without the parameter', (one) => !/q required$/.test(brokenBy(one)), /q required: not enforced/],
    [
      'the longest values',
      ({ packed }) => !packed?.features.some(({ name }) => /maxLength/.test(name)),
      /q maxLength: refused at its edge/,
    ],
    ['other methods', (one) => brokenBy(one) !== 'other method', /request method: not enforced/],
    ['malformed texts', (one) => brokenBy(one) !== 'malformed', /q encoding: not enforced/],
    ['requests without credentials', ({ credentials }) => credentials !== 'none', /^$/],
    ['all that test credentials', ({ credentials }) => credentials === 'configured', /request security: not enforced/],
  ])('%s', async (_, cases, expected) => {
    const { mutants } = await measureDeployments(sample, {}, { cases })
    const missed = mutants.filter(({ id, state }) => killed.has(id) && state !== 'killed').map(({ id }) => id)
    // One of the two that test credentials is enough.
    if (expected.source === '^$') expect(missed).toEqual([])
    else expect(missed.filter((id) => expected.test(id))).not.toEqual([])
  })
})
