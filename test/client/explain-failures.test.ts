import { describe, expect, test } from 'vitest'
import { explainFailures, type Trial } from '../../src/client/explain-failures.ts'
import { isSchemaConstraint } from '../../src/contract/constraints/index.ts'
import type { Json } from '../../src/json/index.ts'
import type { Subject } from '../../src/report/results/index.ts'
import { documentOfResponse, judgeOf } from '../support/contracts.ts'

const constraints = judgeOf(
  documentOfResponse({
    type: 'object',
    properties: {
      id: { type: 'string', minLength: 1, maxLength: 8 },
      state: { enum: ['on', 'off'] },
      list: { type: 'array', maxItems: 9, items: { type: 'string' } },
      free: { type: 'object' },
    },
  }),
).constraints.filter(isSchemaConstraint)

const trialOf = (body: Json): Trial => ({ name: JSON.stringify(body), parts: new Map([['response.200', body]]) })

/** What bodies that fail are put down to, seen against those that pass. */
function explain(failing: readonly Json[], passing: readonly Json[]): string[] {
  const all: Subject = { kind: 'case', case: 'every answer' }
  return explainFailures(failing.map(trialOf), passing.map(trialOf), constraints, all).map(
    ({ subject, members }) =>
      `${members.length} by ${subject.kind === 'case' ? subject.case : `constraint ${subject.constraint}`}`,
  )
}

describe('failures are put down to', () => {
  test.each<[string, Json[], Json[], string[]]>([
    ['everything, if nothing passes', [{ id: 'a' }, { id: 'b' }], [], ['2 by every answer']],
    [
      'the absence of a property',
      [{ state: 'on' }, {}],
      [{ id: 'ab', state: 'on' }],
      ['2 by response.200 /id: absent'],
    ],
    [
      'the edge of a limit',
      [{ id: 'abcdefgh' }, { id: '12345678' }],
      [{ id: 'abc' }],
      ['2 by constraint op response.200 /id maxLength'],
    ],
    [
      'a limit, if all that fail are longer than any that passes',
      [{ list: ['a', 'b', 'c'] }, { list: ['a', 'b', 'c', 'd'] }],
      [{ list: ['a', 'b'] }],
      ['2 by constraint op response.200 /list maxItems'],
    ],
    [
      'a member of an enum',
      [{ id: 'a', state: 'off' }],
      [{ id: 'a', state: 'on' }],
      ['1 by response.200 /state: "off"'],
    ],
    [
      'a kind of text at its place',
      [{ id: 'a/b' }, { id: 'c/d' }],
      [{ id: 'a' }, { id: 'a.b-c_de' }, { free: { path: 'a/b' } }],
      ['2 by response.200 /id: a slash'],
    ],
    [
      'a text at any place',
      [{ id: 'é' }, { free: { name: 'é' } }],
      [{ id: 'e' }, { free: { name: 'e' } }],
      ['2 by response.200: Latin-1 text'],
    ],
    [
      'what is in a free object',
      [{ free: { a: null } }, { free: { b: [null] } }],
      [{ free: { a: 1, b: [] } }],
      ['2 by response.200: null'],
    ],
    ['its own name, if nothing tells it apart', [{ id: 'ab' }], [{ id: 'ba' }], ['1 by {"id":"ab"}']],
  ])('%s', (_, failing, passing, expected) => expect(explain(failing, passing)).toEqual(expected))
})

test('two defects are two, each with all that it fails', () =>
  expect(
    explain([{ id: 'a/b' }, { id: 'c/d' }, { state: 'off', id: 'x' }], [{ id: 'abcdefgh', state: 'on' }, { id: 'x' }]),
  ).toEqual(['2 by response.200 /id: a slash', '1 by response.200 /state: "off"']))
