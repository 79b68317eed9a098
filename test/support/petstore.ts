import type { JsonObject } from '../../src/json/index.ts'

const text = (minLength: number, maxLength: number): JsonObject => ({ type: 'string', minLength, maxLength })
const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })
const json = (schema: JsonObject): JsonObject => ({ 'application/json': { schema } })
const response = (description: string, schema: JsonObject): JsonObject => ({ description, content: json(schema) })
const failure = response('Refused', ref('Problem'))

/** A small document with what the bundled contract lacks: GET and DELETE, and parameters in every place. */
export const petstore: JsonObject = {
  openapi: '3.1.0',
  info: { title: 'Petstore', version: '1' },
  paths: {
    '/pets': {
      parameters: [{ name: 'trace', in: 'header', schema: { type: 'string', maxLength: 20 } }],
      get: {
        operationId: 'listPets',
        parameters: [
          { name: 'limit', in: 'query', required: true, schema: { type: 'integer', minimum: 1, maximum: 100 } },
          { name: 'tags', in: 'query', schema: { type: 'array', maxItems: 3, items: text(1, 10) } },
          { name: 'order', in: 'query', schema: { type: 'string', enum: ['name', 'age'] } },
          { name: 'session', in: 'cookie', required: true, schema: { type: 'string', pattern: '^[a-f0-9]{8}$' } },
        ],
        responses: {
          200: {
            description: 'Pets',
            headers: { 'X-Next': { required: true, schema: { type: 'integer', minimum: 0 } } },
            content: json({ type: 'array', maxItems: 100, items: ref('Pet') }),
          },
          '4XX': failure,
        },
      },
      post: {
        operationId: 'createPet',
        requestBody: { required: true, content: json(ref('Pet')) },
        responses: { 201: response('Created', ref('Pet')), 400: failure },
      },
    },
    '/pets/{pet_id}': {
      parameters: [{ name: 'pet_id', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } }],
      get: {
        operationId: 'getPet',
        responses: { 200: response('A pet', ref('Pet')), 400: failure, 404: failure },
      },
      delete: {
        operationId: 'deletePet',
        parameters: [{ name: 'X-Reason', in: 'header', required: true, schema: text(3, 12) }],
        responses: { 204: { description: 'Gone' }, default: failure },
      },
    },
  },
  components: {
    schemas: {
      Pet: {
        type: 'object',
        required: ['name', 'toys'],
        additionalProperties: false,
        properties: {
          name: text(1, 30),
          age: { type: 'integer', minimum: 0, exclusiveMaximum: 100 },
          weight: { type: ['number', 'null'], minimum: 0.5 },
          kind: { enum: ['cat', 'dog'] },
          born: { type: 'string', format: 'date' },
          toys: { type: 'array', maxItems: 4, uniqueItems: true, items: text(2, 8) },
          parent: ref('Pet'),
        },
      },
      Problem: {
        type: 'object',
        required: ['title'],
        properties: { title: text(1, 100), status: { type: 'integer', minimum: 400, maximum: 599 } },
      },
    },
  },
}
