import { describe, expect, test } from 'vitest'
import { clientOf } from '../../fixtures/clients/index.ts'
import { type ClientCall, verifyClient } from '../../src/client/index.ts'
import { bundled, loadContract } from '../../src/contract/documents/index.ts'
import type { Report } from '../../src/report/results/index.ts'
import { startCall } from '../support/start-call.ts'
import { verifyInProcess } from './in-process.ts'

type Options = Parameters<typeof verifyClient>[2]

const run = (call: ClientCall, options: Options = {}): Promise<Report> =>
  verifyClient(bundled(), call, { runs: 0, timeout: 60_000, ...options })

/** Where it does not matter how the client meets the mock: a call over a socket costs twice as much. */
const runInProcess = (call: ClientCall, options: Options = {}): Promise<Report> =>
  verifyInProcess(bundled(), call, { runs: 0, timeout: 60_000, ...options })

const clean = startCall(clientOf({}))

describe('a client of which no request is seen', () => {
  test.each<[string, ClientCall]>([
    ['returns', () => 'nothing'],
    [
      'throws what is no error',
      () => {
        throw null
      },
    ],
    ['rejects', () => Promise.reject(new Error('no network'))],
  ])('is inconclusive when it %s', async (_, call) => {
    const { summary, findings } = await run(call)
    expect(summary).toMatchObject({ verdict: 'inconclusive', requests: 0 })
    expect(summary.durationMs).toBe(Math.round(summary.durationMs))
    expect(summary.reason).toContain('base URL')
    expect(findings).toEqual([])
  })

  test('is given up soon when it never settles', async () => {
    let calls = 0
    const { summary } = await run(
      () => {
        calls++
        return new Promise(() => {})
      },
      { timeout: 20 },
    )
    expect(summary.verdict).toBe('inconclusive')
    expect(calls).toBeLessThan(20)
  })
})

test('a client that calls nothing but closed operations is told which', async () => {
  const ok = { responses: { 200: { description: '' } } }
  const shut = { operationId: 'shut', responses: { 200: { $ref: '#/gone' } } }
  const contract = await loadContract({
    file: 'api.json',
    text: JSON.stringify({
      openapi: '3.0.3',
      info: { title: 'a', version: '1' },
      paths: { '/open': { get: { operationId: 'open', ...ok } }, '/shut': { get: shut } },
    }),
  })
  const { summary } = await verifyInProcess(contract, async (_, baseUrl) => await fetch(`${baseUrl}/shut`), {
    operation: 'open',
    runs: 0,
  })
  expect(summary).toMatchObject({
    verdict: 'inconclusive',
    reason: 'only operations were called that are not planned: shut',
  })
})

describe('hostile results', () => {
  const cyclic: { self?: unknown } = {}
  cyclic.self = cyclic
  const endless: object = new Proxy(
    {},
    {
      get: () => endless,
      ownKeys: () => ['a'],
      getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: endless }),
    },
  )
  test.each<[string, unknown]>([
    ['a cycle', cyclic],
    [
      'a getter that throws',
      Object.defineProperty({}, 'a', {
        get: () => {
          throw new Error('no')
        },
        enumerable: true,
      }),
    ],
    ['an endless proxy', endless],
    [
      'a revoked proxy',
      (() => {
        const { proxy, revoke } = Proxy.revocable({}, {})
        revoke()
        return [proxy]
      })(),
    ],
  ])('%s loses data, and nothing else', async (_, result) => {
    const call = startCall(clientOf({ result: () => ({ result }) }))
    const { findings } = await runInProcess(call)
    expect([...new Set(findings.map(({ check }) => check))]).toEqual(['complete_result'])
  })
})

test('what only random calls show is shrunk, and found again', async () => {
  const call = startCall(
    clientOf({
      body: ({ input, ...rest }) => ({ ...rest, input: Object.keys(Object(input)).length === 3 ? {} : input }),
    }),
  )
  const [first, second] = [await runInProcess(call, { runs: 150 }), await runInProcess(call, { runs: 150 })]
  const paths = first.findings.map(({ witness }) => witness.replay)
  expect(first.findings.length).toBeGreaterThan(0)
  expect(second.findings.map(({ witness }) => witness.replay)).toEqual(paths)
}, 300_000)

test('broken answers that make it hang are left out after a few, with a note', async () => {
  const call: ClientCall = async (...args) => {
    try {
      return await clean(...args)
    } catch (error) {
      return error instanceof SyntaxError ? new Promise(() => {}) : Promise.reject(error)
    }
  }
  const { notes } = await run(call, { timeout: 500 })
  expect(notes.map(({ message }) => message)).toContain(
    'After 2 calls of a kind that hang, no more of that kind are made.',
  )
})

test('a result is compared as a whole where it is read', async () => {
  const call = startCall(clientOf({ result: (answer) => ({ hidden: () => answer }) }))
  const { findings } = await runInProcess(call)
  expect(findings.some(({ check }) => check === 'complete_result')).toBe(true)
  const read = (result: unknown): unknown => Object(result).hidden()
  expect((await runInProcess(call, { read })).findings).toEqual([])
})

test('the report keeps its schema, and no secret', async () => {
  const events: string[] = []
  const report = await run(startCall(clientOf({ encode: (id) => id })), { onEvent: ({ type }) => events.push(type) })
  expect(events[0]).toBe('started')
  expect(events.at(-1)).toBe('finished')
  expect(events.filter((type) => type === 'progress').length).toBeGreaterThan(100)
  expect(report.findings.length).toBeGreaterThan(0)
  expect(JSON.stringify(report)).not.toContain('secret-of-the-user')
})

test('what cannot be followed is refused before anything is called', async () => {
  const call = (): never => {
    throw new Error('called')
  }
  await expect(run(call, { operation: 'other' })).rejects.toThrow(
    'there is no operation other, only startSyncWorkflowExecution',
  )
  await expect(run(call, { timeout: 0 })).rejects.toThrow('timeout')
})

test('it ends when it is told to', async () => {
  const stop = new AbortController()
  let calls = 0
  const call: ClientCall = (...args) => {
    if (++calls === 10) stop.abort()
    return clean(...args)
  }
  const { summary } = await run(call, { signal: stop.signal })
  expect(summary).toMatchObject({ verdict: 'inconclusive', reason: 'the run was stopped before its end' })
  expect(calls).toBe(10)
})
