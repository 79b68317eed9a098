import type { JsonObject } from '../../src/json/index.ts'
import { documentWith } from '../support/contracts.ts'

const failure: JsonObject = {
  description: 'Bad Request',
  content: {
    'application/json': {
      schema: { type: 'object', required: ['code'], properties: { code: { type: 'string' } } },
    },
  },
}

/** A document of which every check has something to say. */
export const sampleDocument: JsonObject = documentWith({
  security: [{ key: [] }],
  parameters: [{ name: 'q', in: 'query', required: true, schema: { type: 'string', maxLength: 20 } }],
  responses: {
    200: {
      description: 'Success',
      headers: { 'X-Rate': { required: true, schema: { type: 'integer' } } },
      content: {
        'application/json': {
          schema: { type: 'object', properties: { state: { enum: ['on', 'off'] } } },
          example: { state: 'on' },
        },
      },
      'x-advisories': [{ name: 'order', message: '`end` is earlier than `begin`.', order: ['begin', 'end'] }],
    },
    400: failure,
  },
})
