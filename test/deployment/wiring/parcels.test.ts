import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Contract } from '../../../src/contract/model/index.ts'
import { planVerification, type Report, UsageError, verifyDeployment } from '../../../src/entries/index.ts'
import { isObject, type JsonObject } from '../../../src/json/index.ts'
import { serveMock } from '../../../src/mock/loopback/index.ts'
import { Mock } from '../../../src/mock/responder/index.ts'
import { brokenConstraints } from '../../../src/report/results/index.ts'
import { contractOf } from '../../support/contracts.ts'

/** A document of all that a message can be made of. */
const TEXT = readFileSync(new URL('documents/parcels.yaml', import.meta.url), 'utf8')
const contract = contractOf(parse(TEXT))

/** Verifies a deployment that keeps another contract, which differs in one respect. */
async function verifyTwin(twin: Contract, operation: string): Promise<Report> {
  const server = await serveMock(new Mock(twin, { mode: 'boundary' }))
  try {
    return await verifyDeployment(contract, {
      target: server.origin,
      runs: 0,
      include: [operation],
      allowChanges: [operation],
    })
  } finally {
    await server.close()
  }
}

describe('a document of all kinds of messages', () => {
  test('is verified whole on its own mock, with random requests too', async () => {
    const report = await verifyDeployment(contract, { runs: 20 })
    expect(report.findings).toEqual([])
    expect(report.summary.verdict).toBe('pass')
    const untested = report.constraints.filter(({ state }) => state === 'untested')
    expect(untested.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([
      'writeNote response.200 application/xml type: bodies of application/xml are not read',
      'storeFile request.path.file_id minLength: a value at its edge may name something that the request would change; give one with --param',
      'storeFile request.body application/xml type: no such body is sent: nothing says how to write a value as application/xml',
    ])
  })

  test('is planned with each media type that can be written', () => {
    const { cases } = planVerification(contract, { runs: 0 })
    const types = cases.flatMap(({ request, operation, judged }) =>
      judged.verdict.kind === 'conforming'
        ? request.headers
            .filter(([name]) => name === 'content-type')
            .map(([, value]) => `${operation} ${value.toLowerCase().replace(/;.*/, '')}`)
        : [],
    )
    expect([...new Set(types)].sort()).toEqual([
      'addPet application/json',
      'addUser application/json',
      'fillForm application/x-www-form-urlencoded',
      'sendParcel application/json',
      'sendParcel application/x-www-form-urlencoded',
      'sendParcel multipart/form-data',
      'storeFile application/octet-stream',
      'storeFile image/png',
      'writeNote text/plain',
    ])
  })

  test('takes known bodies as values and as they are sent', () => {
    const form = ['--b', 'Content-Disposition: form-data; name="name"', '', 'known', '--b']
    const file = ['Content-Disposition: form-data; name="label"; filename="a"', '', 'x', '--b--', '']
    const body = [{ name: 'in a form' }, Buffer.from([...form, ...file].join('\r\n')), Buffer.from('a known note')]
    const known = planVerification(contract, { runs: 0, body }).cases.flatMap(({ judged, operation }) =>
      judged.verdict.kind === 'conforming' ? [`${operation} ${judged.mediaType} ${JSON.stringify(judged.body)}`] : [],
    )
    expect(known).toContain('fillForm application/x-www-form-urlencoded {"name":"in a form"}')
    // Together with edges that only add to it.
    expect(known).toContainEqual(expect.stringMatching(/^sendParcel multipart\/form-data \{"name":"known","label":"x"/))
    expect(known).toContain('writeNote text/plain "a known note"')
    expect(() => planVerification(contract, { include: ['writeNote'], body: [Buffer.from('a'.repeat(100))] })).toThrow(
      UsageError,
    )
  })

  test('is planned without what is readOnly, and with the names of what is told apart by them', () => {
    const { cases } = planVerification(contract, { runs: 20 })
    const bodiesOf = (id: string): JsonObject[] =>
      cases.flatMap(({ operation, judged: { verdict, body } }) =>
        operation === id && verdict.kind === 'conforming' && isObject(body) ? [body] : [],
      )
    expect(bodiesOf('addUser').length).toBeGreaterThan(20)
    expect(bodiesOf('addUser').filter((body) => 'id' in body || !('password' in body))).toEqual([])
    const kinds = bodiesOf('addPet').map((body) => ('lives' in body && 'tricks' in body ? 'both' : body.kind))
    expect(new Set(kinds)).toContain('feline')
    expect(bodiesOf('addPet').every((body) => body.kind !== 'Dog' || 'tricks' in body)).toBe(true)
    expect(bodiesOf('addPet').every((body) => body.kind !== 'feline' || 'lives' in body)).toBe(true)
    expect(new Set(kinds)).toContain('Dog')
  })

  test.each<[defect: string, from: string | RegExp, to: string, findings: readonly string[]]>([
    [
      'a number of a form that is not limited',
      'count: { type: integer, minimum: 1, maximum: 9 }',
      'count: { type: integer, minimum: 1 }',
      ['negative_data_rejection fillForm request.body /count maximum'],
    ],
    [
      'a text of a form that is limited too early',
      'name: { type: string, minLength: 1, maxLength: 12 }',
      'name: { type: string, minLength: 1, maxLength: 11 }',
      ['positive_data_acceptance fillForm request.body /name maxLength'],
    ],
    [
      'files of a form that are not limited',
      'format: binary, maxLength: 99',
      'format: binary',
      ['negative_data_rejection sendParcel request.body multipart/form-data /scans/* maxLength'],
    ],
    [
      'a file that need not be there',
      'required: [name, label]',
      'required: [name]',
      ['negative_data_rejection sendParcel request.body multipart/form-data /label required'],
    ],
    [
      'a property of an object in a form that may be null',
      'depth: { type: integer, minimum: 0 }',
      "depth: { type: [integer, 'null'], minimum: 0 }",
      [
        'negative_data_rejection sendParcel request.body /filter/depth type',
        'negative_data_rejection sendParcel request.body application/json /filter/depth type',
      ],
    ],
    [
      'a text that may be longer',
      'text/plain: { schema: { type: string, minLength: 1, maxLength: 20 } }',
      'text/plain: { schema: { type: string, minLength: 1 } }',
      ['negative_data_rejection writeNote request.body maxLength'],
    ],
    [
      'a file that may be larger',
      'application/octet-stream: { schema: { type: string, format: binary, maxLength: 64 } }',
      'application/octet-stream: { schema: { type: string, format: binary } }',
      ['negative_data_rejection storeFile request.body maxLength'],
    ],
    [
      'an answer that is longer',
      'text/plain: { schema: { type: string, maxLength: 20 } }',
      'text/plain: { schema: { type: string, minLength: 21 } }',
      ['response_schema_conformance writeNote response.200 maxLength'],
    ],
    [
      'an answer of the second media type that is shorter',
      'text/csv: { schema: { type: string, minLength: 3 } }',
      'text/csv: { schema: { type: string, maxLength: 2 } }',
      ['response_schema_conformance writeNote response.200 text/csv minLength'],
    ],
    [
      'a property of a deep object that is not limited',
      'age: { type: integer, maximum: 120 }',
      'age: { type: integer }',
      ['negative_data_rejection findUsers request.query.filter /age maximum'],
    ],
    [
      'items of a list in the query that are not limited',
      'items: { type: number, maximum: 9 }',
      'items: { type: number }',
      ['negative_data_rejection findUsers request.query.at /* maximum'],
    ],
    [
      'items of a list in the path that may be longer',
      "'^[a-z]{2,4}$'",
      "'^.{2,}'",
      ['negative_data_rejection findUsers request.path.labels /* pattern'],
    ],
    [
      'a property of an object in a header that is of any type',
      'from: { type: integer, minimum: 0 }',
      'from: { minimum: 0 }',
      [
        'negative_data_rejection findUsers request.header.X-Range /from minimum',
        'negative_data_rejection findUsers request.header.X-Range /from type',
      ],
    ],
    [
      'a property of JSON in the query that may be absent',
      'required: [text]',
      'required: []',
      ['negative_data_rejection findUsers request.query.query /text required'],
    ],
    [
      'a cookie that may be longer',
      'in: cookie, schema: { type: string, minLength: 2, maxLength: 8',
      'in: cookie, schema: { type: string, minLength: 2',
      ['negative_data_rejection findUsers request.cookie.theme maxLength'],
    ],
    [
      'what is writeOnly sent back',
      'password: { type: string, writeOnly: true, minLength: 4 }',
      'password: { type: string, minLength: 4 }',
      ['advisory addUser response.200 advisory writeOnly'],
    ],
    [
      'what is readOnly not sent back',
      'required: [id, name, password]',
      'required: [name, password]',
      ['response_schema_conformance addUser response.200 /id required'],
    ],
    [
      'a header of another value',
      'a: { type: integer, maximum: 5 }',
      'a: { type: integer, minimum: 6 }',
      ['response_headers_conformance writeNote response.200.header.X-Tags /a maximum'],
    ],
  ])('shows %s, and nothing else', async (_, from, to, findings) => {
    expect(TEXT.split(from)).toHaveLength(2)
    const report = await verifyTwin(contractOf(parse(TEXT.replace(from, () => to))), findings[0]?.split(' ')[1] ?? '')
    const told = report.findings.flatMap((finding) =>
      brokenConstraints(finding).map((constraint) => `${finding.check} ${constraint}`),
    )
    expect([...new Set(told)].sort()).toEqual([...findings].sort())
  })
})
