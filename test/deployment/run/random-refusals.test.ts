import { describe, expect, it } from 'vitest'
import type { HttpResponse } from '../../../src/http/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { inTurn, run } from '../../support/in-memory.ts'
import { bytes, responseOf } from '../../support/messages.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const error = { description: 'no', content: { 'application/json': { schema: { type: 'object' } } } }
const responses: JsonObject = { 200: { description: 'ok' }, 400: error, 422: error }

const contract = contractOf({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  paths: {
    '/pets': {
      post: {
        operationId: 'create',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['name'],
                properties: {
                  name: { type: 'string', minLength: 1, maxLength: 30 },
                  age: { type: 'integer', minimum: 0, maximum: 40 },
                },
              },
            },
          },
        },
        responses,
      },
      get: {
        operationId: 'find',
        parameters: [
          { name: 'q', in: 'query', schema: { type: 'string', maxLength: 20 } },
          { name: 'n', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 9 } },
        ],
        responses,
      },
    },
  },
})
const plan = createPlan(contract, plannedWith({ runs: 20 }))

const refusals: Readonly<Record<string, HttpResponse>> = {
  400: responseOf(400, { message: 'no' }),
  422: responseOf(422, { message: 'no' }),
  'a page of 403': responseOf(403, bytes('<html>Forbidden</html>'), [['content-type', 'text/html']]),
}

/** Numbers from 0 to 1 that look random, and are the same each time (mulberry32). */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    const mixed = Math.imul(state ^ (state >>> 15), state | 1)
    const more = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((more ^ (more >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Refuses so many of the requests that it would accept, and whatever says some words each time. */
async function refusing(refusal: HttpResponse, rate: number, words?: string) {
  const conforming = inTurn(contract)
  const roll = dice(1)
  const { report } = await run(
    (request, index) => {
      const answer = conforming(request, index)
      if (answer.status >= 300) return answer
      if (words !== undefined && Buffer.from(request.body ?? []).includes(words)) return responseOf(400, {})
      return roll() < rate ? refusal : answer
    },
    { contract, plan },
  )
  const findings = report.findings.map(({ check, subject, message, intermittent }) => {
    const about = subject.kind === 'case' ? subject.case : subject.constraint
    return `${check} ${about}${intermittent ? `: ${message}` : ''}`
  })
  return { findings, verdict: report.summary.verdict, notes: report.notes.map(({ message }) => message).join('\n') }
}

const withRate = (status: string, rate: RegExp): RegExp =>
  new RegExp(
    `^positive_data_acceptance status ${status} now and then: ${rate.source} requests that keep every constraint were refused \\(status ${status}\\), and not when they were sent again\\.$`,
  )

describe('a deployment that refuses at random what it accepts', () => {
  it.each([
    ['400', 0.1, /[4-9] of \d\d/],
    ['400', 0.3, /[12]\d of \d\d/],
    ['422', 0.1, /[4-9] of \d\d/],
    ['422', 0.3, /[12]\d of \d\d/],
    // Many are refused twice, and some more often.
    ['422', 0.45, /\d\d of \d+/],
  ])('gets one finding with its rate: %s to %d of them', async (status, rate, shown) => {
    const { findings, verdict } = await refusing(refusals[status] ?? responseOf(400, {}), rate)
    expect(findings).toEqual([expect.stringMatching(withRate(status, shown))])
    expect(verdict).toBe('fail')
  })

  it.each(['400', '422'])('gets a note if that is rare: %s', async (status) => {
    const { findings, verdict, notes } = await refusing(refusals[status] ?? responseOf(400, {}), 0.03)
    expect(findings).toEqual([])
    expect(notes).toContain(`Status ${status} was answered, and not when the request was sent again.`)
    expect(verdict).toBe('pass')
  })

  it.each([0.03, 0.1, 0.3])('gets no finding if what stands in front lets %d of them not in', async (rate) => {
    const { findings, notes } = await refusing(refusals['a page of 403'] ?? responseOf(403, {}), rate)
    expect(findings).toEqual([])
    // A first request that is kept out has another one in its place.
    if (rate >= 0.1) expect(notes).toMatch(/answered 403 and not judged/)
    // What is let in when it is sent again closes nothing.
    expect(notes).not.toMatch(/which had been let in before/)
  })

  it.each([0, 0.1, 0.3])('and refuses one value each time has a finding of that too, at %d', async (rate) => {
    const { findings } = await refusing(responseOf(422, {}), rate, '"age":0')
    const always = findings.filter((finding) => !finding.includes('now and then'))
    expect(always).toEqual([expect.stringMatching(/^positive_data_acceptance .*\/age\b/)])
    expect(findings).toHaveLength(rate === 0 ? 1 : 2)
  })

  it.each([
    ['', Number.POSITIVE_INFINITY],
    [', and no more may be sent that would tell', plan.cases.length + 40],
  ])('gets none if it accepts from some time on what it refused before%s', async (_, maxRequests) => {
    const conforming = inTurn(contract)
    const { report } = await run(
      (request, index) => {
        const answer = conforming(request, index)
        const isEarly = index > 0 && index < 60 && request.method === 'POST' && answer.status < 300
        return isEarly ? responseOf(400, {}) : answer
      },
      { contract, plan, maxRequests },
    )
    expect(report.findings).toEqual([])
    expect(report.notes.map(({ message }) => message).join('\n')).toMatch(
      /was answered, and not when the request was sent again\. \(\d+ times\)/,
    )
    const held = report.constraints.filter(({ id, state }) => id.startsWith('create request.') && state === 'held')
    if (maxRequests === Number.POSITIVE_INFINITY) expect(held).not.toEqual([])
    else expect(held).toEqual([])
  })

  it('gets none if it keeps the contract', async () => {
    const { findings, verdict } = await refusing(responseOf(400, {}), 0)
    expect({ findings, verdict }).toEqual({ findings: [], verdict: 'pass' })
  })
})
