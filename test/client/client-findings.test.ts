import { describe, expect, test } from 'vitest'
import { answerFaults } from '../../src/client/answer-faults.ts'
import type { ClientFault } from '../../src/client/client-fault.ts'
import { clientFindings } from '../../src/client/client-findings.ts'
import { templatesOf } from '../../src/client/lost-data.ts'
import type { Observation } from '../../src/client/observation.ts'
import type { Json, JsonObject } from '../../src/json/index.ts'
import { documentWith, judgeOf } from '../support/contracts.ts'
import { answerWith, observationOf, returned, threw } from './observations.ts'

const content = (properties: Json): Json => ({ 'application/json': { schema: { type: 'object', properties } } })
const failure = { description: 'Failure', content: content({ code: { type: 'string' }, text: { type: 'string' } }) }
const { constraints } = judgeOf(
  documentWith({
    responses: {
      200: {
        description: 'Success',
        content: content({
          id: { type: 'string', maxLength: 20 },
          steps: {
            type: 'array',
            items: { type: 'object', properties: { name: { type: 'string' }, note: { type: 'string' } } },
          },
        }),
      },
      404: failure,
      500: failure,
    },
  }),
)
const templates = templatesOf(constraints)

/** A client that is given answers, each with what it makes of the body. */
async function calls(
  answers: readonly (readonly [status: number, body: Json])[],
  make: (body: Json, status: number) => unknown,
): Promise<Observation[]> {
  return Promise.all(
    answers.map(async ([status, body], index) => {
      const answer = answerWith(status, body, `${status} number ${index}`)
      const result = make(body, status)
      return observationOf(answer, await (result instanceof Error ? threw(result) : returned(result)))
    }),
  )
}

const findingsOf = (observations: readonly Observation[], faults?: readonly ClientFault[]): string[] =>
  clientFindings(
    faults ?? observations.flatMap((observation) => answerFaults(templates, observation)),
    observations,
    constraints,
    templates,
  ).map(({ subject, faults: shown }) => {
    const about = subject.kind === 'case' ? subject.case : subject.constraint
    return `${shown.length} × ${shown[0].check}, ${about}`
  })

const named = (...names: readonly string[]): JsonObject => ({
  steps: names.map((name) => ({ name, note: `the note of ${name}` })),
})

describe('one thing that is wrong is one finding', () => {
  test('a property that every answer loses goes by its place', async () => {
    const observations = await calls(
      [
        [200, { id: 'abcdef', ...named('first') }],
        [200, { id: 'uvwxyz', ...named('second') }],
      ],
      (body) => ({ ...Object(body), id: undefined }),
    )
    expect(findingsOf(observations)).toEqual(['2 × complete_result, response.200 /id: lost'])
  })

  test('a body of which nothing is left is one loss', async () => {
    const observations = await calls([[200, { id: 'abcdef', ...named('first') }]], () => ({}))
    expect(findingsOf(observations)).toEqual(['3 × complete_result, response.200: lost'])
  })

  test('a property that only some answers lose goes by what sets them apart', async () => {
    const observations = await calls(
      [
        [200, { id: 'abc/def' }],
        [200, { id: 'uvw/xyz' }],
        [200, { id: 'a'.repeat(7) }],
      ],
      (body) => (JSON.stringify(body).includes('/') ? {} : body),
    )
    expect(findingsOf(observations)).toEqual(['2 × complete_result, response.200 /id: a slash'])
  })

  test('if all below a place is lost, it is that place', async () => {
    const observations = await calls([[200, { id: 'abcdef', ...named('first', 'second') }]], () => ({
      id: 'abcdef',
    }))
    expect(findingsOf(observations)).toEqual(['2 × complete_result, response.200 /steps: lost'])
  })

  test('what every documented error loses is one, and not one for each status', async () => {
    const body = { code: 'E.0815', text: 'the disk is full' }
    const observations = await calls(
      [
        [404, body],
        [500, body],
      ],
      () => new Error('the disk is full'),
    )
    expect(findingsOf(observations)).toEqual(['2 × error_propagation, every error /code: lost'])
  })

  test('what only one of the documented errors loses keeps its status', async () => {
    const body = { code: 'E.0815', text: 'the disk is full' }
    const observations = await calls(
      [
        [404, body],
        [500, body],
      ],
      (_, status) => (status === 404 ? new Error('the disk is full') : new Error('E.0815: the disk is full')),
    )
    expect(findingsOf(observations)).toEqual(['1 × error_propagation, response.404 /code: lost'])
  })

  test('what is thrown and what is lost are two', async () => {
    const observations = await calls(
      [
        [200, { id: 'abc/def', ...named('first') }],
        [200, { id: 'abcdefg', ...named('second') }],
      ],
      (body) => (JSON.stringify(body).includes('/') ? new TypeError('no') : { id: Object(body).id }),
    )
    expect(findingsOf(observations)).toEqual([
      '1 × positive_response_acceptance, response.200 /id: a slash',
      '2 × complete_result, response.200 /steps: lost',
    ])
  })
})

test('the smallest call shows a finding, a planned one before a random one', async () => {
  const [long, random, short] = await calls(
    [
      [200, { id: 'abcdefghijkl' }],
      [200, { id: 'abcd' }],
      [200, { id: 'abcdef' }],
    ],
    () => ({}),
  )
  if (!long || !random || !short) throw new Error('three calls')
  const observations = [long, { ...random, path: '7' }, short]
  const [finding] = clientFindings(
    observations.flatMap((observation) => answerFaults(templates, observation)),
    observations,
    constraints,
    templates,
  )
  expect(finding?.faults.map(({ observation }) => observation.answer.body)).toEqual([
    { id: 'abcdef' },
    { id: 'abcdefghijkl' },
    { id: 'abcd' },
  ])
})

test('a fault that knows its subject is put down to nothing else', async () => {
  const [call] = await calls([[200, { id: 'abcdef' }]], () => ({}))
  if (!call) throw new Error('one call')
  const fault: ClientFault = {
    check: 'request_conformance',
    severity: 'error',
    class: 'malformed',
    label: 'request',
    subject: { kind: 'constraint', constraint: 'op request method' },
    message: '',
    expected: '',
    received: '',
    observation: call,
  }
  expect(findingsOf([call], [fault, fault])).toEqual(['2 × request_conformance, op request method'])
})
