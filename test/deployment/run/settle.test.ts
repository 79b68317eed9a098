import { describe, expect, it } from 'vitest'
import { seeAgain, settle } from '../../../src/deployment/run/settle.ts'
import type { FaultKind, Outcome } from '../../../src/http/index.ts'
import type { Exchange } from '../../../src/judging/checks/index.ts'
import { exchangeOf, fittingResponse, REQUESTS, type RequestKind } from '../../support/exchanges.ts'

type Answer = number | FaultKind

const outcomeOf = (answer: Answer): Outcome =>
  typeof answer === 'number'
    ? { kind: 'response', response: fittingResponse(answer) }
    : { kind: 'fault', fault: { kind: answer, message: 'A fault.' } }

const answerOf = ({ outcome }: Exchange): Answer =>
  outcome.kind === 'response' ? outcome.response.status : outcome.fault.kind

/** A request of a kind that gets answers in turn, and cannot be sent once there are no more. */
const resending = (kind: RequestKind, answers: readonly Answer[]) => ({
  judge: (outcome: Outcome): Exchange =>
    exchangeOf({
      request: REQUESTS[kind],
      response: outcome.kind === 'response' ? outcome.response : outcome.fault.kind,
    }),
  send: async (time: number) => {
    const answer = answers[time - 1]
    return answer === undefined
      ? ({ kind: 'unsent', reason: 'none is left' } as const)
      : ({ kind: 'outcome', outcome: outcomeOf(answer) } as const)
  },
})

describe('what a request meets', () => {
  it.each<[kind: RequestKind, first: Answer, again: readonly Answer[], settled: string]>([
    ['conforming', 200, [], '200'],
    ['breaking', 400, [], '400'],
    ['breaking', 200, [], '200'],
    // What a method or media type is answered for good does not pass.
    ['method', 501, [], '501'],
    ['conforming', 500, [200], '200, and 500 passed'],
    ['conforming', 500, [500, 'reset', 200], '200, and 500 passed'],
    ['conforming', 500, [500, 500, 500], '500'],
    ['breaking', 'reset', [502, 'reset', 500], 'reset'],
    ['breaking', 500, [400], '400, and 500 passed'],
    ['breaking', 500, [], 'unsent: none is left, after 500'],
    // A time-out is waited for once more, a refusal is sent once more.
    ['conforming', 'timeout', ['timeout'], 'timeout'],
    ['conforming', 'timeout', [200], '200, and timeout passed'],
    ['conforming', 400, [400], '400'],
    ['conforming', 400, [200], '200, and 400 passed'],
    ['conforming', 422, [500], '422'],
    ['conforming', 400, [], 'unsent: none is left, after 400'],
  ])('%s: %s, and sent again %j: %s', async (kind, first, again, expected) => {
    const settled = await settle(outcomeOf(first), resending(kind, again))
    const passed = settled.kind === 'settled' && settled.passed ? `, and ${answerOf(settled.passed)} passed` : ''
    const told =
      settled.kind === 'settled'
        ? `${answerOf(settled.exchange)}${passed}`
        : `unsent: ${settled.reason}, after ${answerOf(settled.first)}`
    expect(told).toBe(expected)
  })

  it('tells of each further fault or 5xx', async () => {
    const repeated: Answer[] = []
    await settle(outcomeOf(500), resending('breaking', [502, 'reset', 400]), (again) => repeated.push(answerOf(again)))
    expect(repeated).toEqual([502, 'reset'])
  })
})

describe('whether 400 is seen again', () => {
  it.each<[answers: readonly Answer[], most: number, kind: string]>([
    [[400], 3, 'seen'],
    [[500, 'reset', 400], 3, 'seen'],
    [[200], 3, 'not seen'],
    [[500, 200], 3, 'not seen'],
    [[500, 500, 500, 400], 3, 'unclear'],
    [[500, 500, 500, 400], 4, 'seen'],
    [[500], 3, 'unsent'],
  ])('sent %j, at most %i times: %s', async (answers, most, kind) => {
    const isRefused = (outcome: Outcome): boolean => outcome.kind === 'response' && outcome.response.status === 400
    expect((await seeAgain(resending('breaking', answers), isRefused, most)).kind).toBe(kind)
  })
})
