import { describe, expect, test } from 'vitest'
import { bodyExcerpt } from '../../../src/report/reporters/body-text.ts'
import { countStandings, knownText, orderFindings } from '../../../src/report/reporters/findings.ts'
import { countLedger, groupBy, untestedByReason } from '../../../src/report/reporters/ledger.ts'
import { copyableCurl } from '../../../src/report/reporters/snippets.ts'
import { findingLocator, isUrl, sourceFileUri, sourcePlace } from '../../../src/report/reporters/source-place.ts'
import { verdictSentence } from '../../../src/report/reporters/verdict-text.ts'
import { finding, ledgerRow, report } from '../../support/reports.ts'

const sentences = { message: 'm', expected: 'e', received: 'r' }
const known = { reason: 'fixed in release 8', expires: '2026-12-31' }

describe('findings', () => {
  const error = finding({ ...sentences, case: 'a' })
  const advisory = finding({ ...sentences, case: 'b', severity: 'advisory' })
  const accepted = finding({ ...sentences, case: 'c', known })

  test('come in the order error, advisory, known', () => {
    expect(orderFindings([accepted, advisory, error])).toEqual([error, advisory, accepted])
    expect(countStandings([accepted, advisory, error, error])).toEqual({ error: 2, advisory: 1, known: 1 })
  })

  test('that are known say why and until when', () => {
    expect(knownText(known)).toBe('known until 2026-12-31: fixed in release 8')
  })
})

describe('the ledger', () => {
  const rows = [
    ledgerRow({ name: 'a', operation: 'one', state: 'held', value: 1 }),
    ledgerRow({ name: 'b', operation: 'one', state: 'untested', value: 1, reason: 'x' }),
    ledgerRow({ name: 'c', operation: 'two', state: 'untested', value: 1, reason: 'y' }),
    ledgerRow({ name: 'd', operation: 'two', state: 'untested', value: 1, reason: 'y' }),
  ]

  test('is counted by operation and in total', () => {
    const { operations, total } = countLedger(rows)
    expect(operations.get('one')).toEqual({ held: 1, broken: 0, untested: 1, implied: 0 })
    expect(total).toEqual({ held: 1, broken: 0, untested: 3, implied: 0 })
  })

  test('gives reasons, the most frequent first, with ids that name the operation if there are several', () => {
    expect(untestedByReason(rows)).toEqual([
      ['y', ['two c', 'two d']],
      ['x', ['one b']],
    ])
    expect(untestedByReason(rows.slice(2))).toEqual([['y', ['c', 'd']]])
  })

  test('groups keep the order in which keys appear', () => {
    expect([...groupBy(['b1', 'a1', 'b2'], ([key]) => key)]).toEqual([
      ['b', ['b1', 'b2']],
      ['a', ['a1']],
    ])
  })
})

describe('the source of a constraint', () => {
  test('is a line, or a pointer if no line is known', () => {
    expect(sourcePlace({ file: 'a.yaml', pointer: '/b', line: 3 })).toBe('a.yaml:3')
    expect(sourcePlace({ file: 'a.yaml', pointer: '/b' })).toBe('a.yaml#/b')
  })

  test.each([
    ['specs/a b.yaml', 'specs/a%20b.yaml'],
    ['/specs/a.yaml', 'file:///specs/a.yaml'],
    ['C:\\specs\\a.yaml', 'file:///C:/specs/a.yaml'],
    ['https://a.example/b c.yaml', 'https://a.example/b%20c.yaml'],
  ])('%s is the URI %s', (file, uri) => expect(sourceFileUri(file)).toBe(uri))

  test('is a URL only with a scheme of two letters or more', () => {
    expect([isUrl('https://a.example'), isUrl('C:\\a'), isUrl('a/b')]).toEqual([true, false, false])
  })

  test('of a finding about a case is the method of its operation', () => {
    const row = ledgerRow({ name: 'request method', operation: 'one', state: 'held', value: 'GET' })
    expect(findingLocator([row])(finding({ ...sentences, operation: 'one', case: 'a' }))).toEqual(row.source)
  })
})

test('a body is shown from its beginning, with its length if that is not all', () => {
  expect(bodyExcerpt(Buffer.from('abc\x1b'), undefined, 10)).toBe('abc\\u001b')
  expect(bodyExcerpt(Buffer.from('abcdef'), undefined, 3)).toBe('abc\n… (6 bytes in all)')
  expect(bodyExcerpt(Uint8Array.of(255, 254), undefined, 3)).toBe('(2 bytes, not UTF-8)\nff fe')
  expect(bodyExcerpt(Buffer.from('abc'), { bytes: 70_000, sha256: '' }, 10)).toBe('abc\n… (70,000 bytes in all)')
})

test.each([
  ['curl a', { line: 'curl a' }],
  ['curl \x1b', { advice: expect.stringContaining('holds characters that a terminal might obey') }],
  [`curl ${'a'.repeat(100)}`, { advice: expect.stringContaining('is 105 characters long') }],
])('the curl line %j can be copied, or the JSON report has it', (curl, shown) => {
  expect(copyableCurl(curl, 50)).toEqual(shown)
})

test('the verdict rests on findings, numbers and the ledger; an inconclusive one on its reason', () => {
  const { summary } = report('fail', { findings: [finding({ ...sentences, case: 'a' })] }, { durationMs: 125_000 })
  expect(verdictSentence(summary)).toMatch(
    /^1 error that breaks no constraint; .* constraints held, 0 broken, 0 untested \(2 min 5 s\)$/,
  )
  const nothing = report('inconclusive', {}, { reason: 'nothing was proven', durationMs: 340 }).summary
  expect(verdictSentence(nothing)).toMatch(/^nothing was proven \(.*, 340 ms\)$/)
})
