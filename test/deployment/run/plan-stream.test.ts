import { expect, it } from 'vitest'
import { createPlan } from '../../../src/planning/cases/index.ts'
import type { RunEvent } from '../../../src/report/results/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { inTurn, run } from '../../support/in-memory.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const METHODS = ['delete', 'patch', 'get', 'post'] as const
const contract = contractOf({
  openapi: '3.0.3',
  info: { title: 'Stream', version: '1' },
  paths: Object.fromEntries(
    METHODS.map((method) => [
      `/${method}`,
      {
        [method]: {
          operationId: method,
          parameters: [{ name: 'q', in: 'query', schema: { type: 'string', minLength: 2, maxLength: 9 } }],
          responses: { 200: { description: 'done' }, 400: { description: 'refused' } },
        },
      },
    ]),
  ),
})
const planOf = () => createPlan(contract, plannedWith({ isHarmless: true, runs: 160 }))

const placeOf = (target: string): string => /^\/(\w+)/.exec(target)?.[1] ?? ''

it('sends a plan that is too large to be made ahead in the same order, with its digest in the end', async () => {
  const { digest, cases } = planOf()
  const orders: string[][] = []
  for (const concurrency of [1, 7]) {
    const events: RunEvent[] = []
    const { report, transport } = await run(inTurn(contract), {
      contract,
      plan: planOf(),
      concurrency,
      onEvent: (event) => void events.push(event),
    })
    const [started] = events
    expect(started?.type === 'started' && started.plan).toBe(undefined)
    expect(report.plan).toMatchObject({ digest, requests: cases.length })
    orders.push(events.flatMap((event) => (event.type === 'progress' ? [event.case] : [])))
    // What changes or deletes stands first in the document.
    const turns = transport.requests.map(({ target }) => ['get', 'post', 'patch', 'delete'].indexOf(placeOf(target)))
    expect(turns.findLastIndex((turn) => turn < 2)).toBeLessThan(turns.indexOf(2))
    expect(turns.lastIndexOf(2)).toBeLessThan(turns.indexOf(3))
  }
  const [alone = [], many] = orders
  expect(alone.length).toBeGreaterThanOrEqual(cases.length)
  expect(many).toEqual(alone)
})
