import { expect, it } from 'vitest'
import type { JsonObject } from '../../../src/json/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { type Answer, run } from '../../support/in-memory.ts'
import { responseOf } from '../../support/messages.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const text: JsonObject = { type: 'string', minLength: 1, maxLength: 20 }
const named: JsonObject = { type: 'object', required: ['name'], properties: { name: text } }
const answers = (...statuses: number[]): JsonObject =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: '', ...(status === 200 && { content: { 'application/json': { schema: named } } }) },
    ]),
  )

// What renames stands first in the document.
const contract = contractOf({
  openapi: '3.1.0',
  info: { title: 'Files', version: '1' },
  paths: {
    '/files/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      patch: {
        operationId: 'rename',
        requestBody: { required: true, content: { 'application/json': { schema: named } } },
        responses: answers(200, 400, 404, 415),
      },
      get: { operationId: 'read', responses: answers(200, 404) },
    },
    '/files/{id}/copies': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      post: { operationId: 'copy', responses: answers(200, 404) },
    },
  },
})

/** Knows one file until it is renamed; what it answers for a name is `shown`. */
function files(shown: (name: string) => unknown = (name) => name) {
  let name = 'a.txt'
  const asked: string[] = []
  const answer: Answer = ({ method, target, body }) => {
    const [, , id = '', below] = target.split('/')
    if (method === 'PATCH' && below === undefined) {
      asked.push('rename')
      const isGood = /^\{"name":"[^"]{1,20}"\}$/.exec(Buffer.from(body ?? '').toString())
      if (!isGood) return responseOf(400, {})
      if (id !== name) return responseOf(404, {})
      name = JSON.parse(isGood[0]).name
      return responseOf(200, { name: String(name) === shown(name) ? name : 0 })
    }
    if (!['GET', 'POST'].includes(method)) return responseOf(405, {}, [['allow', 'GET, POST, PATCH']])
    asked.push(id === name ? 'there' : 'gone')
    if (id !== name) return method === 'POST' ? responseOf(500, {}) : responseOf(404, {})
    return responseOf(200, { name })
  }
  return { answer, asked }
}

async function verify(answer: Answer) {
  const known = { parameters: new Map([['id', ['a.txt']]]), bodies: [] }
  const { report } = await run(answer, { contract, plan: createPlan(contract, plannedWith({ known })) })
  return report
}

it('what may rename a known thing comes after what reads it and makes more of it', async () => {
  const { answer, asked } = files()
  const { findings } = await verify(answer)
  expect(asked.slice(0, asked.indexOf('rename'))).toContain('there')
  expect(asked.slice(asked.indexOf('rename'))).not.toContain('there')
  const cases = findings.map(({ subject }) => (subject.kind === 'case' ? subject.case : ''))
  expect(cases).not.toContain('every request')
})

it('what the answer to a renaming shows is no passing fault, though the second time there is nothing to rename', async () => {
  const { findings } = await verify(files(() => undefined).answer)
  const shape = findings.find(({ check }) => check === 'response_schema_conformance')
  expect(shape?.subject).toEqual({ kind: 'constraint', constraint: 'rename response.200 /name type' })
  expect(shape?.intermittent).toBe(false)
})

it('renamings and deletions that all fail are not every request to the target', async () => {
  const changing: JsonObject = { operationId: '', responses: answers(200, 404) }
  const path = (name: string): JsonObject => ({
    parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
    patch: { ...changing, operationId: `change ${name}` },
    delete: { ...changing, operationId: `delete ${name}` },
  })
  const further = contractOf({
    openapi: '3.1.0',
    info: { title: 'Files', version: '1' },
    paths: {
      '/files': { get: { operationId: 'list', responses: answers(200) } },
      '/files/{id}': path('file'),
      '/folders/{id}': path('folder'),
    },
  })
  const { report } = await run(
    ({ method }) => (method === 'GET' ? responseOf(200, { name: 'a' }) : responseOf(500, {})),
    { contract: further, plan: createPlan(further, plannedWith()) },
  )
  const reasons = report.constraints.map(({ reason = '' }) => reason)
  expect(reasons.filter((reason) => reason.includes('every request to the target'))).toEqual([])
  expect(reasons.filter((reason) => reason.includes('every request of it'))).not.toEqual([])
})
