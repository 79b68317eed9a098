import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadContract } from '../../../src/contract/documents/index.ts'
import type { Json, JsonObject } from '../../../src/json/index.ts'
import { INFO, load, loadStrictly, only, refusal } from '../samples.ts'

const RESPONSES = { 200: { summary: 'Found' } }

const document = (paths: JsonObject, rest: JsonObject = {}, version = '3.2.0'): JsonObject => ({
  openapi: version,
  info: INFO,
  paths,
  ...rest,
})

const tolerant = (value: Json) => loadContract({ file: 'api.json', text: JSON.stringify(value) })

describe('methods of 3.2', () => {
  const item = {
    get: { responses: RESPONSES },
    query: { responses: RESPONSES },
    additionalOperations: { COPY: { responses: RESPONSES }, purge: { responses: RESPONSES } },
  }

  it('are those of fields first, then those that are named as they are sent', async () => {
    const { operations } = await load(document({ '/things': item }))
    const methods = ['GET', 'QUERY', 'COPY', 'purge']
    expect(operations.map(({ id }) => id)).toEqual(methods.map((method) => `${method} /things`))
    for (const { methodsOfPath } of operations) expect(methodsOfPath).toEqual(methods)
  })

  it('are closed in 3.1, which does not know them', async () => {
    const described = { 200: { description: 'Found' } }
    const old = { get: { responses: described }, query: { responses: { 200: { $ref: '#/nowhere' } } } }
    const { operations, tolerated, closed } = await tolerant(document({ '/things': old }, {}, '3.1.0'))
    expect(operations.map(({ method, methodsOfPath }) => [method, methodsOfPath])).toEqual([['GET', ['GET']]])
    expect(closed?.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('"query" is no method that OpenAPI 3.1 knows'),
    ])
    expect(tolerated).toBeUndefined()
    const { message } = await refusal(load(document({ '/things': old }, {}, '3.1.0')))
    expect(message).toContain('`query` is not known here')
  })

  it.each(['POST', 'QUERY', 'CONNECT', 'a b'])('cannot be %s without its field', async (method) => {
    const { operations, closed = [] } = await tolerant(
      document({ '/things': { get: { responses: RESPONSES }, additionalOperations: { [method]: {} } } }),
    )
    expect(operations.map((operation) => operation.method)).toEqual(['GET'])
    expect(closed.map((operation) => operation.method)).toEqual([method])
  })

  it('of a path that is referred to are added to', async () => {
    const components = { pathItems: { Things: { additionalOperations: { COPY: { operationId: 'a' }, LOCK: {} } } } }
    const { operations } = await load(
      document(
        { '/things': { $ref: '#/components/pathItems/Things', additionalOperations: { COPY: { operationId: 'b' } } } },
        { components },
      ),
    )
    expect(operations.map(({ id }) => id)).toEqual(['b', 'LOCK /things'])
  })
})

describe('parameters of 3.2', () => {
  const form = {
    'application/x-www-form-urlencoded': { schema: { type: 'object' }, examples: { a: { dataValue: {} } } },
  }
  const whole = { name: 'all', in: 'querystring', content: form }
  const paths = (...parameters: JsonObject[]): JsonObject => ({ '/a': { get: { parameters, responses: RESPONSES } } })
  const parametersOf = async (...parameters: JsonObject[]) =>
    only((await load(document(paths(...parameters)))).operations).parameters

  it('may be a query that is one value', async () => {
    expect(await parametersOf({ ...whole, required: true })).toMatchObject([
      {
        name: 'all',
        in: 'querystring',
        required: true,
        media: { name: 'application/x-www-form-urlencoded' },
        schema: { schema: { type: 'object' } },
        examples: [{ name: 'a', value: {} }],
      },
    ])
  })

  it.each<[string, JsonObject]>([
    ['a second one', { ...whole, name: 'more' }],
    ['a parameter of the query', { name: 'one', in: 'query', schema: {} }],
  ])('closes the operation beside %s', async (_, other) => {
    const { closed = [] } = await tolerant(document(paths(whole, other)))
    expect(only(closed).reason).toContain('#/paths/~1a/get/parameters/1: the query is one value')
    expect(await parametersOf(whole, { name: 'one', in: 'header', schema: {} })).toHaveLength(2)
  })

  it('may be cookies as they stand', async () => {
    const cookie = { name: 'c', in: 'cookie', schema: {} }
    expect(await parametersOf({ ...cookie, style: 'cookie' }, { ...cookie, name: 'd' })).toMatchObject([
      { style: 'cookie', explode: true },
      { style: 'form', explode: true },
    ])
  })

  it('may leave reserved characters in paths and cookies, which 3.1 cannot', async () => {
    const open = { name: 'c', in: 'cookie', schema: {}, allowReserved: true }
    expect(await parametersOf(open)).toMatchObject([{ allowReserved: true }])
    const { operations } = await tolerant(
      document({ '/a': { get: { parameters: [open], responses: { 200: { description: 'a' } } } } }, {}, '3.1.0'),
    )
    expect(only(operations).parameters).toMatchObject([{ allowReserved: false }])
  })
})

describe('media types of 3.2', () => {
  const content = { 'application/json': { $ref: '#/components/mediaTypes/Thing' } }
  const components = {
    mediaTypes: { Thing: { schema: { type: 'string', maxLength: 3 }, examples: { one: { dataValue: 'abc' } } } },
  }
  const paths = {
    '/things': {
      post: {
        requestBody: { content },
        parameters: [{ name: 'filter', in: 'query', content }],
        responses: { 200: { content, headers: { 'X-Thing': { content } } } },
      },
    },
  }

  it('are components that content refers to', async () => {
    const operation = only((await load(document(paths, { components }))).operations)
    const response = only(operation.responses)
    const pointer = '/components/mediaTypes/Thing/schema'
    for (const media of [only(operation.requestBody?.content ?? []), only(response.content)]) {
      expect(media).toMatchObject({ name: 'application/json', examples: [{ name: 'one', value: 'abc' }] })
      expect(media.schema?.source.pointer).toBe(pointer)
    }
    for (const { schema } of [only(operation.parameters), only(response.headers)])
      expect(schema.source.pointer).toBe(pointer)
  })

  it('close what needs them if they lead nowhere', async () => {
    const { closed = [] } = await tolerant(document(paths))
    expect(only(closed).reason).toContain('"#/components/mediaTypes/Thing" leads nowhere')
  })
})

describe('an example of 3.2', () => {
  const examplesOf = async (examples: JsonObject, version = '3.2.0') => {
    const media = { schema: { type: 'array' }, examples }
    const content = { 'application/json': media }
    const response = { description: 'Found', content }
    const contract = await tolerant(document({ '/a': { get: { responses: { 200: response } } } }, {}, version))
    return only(only(only(contract.operations).responses).content).examples
  }

  it('has its data as value, and never what is sent', async () => {
    expect(
      await examplesOf({
        data: { dataValue: [1], serializedValue: '[ 1 ]' },
        sent: { serializedValue: '[2]' },
        elsewhere: { dataValue: [3], externalValue: 'three.json' },
        old: { value: [4] },
      }),
    ).toEqual([
      { name: 'data', value: [1] },
      { name: 'elsewhere', value: [3] },
      { name: 'old', value: [4] },
    ])
  })

  it('has no data before', async () => {
    expect(await examplesOf({ data: { dataValue: [1] }, old: { value: [4] } }, '3.1.0')).toEqual([
      { name: 'old', value: [4] },
    ])
  })
})

describe('a security requirement of 3.2', () => {
  const scheme = { type: 'http', scheme: 'bearer', deprecated: true }
  const device = { deviceAuthorizationUrl: 'https://a.test/d', tokenUrl: 'https://a.test/t', scopes: {} }
  const oauth = {
    type: 'oauth2',
    oauth2MetadataUrl: 'https://a.test/.well-known/oauth-authorization-server',
    flows: { deviceAuthorization: device },
  }
  const securityOf = async (security: JsonObject[], rest: JsonObject = {}) => {
    const contract = await load(document({ '/a': { get: { security, responses: RESPONSES } } }, rest))
    return only(contract.operations).security
  }

  it('may name its scheme by a URI', async () => {
    const components = { securitySchemes: { token: scheme, device: oauth } }
    expect(await securityOf([{ '#/components/securitySchemes/token': [] }, { device: [] }], { components })).toEqual([
      [{ name: 'token', type: 'http', scheme: 'bearer' }],
      // Nobody can go through the flow without a person.
      [{ name: 'device', type: 'oauth2' }],
    ])
    expect(await securityOf([{ '#/x-scheme': [] }], { 'x-scheme': scheme })).toEqual([
      [{ name: '#/x-scheme', type: 'http', scheme: 'bearer' }],
    ])
  })

  it('closes operations if the URI leads nowhere, those that inherit it too', async () => {
    const { closed = [] } = await tolerant(
      document({ '/a': { get: {} }, '/b': { get: { security: [] } } }, { security: [{ '#/x-missing': [] }] }),
    )
    expect(only(closed)).toMatchObject({ id: 'GET /a', reason: expect.stringContaining('"#/x-missing" leads nowhere') })
  })
})

describe('$self', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fgs-contract-self-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const write = (name: string, value: Json): string => {
    writeFileSync(join(folder, name), JSON.stringify(value))
    return join(folder, name)
  }
  const withBody = (reference: string, rest: JsonObject): JsonObject => {
    const content = { 'application/json': { schema: { $ref: reference } } }
    return document({ '/a': { get: { responses: { 200: { content } } } } }, rest)
  }
  const resolved = async (file: string) => {
    const contract = await loadStrictly(file)
    const [media] = only(only(contract.operations).responses).content
    const reference = Object(media?.schema?.schema).$ref
    return media?.schema && contract.resolve(reference, media.schema.source)
  }
  const schema = { type: 'string', maxLength: 3 }

  it('is what references resolve against: files lie beside each other as their URIs do', async () => {
    write('shared.json', { Thing: schema })
    const file = write('api.json', withBody('shared.json#/Thing', { $self: 'https://api.test/v1/api.json' }))
    expect((await resolved(file))?.schema).toEqual(schema)
    const whole = write(
      'w.json',
      withBody('https://api.test/v1/shared.json#/Thing', { $self: 'https://api.test/v1/w' }),
    )
    expect((await resolved(whole))?.schema).toEqual(schema)
  })

  it('names another file, wherever that lies', async () => {
    write('named.json', document({}, { $self: 'https://names.test/named', components: { schemas: { Thing: schema } } }))
    const components = { schemas: { Other: { $ref: './named.json#/components/schemas/Thing' } } }
    const file = write('names.json', withBody('https://names.test/named#/components/schemas/Thing', { components }))
    expect((await resolved(file))?.schema).toEqual(schema)
  })

  it('names the document itself', async () => {
    const components = { schemas: { Thing: schema } }
    const file = write('own.json', withBody('../v1/own#/components/schemas/Thing', { $self: '/v1/own', components }))
    expect((await resolved(file))?.schema).toEqual(schema)
  })

  it('means nothing in 3.1', async () => {
    write('shared.json', { Thing: schema })
    const old = withBody('shared.json#/Thing', { openapi: '3.1.0', $self: 'https://nowhere.invalid/api.json' })
    const contract = await loadContract(write('old.json', old))
    expect(contract.tolerated?.some((sentence) => sentence.includes('`$self` is not known here'))).toBe(true)
    expect(contract.closed).toBeUndefined()
  })

  it('says nothing about servers', async () => {
    const servers = [{ name: 'here', url: './v2' }]
    const file = write('servers.json', document({}, { $self: 'https://api.test/v1/api.json', servers }))
    expect((await loadStrictly(file)).servers).toEqual(['./v2'])
  })
})

it('has tags in trees', async () => {
  const tags = [
    { name: 'a', summary: 'A', kind: 'nav' },
    { name: 'b', parent: 'a' },
  ]
  expect((await load(document({}, { tags }))).operations).toEqual([])
})
