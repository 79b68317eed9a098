import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../src/json/index.ts'
import { isConforming } from '../../../src/judging/messages/index.ts'
import { type Case, createPlan } from '../../../src/planning/cases/index.ts'
import { contractOf, documentWith } from '../../support/contracts.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const text = { type: 'string', minLength: 1, maxLength: 3 } as const
const LEAVES_A_OUT: JsonObject = { schema: { type: 'object', properties: { a: text, b: text } }, example: { b: 'x' } }
const HAS_ALL: JsonObject = { ...LEAVES_A_OUT, example: { a: 'y', b: 'x' } }

const casesOf = (content: JsonObject): readonly Case[] =>
  createPlan(contractOf(documentWith({ requestBody: { required: true, content } })), plannedWith()).cases
const bodiesThatBreak = (cases: readonly Case[], id: string) =>
  cases.flatMap(({ judged: { verdict, body } }) =>
    verdict.kind === 'breaking' && verdict.issues[0].constraint.id === `op ${id}` ? [body] : [],
  )

describe('a case that breaks a constraint starts from', () => {
  const cases = casesOf({ 'application/json': LEAVES_A_OUT })

  it('the first request where that has the place, and from the barest in turn', () => {
    expect(bodiesThatBreak(cases, 'request.body /b maxLength').slice(0, 2)).toEqual([
      { b: 'abcd' },
      { b: expect.stringMatching(/^.{4}$/u) },
    ])
    expect(bodiesThatBreak(cases, 'request.body /b type')[0]).toEqual({ b: null })
  })

  it('the fullest where the first leaves the place out; then that is a case, and comes before it', () => {
    const [first] = bodiesThatBreak(cases, 'request.body /a maxLength')
    expect(first).toEqual({ a: 'abcd', b: 'x' })
    const names = cases.map(({ name }) => name)
    const twin = cases.findIndex(({ name }) => name === 'fullest body')
    expect(cases[twin]?.judged.body).toEqual({ a: expect.any(String), b: 'x' })
    expect(twin).toBeLessThan(
      names.findIndex((name) => name.startsWith('request.body /a ') && name.includes('fullest')),
    )
  })

  it('the first alone where that has all: the fullest is no further case', () => {
    const whole = casesOf({ 'application/json': HAS_ALL })
    expect(whole.filter(({ judged }) => isConforming(judged)).map(({ name }) => name)).not.toContain('fullest body')
  })

  it('the first of another media type, which is a case then', () => {
    const both = casesOf({ 'application/json': HAS_ALL, 'application/merge-patch+json': HAS_ALL })
    const other = both.filter(({ request }) => request.headers.some(([, value]) => value.includes('merge-patch')))
    const plain = other.find(({ packed, judged }) => isConforming(judged) && (packed?.features ?? []).length === 0)
    expect(plain?.judged.body).toEqual({ a: 'y', b: 'x' })
    expect(other.some(({ judged }) => !isConforming(judged))).toBe(true)
  })
})
