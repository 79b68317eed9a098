import { describe, expect, test } from 'vitest'
import { carriesField, type HttpRequest, type RequestField, withFields, withoutFields } from '../../src/http/index.ts'

const request: HttpRequest = {
  method: 'GET',
  target: '/a?x=1&key=old&y=2',
  headers: [
    ['x-key', 'old'],
    ['cookie', 'a=1; session=old'],
    ['accept', '*/*'],
  ],
}

describe('a field of a request', () => {
  test.each<[string, RequestField, Partial<HttpRequest>]>([
    [
      'a header, in any case',
      ['X-Key', 'new'],
      {
        headers: [
          ['cookie', 'a=1; session=old'],
          ['accept', '*/*'],
          ['X-Key', 'new'],
        ],
      },
    ],
    ['a pair of the query, encoded', ['key', 'n&w %', 'query'], { target: '/a?x=1&y=2&key=n%26w%20%25' }],
    [
      'a cookie',
      ['session', 'n=w', 'cookie'],
      {
        headers: [
          ['x-key', 'old'],
          ['accept', '*/*'],
          ['cookie', 'a=1; session=n=w'],
        ],
      },
    ],
  ])('takes the place of %s', (_, field, expected) => {
    const set = withFields(request, [field])
    expect(set).toEqual({ ...request, ...expected })
    expect(carriesField(set, field)).toBe(true)
    expect(carriesField(request, field)).toBe(false)
    expect(carriesField(withoutFields(set, [field]), field)).toBe(false)
  })

  test('is added where there is none, and goes without a trace', () => {
    const bare: HttpRequest = { method: 'GET', target: '/a', headers: [] }
    const fields: RequestField[] = [
      ['X-Key', '1'],
      ['key', '2', 'query'],
      ['session', '3', 'cookie'],
      ['other', '4', 'cookie'],
    ]
    const set = withFields(bare, fields)
    expect(set).toEqual({
      method: 'GET',
      target: '/a?key=2',
      headers: [
        ['X-Key', '1'],
        ['cookie', 'session=3; other=4'],
      ],
    })
    expect(withoutFields(set, fields)).toEqual(bare)
  })

  test('leaves those alone whose names only begin like it', () => {
    const alike: HttpRequest = { method: 'GET', target: '/a?keys=1', headers: [['cookie', 'sessions=1']] }
    expect(
      withoutFields(alike, [
        ['key', '', 'query'],
        ['session', '', 'cookie'],
      ]),
    ).toEqual(alike)
  })
})
