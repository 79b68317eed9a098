import { describe, expect, it, test } from 'vitest'
import { readReport } from '../../../src/deployment/replay/index.ts'
import { type Json, type JsonObject, withoutProperty, withValueAt } from '../../../src/json/index.ts'
import { validateReport } from '../../support/report-schema.ts'

const counts = { held: 1, broken: 1, untested: 0, implied: 0 }
const finding: JsonObject = {
  id: 'f',
  constraint: 'op request.body type',
  check: 'negative_data_rejection',
  severity: 'error',
  class: 'accepted',
  intermittent: false,
  operation: 'op',
  places: [
    { operation: 'op', constraint: 'op request.body type' },
    { operation: 'other', constraint: 'other request.body type' },
  ],
  message: 'm',
  expected: 'e',
  received: 'r',
  occurrences: 1,
  witness: {
    request: { method: 'POST', target: '/a', headers: [['a', 'b']], body: 'ü' },
    response: { status: 200, headers: [], body: '' },
    curl: 'curl',
    replay: { case: 'c', seed: 7 },
  },
}
const REPORT: JsonObject = {
  version: 1,
  tool: { name: 'fgs-contract', version: '1' },
  contract: { title: 'Orders', version: '1', digest: 'd' },
  target: 'http://a',
  seed: 7,
  plan: { digest: 'd', requests: 1, executions: 1 },
  summary: {
    verdict: 'fail',
    requests: 1,
    executions: 1,
    durationMs: 1,
    findings: { error: 1, advisory: 0, known: 0 },
    constraints: counts,
  },
  findings: [finding],
  constraints: [],
  notes: [],
}
const WITNESS = '/findings/0/witness'

const changed = (pointer: string, value: Json | undefined): Json => withValueAt(REPORT, pointer, value)
const read = (value: Json) => readReport(JSON.stringify(value), 'r.json')
const messageOf = (value: Json): string => {
  try {
    read(value)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return ''
}

describe('a report', () => {
  it('is read as far as its findings can be sent again', () => {
    expect(validateReport(REPORT)).toEqual([])
    expect(read(REPORT)).toEqual({
      file: 'r.json',
      contract: { title: 'Orders', digest: 'd' },
      target: 'http://a',
      findings: [
        {
          number: 1,
          id: 'f',
          subject: { kind: 'constraint', constraint: 'op request.body type' },
          check: 'negative_data_rejection',
          severity: 'error',
          class: 'accepted',
          intermittent: false,
          operation: 'op',
          places: [
            { operation: 'op', constraint: 'op request.body type' },
            { operation: 'other', constraint: 'other request.body type' },
          ],
          name: 'c',
          seed: 7,
          request: { method: 'POST', target: '/a', headers: [['a', 'b']], body: new TextEncoder().encode('ü') },
          status: 200,
        },
      ],
    })
  })

  it('may begin with a byte order mark', () => {
    expect(readReport(`\ufeff${JSON.stringify(REPORT)}`, 'r.json').target).toBe('http://a')
  })

  test.each<[name: string, value: Json, expected: object]>([
    ['without a response', changed(`${WITNESS}/response`, { fault: 'timeout' }), { status: undefined }],
    [
      'whose body is no text',
      changed(`${WITNESS}/request`, { method: 'PUT', target: '/', headers: [], bodyBase64: '/w==' }),
      { request: { method: 'PUT', target: '/', headers: [], body: new Uint8Array([255]) } },
    ],
    [
      'without a body',
      changed(`${WITNESS}/request`, { method: 'PUT', target: '/', headers: [] }),
      { request: { method: 'PUT', target: '/', headers: [] } },
    ],
    [
      'of a case',
      changed('/findings/0', { ...withoutProperty(finding, 'constraint'), case: 'first' }),
      { subject: { kind: 'case', case: 'first' } },
    ],
    ['at one place alone', changed('/findings/0/places', undefined), { class: 'accepted', operation: 'op' }],
  ])('may have a finding %s', (_, value, expected) => {
    expect(validateReport(value)).toEqual([])
    expect(read(value).findings[0]).toMatchObject(expected)
  })

  test.each<[value: Json, fault: string]>([
    ['report', '# is no object'],
    [changed('/version', 2), '#/version is not 1, which is the only version there is'],
    [changed('/version', undefined), '#/version is missing'],
    [changed('/contract', 'a'), '#/contract is no object'],
    [changed('/contract/digest', undefined), '#/contract/digest is missing'],
    [changed('/findings', {}), '#/findings is no array'],
    [changed('/findings/0', 'f'), '#/findings/0 is no object'],
    [changed('/findings/0/case', 'c'), '#/findings/0 has to have either constraint or case'],
    [changed('/findings/0/check', 'toString'), '#/findings/0/check is none of positive_data_acceptance, negative_'],
    [changed('/findings/0/severity', 'fatal'), '#/findings/0/severity is none of error, advisory'],
    [changed('/findings/0/class', undefined), '#/findings/0/class is missing'],
    [changed('/findings/0/places/1/operation', undefined), '#/findings/0/places/1/operation is missing'],
    [changed('/findings/0/more', 1), '#/findings/0 has an unknown "more"; there are: id, constraint, case, '],
    [changed(`${WITNESS}/request`, []), `#${WITNESS}/request is no object`],
    [changed(`${WITNESS}/request/headers/0`, ['a']), `#${WITNESS}/request/headers/0 must NOT have fewer than 2 items`],
    [changed(`${WITNESS}/request/headers/0/1`, 1), `#${WITNESS}/request/headers/0/1 is no string`],
    [
      changed(`${WITNESS}/request/bodyBase64`, ''),
      `#${WITNESS}/request has both body and bodyBase64; keep one of them`,
    ],
    [changed(`${WITNESS}/response/status`, '200'), `#${WITNESS}/response/status is no integer`],
    [changed(`${WITNESS}/response`, { fault: 1 }), `#${WITNESS}/response/fault is no string`],
    [changed(`${WITNESS}/replay/seed`, 1.5), `#${WITNESS}/replay/seed is no integer`],
  ])('is refused where it breaks its schema: %#', (value, fault) => {
    expect(validateReport(value)).not.toEqual([])
    const message = messageOf(value)
    expect(message.slice(0, `r.json is no report of verify: ${fault}`.length)).toBe(
      `r.json is no report of verify: ${fault}`,
    )
    expect(message).toMatch(/\. Give what --reporter json=FILE has written\.$/)
  })

  test('may name a check of its user, and a fault says so', () => {
    expect(read(changed('/findings/0/check', 'own.sorted')).findings[0]).toMatchObject({ check: 'own.sorted' })
    expect(messageOf(changed('/findings/0/check', 'sorted'))).toMatch(/, a text that matches \^own\\\.\. Give /)
  })
})

describe('a hostile report', () => {
  it('may be deep', () => {
    const deep = JSON.stringify(REPORT).replace('"notes":[]', `"notes":${'['.repeat(200_000)}${']'.repeat(200_000)}`)
    expect(() => readReport(deep, 'r.json')).toThrow('#/notes/0 is no object')
    const note = `"notes":[{"message":"","a":${'['.repeat(100_000)}${']'.repeat(100_000)}}]`
    expect(readReport(JSON.stringify(REPORT).replace('"notes":[]', note), 'r.json').findings).toHaveLength(1)
  })

  it('may have a million faults, and is told the first', () => {
    const value = changed('/findings', new Array(1_000_000).fill(0))
    expect(messageOf(value)).toMatch(/#\/findings\/0 is no object/)
  })

  it('may have a huge name', () => {
    expect(messageOf(changed(`/${'x'.repeat(1_000_000)}`, 1)).length).toBeLessThan(400)
  })

  it.each(['__proto__', 'constructor', 'toString'])('may use %s for a name', (name) => {
    const text = JSON.stringify(REPORT).replace('"seed"', `"${name}":{},"seed"`)
    expect(() => readReport(text, 'r.json')).toThrow(`# has an unknown "${name}"`)
  })

  it('cannot have its members by way of a prototype', () => {
    const text = `{"__proto__":${JSON.stringify(REPORT)},"version":1}`
    expect(() => readReport(text, 'r.json')).toThrow('#/tool is missing')
  })
})
