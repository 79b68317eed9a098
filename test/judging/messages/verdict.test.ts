import { describe, expect, test } from 'vitest'
import type { Constraint } from '../../../src/contract/constraints/index.ts'
import { bundled } from '../../../src/contract/documents/index.ts'
import type { Issue, RequestVerdict } from '../../../src/judging/messages/judgement.ts'
import { OperationJudge } from '../../../src/judging/messages/operation-judge.ts'
import {
  breaksMessage,
  breaksOnly,
  brokenAlone,
  byVerdict,
  firstBroken,
  hazardsOf,
  isAcceptable,
  isBreaking,
  isConforming,
  isForAnother,
  issuesOf,
  verdictName,
} from '../../../src/judging/messages/verdict.ts'
import { operationOf } from '../../support/contracts.ts'

const judge = new OperationJudge(bundled(), operationOf(bundled()))

const breachOf = (constraint: Constraint, pointer = ''): Issue => ({
  constraint,
  pointer,
  expected: 'another value',
  received: 'a value',
  class: 'other',
})

const length = judge.constraint('maxLength')
const type = judge.constraint('type')
const syntax = judge.constraint('syntax')
const method = judge.constraint('method')

const VERDICTS = {
  conforming: { kind: 'conforming' },
  tolerated: { kind: 'tolerated', hazards: [{ place: 'body', name: 'repeated names' }] },
  'breaking one constraint': { kind: 'breaking', issues: [breachOf(length)] },
  'breaking one constraint in two places': { kind: 'breaking', issues: [breachOf(type, '/a'), breachOf(type, '/b')] },
  'breaking two constraints': { kind: 'breaking', issues: [breachOf(length), breachOf(type)] },
  malformed: { kind: 'malformed', issue: breachOf(syntax) },
  'other method': { kind: 'other method', issue: breachOf(method) },
  'other path': { kind: 'other path' },
} satisfies { readonly [name: string]: RequestVerdict }

type Name = keyof typeof VERDICTS
const NAMES = Object.keys(VERDICTS) as Name[]

describe('a verdict', () => {
  test.each<[question: string, ask: (judged: { verdict: RequestVerdict }) => boolean, yes: Name[]]>([
    ['keeps the contract, and may not be refused', isConforming, ['conforming']],
    ['may be executed', isAcceptable, ['conforming', 'tolerated']],
    [
      'breaks values',
      isBreaking,
      ['breaking one constraint', 'breaking one constraint in two places', 'breaking two constraints'],
    ],
    ['may be answered with 501', breaksMessage, ['malformed', 'other method']],
    ['is for another operation', isForAnother, ['other method', 'other path']],
    ['breaks maxLength and nothing else', (judged) => breaksOnly(judged, length), ['breaking one constraint']],
    ['breaks type and nothing else', (judged) => breaksOnly(judged, type), ['breaking one constraint in two places']],
    ['breaks nothing but the method', (judged) => breaksOnly(judged, method), ['other method']],
  ])('%s', (_, ask, yes) => {
    expect(NAMES.filter((name) => ask({ verdict: VERDICTS[name] }))).toEqual(yes)
  })

  test.each<[Name, first: Constraint | undefined, alone: Constraint | undefined, issues: number]>([
    ['conforming', undefined, undefined, 0],
    ['tolerated', undefined, undefined, 0],
    ['breaking one constraint', length, length, 1],
    ['breaking one constraint in two places', type, undefined, 2],
    ['breaking two constraints', length, undefined, 2],
    ['malformed', syntax, syntax, 1],
    ['other method', method, method, 1],
    ['other path', undefined, undefined, 0],
  ])(
    '%s: the first constraint that it breaks, the one that it breaks alone, its issues',
    (name, first, alone, issues) => {
      const judged = { verdict: VERDICTS[name] }
      expect(firstBroken(judged)).toBe(first)
      expect(brokenAlone(judged)).toBe(alone)
      expect(issuesOf(judged)).toHaveLength(issues)
    },
  )

  test('has hazards only if it is tolerated', () => {
    expect(NAMES.flatMap((name) => hazardsOf({ verdict: VERDICTS[name] }))).toEqual([
      { place: 'body', name: 'repeated names' },
    ])
  })

  test('is answered for by the arm of its kind', () => {
    for (const verdict of Object.values(VERDICTS)) {
      const name = byVerdict<string>(
        { verdict },
        {
          conforming: ({ kind }) => kind,
          tolerated: ({ kind }) => kind,
          breaking: ({ kind }) => kind,
          malformed: ({ kind }) => kind,
          'other method': ({ kind }) => kind,
          'other path': ({ kind }) => kind,
          unjudged: ({ kind }) => kind,
        },
      )
      expect(name).toBe(verdict.kind)
      expect(verdictName({ verdict })).toBe(name)
    }
  })
})
