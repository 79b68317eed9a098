import { describe, expect, it } from 'vitest'
import { isRequestConstraint, type Place, placeLabel } from '../../../src/contract/constraints/index.ts'
import type { Json } from '../../../src/json/index.ts'
import { isRequestAtEdge, requestInstances, requestValue } from '../../../src/judging/messages/request-instances.ts'
import { documentWith, judgeOf } from '../../support/contracts.ts'

const REQUEST = {
  parameters: new Map<string, Json>([
    ['query.q', 'abc'],
    ['header.q', 'in a header'],
  ]),
  body: { name: 'ab' },
  mediaType: 'application/json',
}

describe('the value of a request', () => {
  it.each<[place: Place, value: Json | undefined]>([
    [{ side: 'request', in: 'query', name: 'q' }, 'abc'],
    [{ side: 'request', in: 'header', name: 'q' }, 'in a header'],
    [{ side: 'request', in: 'cookie', name: 'q' }, undefined],
    [{ side: 'request', in: 'body', mediaType: 'application/json' }, { name: 'ab' }],
    // Its bytes say nothing of what a body of another media type owes.
    [{ side: 'request', in: 'body', mediaType: 'text/plain' }, undefined],
    [{ side: 'response', in: 'body', status: '200', mediaType: 'application/json' }, undefined],
    [{ side: 'response', in: 'header', status: '200', name: 'q' }, undefined],
  ])('at %o is %j', (place, value) => {
    expect(requestValue(REQUEST, place)).toEqual(value)
  })
})

describe('a constraint of a request', () => {
  const schema = { properties: { name: { type: 'string', maxLength: 2, minLength: 1 } } }
  const { constraints } = judgeOf(
    documentWith({
      parameters: [{ name: 'q', in: 'query', schema: { type: 'string', maxLength: 3, minLength: 2 } }],
      requestBody: { content: { 'application/json': { schema }, 'application/*+json': { schema } } },
    }),
  )

  it.each<[label: string, kind: string, mediaType: string | undefined, instances: Json[], isAtEdge: boolean]>([
    ['request.query.q', 'maxLength', undefined, ['abc'], true],
    ['request.query.q', 'minLength', undefined, ['abc'], false],
    ['request.body', 'maxLength', 'application/json', ['ab'], true],
    ['request.body', 'minLength', 'application/json', ['ab'], false],
    ['request.body', 'maxLength', 'application/*+json', [], false],
  ])('%s %s of %s has the instances %j, one at its edge: %s', (label, kind, mediaType, instances, isAtEdge) => {
    const constraint = constraints
      .filter(isRequestConstraint)
      .find(
        ({ place, kind: keyword }) =>
          placeLabel(place) === label &&
          keyword === kind &&
          (place.in === 'body' ? place.mediaType : undefined) === mediaType,
      )
    if (!constraint) throw new Error(`no ${label} ${kind}`)
    expect(requestInstances(constraint, REQUEST)).toEqual(instances)
    expect(isRequestAtEdge(constraint, REQUEST)).toBe(isAtEdge)
  })
})
