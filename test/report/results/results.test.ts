import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Redaction } from '../../../src/http/index.ts'
import { countStates, type Finding, findingSubject, writeEvidence } from '../../../src/report/results/index.ts'

const subjectOf = (finding: Pick<Finding, 'subject'> & Partial<Finding>): string =>
  findingSubject({ operation: 'op', check: 'negative_data_rejection', class: 'accepted', ...finding })

describe('the subject of a finding', () => {
  test.each([
    [
      'a constraint, without its operation',
      { kind: 'constraint', constraint: 'op request.body type' },
      'request.body type',
    ],
    [
      'a constraint of another operation',
      { kind: 'constraint', constraint: 'other request.body type' },
      'other request.body type',
    ],
    ['a case', { kind: 'case', case: 'smallest body' }, 'smallest body'],
  ] as const)('is %s', (_, subject, text) => expect(subjectOf({ subject })).toBe(text))

  test('keeps an operation that only begins alike', () => {
    expect(subjectOf({ subject: { kind: 'constraint', constraint: 'op2 type' } })).toBe('op2 type')
  })

  test('is the status itself if that is not documented, and not the one that it stands in for', () => {
    const subject = { kind: 'constraint', constraint: 'op response.400 status' } as const
    expect(subjectOf({ subject, check: 'status_code_conformance', class: 'status 422' })).toBe(
      'status 422, which is not documented',
    )
  })
})

test('states are counted, those without a row too', () => {
  expect(countStates([{ state: 'held' }, { state: 'untested' }, { state: 'held' }])).toEqual({
    held: 2,
    broken: 0,
    untested: 1,
    implied: 0,
  })
})

describe('evidence', () => {
  const sentences = { message: 'It gave t0ken-abc.', expected: 'a', received: 'other-s3cret' }
  const request = {
    method: 'POST',
    target: '/a?b=other-s3cret',
    headers: [
      ['X-Api-Token', 't0ken-abc'],
      ['X-Id', '1'],
    ],
    body: Buffer.from('t0ken-abc'),
  } as const
  const replay = { case: 'smallest body', seed: 7, path: '3:1' }
  const redaction = new Redaction({ fields: [], values: ['other-s3cret'] })

  test('has neither what the run keeps secret nor what the request carries under a secret name', () => {
    const response = {
      status: 200,
      headers: [['x-t0ken-abc', 'T0KEN-ABC']],
      body: Buffer.from('["other-s3cret"]'),
    } as const
    const exchange = { request, outcome: { kind: 'response', response }, origin: 'https://a.example', replay } as const
    const { witness, ...written } = writeEvidence(sentences, exchange, { redaction })
    expect(written).toEqual({ message: 'It gave ***.', expected: 'a', received: '***' })
    expect(witness).toMatchObject({
      request: {
        target: '/a?b=***',
        headers: [
          ['X-Api-Token', '***'],
          ['X-Id', '1'],
        ],
      },
      response: { status: 200, headers: [['x-***', '***']] },
      curl: `curl --path-as-is -g -X POST 'https://a.example/a?b=***' -H 'X-Api-Token: ***' -H 'X-Id: 1' -H 'content-type:' --data-binary '***'`,
      replay,
    })
    expect('body' in witness.response && Buffer.from(witness.response.body).toString()).toBe('["***"]')
  })

  test('keeps of a long body the beginning, length and digest, unless all is asked for', () => {
    const secret = 'other-s3cret'
    // The secret lies across the end of what is kept.
    const beginning = 'é'.repeat(32 * 1024 - 4)
    const body = Buffer.from(`${beginning}${secret}${'x'.repeat(100_000)}`)
    const outcome = { kind: 'response', response: { status: 200, headers: [], body } } as const
    const exchange = { request: { ...request, body }, outcome, origin: 'https://a.example', replay } as const
    const { witness } = writeEvidence(sentences, exchange, { redaction })
    const cut = { bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') }
    expect(witness.request.cut).toEqual(cut)
    expect(witness.response).toMatchObject({ cut })
    expect(Buffer.from(witness.request.body ?? []).toString()).toMatch(/^é{32000,}\*{0,3}$/)
    expect(witness.curl).toMatch(/ --data-binary @request-body$/)
    const whole = writeEvidence(sentences, exchange, { redaction, fullBodies: true }).witness
    expect(whole.request).not.toHaveProperty('cut')
    expect('body' in whole.response && Buffer.from(whole.response.body).toString()).toBe(
      `${beginning}***${'x'.repeat(100_000)}`,
    )
  })

  test.each([
    ['at', 64 * 1024, false],
    ['over', 64 * 1024 + 1, true],
  ])('cuts a body %s the limit: %i bytes', (_, length, isCut) => {
    const body = Buffer.alloc(length, 'x')
    const outcome = { kind: 'response', response: { status: 200, headers: [], body } } as const
    const { witness } = writeEvidence(
      sentences,
      { request, outcome, origin: 'https://a.example', replay },
      { redaction },
    )
    expect('cut' in witness.response).toBe(isCut)
    expect('body' in witness.response && witness.response.body.length).toBe(64 * 1024)
  })

  test('says why there was no response', () => {
    const outcome = { kind: 'fault', fault: { message: 'The connection to t0ken-abc ended.' } } as const
    const { witness } = writeEvidence(
      sentences,
      { request, outcome, origin: 'https://a.example', replay },
      { redaction },
    )
    expect(witness.response).toEqual({ fault: 'The connection to *** ended.' })
  })
})
