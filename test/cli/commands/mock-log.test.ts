import { expect, test } from 'vitest'
import { MockLog } from '../../../src/cli/commands/mock-log.ts'
import { loadContract } from '../../../src/contract/documents/index.ts'
import type { JournalEntry } from '../../../src/mock/responder/index.ts'
import { contractOf, documentWith } from '../../support/contracts.ts'

const TOKEN = 'S3cr3t-T0ken-of-a-client'

const entry: JournalEntry = {
  request: { method: 'GET', target: `/a?api_key=${TOKEN}&b=\x9b2J`, headers: [['X-Foo-Token', TOKEN]] },
  operation: 'op',
  verdict: 'breaking',
  issues: [{ constraint: 'op request.query.b maxLength', pointer: '', expected: '1\x1b[2J', received: `"${TOKEN}"` }],
  parameters: {},
  body: undefined,
  answer: 'refusal',
  response: { status: 400, headers: [], body: new Uint8Array() },
  fault: undefined,
  delayMs: 0,
}

test('a request is a line, what it breaks is one each, without secrets and without what a terminal obeys', () => {
  expect(new MockLog(contractOf(documentWith({}))).entry(entry)).toBe(
    [
      'GET /a?api_key=***&b=\\u009b2J  op  breaking  400 refusal',
      '  request.query.b maxLength: expected 1\\u001b[2J, received "***"',
      '',
    ].join('\n'),
  )
})

test('a parameter of the contract is not secret by its name', () => {
  const parameters = [{ name: 'access_token', in: 'query', schema: { type: 'string' } }]
  const request = { ...entry.request, target: `/a?access_token=${TOKEN}&b=1`, headers: [] }
  expect(new MockLog(contractOf(documentWith({ parameters }))).entry({ ...entry, request })).toContain(
    `/a?access_token=${TOKEN}&`,
  )
})

test('a long target is cut', () => {
  const request = { ...entry.request, target: `/${'a'.repeat(200)}` }
  expect(new MockLog(contractOf(documentWith({}))).entry({ ...entry, request, issues: [] })).toMatch(
    /^GET \/a{158}… {2}op/,
  )
})

test('a long path, and a long name of an operation that is closed, are cut', async () => {
  const long = `/${'a'.repeat(2000)}`
  const document = {
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: { [long]: { get: {}, put: { parameters: 5 } } },
  }
  const head = new MockLog(await loadContract({ file: 'api.json', text: JSON.stringify(document) })).head(
    'http://127.0.0.1:1',
    undefined,
    undefined,
  )
  expect(head).toContain('/aaa')
  expect(head.length).toBeLessThan(2000)
})
