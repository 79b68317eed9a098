import { describe, expect, test } from 'vitest'
import { answerFaults, memberFaults } from '../../src/client/answer-faults.ts'
import type { ClientFault } from '../../src/client/client-fault.ts'
import { templatesOf } from '../../src/client/lost-data.ts'
import type { CallOutcome, Observation } from '../../src/client/observation.ts'
import type { Json } from '../../src/json/index.ts'
import { documentWith, judgeOf } from '../support/contracts.ts'
import { answerWith, hung, observationOf, returned, threw } from './observations.ts'

const content = (properties: Json): Json => ({ 'application/json': { schema: { type: 'object', properties } } })
const { constraints } = judgeOf(
  documentWith({
    responses: {
      200: {
        description: 'Success',
        content: content({ id: { type: 'string' }, state: { enum: ['running', 'stopped', 'paused'] } }),
      },
      500: { description: 'Failure', content: content({ code: { type: 'string' }, text: { type: 'string' } }) },
    },
  }),
)
const templates = templatesOf(constraints)

const RESULT = { id: 'abcdef' }
const FAILURE = { code: 'E.0815', text: 'the disk is full' }

const rowsOf = (faults: readonly ClientFault[]): string[] =>
  faults.map(({ check, class: name, pointer = '', message }) => `${check} ${name} ${pointer}| ${message}`)
const faultsOf = (observation: Observation): string[] => rowsOf(answerFaults(templates, observation))

describe('of a legal answer of success', () => {
  test.each<[string, CallOutcome | Promise<CallOutcome>, string[]]>([
    ['that is in the result, nothing', returned(RESULT), []],
    ['that is in what is thrown, nothing', threw(new Error('ended as abcdef')), []],
    [
      'that the result is without, what is lost',
      returned({}),
      ['complete_result lost /id| A legal answer with status 200 loses its /id on the way to the result.'],
    ],
    [
      'that makes the client throw something else, that',
      threw(new TypeError('undefined is not a function')),
      ['positive_response_acceptance throws | A legal answer with status 200 makes the client throw.'],
    ],
    [
      'that makes it hang, that',
      hung,
      ['positive_response_acceptance hangs | A legal answer with status 200 makes the client hang.'],
    ],
  ])('%s', async (_, outcome, expected) =>
    expect(faultsOf(observationOf(answerWith(200, RESULT), await outcome))).toEqual(expected),
  )

  test('a rejection that nobody handles, whatever is returned', async () => {
    const observation = observationOf(answerWith(200, RESULT), await returned(RESULT), { unhandled: ['Error: late'] })
    expect(faultsOf(observation)).toEqual([
      'positive_response_acceptance unhandled rejection | A legal answer with status 200 makes the client leave a rejection unhandled.',
    ])
  })

  test('nothing, if it was never given', async () =>
    expect(faultsOf(observationOf(answerWith(200, RESULT), await returned({}), { requests: [] }))).toEqual([]))

  test('what a result that is read as a body differs in', async () => {
    const outcome = { ...(await returned('opaque')), read: { id: 'other', more: 1 } }
    expect(faultsOf(observationOf(answerWith(200, RESULT), outcome))).toEqual([
      'complete_result lost /id| A legal answer with status 200 loses its /id on the way to the result.',
    ])
  })
})

describe('of a documented error', () => {
  test.each<[string, CallOutcome | Promise<CallOutcome>, string[]]>([
    ['that is in what is thrown, nothing', threw(Object.assign(new Error('the disk is full'), { code: 'E.0815' })), []],
    ['that is in the result, nothing', returned({ ok: false, ...FAILURE }), []],
    [
      'of which the error says a part, what is lost',
      threw(new Error('the disk is full')),
      ['error_propagation lost /code| A documented error with status 500 surfaces without its code.'],
    ],
    [
      'of which the error says nothing, all',
      threw(new Error('it failed')),
      [
        'error_propagation lost /code| A documented error with status 500 surfaces without its code.',
        'error_propagation lost /text| A documented error with status 500 surfaces without its text.',
      ],
    ],
    [
      'of which the result says nothing, that it is swallowed',
      returned({ ok: true }),
      [
        'error_propagation swallowed | A documented error with status 500 is swallowed: the client returns, with nothing of the error.',
      ],
    ],
    [
      'whose status alone is in the result, what is lost',
      returned({ status: 500 }),
      [
        'error_propagation lost /code| A documented error with status 500 surfaces without its code.',
        'error_propagation lost /text| A documented error with status 500 surfaces without its text.',
      ],
    ],
    [
      'that makes it hang, that',
      hung,
      ['error_propagation hangs | A documented error with status 500 makes the client hang.'],
    ],
  ])('%s', async (_, outcome, expected) =>
    expect(faultsOf(observationOf(answerWith(500, FAILURE), await outcome))).toEqual(expected),
  )
})

describe('members of an enum', () => {
  const calls = async (resultOf: (member: string) => unknown): Promise<Observation[]> =>
    Promise.all(
      ['running', 'stopped', 'paused'].map(async (state) =>
        observationOf(answerWith(200, { state }, `200 ${state}`), await returned(resultOf(state))),
      ),
    )
  const mistaken = async (resultOf: (member: string) => unknown): Promise<string[]> =>
    memberFaults(templates, await calls(resultOf)).map(({ expected }) => expected)

  test.each<[string, (member: string) => unknown, string[]]>([
    ['that are shown are told apart', (state) => ({ state }), []],
    ['may be shown in capitals', (state) => ({ state: state.toUpperCase() }), []],
    ['are lost, if all give the same', () => ({}), ['"running"', '"stopped"', '"paused"']],
    [
      'are lost, if one stands for another',
      (state) => ({ state: state === 'paused' ? 'stopped' : state }),
      ['"paused"'],
    ],
  ])('%s', async (_, resultOf, expected) => expect(await mistaken(resultOf)).toEqual(expected))
})
