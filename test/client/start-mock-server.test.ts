import { describe, expect, it, onTestFinished } from 'vitest'
import { bundled } from '../../src/contract/documents/index.ts'
import { type MockServer, type MockServerOptions, startMockServer } from '../../src/entries/client.ts'
import type { HttpRequest } from '../../src/http/index.ts'
import { pathOf, REQUESTS, sendingBody } from '../support/exchanges.ts'

async function started(options?: MockServerOptions): Promise<MockServer> {
  const server = await startMockServer(bundled(), options)
  onTestFinished(() => server.close())
  return server
}

const send = ({ origin }: MockServer, { method, target, headers, body }: HttpRequest, signal?: AbortSignal) =>
  fetch(origin + target, {
    method,
    headers: headers.map(([name, value]): [string, string] => [name, value]),
    body: body ? Buffer.from(body) : null,
    ...(signal && { signal }),
  })

describe('a mock server', () => {
  it('serves the contract at its origin, and says what came', async () => {
    const server = await started()
    const answer = await send(server, REQUESTS.conforming)
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ status: 'success' })])
    expect(server.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const [entry, ...others] = server.mock.journal
    expect(others).toEqual([])
    expect(entry).toMatchObject({
      operation: 'startSyncWorkflowExecution',
      verdict: 'conforming',
      issues: [],
      parameters: { 'path.project_id': 'p', 'path.workflow_id': 'w' },
      body: { input: {} },
      response: { status: 200 },
      fault: undefined,
    })
    expect(entry?.answer).toMatch(/^example /)
    expect(entry?.request.target).toBe(pathOf())
  })

  it('says in plain words what a request breaks', async () => {
    const server = await started()
    await send(server, sendingBody({ input: 1 }, pathOf('x'.repeat(65))))
    await send(server, REQUESTS.malformed)
    await send(server, { method: 'GET', target: '/nowhere', headers: [] })
    expect(
      server.mock.journal.map(({ operation, verdict, issues, response }) => [
        operation,
        verdict,
        issues.map(({ constraint }) => constraint),
        response.status,
      ]),
    ).toEqual([
      [
        'startSyncWorkflowExecution',
        'breaking',
        [
          'startSyncWorkflowExecution request.path.project_id maxLength',
          'startSyncWorkflowExecution request.body /input type',
        ],
        400,
      ],
      ['startSyncWorkflowExecution', 'malformed', ['startSyncWorkflowExecution request.body syntax'], 400],
      [undefined, 'other path', [], 404],
    ])
    expect(server.mock.journal[0]?.issues).toEqual([
      expect.objectContaining({ pointer: '', expected: 'at most 64 characters' }),
      expect.objectContaining({ pointer: '/input', received: '1' }),
    ])
    // Nothing of how it was judged shows: an entry can be kept, shown and compared.
    expect(JSON.parse(JSON.stringify(server.mock.journal[0]?.issues))).toEqual(server.mock.journal[0]?.issues)
  })

  it('listens where it is told to, and rejects where it cannot', async () => {
    const { origin } = await started()
    await expect(started({ port: Number(new URL(origin).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it('ends with its connections', async () => {
    const server = await startMockServer(bundled(), { fault: 'hang' })
    const hanging = send(server, REQUESTS.conforming)
    const failed = expect(hanging).rejects.toThrow()
    while (server.mock.journal.length === 0) await new Promise((resolve) => setImmediate(resolve))
    await server.close()
    await failed
  })
})
