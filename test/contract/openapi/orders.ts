import type { JsonObject } from '../../../src/json/index.ts'

const ERROR_SCHEMA = {
  type: 'object',
  required: ['code'],
  properties: { code: { type: 'string', minLength: 1, maxLength: 36 }, parent: { $ref: 'ERRORS' } },
}
export const INFO = { title: 'Orders', version: '1.4' }
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

export const ERRORS_2 = '#/definitions/Error'

/** The same API in three versions. */
export const ORDERS: { readonly [version: string]: JsonObject } = {
  '3.1': openapi3('3.1.0', { ...STRING, type: ['string', 'null'] }, LIMITS_31),
  '3.2': openapi3('3.2.0', { ...STRING, type: ['string', 'null'] }, LIMITS_31),
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
