import { describe, expect, it } from 'vitest'
import { documentPlaces } from '../../../src/contract/constraints/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { contractOf } from '../../support/contracts.ts'

const query = (name: string, schema: JsonObject): JsonObject => ({ name, in: 'query', schema })
const content = (schema: JsonObject, mediaType = 'application/json'): JsonObject => ({
  content: { [mediaType]: { schema } },
})
const rights = (more: JsonObject = {}): JsonObject => ({
  type: 'object',
  properties: { read: { type: 'array', items: { type: 'string' } }, ...more },
})
const bodyOf = (name: string, member: JsonObject): JsonObject => ({
  required: true,
  ...content({ type: 'object', properties: { [name]: { type: 'string' }, note: { type: 'string' }, rights: member } }),
})
const answers = (schema: JsonObject): JsonObject => ({
  200: { description: '', headers: { Etag: { schema: { type: 'integer' } } }, ...content(schema) },
  400: { description: '', ...content({}) },
  422: { description: '', ...content({ type: 'object', properties: { error: { type: 'string' } } }) },
})

/** What a generator that knows no components writes: the same parameters and objects, again in each operation. */
const contract = contractOf({
  openapi: '3.1.0',
  info: { title: 'Written out', version: '1' },
  paths: {
    '/a': {
      get: {
        operationId: 'listA',
        security: [{ key: [] }],
        parameters: [query('limit', { type: 'integer' }), query('sort', { type: 'string' })],
        responses: answers(rights()),
      },
      post: { operationId: 'createA', requestBody: bodyOf('a', rights()), responses: answers(rights()) },
    },
    '/b': {
      get: {
        operationId: 'listB',
        security: [{ key: [] }],
        parameters: [query('limit', { type: 'integer' }), query('sort', { type: 'string', maxLength: 9 })],
        responses: answers(rights({ write: {} })),
      },
      post: { operationId: 'createB', requestBody: bodyOf('b', rights()), responses: answers({ type: 'array' }) },
    },
    '/d': {
      // Other schemas than the object's own may name further properties.
      post: {
        operationId: 'combine',
        requestBody: content({ properties: { a: {} }, allOf: [{ properties: { b: {} } }] }),
        responses: answers({ type: 'array' }),
      },
      put: {
        operationId: 'describe',
        requestBody: content({ properties: { a: {} }, additionalProperties: { type: 'string' } }),
        responses: answers({ type: 'array' }),
      },
    },
    '/c': {
      post: {
        operationId: 'createC',
        requestBody: bodyOf('a', rights({ write: {} })),
        responses: answers({ type: 'array' }),
      },
      put: {
        operationId: 'replaceC',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/C' } } },
        },
        responses: answers({ type: 'array' }),
      },
      patch: {
        operationId: 'changeC',
        requestBody: content({ type: 'object', properties: { c: { $ref: '#/components/schemas/C' } } }),
        responses: answers({ type: 'array' }),
      },
    },
  },
  components: {
    schemas: { C: { type: 'object', properties: { name: { type: 'string' } } } },
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-key' } },
  },
})
const places = documentPlaces(contract)

describe('constraints are of one place', () => {
  const isOne = (...ids: readonly string[]): boolean => {
    const all = ids.map((id) => places.placeOf(id))
    expect(all).not.toContain(undefined)
    return new Set(all).size === 1
  }

  it.each<[what: string, ids: readonly [string, string], expected: boolean]>([
    ['a parameter', ['listA request.query.limit type', 'listB request.query.limit type'], true],
    ['not its other keyword', ['listB request.query.sort type', 'listB request.query.sort maxLength'], false],
    ['not a parameter of that name', ['listA request.query.sort type', 'listB request.query.sort type'], false],
    [
      'an object in bodies that differ',
      ['createA request.body /rights/read type', 'createB request.body /rights/read type'],
      true,
    ],
    [
      'what is deeper in it',
      ['createA request.body /rights/read/* type', 'createB request.body /rights/read/* type'],
      true,
    ],
    [
      'not a property that those bodies have alike',
      ['createA request.body /note type', 'createB request.body /note type'],
      false,
    ],
    [
      'not an object that has more',
      ['createA request.body /rights/read type', 'createC request.body /rights/read type'],
      false,
    ],
    [
      'an object in answers, of other operations too',
      ['listA response.200 /read type', 'createA response.200 /read type'],
      true,
    ],
    [
      'not a request and an answer',
      ['createA request.body /rights/read type', 'createA response.200 /read type'],
      false,
    ],
    ['not what has no names', ['createB response.200 type', 'createC response.200 type'], false],
    ['a header', ['listA response.200.header.Etag type', 'createB response.200.header.Etag type'], true],
    ['how queries are encoded', ['listA request.query.limit encoding', 'listB request.query.sort encoding'], true],
    ['that there is a body', ['createA request.body required', 'replaceC request.body required'], true],
    ['the media type of requests', ['createA request.body mediaType', 'changeC request.body mediaType'], true],
    ['not that of answers', ['listA response.200 mediaType', 'listB response.200 mediaType'], false],
    ['not who is let in', ['listA request security', 'listB request security'], false],
    ['a refusal that names what it says', ['createB response.422 status', 'createC response.422 status'], true],
    ['its media type', ['createB response.422 mediaType', 'createC response.422 mediaType'], true],
    ['not a refusal that names nothing', ['createB response.400 status', 'createC response.400 status'], false],
    ['not a success at another path', ['listA response.200 status', 'listB response.200 status'], false],
  ])('%s', (_, ids, expected) => {
    expect(isOne(...ids)).toBe(expected)
  })

  it('and the first of them in the document names it', () => {
    const place = places.placeOf('createB request.body /rights/read type') ?? ''
    expect(places.firstIdAt(place)).toBe('createA request.body /rights/read type')
  })
})

describe('cases are of one place', () => {
  const TRAIT = ': a number'

  it.each<[what: string, name: string, operations: readonly [string, string], expected: boolean]>([
    ['a parameter', `request.query.limit${TRAIT}`, ['listA', 'listB'], true],
    ['a parameter that nothing is said of', 'request.query.limit', ['listA', 'listB'], true],
    ['not a parameter of that name', `request.query.sort${TRAIT}`, ['listA', 'listB'], false],
    ['an object in the body', `request.body /rights${TRAIT}`, ['createA', 'createB'], true],
    ['what is in it', 'request.body /rights/x', ['createA', 'createB'], true],
    ['not the body around it', `request.body${TRAIT}`, ['createA', 'createB'], false],
    ['not an object that has more', `request.body /rights${TRAIT}`, ['createA', 'createC'], false],
    ['the form of a media type', 'request.body: media type A/B', ['createA', 'createC'], true],
  ])('%s', (_, name, [first, second], expected) => {
    const place = places.placeOfCase(second, name)
    expect(place).toBeDefined()
    expect(places.placeOfCase(first, name) === place).toBe(expected)
    expect(places.firstOperationAt(place ?? '', name)).toBe(expected ? first : second)
  })

  it('not with other words of that place', () => {
    expect(places.placeOfCase('listA', 'request.query.limit: a')).not.toBe(
      places.placeOfCase('listB', 'request.query.limit: b'),
    )
    expect(places.placeOfCase('createA', 'request.body /rights: a')).not.toBe(
      places.placeOfCase('createB', 'request.body /rights: b'),
    )
  })

  it('in a component, wherever in a body that stands', () => {
    const place = places.placeOfCase('replaceC', `request.body${TRAIT}`)
    expect(place).toBeDefined()
    expect(places.placeOfCase('changeC', `request.body /c${TRAIT}`)).toBe(place)
  })

  it('not if they name no place of the document', () => {
    for (const name of ['random conforming request', 'request.query.other: x', 'request.bodyguard'])
      expect(places.placeOfCase('createA', name)).toBeUndefined()
    expect(places.placeOfCase('listA', 'request.body: x')).toBeUndefined()
  })
})

describe('the properties that an object of a body names', () => {
  it.each<[operation: string, pointer: string, names: readonly string[] | undefined]>([
    ['createA', '', ['a', 'note', 'rights']],
    ['createA', '/rights', ['read']],
    ['createC', '/rights', ['read', 'write']],
    ['changeC', '/c', ['name']],
    ['createA', '/rights/read', undefined],
    ['createA', '/rights/more', undefined],
    ['listA', '', undefined],
    ['combine', '', undefined],
    ['describe', '', undefined],
  ])('%s %s: %j', (operation, pointer, names) => {
    expect(places.namesAt(operation, pointer)).toEqual(names)
  })
})
