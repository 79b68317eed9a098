import { describe, expect, it } from 'vitest'
import type { Contract } from '../../../src/contract/model/index.ts'
import type { HttpRequest } from '../../../src/http/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { OperationJudge } from '../../../src/judging/messages/index.ts'
import { createPlan, foreignTo, type Knowledge } from '../../../src/planning/cases/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { petstore } from '../../support/petstore.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const NOTHING_KNOWN: Knowledge = { known: { parameters: new Map(), bodies: [] }, changes: 'guarded' }

const text: JsonObject = { type: 'string' }
const inPath = (name: string): JsonObject => ({ name, in: 'path', required: true, schema: text })
const responses = { 200: { description: '' } }
const body = {
  content: {
    'application/json': {
      schema: { type: 'object', required: ['id'], properties: { id: { type: 'string' }, note: { type: 'string' } } },
    },
  },
}
const shop = contractOf({
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1' },
  paths: {
    '/things': {
      put: { operationId: 'replace', requestBody: body, responses },
      get: { operationId: 'list', parameters: [{ name: 'q', in: 'query', schema: text }], responses },
    },
    '/things/{id}': { parameters: [inPath('id')], delete: { operationId: 'remove', responses } },
    '/{shop}/{part}': { parameters: [inPath('shop'), inPath('part')], post: { operationId: 'add', responses } },
  },
})

function judgeOf(contract: Contract, id: string): OperationJudge {
  const operation = contract.operations.find((documented) => documented.id === id)
  if (!operation) throw new Error(id)
  return new OperationJudge(contract, operation)
}

function said(id: string, request: HttpRequest, knowledge: Knowledge = NOTHING_KNOWN): string | undefined {
  const judge = judgeOf(shop, id)
  return foreignTo(judge, { request, judged: judge.request(request) }, knowledge)
}

const NOTHING = 'fgs-contract-no-such-thing'
const requestOf = (method: string, target: string, sent?: string): HttpRequest => ({
  method,
  target,
  headers: sent === undefined ? [] : [['content-type', 'application/json']],
  ...(sent !== undefined && { body: new TextEncoder().encode(sent) }),
})

describe('a request of a report is none that a run would plan', () => {
  it.each<[name: string, id: string, request: HttpRequest, reason: string]>([
    ['to another path', 'list', requestOf('GET', '/other'), 'its path is none of list'],
    ['to a path below', 'list', requestOf('GET', '/things/1'), 'its path is none of list'],
    ['to a parent folder', 'add', requestOf('POST', `/../${NOTHING}`), 'its path is none of add'],
    ['to an encoded parent folder', 'add', requestOf('POST', `/%2e%2E/${NOTHING}`), 'its path is none of add'],
    ['to the same folder', 'add', requestOf('POST', `/${NOTHING}/.`), 'its path is none of add'],
    ...['..%2f..%2f7', '%2e%2e%2f7', '..%5c7', '..\\7', '..;', '..;x%2f7', '%252e%252e%252f7', '.%2f7'].map(
      (text): [string, string, HttpRequest, string] => [
        `to where ${text} leads if it is decoded first`,
        'remove',
        requestOf('DELETE', `/things/${NOTHING}%2f${text}`),
        'its path is none of remove',
      ],
    ),
    [
      'with a name in its query that may stand for a method',
      'list',
      requestOf('GET', '/things?q=1&_method=DELETE'),
      'its query has "_method", which list does not know',
    ],
    [
      'with a name in its query that may say what it is about',
      'remove',
      requestOf('DELETE', `/things/${NOTHING}?%69d=7`),
      'its query has "id", which remove does not know',
    ],
    [
      'with a cookie that nobody documents',
      'list',
      { ...requestOf('GET', '/things'), headers: [['cookie', 'admin=1']] },
      'its cookie has "admin", which list does not know',
    ],
    [
      'of the method of another operation',
      'list',
      requestOf('PUT', '/things', `{"id":"${NOTHING}"}`),
      'its method is that of another operation than list',
    ],
    [
      'that may change what its path names',
      'remove',
      requestOf('DELETE', '/things/7'),
      'any value of {id} may name something: give one with --param',
    ],
    [
      'that may change what its body names',
      'replace',
      requestOf('PUT', '/things', '{"id":"7"}'),
      'any id in its body may name something: give one with --body',
    ],
    [
      'that may change what its unreadable body names',
      'replace',
      requestOf('PUT', '/things', '{"id":"7"'),
      'what its body names cannot be read: permit that with --allow-changes replace',
    ],
    [
      'of a method that nobody documents, to what is there',
      'list',
      requestOf('DELETE', '/things'),
      'it changes what is there, and nothing in a request says what: permit that with --allow-changes list',
    ],
  ])('%s', (_, id, request, reason) => expect(said(id, request)).toBe(reason))

  it.each<[name: string, id: string, request: HttpRequest]>([
    ['a safe one to anything', 'list', requestOf('GET', '/things?q=1')],
    ['one with a name in other letters', 'list', requestOf('GET', '/things?Q=1')],
    ['one with dots that lead nowhere', 'remove', requestOf('DELETE', `/things/${NOTHING}..%2f...`)],
    ['one to what cannot exist', 'remove', requestOf('DELETE', `/things/${NOTHING}`)],
    ['one with an empty segment beside what cannot exist', 'add', requestOf('POST', `/${NOTHING}/`)],
    ['one whose body names nothing', 'replace', requestOf('PUT', '/things', `{"id":"${NOTHING}"}`)],
  ])('unlike %s', (_, id, request) => expect(said(id, request)).toBeUndefined())

  it('unless the user gives what it names, or permits the operation to change anything', () => {
    const known = { parameters: new Map([['id', ['7']]]), bodies: [] }
    const request = requestOf('DELETE', '/things/7')
    expect(said('remove', request, { known, changes: 'guarded' })).toBeUndefined()
    expect(said('remove', request, { ...NOTHING_KNOWN, changes: 'allowed' })).toBeUndefined()
    expect(said('remove', requestOf('DELETE', '/things/8'), { known, changes: 'guarded' })).toMatch(
      /may name something/,
    )
    expect(said('remove', requestOf('DELETE', '/other/8'), { known, changes: 'allowed' })).toMatch(/none of remove/)
  })
})

it.each([
  ['a shop', shop],
  ['a pet store', contractOf(petstore)],
])('what is planned for %s may be sent again by its bytes, but for bodies that cannot be read', (_, contract) => {
  const { cases } = createPlan(contract, plannedWith({ runs: 2 }))
  const judges = new Map(contract.operations.map(({ id }) => [id, judgeOf(contract, id)]))
  const reasons = cases.flatMap((planned) => {
    const judge = judges.get(planned.operation)
    return judge ? (foreignTo(judge, planned, NOTHING_KNOWN) ?? []) : ['no such operation']
  })
  expect(cases.length).toBeGreaterThan(50)
  expect([...new Set(reasons)].filter((reason) => !reason.startsWith('what its body names cannot be read'))).toEqual([])
})
