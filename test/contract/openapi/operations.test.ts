import { describe, expect, it, test } from 'vitest'
import type { JsonObject } from '../../../src/json/index.ts'
import { documentOf, load, only, operationOf, withSchema } from '../samples.ts'

const at = '/paths/~1things/get'
const string = { type: 'string' }

describe('parameters', () => {
  const limited = (name: string, location: string, maxLength: number): JsonObject => ({
    name,
    in: location,
    schema: { type: 'string', maxLength },
  })
  const loading = load(
    documentOf(
      '3.1',
      {},
      {
        paths: {
          '/things': {
            parameters: [limited('a', 'query', 1), limited('a', 'header', 2), { $ref: '#/components/parameters/B' }],
            get: { parameters: [limited('A', 'header', 3), limited('b', 'query', 4), limited('c', 'cookie', 5)] },
            put: { parameters: [limited('Authorization', 'header', 6), limited('accept', 'header', 7)] },
          },
        },
        components: { parameters: { B: limited('b', 'query', 9) } },
      },
    ),
  )

  it('of the path are those of each operation, which may describe them anew', async () => {
    const [get, put] = (await loading).operations
    const told = (operation: typeof get) =>
      operation?.parameters.map(({ name, in: location, schema, source }) => [
        `${location} ${name}`,
        typeof schema.schema === 'object' && schema.schema.maxLength,
        source.pointer,
      ])
    expect(told(get)).toEqual([
      ['query a', 1, '/paths/~1things/parameters/0'],
      ['header A', 3, `${at}/parameters/0`],
      ['query b', 4, `${at}/parameters/1`],
      ['cookie c', 5, `${at}/parameters/2`],
    ])
    // What OpenAPI describes elsewhere is no parameter.
    expect(told(put)).toEqual([
      ['query a', 1, '/paths/~1things/parameters/0'],
      ['header a', 2, '/paths/~1things/parameters/1'],
      ['query b', 9, '/components/parameters/B'],
    ])
  })

  test.each([
    [{ in: 'query' }, { style: 'form', explode: true, required: false }],
    [{ in: 'cookie' }, { style: 'form', explode: true, required: false }],
    [{ in: 'header' }, { style: 'simple', explode: false, required: false }],
    [
      { in: 'query', style: 'spaceDelimited' },
      { style: 'spaceDelimited', explode: false },
    ],
    [
      { in: 'query', style: 'deepObject', explode: true },
      { style: 'deepObject', explode: true },
    ],
    [
      { in: 'query', explode: false, required: true },
      { style: 'form', explode: false, required: true },
    ],
    [
      { in: 'query', allowReserved: true },
      { style: 'form', allowReserved: true },
    ],
    [
      { in: 'header', explode: true },
      { style: 'simple', explode: true, allowReserved: false },
    ],
  ])('%o', async (written, expected) => {
    const document = documentOf('3.1', { parameters: [{ name: 'a', schema: string, ...written }] })
    const parameter = only((await operationOf(document)).parameters)
    expect(parameter).toMatchObject({ ...expected, schema: { schema: string } })
    expect(parameter).not.toHaveProperty('contentType')
  })

  it('may be a media type', async () => {
    const parameter = { name: 'a', in: 'query', content: { 'application/json': { schema: string, example: null } } }
    expect(only((await operationOf(documentOf('3.1', { parameters: [parameter] }))).parameters)).toMatchObject({
      contentType: 'application/json',
      schema: { schema: string, source: { pointer: `${at}/parameters/0/content/application~1json/schema` } },
    })
  })
})

describe('examples', () => {
  const media = (parts: JsonObject): JsonObject => ({
    ...documentOf('3.1', { responses: { 200: { description: '', content: { 'application/json': parts } } } }),
    components: {
      examples: { Shared: { value: 'shared' } },
      schemas: { A: { examples: ['of A'] } },
    },
  })
  test.each([
    ['example', { example: 1 }, [{ name: 'example', value: 1 }]],
    ['null', { example: null }, [{ name: 'example', value: null }]],
    ['false', { example: false }, [{ name: 'example', value: false }]],
    ['empty', { example: '' }, [{ name: 'example', value: '' }]],
    ['zero', { examples: { zero: { value: 0 } } }, [{ name: 'zero', value: 0 }]],
    [
      'in a file of its own',
      { examples: { a: { externalValue: 'a.json' }, b: { value: 2 } } },
      [{ name: 'b', value: 2 }],
    ],
    ['shared', { examples: { a: { $ref: '#/components/examples/Shared' } } }, [{ name: 'a', value: 'shared' }]],
    ['of the schema', { schema: { example: 1 } }, [{ name: 'example', value: 1 }]],
    [
      'several of the schema',
      { schema: { examples: [0, null] } },
      [
        { name: 'examples/0', value: 0 },
        { name: 'examples/1', value: null },
      ],
    ],
    [
      'of the schema, by reference',
      { schema: { $ref: '#/components/schemas/A' } },
      [{ name: 'examples/0', value: 'of A' }],
    ],
    ['rather its own', { example: 1, schema: { example: 2 } }, [{ name: 'example', value: 1 }]],
    ['none', { schema: {} }, []],
  ])('%s', async (_, written, expected) => {
    const { responses } = await operationOf(media(written))
    expect(only(only(responses).content).examples).toEqual(expected)
  })
})

describe('security', () => {
  const components = {
    securitySchemes: {
      token: { type: 'apiKey', in: 'header', name: 'X-Auth-Token' },
      basic: { type: 'http', scheme: 'Basic' },
      open: { type: 'openIdConnect', openIdConnectUrl: 'https://a.example' },
      again: { $ref: '#/components/securitySchemes/token' },
    },
  }
  const token = { name: 'token', type: 'apiKey', in: 'header', parameter: 'X-Auth-Token' }
  const basic = { name: 'basic', type: 'http', scheme: 'basic' }
  test.each([
    ['is open where nothing is said', {}, {}, []],
    ['is that of the document', {}, { security: [{ token: [] }] }, [[token]]],
    ['is rather that of the operation', { security: [{ basic: [] }] }, { security: [{ token: [] }] }, [[basic]]],
    ['is open where the operation says so', { security: [] }, { security: [{ token: [] }] }, []],
    ['may be left out', { security: [{}, { token: [] }] }, {}, [[], [token]]],
    ['may take two together', { security: [{ token: [], basic: [] }] }, {}, [[token, basic]]],
    ['may be another', { security: [{ open: [] }] }, {}, [[{ name: 'open', type: 'openIdConnect' }]]],
    ['may be a reference', { security: [{ again: [] }] }, {}, [[{ ...token, name: 'again' }]]],
  ])('%s', async (_, operation, root, expected) => {
    expect((await operationOf(documentOf('3.1', operation, { components, ...root }))).security).toEqual(expected)
  })
})

describe('servers', () => {
  test.each([
    ['3.1', {}, []],
    ['3.1', { servers: [{ url: '/v1' }, { url: 'https://a.example/' }] }, ['/v1', 'https://a.example/']],
    [
      '3.0',
      { servers: [{ url: 'https://{a}.example:{p}/{a}', variables: { a: { default: 'x' }, p: { default: '1' } } }] },
      ['https://x.example:1/x'],
    ],
    ['2.0', {}, []],
    ['2.0', { basePath: '/v1/' }, ['/v1']],
    ['2.0', { host: 'a.example' }, ['https://a.example']],
    [
      '2.0',
      { host: 'a.example', basePath: '/', schemes: ['http', 'wss', 'https'] },
      ['http://a.example', 'https://a.example'],
    ],
  ] as const)('of %s: %o', async (version, parts, expected) => {
    expect((await load(documentOf(version, {}, parts))).servers).toEqual(expected)
  })

  test('of an operation are its own or else its path’s, against the place of the document', async () => {
    const get = { responses: { 200: { description: 'Success' } } }
    const document = documentOf(
      '3.1',
      {},
      {
        servers: [{ url: '../v1' }],
        paths: {
          '/a': { servers: [{ url: '/files/' }], get, put: { ...get, servers: [{ url: 'https://b.example' }] } },
          '/b': { get },
        },
      },
    )
    const told = async (file?: string) => {
      const { servers, operations } = await load(document, file)
      return [servers, ...operations.map((operation) => operation.servers)]
    }
    expect(await told()).toEqual([['../v1'], ['/files/'], ['https://b.example'], []])
    expect(await told('https://a.example/docs/api.json')).toEqual([
      ['https://a.example/v1'],
      ['https://a.example/files'],
      ['https://b.example'],
      [],
    ])
  })
})

describe('extensions', () => {
  it('give advisories of a response', async () => {
    const written = [
      { message: 'no', schema: { type: 'string', nullable: true } },
      { name: 'order', message: 'late', order: ['a', 'b'] },
    ]
    const document = documentOf('3.0', { responses: { 200: { description: '', 'x-advisories': written } } })
    const source = (index: number) => ({ file: 'api.json', pointer: `${at}/responses/200/x-advisories/${index}` })
    expect(only((await operationOf(document)).responses).advisories).toEqual([
      {
        kind: 'schema',
        name: '1',
        message: 'no',
        schema: {
          schema: { type: ['string', 'null'] },
          source: { ...source(0), pointer: `${source(0).pointer}/schema` },
        },
        source: source(0),
      },
      { kind: 'order', name: 'order', message: 'late', properties: ['a', 'b'], source: source(1) },
    ])
  })

  it('give answers of the platform', async () => {
    const answers = [{ status: 401, code: 'APIG.0301', meaning: 'wrong' }]
    expect((await operationOf(documentOf('3.1', { 'x-platform-answers': answers }))).platformAnswers).toEqual(answers)
  })
})

describe('an operation', () => {
  it('is found for every method, and only for methods', async () => {
    const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']
    const item = Object.fromEntries(methods.map((method) => [method, {}]))
    const paths = { '/a': { summary: 'a', servers: [], ...item }, 'x-paths': { get: {} } }
    const { operations } = await load(documentOf('3.1', {}, { paths }))
    expect(operations.map(({ method }) => method.toLowerCase())).toEqual(methods)
    expect(operations.every(({ methodsOfPath }) => methodsOfPath.length === methods.length)).toBe(true)
  })

  it('has responses for ranges, but none for extensions', async () => {
    const responses = { '4XX': { description: '' }, default: { description: '' }, 'x-a': { description: '' } }
    const operation = await operationOf(documentOf('3.1', { responses }))
    expect(operation.responses.map(({ status }) => status)).toEqual(['4XX', 'default'])
  })

  it('of a path that refers to another has the parts of both', async () => {
    const shared = { parameters: [{ name: 'a', in: 'query', schema: {} }], get: { operationId: 'shared' } }
    const paths = { '/a': { $ref: '#/components/pathItems/Shared', put: { operationId: 'own' } } }
    const { operations } = await load(documentOf('3.1', {}, { paths, components: { pathItems: { Shared: shared } } }))
    expect(operations.map(({ id, source }) => [id, source.pointer])).toEqual([
      ['shared', '/components/pathItems/Shared/get'],
      ['own', '/paths/~1a/put'],
    ])
    expect(operations.map(({ parameters }) => parameters.length)).toEqual([1, 1])
  })

  it('may be missing', async () => {
    expect((await load({ openapi: '3.1.0', info: { title: '', version: '' }, components: {} })).operations).toEqual([])
  })

  it('has no media type where the response has none', async () => {
    const { responses } = await operationOf(withSchema('2.0', {}))
    expect(only(responses).content).toHaveLength(1)
    expect(only((await operationOf(documentOf('2.0'))).responses).content).toEqual([])
  })
})
