import { describe, expect, it } from 'vitest'
import type { Contract } from '../../../src/contract/model/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { load, only, withoutSources } from '../samples.ts'

const ERROR_SCHEMA = {
  type: 'object',
  required: ['code'],
  properties: { code: { type: 'string', minLength: 1, maxLength: 36 }, parent: { $ref: 'ERRORS' } },
}
const INFO = { title: 'Orders', version: '1.4' }
const thing = (nullable: JsonObject, limits: JsonObject, $ref: string): JsonObject => ({
  type: 'object',
  properties: { name: nullable, price: { type: 'number', ...limits }, error: { $ref } },
  example: { name: 'pen', price: 2 },
})

const STRING = { type: 'string', maxLength: 8 }
const LIMITS_31 = { exclusiveMinimum: 0, maximum: 100 }
const LIMITS_OLD = { minimum: 0, exclusiveMinimum: true, maximum: 100 }

function openapi3(openapi: string, nullable: JsonObject, limits: JsonObject): JsonObject {
  const ERRORS = '#/components/schemas/Error'
  const error = { 'application/json': { schema: { $ref: ERRORS } } }
  return {
    openapi,
    info: INFO,
    servers: [
      { url: 'https://{host}/base', variables: { host: { default: 'api.example.com', description: 'Where it is.' } } },
    ],
    security: [{ key: [] }, { user: [], oauth: ['read'] }],
    paths: {
      '/orders/{id}': {
        parameters: [{ $ref: '#/components/parameters/Id' }],
        post: {
          operationId: 'addOrder',
          tags: ['orders'],
          parameters: [
            { name: 'ids', in: 'query', explode: false, schema: { type: 'array', maxItems: 3, items: STRING } },
            { name: 'all', in: 'query', explode: true, schema: { type: 'array', items: { type: 'integer' } } },
            {
              name: 'pipes',
              in: 'query',
              style: 'pipeDelimited',
              explode: false,
              schema: { type: 'array', items: STRING },
            },
            { name: 'X-Trace', in: 'header', required: true, schema: { type: 'string', enum: ['a', 'b'] } },
          ],
          requestBody: {
            required: true,
            content: { 'application/json': { schema: thing(nullable, limits, ERRORS) } },
          },
          responses: {
            200: {
              description: 'Success',
              headers: { 'X-Left': { schema: { type: 'integer', minimum: 0 } } },
              content: { 'application/json': { schema: thing(nullable, limits, ERRORS), example: { name: null } } },
            },
            204: { description: 'Nothing' },
            404: { $ref: '#/components/responses/Missing' },
            default: { description: 'Failure', content: error },
          },
        },
        get: { security: [], responses: { 200: { description: 'Success' } } },
      },
    },
    components: {
      parameters: { Id: { name: 'id', in: 'path', required: true, schema: { type: 'string', minLength: 1 } } },
      responses: { Missing: { description: 'Missing', content: error } },
      schemas: { Error: JSON.parse(JSON.stringify(ERROR_SCHEMA).replace('ERRORS', ERRORS)) },
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'X-Key' },
        user: { type: 'http', scheme: 'Basic' },
        oauth: {
          type: 'oauth2',
          flows: { implicit: { authorizationUrl: 'https://a.example', scopes: { read: 'all' } } },
        },
      },
    },
  }
}

const ERRORS_2 = '#/definitions/Error'

const DOCUMENTS: { readonly [version: string]: JsonObject } = {
  '3.1': openapi3('3.1.0', { ...STRING, type: ['string', 'null'] }, LIMITS_31),
  '3.0': openapi3('3.0.3', { ...STRING, nullable: true }, LIMITS_OLD),
  '2.0': {
    swagger: '2.0',
    info: INFO,
    schemes: ['https'],
    host: 'api.example.com',
    basePath: '/base',
    consumes: ['application/json'],
    produces: ['application/json'],
    security: [{ key: [] }, { user: [], oauth: ['read'] }],
    paths: {
      '/orders/{id}': {
        parameters: [{ $ref: '#/parameters/Id' }],
        post: {
          operationId: 'addOrder',
          tags: ['orders'],
          parameters: [
            { name: 'ids', in: 'query', type: 'array', maxItems: 3, items: STRING },
            { name: 'all', in: 'query', type: 'array', collectionFormat: 'multi', items: { type: 'integer' } },
            { name: 'pipes', in: 'query', type: 'array', collectionFormat: 'pipes', items: STRING },
            { name: 'X-Trace', in: 'header', required: true, type: 'string', enum: ['a', 'b'] },
            {
              name: 'body',
              in: 'body',
              required: true,
              schema: thing({ ...STRING, 'x-nullable': true }, LIMITS_OLD, ERRORS_2),
            },
          ],
          responses: {
            200: {
              description: 'Success',
              headers: { 'X-Left': { type: 'integer', minimum: 0 } },
              schema: thing({ ...STRING, 'x-nullable': true }, LIMITS_OLD, ERRORS_2),
              examples: { 'application/json': { name: null } },
            },
            204: { description: 'Nothing' },
            404: { $ref: '#/responses/Missing' },
            default: { description: 'Failure', schema: { $ref: ERRORS_2 } },
          },
        },
        get: { security: [], responses: { 200: { description: 'Success' } } },
      },
    },
    parameters: { Id: { name: 'id', in: 'path', required: true, type: 'string', minLength: 1 } },
    responses: { Missing: { description: 'Missing', schema: { $ref: ERRORS_2 } } },
    definitions: { Error: JSON.parse(JSON.stringify(ERROR_SCHEMA).replace('ERRORS', ERRORS_2)) },
    securityDefinitions: {
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      user: { type: 'basic' },
      oauth: {
        type: 'oauth2',
        flow: 'implicit',
        authorizationUrl: 'https://a.example',
        scopes: { read: 'all' },
      },
    },
  },
}

/** Everything that a contract says, but for where and in what words it says it. */
function model(contract: Contract): unknown {
  const { digest: _, file: __, resolve: ___, lineOf: ____, ...rest } = contract
  return JSON.parse(JSON.stringify(withoutSources(rest)).replaceAll(ERRORS_2, '#/components/schemas/Error'))
}

describe('the same API in three versions', () => {
  const loading = Object.fromEntries(Object.entries(DOCUMENTS).map(([version, document]) => [version, load(document)]))
  const loaded = async (version: string): Promise<Contract> => {
    const contract = await loading[version]
    if (!contract) throw new Error(version)
    return contract
  }

  it.each(['2.0', '3.0'])('%s gives the model of 3.1', async (version) => {
    expect(model(await loaded(version))).toEqual(model(await loaded('3.1')))
  })

  it('is the API that was meant', async () => {
    const contract = await loaded('2.0')
    expect(contract).toMatchObject({ title: 'Orders', version: '1.4', servers: ['https://api.example.com/base'] })
    expect(contract.operations.map(({ id, method, methodsOfPath }) => ({ id, method, methodsOfPath }))).toEqual([
      { id: 'GET /orders/{id}', method: 'GET', methodsOfPath: ['GET', 'POST'] },
      { id: 'addOrder', method: 'POST', methodsOfPath: ['GET', 'POST'] },
    ])
    const post = contract.operations[1]
    expect(post?.parameters.map(({ name, style, explode, required }) => [name, style, explode, required])).toEqual([
      ['id', 'simple', false, true],
      ['ids', 'form', false, false],
      ['all', 'form', true, false],
      ['pipes', 'pipeDelimited', false, false],
      ['X-Trace', 'simple', false, true],
    ])
    expect(post?.requestBody?.content[0]?.schema?.schema).toEqual({
      type: 'object',
      properties: {
        name: { type: ['string', 'null'], maxLength: 8 },
        price: { type: 'number', exclusiveMinimum: 0, maximum: 100 },
        error: { $ref: '#/definitions/Error' },
      },
      example: { name: 'pen', price: 2 },
    })
    expect(post?.security).toEqual([
      [{ name: 'key', type: 'apiKey', in: 'header', parameter: 'X-Key' }],
      [
        { name: 'user', type: 'http', scheme: 'basic' },
        { name: 'oauth', type: 'oauth2' },
      ],
    ])
    expect(contract.operations[0]?.security).toEqual([])
    expect(post?.responses.map(({ status, content }) => [status, content.length])).toEqual([
      ['200', 1],
      ['204', 0],
      ['404', 1],
      ['default', 1],
    ])
    // A referenced part comes from where it stands.
    expect(post?.parameters[0]?.schema.source.pointer).toBe('/parameters/Id')
    expect(post?.responses[2]?.source.pointer).toBe('/responses/Missing')
  })
})

describe('a form of 2.0', () => {
  const field = { name: 'note', in: 'formData', type: 'string', maxLength: 40, 'x-nullable': true }
  const form = (...parameters: JsonObject[]): JsonObject => ({
    swagger: '2.0',
    info: INFO,
    consumes: ['application/json', 'multipart/form-data'],
    paths: { '/notes': { post: { parameters, responses: { 200: { description: 'Success' } } } } },
  })

  it('is one object whose properties lead to their parameters', async () => {
    const file = { name: 'file', in: 'formData', required: true, type: 'file' }
    const contract = await load(form(field, file))
    const { requestBody } = only(contract.operations)
    expect(requestBody?.required).toBe(true)
    const { name, schema } = only(requestBody?.content ?? [])
    expect(name).toBe('multipart/form-data')
    if (typeof schema?.schema !== 'object') throw new Error('The form has no schema')
    const { properties, ...rest } = schema.schema
    expect(rest).toEqual({ type: 'object', required: ['file'] })
    const nodes = Object.values(properties ?? {}).map(({ $ref }) => contract.resolve($ref, schema.source))
    expect(nodes).toEqual([
      {
        schema: { type: ['string', 'null'], maxLength: 40 },
        source: { file: 'api.json', pointer: '/paths/~1notes/post/parameters/0' },
      },
      {
        schema: { type: 'string', format: 'binary' },
        source: { file: 'api.json', pointer: '/paths/~1notes/post/parameters/1' },
      },
    ])
  })

  it.each([
    ['without a type of its own', ['application/json'], 'application/x-www-form-urlencoded'],
    ['of its own type', ['application/x-www-form-urlencoded'], 'application/x-www-form-urlencoded'],
  ])('%s is sent as %s', async (_, consumes, expected) => {
    const { requestBody } = only((await load({ ...form(field), consumes })).operations)
    expect(requestBody).toMatchObject({ required: false, content: [{ name: expected }] })
  })
})
