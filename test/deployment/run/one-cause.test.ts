import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../../src/http/index.ts'
import { type JsonObject, property } from '../../../src/json/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import { findingPlaces } from '../../../src/report/results/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { type Answer, inTurn, run } from '../../support/in-memory.ts'
import { responseOf } from '../../support/messages.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const described = (...statuses: number[]): JsonObject =>
  Object.fromEntries(statuses.map((status) => [status, { description: '' }]))
const get = (operationId: string, parameter: JsonObject, responses: JsonObject): JsonObject => ({
  get: { operationId, parameters: [{ required: true, ...parameter }], responses },
})
const number: JsonObject = { name: 'n', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 9 } }
const id: JsonObject = { name: 'id', in: 'path', schema: { type: 'string', minLength: 1, maxLength: 40 } }
const documentOf = (paths: JsonObject): JsonObject => ({
  openapi: '3.1.0',
  info: { title: 'Things', version: '1' },
  paths,
})

async function verify(paths: JsonObject, answer: (conforming: Answer) => Answer, ids: readonly string[] = []) {
  const contract = contractOf(documentOf(paths))
  const known = { parameters: new Map(ids.length > 0 ? [['id', ids]] : []), bodies: [] }
  const plan = createPlan(contract, plannedWith({ known }))
  const { report } = await run(answer(inTurn(contract)), { contract, plan })
  return report.findings
}

const hasBadEscape = ({ target }: HttpRequest): boolean => /%(?![0-9a-f]{2})/i.test(target)

describe('a server error', () => {
  it.each<readonly [string, (request: HttpRequest) => boolean, readonly string[]]>([
    [
      'to every text that is no number is of the type alone, and not of a bad escape too',
      ({ target }) => !/\?n=-?\d+(?:$|&)/.test(target) && target.includes('n='),
      ['find request.query.n type'],
    ],
    ['to a bad escape is of that', hasBadEscape, ['find request.query.n encoding']],
  ])('%s', async (_, crashes, constraints) => {
    const findings = await verify(
      { '/things': get('find', number, described(200, 400)) },
      (conforming) => (request, index) => (crashes(request) ? responseOf(500, {}) : conforming(request, index)),
    )
    const errors = findings.filter(({ check }) => check === 'not_a_server_error')
    expect(errors.map(({ subject }) => (subject.kind === 'constraint' ? subject.constraint : subject.case))).toEqual(
      constraints,
    )
  })

  it.each([
    ['to every text outside ASCII is of that, and not of a length too', false, ['request.body: text outside ASCII']],
    [
      'to these and to long texts is of both',
      true,
      ['request.body: text outside ASCII', 'make request.body /name maxLength'],
    ],
  ])('%s', async (_, isOfLength, subjects) => {
    const name: JsonObject = { type: 'string', minLength: 1, maxLength: 30 }
    const schema: JsonObject = { type: 'object', required: ['name'], properties: { name, note: { type: 'string' } } }
    const requestBody: JsonObject = { required: true, content: { 'application/json': { schema } } }
    const make: JsonObject = { post: { operationId: 'make', requestBody, responses: described(200, 400) } }
    const findings = await verify({ '/things': make }, (conforming) => (request, index) => {
      const text = new TextDecoder().decode(request.body)
      const isForeign = /[^\0-\x7f\ufffd]/.test(text)
      const isLong = isOfLength && /"name":"[a-z0-9]{31}"/.test(text)
      return isForeign || isLong ? responseOf(502, {}) : conforming(request, index)
    })
    const errors = findings.filter(({ check }) => check === 'not_a_server_error')
    expect(errors.map(({ subject }) => (subject.kind === 'constraint' ? subject.constraint : subject.case))).toEqual(
      subjects,
    )
  })

  it.each([
    ['to whatever is not there is of no constraint', /^\/things\/there$/, false],
    ['to a bad escape alone is of that', /^\/things\/(?:[^%]|%[0-9a-f]{2})*$/i, true],
  ])('%s, in a path', async (_, fine, isOfConstraint) => {
    const findings = await verify(
      { '/things/{id}': get('read', id, described(200, 400, 404)) },
      (conforming) => (request, index) =>
        fine.test(request.target) || request.method !== 'GET' ? conforming(request, index) : responseOf(500, {}),
      ['there'],
    )
    const subjects = findings.flatMap(({ check, subject }) => (check === 'not_a_server_error' ? [subject] : []))
    expect(subjects).not.toEqual([])
    expect(subjects.some(({ kind }) => kind === 'constraint')).toBe(isOfConstraint)
  })
})

it('refusals that a document describes nowhere are one finding, with all operations', async () => {
  const findings = await verify(
    { '/things': get('find', number, described(200)), '/others': get('seek', number, described(200)) },
    (conforming) => conforming,
  )
  expect(findings.map(({ check, severity }) => `${severity} ${check}`)).toEqual(['advisory status_code_conformance'])
  const places = findings.flatMap((finding) => findingPlaces(finding))
  expect(places.map(({ operation }) => operation)).toEqual(['find', 'seek'])
})

describe('an undocumented redirect', () => {
  it('of all that is sent is one finding of an operation', async () => {
    const findings = await verify(
      { '/find': get('find', number, described(200, 400)) },
      () => () => responseOf(302, [], [['location', '/']]),
    )
    expect(findings.map(({ check, subject }) => [check, subject])).toEqual([
      ['status_code_conformance', { kind: 'constraint', constraint: 'find response.200 status' }],
    ])
  })
})

describe('of several operations it is one finding', () => {
  const placesOf = (findings: Awaited<ReturnType<typeof verify>>, check: string): string[][] =>
    findings
      .filter((finding) => finding.check === check)
      .map((finding) => findingPlaces(finding).map(({ operation }) => operation))

  it('that a target takes no long paths', async () => {
    const findings = await verify(
      { '/a/{id}': get('a', id, described(200, 400, 404)), '/b/{id}': get('b', id, described(200, 400, 404)) },
      (conforming) => (request, index) =>
        request.target.length > 30 ? responseOf(414, {}) : conforming(request, index),
    )
    const refused = findings.filter(({ class: of }) => of === 'status 414')
    expect(placesOf(refused, 'status_code_conformance')).toEqual([['a', 'b']])
  })

  it('what a path leads to, if its operations have the same answers, and not what others do', async () => {
    const findings = await verify(
      {
        '/a/{id}': {
          ...get('get', id, described(200, 400)),
          put: property(get('put', id, described(200, 400)), 'get') ?? {},
        },
        '/b/{id}': get('other', id, described(200, 400)),
      },
      (conforming) => async (request, index) => {
        const answer = await conforming(request, index)
        return typeof answer === 'object' && answer.status === 200 ? responseOf(202, {}) : answer
      },
      ['there'],
    )
    expect(placesOf(findings, 'status_code_conformance')).toEqual([['get', 'put'], ['other']])
  })
})
