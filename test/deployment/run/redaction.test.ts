import { describe, expect, it } from 'vitest'
import { redactionOf } from '../../../src/deployment/run/index.ts'
import { headerValue, type RequestField, withFields } from '../../../src/http/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { contractOf } from '../../support/contracts.ts'

const VALUE = 'bearer-v2'
const PLACES = ['query', 'header', 'cookie'] as const
const string = { type: 'string' }

const parameter = (name: string, place: string, more: JsonObject = { schema: string }): JsonObject => ({
  name,
  in: place,
  ...more,
})

const contract = contractOf({
  openapi: '3.1.0',
  info: { title: 'Sample', version: '1' },
  paths: {
    '/a': {
      get: {
        operationId: 'op',
        parameters: [
          ...PLACES.flatMap((place) =>
            ['Declared-Token', 'Claimed-Token', 'Given-Token'].map((name) => parameter(name, place)),
          ),
          ...['Authorization', 'Proxy-Authorization', 'Cookie'].map((name) => parameter(name, 'header')),
          parameter('access_token', 'query'),
          parameter('filter', 'query', { style: 'deepObject', schema: { type: 'object' } }),
          parameter('spread', 'query', { schema: { $ref: '#/components/schemas/Spread' } }),
          parameter('packed', 'query', { explode: false, schema: { $ref: '#/components/schemas/Packed' } }),
        ],
        security: PLACES.map((place) => ({ [place]: [] })),
        responses: {
          200: {
            description: 'Success',
            headers: { 'Declared-Token': { schema: string }, 'Claimed-Token': { schema: string } },
          },
        },
      },
    },
  },
  components: {
    schemas: {
      Spread: { allOf: [{ type: 'object', properties: { spread_password: string } }] },
      Packed: { type: 'object', properties: { packed_password: string } },
    },
    securitySchemes: Object.fromEntries(
      PLACES.map((place) => [place, { type: 'apiKey', in: place, name: 'Claimed-Token' }]),
    ),
  },
})

/** Where the value of a field of a request is shown: in the field, and elsewhere in the request. */
function shown(field: RequestField, given: readonly RequestField[] = []) {
  const request = withFields({ method: 'GET', target: '/a', headers: [], body: Buffer.from(VALUE) }, [field])
  const { target, headers, body } = redactionOf(contract, given).withSecretsOf(request).request(request)
  return {
    field: target.includes(VALUE) || headers.some(([, value]) => value.includes(VALUE)),
    elsewhere: Buffer.from(body ?? []).toString() === VALUE,
  }
}

describe.each(PLACES)('in the %s of a request', (place) => {
  it('what the contract declares is no secret by its name', () => {
    // A Cookie header is masked whole.
    expect(shown(['Declared-Token', VALUE, place])).toEqual({ field: place !== 'cookie', elsewhere: true })
  })

  it.each([
    ['what it does not declare', 'Other-Token'],
    ['what a security scheme claims', 'Claimed-Token'],
    ['what the user gives', 'Given-Token'],
  ])('%s is secret', (_, name) => {
    expect(shown([name, VALUE, place], [['Given-Token', 'an0ther-value', place]])).toEqual({
      field: false,
      elsewhere: false,
    })
  })
})

it.each<[string, RequestField, boolean]>([
  ['a header in other capitals', ['DECLARED-TOKEN', VALUE, 'header'], true],
  ['a name that is declared in another place', ['access_token', VALUE, 'header'], false],
  ['a member of a deep object', ['filter[password]', VALUE, 'query'], true],
  ['a property of a spread object', ['spread_password', VALUE, 'query'], true],
  ['a property of an object that is not spread', ['packed_password', VALUE, 'query'], false],
  ['Authorization', ['Authorization', VALUE, 'header'], false],
  ['Proxy-Authorization', ['Proxy-Authorization', VALUE, 'header'], false],
])('%s: %j is shown: %s', (_, field, isShown) => {
  expect(shown(field)).toEqual({ field: isShown, elsewhere: isShown })
})

it.each([
  ['declared', 'declared-token', VALUE],
  ['undeclared', 'Other-Token', '***'],
  ['claimed by a scheme', 'Claimed-Token', '***'],
  ['of the user', 'Given-Token', '***'],
  ['a cookie', 'Set-Cookie', '***'],
])('a header of a response that is %s', (_, name, value) => {
  const response = { status: 200, headers: [[name, VALUE]], body: new Uint8Array() } as const
  const redaction = redactionOf(contract, [['Given-Token', 'an0ther-value', 'header']])
  expect(headerValue(redaction.response(response).headers, name)).toBe(value)
})
