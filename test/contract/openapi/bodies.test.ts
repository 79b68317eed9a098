import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/json/index.ts'
import { documentOf, only, operationOf, type Version, withoutSources } from '../samples.ts'

const string = { type: 'string' }
const json = (schema: JsonObject): JsonObject => ({ 'application/json': { schema } })
/** What a body or a header says of a schema, without its place in the document. */
const described = (schema: Json): JsonObject => ({ schema: { schema } })

describe('a request body', () => {
  const media = { name: 'application/json', ...described(string), examples: [] }
  const shared = { requestBodies: { Shared: { required: true, content: json(string) } } }
  test.each<[name: string, written: JsonObject | undefined, expected: object | undefined]>([
    ['is optional by default', { content: json(string) }, { required: false, content: [media] }],
    ['is required if it says so', { required: true, content: json(string) }, { required: true, content: [media] }],
    ['may be shared', { $ref: '#/components/requestBodies/Shared' }, { required: true, content: [media] }],
    [
      'may take any value',
      { content: { 'text/*': {} } },
      { required: false, content: [{ name: 'text/*', examples: [] }] },
    ],
    ['may be missing', undefined, undefined],
  ])('%s', async (_, written, expected) => {
    const document = documentOf('3.1', written && { requestBody: written }, { components: shared })
    const { requestBody } = await operationOf(document)
    expect(withoutSources(requestBody)).toEqual(expected)
  })

  // 3.0.3, 4.7.10: it SHALL be ignored where RFC 7231 gives a body no meaning; 3.1 permits it.
  test.each<[version: Version, method: string, isIgnored: boolean]>([
    ['3.0', 'get', true],
    ['3.0', 'head', true],
    ['3.0', 'delete', true],
    ['3.0', 'trace', true],
    ['3.0', 'post', false],
    ['3.0', 'options', false],
    ['3.1', 'get', false],
    ['3.1', 'delete', false],
  ])('of %s in %s: ignored %j', async (version, method, isIgnored) => {
    const responses = { 200: { description: 'Success' } }
    const operation = { requestBody: { required: true, content: json(string) }, responses }
    const document = documentOf(version, {}, { paths: { '/things': { [method]: operation } } })
    const { requestBody, ignored } = await operationOf(document)
    expect(requestBody === undefined).toBe(isIgnored)
    expect(ignored).toEqual(isIgnored ? [expect.stringContaining(method.toUpperCase())] : [])
  })

  test('of GET in 2.0, which ignores none', async () => {
    const body = { name: 'body', in: 'body', required: true, schema: string }
    const { requestBody, ignored } = await operationOf(documentOf('2.0', { parameters: [body] }))
    expect([requestBody?.required, ignored]).toEqual([true, []])
  })
})

describe('a form', () => {
  const layout = { style: 'form', explode: true, allowReserved: false }
  test.each<[name: string, written: JsonObject, expected: object]>([
    ['names the type of a part', { contentType: 'image/png' }, { contentType: 'image/png', headers: [] }],
    ['lays out a property', { style: 'form' }, { headers: [], layout }],
    ['lays it out as it says', { explode: false }, { headers: [], layout: { ...layout, explode: false } }],
    [
      'does not explode other styles by default',
      { style: 'pipeDelimited' },
      { headers: [], layout: { ...layout, style: 'pipeDelimited', explode: false } },
    ],
    [
      'may leave reserved characters',
      { allowReserved: true },
      { headers: [], layout: { ...layout, allowReserved: true } },
    ],
    [
      'describes the headers of a part',
      { headers: { 'X-A': { required: true, schema: string } } },
      { headers: [{ name: 'X-A', required: true, explode: false, ...described(string) }] },
    ],
  ])('%s', async (_, written, expected) => {
    const content = { 'multipart/form-data': { schema: { type: 'object' }, encoding: { a: written } } }
    const { requestBody } = await operationOf(documentOf('3.1', { requestBody: { content } }))
    const { encoding } = only(requestBody?.content ?? [])
    expect(withoutSources(encoding?.get('a'))).toEqual(expected)
  })
})

describe('a header of a response', () => {
  const header = { name: 'X-A', required: false, explode: false }
  test.each<[name: string, written: JsonObject, expected: readonly object[]]>([
    ['has a schema', { 'X-A': { schema: string } }, [{ ...header, ...described(string) }]],
    ['is any text without one', { 'X-A': {} }, [{ ...header, ...described(true) }]],
    [
      'may be required',
      { 'X-A': { required: true, schema: string } },
      [{ ...header, required: true, ...described(string) }],
    ],
    [
      'may be exploded',
      { 'X-A': { explode: true, schema: string } },
      [{ ...header, explode: true, ...described(string) }],
    ],
    [
      'may be a media type',
      { 'X-A': { content: json(string) } },
      [{ ...header, contentType: 'application/json', ...described(string) }],
    ],
    [
      'may have a name that begins with x-',
      { 'x-a': { schema: string } },
      [{ ...header, name: 'x-a', ...described(string) }],
    ],
    ['may be shared', { 'X-A': { $ref: '#/components/headers/Shared' } }, [{ ...header, ...described(string) }]],
    ['is not Content-Type, which `content` describes', { 'content-type': { schema: string } }, []],
  ])('%s', async (_, headers, expected) => {
    const responses = { 200: { description: '', headers } }
    const components = { headers: { Shared: { schema: string } } }
    const operation = await operationOf(documentOf('3.1', { responses }, { components }))
    expect(withoutSources(only(operation.responses).headers)).toEqual(expected)
  })
})

describe('2.0', () => {
  const array = { type: 'array', items: string }
  test.each<[name: string, written: JsonObject, expected: object]>([
    ['joins lists by commas', { in: 'query', ...array }, { style: 'form', explode: false }],
    ['repeats a name', { in: 'query', ...array, collectionFormat: 'multi' }, { style: 'form', explode: true }],
    [
      'joins by spaces',
      { in: 'query', ...array, collectionFormat: 'ssv' },
      { style: 'spaceDelimited', explode: false },
    ],
    ['joins by bars', { in: 'query', ...array, collectionFormat: 'pipes' }, { style: 'pipeDelimited', explode: false }],
    ['joins lists in headers', { in: 'header', ...array }, { style: 'simple', explode: false }],
    ['sends one value as it is', { in: 'query', type: 'integer' }, { style: 'form', explode: true }],
    [
      'has keywords beside the name',
      { in: 'query', type: 'integer', maximum: 3 },
      described({ type: 'integer', maximum: 3 }),
    ],
    [
      'has examples by custom',
      { in: 'query', ...string, 'x-example': 'a' },
      { examples: [{ name: 'example', value: 'a' }] },
    ],
  ])('%s', async (_, written, expected) => {
    const operation = await operationOf(documentOf('2.0', { parameters: [{ name: 'a', ...written }] }))
    expect(withoutSources(only(operation.parameters))).toMatchObject(expected)
  })

  test.each<[name: string, consumes: { root?: string[]; own?: string[] }, expected: readonly string[]]>([
    ['is JSON by default', {}, ['application/json']],
    ['has the types of the document', { root: ['text/plain'] }, ['text/plain']],
    ['has rather those of the operation', { root: ['text/plain'], own: ['a/b', 'c/d'] }, ['a/b', 'c/d']],
  ])('a body %s', async (_, { root, own }, expected) => {
    const body = { name: 'body', in: 'body', schema: string }
    const operation = { parameters: [body], ...(own && { consumes: own }) }
    const { requestBody } = await operationOf(documentOf('2.0', operation, root && { consumes: root }))
    expect(requestBody?.content.map(({ name }) => name)).toEqual(expected)
    expect(requestBody?.content.map(({ schema }) => schema?.schema)).toEqual(expected.map(() => string))
  })
})
