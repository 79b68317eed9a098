import { describe, expect, test } from 'vitest'
import { readReport } from '../../../src/deployment/replay/index.ts'
import { type HttpRequest, type HttpResponse, Redaction } from '../../../src/http/index.ts'
import {
  createReporter,
  renderReplayJson,
  renderReplayText,
  reporterNames,
} from '../../../src/report/reporters/index.ts'
import { type Finding, type Report, type Sighting, writeEvidence } from '../../../src/report/results/index.ts'
import { finding, render, report } from '../../support/reports.ts'

const TOKEN = 'MIIFvw/YJKo+ZIhvc9NAQcC0IIFsD=='

const hexOf = (text: string): string => Buffer.from(text).toString('hex')
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const half = TOKEN.length / 2

/** The token, as it may come back: each row a coding. */
const CODINGS: readonly [coding: string, coded: string][] = [
  ['plain', TOKEN],
  ['JSON with one character as \\u0041', TOKEN.replace('I', '\\u0049')],
  ['JSON with escaped slashes', TOKEN.replace('/', '\\/')],
  ['JSON within JSON', TOKEN.replace('I', '\\\\u0049').replace('/', '\\\\/')],
  ['percent', encodeURIComponent(TOKEN)],
  ['a form', new URLSearchParams({ a: TOKEN }).toString()],
  ['named references of HTML', TOKEN.replace('/', '&sol;').replace('+', '&plus;').replaceAll('=', '&equals;')],
  ['decimal and hexadecimal references of HTML', TOKEN.replace('M', '&#77;').replace('9', '&#x39;')],
  ['base64', base64(TOKEN)],
  ['base64 of more, one before', base64(`a${TOKEN}b`)],
  ['base64 of more, two before', base64(`ab${TOKEN}c`)],
  ['base64url', Buffer.from(`u:${TOKEN}`).toString('base64url')],
  ['hexadecimal', hexOf(TOKEN)],
  ['hexadecimal capitals', hexOf(TOKEN).toUpperCase()],
  ['capitals', TOKEN.toUpperCase()],
  ['halves of chunks', `${TOKEN.slice(0, half)}\r\n10\r\n${TOKEN.slice(half)}`],
  ['halves on two lines', `${TOKEN.slice(0, half)}\n    ${TOKEN.slice(half)}`],
  ['its beginning', `${TOKEN.slice(0, 20)}…`],
]

/** A text of which a part of the token can be read in some way: nothing that a coding leaves of it may be told from noise. */
function traces(text: string): string[] {
  const unescaped = text
    .replace(/\\+u([0-9a-f]{4})|&#x([0-9a-f]+);|%([0-9a-f]{2})/gi, (_, ...codes) =>
      String.fromCharCode(Number.parseInt(codes.find((code) => typeof code === 'string') ?? '0', 16)),
    )
    .toLowerCase()
  const pieces = [TOKEN, base64(TOKEN), base64(`a${TOKEN}`).slice(4), base64(`ab${TOKEN}`).slice(4), hexOf(TOKEN)]
  return pieces.flatMap((piece) =>
    Array.from({ length: piece.length - 9 }, (_, index) => piece.slice(index, index + 10).toLowerCase()).filter(
      (part) => unescaped.includes(part),
    ),
  )
}

const isOneLine = (text: string): boolean => !/[\r\n]/.test(text)

/** A finding whose request carries the token, and whose every text gives it back in a coding. */
function findingOf(coded: string): Finding {
  const field = isOneLine(coded) ? coded : 'none'
  const request: HttpRequest = {
    method: 'POST',
    target: `/v2/${encodeURIComponent(TOKEN)}?access_token=${encodeURIComponent(TOKEN)}&b=${encodeURI(field)}`,
    headers: [
      ['x-foo-token', TOKEN],
      ['x-id', field],
    ],
    body: Buffer.from(`{"token":"${coded}"}`),
  }
  const response: HttpResponse = {
    status: 200,
    headers: [
      ['x-echo', field],
      [`x-${field.replace(/[^\w&#;%\\+/=-]/g, '')}`, 'a'],
    ],
    body: Buffer.from(`{"a":"\\"${coded}\\"","b":["${coded}"]}`),
  }
  const sentences = { message: `It gave "${coded}".`, expected: `not ${coded}`, received: `"${coded}"` }
  const replay = { case: 'smallest body', seed: 1 }
  const exchange = { request, outcome: { kind: 'response', response }, origin: 'https://example.com', replay } as const
  return {
    ...finding({ ...sentences, case: 'smallest body' }),
    ...writeEvidence(sentences, exchange, { redaction: REDACTION }),
  }
}

/** Nobody has said that the token is secret: it is known by the names that carry it. */
const REDACTION = new Redaction({ fields: [] })

const reportOf = (coded: string): Report => report('fail', { findings: [findingOf(coded)] })

test('traces are told', () => {
  for (const [coding, coded] of CODINGS) {
    if (coding.startsWith('named')) continue
    expect(traces(coded), coding).not.toEqual([])
  }
})

describe.each([...reporterNames.map((name) => [name, 'normal'] as const), ['console', 'verbose'] as const])(
  '%s, %s',
  (name, mode) => {
    test.each(CODINGS)('masks a token in %s', async (_, coded) => {
      const reporter = await createReporter(name, { color: false, interactive: false, columns: 100, mode })
      const text = render(reporter, reportOf(coded))
      expect(traces(text)).toEqual([])
      expect(text).toContain('***')
    })
  },
)

describe('replay', () => {
  test.each(CODINGS)('reads and writes no token in %s', async (_, coded) => {
    const shown = reportOf(coded)
    const reporter = await createReporter('json', { color: false, interactive: false, columns: 100, mode: 'normal' })
    const read = readReport(render(reporter, shown), 'report.json')
    expect(
      traces(JSON.stringify(read, (__, value) => (value?.type === 'Buffer' ? Buffer.from(value).toString() : value))),
    ).toEqual([])
    const now: Sighting = findingOf(coded)
    const { id, subject, check, severity, operation, ...others } = findingOf(coded)
    const replayed = {
      contract: shown.contract,
      target: shown.target,
      requests: 1,
      executions: 1,
      findings: [
        {
          number: 1,
          id,
          subject,
          check,
          class: others.class,
          severity,
          operation,
          state: 'still failing',
          now,
        } as const,
      ],
      verdict: 'fail',
      notes: [],
    } as const
    expect(traces(renderReplayText(replayed, { color: false, columns: 100 }))).toEqual([])
    expect(traces(renderReplayJson(replayed))).toEqual([])
  })
})
