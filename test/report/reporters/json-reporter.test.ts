import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createJsonReporter } from '../../../src/report/reporters/json-reporter.ts'
import type { Report, ReportDocument, Witness, WitnessDocument } from '../../../src/report/results/index.ts'
import { validateReport } from '../../support/report-schema.ts'
import {
  binaryBodyReport,
  bytes,
  eventsOf,
  failReport,
  finding,
  hostileReport,
  largeBodyReport,
  passReport,
  render,
  report,
  samples,
  secrets,
} from '../../support/reports.ts'

const write = (ended: Report): string => render(createJsonReporter(), ended)
const read = (ended: Report): ReportDocument => JSON.parse(write(ended))

test('writes one document when the run has finished, and nothing before', () => {
  const reporter = createJsonReporter()
  const texts = eventsOf(passReport()).map((event) => reporter.report(event))
  expect(texts.slice(0, -1).join('')).toBe('')
  expect(texts.at(-1)).toMatch(/^\{\n {2}"version": 1,[\s\S]*\n\}\n$/)
})

test.each(['pass', 'fail', 'binary-body', 'hostile'])('stored output: %s', async (name) => {
  await expect(write((samples[name] ?? passReport)())).toMatchFileSnapshot(`./stored/json-${name}.json`)
})

test.each(Object.entries(samples))('keeps its schema: %s', (_, sample) => {
  expect(validateReport(read(sample()))).toEqual([])
})

test('keeps the order and the names of the published shape', () => {
  const document = read(failReport())
  expect(Object.keys(document).join()).toBe('version,tool,contract,target,seed,plan,summary,findings,constraints,notes')
  expect(Object.keys(document.findings[0] ?? {}).join()).toBe(
    'id,constraint,check,severity,class,intermittent,operation,message,expected,received,witness,occurrences',
  )
  expect(document.findings[4]).toMatchObject({ case: 'hazard: lone surrogate in a value of input', intermittent: true })
  expect(document.findings[4]).not.toHaveProperty('subject')
  expect(document.findings[5]?.witness.response).toEqual({ fault: 'The deployment did not answer within 30 s.' })
})

test('is written in pieces, none longer than a finding or a constraint needs', () => {
  const ended = failReport()
  const pieces = [...(createJsonReporter().pieces?.({ type: 'finished', report: ended }) ?? [])]
  expect(pieces.join('')).toBe(write(ended))
  expect(pieces.length).toBeGreaterThan(ended.findings.length + ended.constraints.length)
  expect(JSON.parse(write({ ...ended, findings: [], constraints: [] }))).toMatchObject({
    findings: [],
    constraints: [],
  })
})

test('says of a body that is cut what the whole one is', () => {
  const cut = { bytes: 70_000, sha256: 'a'.repeat(64) }
  const request = { method: 'POST', target: '/', headers: [], body: bytes('be'), cut }
  const response = { status: 200, headers: [], body: bytes('begin'), cut }
  const [sample] = failReport().findings
  if (!sample) throw new Error('no finding')
  const ended = { ...failReport(), findings: [{ ...sample, witness: { ...sample.witness, request, response } }] }
  const { witness } = read(ended).findings[0] ?? {}
  expect(witness).toMatchObject({ request: { body: 'be', cut }, response: { body: 'begin', cut } })
  expect(validateReport(read(ended))).toEqual([])
})

test('what a run hands over beyond the published shape stays out', () => {
  const { contract, constraints, plan, ...rest } = failReport()
  const more = { operations: [], resolve: () => undefined }
  const ended = {
    ...rest,
    ...more,
    contract: { ...contract, ...more },
    plan: { ...plan, cases: [] },
    constraints: constraints.map((row) => ({ ...row, ...more, source: { ...row.source, ...more } })),
  }
  expect(validateReport(read(ended))).toEqual([])
})

describe('bodies', () => {
  const written = (witness: Partial<Witness>): WitnessDocument | undefined => {
    const sample = finding({ message: 'm', expected: 'e', received: 'r', witness })
    return read(report('fail', { findings: [sample] })).findings[0]?.witness
  }
  const both = (body: Uint8Array): WitnessDocument | undefined =>
    written({
      request: { method: 'POST', target: '/', headers: [], body },
      response: { status: 200, headers: [], body },
    })
  const documentOf = (body: Uint8Array) => {
    const text = Buffer.from(body).toString()
    return Buffer.from(text).equals(body) ? { body: text } : { bodyBase64: Buffer.from(body).toString('base64') }
  }

  test('are kept to the byte: text where they are UTF-8, else base64', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.string({ unit: 'binary' }).map(bytes)), (body) => {
        expect(both(body)?.request).toEqual({ method: 'POST', target: '/', headers: [], ...documentOf(body) })
        expect(both(body)?.response).toEqual({ status: 200, headers: [], ...documentOf(body) })
      }),
    )
  })

  test.each([
    ['byte order mark', Uint8Array.of(0xef, 0xbb, 0xbf, 0x31), { body: '\ufeff1' }],
    ['escape of a lone surrogate', bytes('"\\ud800"'), { body: '"\\ud800"' }],
    ['encoded surrogate', Uint8Array.of(0xed, 0xa0, 0x80), { bodyBase64: '7aCA' }],
    ['nothing', new Uint8Array(), { body: '' }],
    ['a part of a larger buffer', Uint8Array.of(1, 0xff, 2).subarray(1, 2), { bodyBase64: '/w==' }],
  ])('%s', (_, body, expected) => {
    expect(both(body)?.response).toEqual({ status: 200, headers: [], ...expected })
  })

  test('a request without one has neither name', () => {
    const request = { method: 'GET', target: '/', headers: [] }
    expect(written({ request })?.request).toEqual(request)
  })

  test('of 12 MB are written and keep the schema', () => {
    const body = new Uint8Array(12 * 2 ** 20).fill(0xff)
    const sample = finding({
      message: 'm',
      expected: 'e',
      received: 'r',
      witness: { response: { status: 200, headers: [], body } },
    })
    expect(validateReport(read(report('fail', { findings: [sample] })))).toEqual([])
  })
})

describe('foreign text', () => {
  test('no control, no format character and no surrogate comes out raw, and none is read that a parser may refuse', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', '\ud800', '\udfff', '\\\ud800', '\u202e\u009b\u{e0041}'),
        (text, more) => {
          const output = write(hostileReport(text + more))
          expect(output).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
          // `\\ud800` is text; `\ud800` alone would be half a character.
          expect(JSON.stringify(JSON.parse(output)).replaceAll('\\\\', '')).not.toMatch(/\\ud[89a-f]/)
        },
      ),
    )
  })

  test('well-formed text is read as it was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const document = read(hostileReport(text))
        expect(document.findings[0]?.message).toBe(text)
        expect(document.constraints[0]?.value).toEqual(JSON.parse(JSON.stringify({ [text]: [text] })))
      }),
    )
  })

  test('a lone surrogate is spelled out', () => {
    expect(read(hostileReport('a\ud800b')).findings[0]?.message).toBe('a\\ud800b')
  })

  test('no credential header comes out', () => {
    for (const secret of secrets) expect(write(hostileReport())).not.toContain(secret)
  })
})

test('large and binary samples are what they claim to be', () => {
  expect(write(largeBodyReport()).length).toBeGreaterThan(2 * 2 ** 20)
  expect(read(binaryBodyReport()).findings[0]?.witness.request.bodyBase64).toMatch(/^H4sI/)
})
