import { describe, expect, it } from 'vitest'
import { headerValue } from '../../../src/http/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { type Answer, run } from '../../support/in-memory.ts'
import { responseOf } from '../../support/messages.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const operation = (method: string): JsonObject => ({
  operationId: method,
  parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } }],
  responses: Object.fromEntries(['200', '400', '401', '404'].map((status) => [status, { description: '' }])),
})

// The one that deletes stands first in the document.
const contract = contractOf({
  openapi: '3.1.0',
  info: { title: 'Things', version: '1' },
  paths: { '/things/{id}': { delete: operation('delete'), get: operation('get') } },
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
})

/** Knows two things until they are deleted; `isOpen` says whether deleting asks for no token. */
function things(isOpen = false): { readonly answer: Answer; readonly deleted: number[] } {
  const known = new Set(['1', '2'])
  const deleted: number[] = []
  const answer: Answer = ({ method, target, headers }, index) => {
    const id = target.split('/')[2] ?? ''
    const isDelete = method === 'DELETE'
    if (headerValue(headers, 'authorization') !== 'Bearer t' && !(isOpen && isDelete)) return responseOf(401, '')
    if (!isDelete && method !== 'GET') return responseOf(405, '', [['allow', 'GET, DELETE']])
    if (!/^[1-9]\d*$/.test(id)) return responseOf(400, '')
    if (!known.has(id)) return responseOf(404, '')
    if (isDelete && known.delete(id)) deleted.push(index)
    return responseOf(200, '')
  }
  return { answer, deleted }
}

async function verify(answer: Answer, includes: (operation: { readonly id: string }) => boolean = () => true) {
  const known = { parameters: new Map([['id', ['1', '2']]]), bodies: [] }
  const plan = createPlan(contract, plannedWith({ known, credentials: true, includes }))
  return run(answer, { contract, plan, credentials: [['authorization', 'Bearer t']] })
}

describe('what deletes', () => {
  it('comes last, after what it must refuse', async () => {
    const { answer, deleted } = things()
    const { report, transport } = await verify(answer)
    expect(report.findings).toEqual([])
    const [first = 0] = deleted
    expect(transport.requests.slice(first).filter(({ method }) => method === 'GET')).toEqual([])
    const untested = report.constraints.filter(({ state }) => state === 'untested').map(({ id }) => id)
    expect(untested.filter((id) => /request|response.200/.test(id))).toEqual([])
  })

  it('may end the connection on the first request of a run, which is to be refused', async () => {
    const { answer } = things()
    const ofDelete = ({ id }: { readonly id: string }): boolean => id === 'delete'
    const cutting = await verify((request, index) => (index === 0 ? 'reset' : answer(request, index)), ofDelete)
    expect(cutting.report.findings).toEqual([])
    const isNoNumber = ({ target }: { readonly target: string }): boolean => !/^.things.-?\d+$/.test(target)
    const { report } = await verify(
      (request, index) => (isNoNumber(request) ? 'reset' : answer(request, index)),
      ofDelete,
    )
    expect(report.findings.map(({ check }) => check)).toContain('complete_response')
    const dead = await verify(() => 'reset', ofDelete)
    expect(dead.report.findings).toEqual([])
    expect(dead.report.summary).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(/^A fault: reset/),
    })
  })

  it('is asked for without credentials while there is something to delete', async () => {
    const { report } = await verify(things(true).answer)
    expect(report.findings.map(({ id }) => id)).toEqual(['ignored_auth delete request security none'])
  })
})
