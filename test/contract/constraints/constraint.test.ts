import { describe, expect, it } from 'vitest'
import {
  documentedStatus,
  isRequestConstraint,
  isSchemaConstraint,
  placeKey,
  placeLabel,
  placeOf,
  shortId,
  withUniqueIds,
} from '../../../src/contract/constraints/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { documentWith, judgeOf } from '../../support/contracts.ts'

const text = { schema: { type: 'string', maxLength: 9 } }
const content: JsonObject = { 'application/json': text, 'text/plain': text }

const { constraints } = judgeOf(
  documentWith({
    parameters: [{ name: 'X', in: 'header', required: true, schema: { type: 'string', maxLength: 9 } }],
    requestBody: { required: true, content },
    security: [{ key: [] }],
    responses: {
      '4XX': {
        description: 'Refused',
        headers: { Age: { required: true, schema: { type: 'integer' } } },
        content,
        'x-advisories': [{ name: 'order', message: 'Times do not run backwards.', order: ['a', 'b'] }],
      },
    },
  }),
)

describe('a constraint', () => {
  /** `about`, the documented status, the place and the id of each. */
  it('says what it is about, and of which documented status and place', () => {
    const rows = constraints.map((constraint) => {
      const place = placeOf(constraint)
      const where = place ? placeKey(place) : '-'
      return `${constraint.about.padEnd(7)} ${(documentedStatus(constraint) ?? '-').padEnd(3)} ${where} | ${shortId(constraint)}`
    })
    expect(rows).toEqual([
      'place   -   request.header.X | request.header.X required',
      'value   -   request.header.X | request.header.X type',
      'value   -   request.header.X | request.header.X maxLength',
      'place   -   request.body application/json | request.body required',
      'message -   - | request.body mediaType',
      'place   -   request.body application/json | request.body syntax',
      'value   -   request.body application/json | request.body type',
      'value   -   request.body application/json | request.body maxLength',
      'place   -   request.body text/plain | request.body text/plain syntax',
      'value   -   request.body text/plain | request.body text/plain type',
      'value   -   request.body text/plain | request.body text/plain maxLength',
      'message -   - | request method',
      'message -   - | request security',
      'message 4XX - | response.4XX status',
      'place   4XX response.4XX.header.Age | response.4XX.header.Age required',
      'value   4XX response.4XX.header.Age | response.4XX.header.Age type',
      'message 4XX - | response.4XX mediaType',
      'place   4XX response.4XX application/json | response.4XX syntax',
      'value   4XX response.4XX application/json | response.4XX type',
      'value   4XX response.4XX application/json | response.4XX maxLength',
      'place   4XX response.4XX text/plain | response.4XX text/plain syntax',
      'value   4XX response.4XX text/plain | response.4XX text/plain type',
      'value   4XX response.4XX text/plain | response.4XX text/plain maxLength',
      'message 4XX - | response.4XX advisory order',
    ])
  })

  it('is of a schema, and of a request, if it is about a value', () => {
    expect(constraints.filter(isSchemaConstraint)).toEqual(constraints.filter(({ about }) => about === 'value'))
    expect(constraints.filter(isRequestConstraint)).toEqual(
      constraints.filter(isSchemaConstraint).filter(({ place }) => place.side === 'request'),
    )
    expect(constraints.filter(isRequestConstraint)).not.toEqual([])
  })

  it.each<[place: Parameters<typeof placeKey>[0], label: string, key: string]>([
    [{ side: 'request', in: 'path', name: 'id' }, 'request.path.id', 'request.path.id'],
    [{ side: 'request', in: 'body', mediaType: 'text/plain' }, 'request.body', 'request.body text/plain'],
    [{ side: 'response', in: 'body', status: '4XX', mediaType: 'text/*' }, 'response.4XX', 'response.4XX text/*'],
    [
      { side: 'response', in: 'header', status: '200', name: 'Age' },
      'response.200.header.Age',
      'response.200.header.Age',
    ],
  ])('has a place %o, called %s, told from others by %s', (place, label, key) => {
    expect([placeLabel(place), placeKey(place)]).toEqual([label, key])
  })
})

describe('unique ids', () => {
  it.each<[ids: string[], unique: string[]]>([
    [[], []],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    [
      ['a', 'a', 'b', 'a'],
      ['a', 'a 2', 'b', 'a 3'],
    ],
    [
      ['a', 'a 2', 'a'],
      ['a', 'a 2', 'a 3'],
    ],
  ])('of %j are %j', (ids, unique) => {
    expect(withUniqueIds(ids.map((id) => ({ id }))).map(({ id }) => id)).toEqual(unique)
  })
})
