import type { BodyFormat } from '../../http/index.ts'
import type { JsonObject } from '../../json/index.ts'

/** What stands on one line. */
const LINE = { type: 'string', pattern: '^[^\\r\\n\\0]*$' } as const

/** Events without a field that a stream does not carry (WHATWG HTML, 9.2.6). */
const EVENTS = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      event: LINE,
      data: { type: 'string', pattern: '^[^\\r]*$' },
      id: LINE,
      retry: { type: 'integer', minimum: 0 },
    },
    required: ['data'],
    additionalProperties: false,
  },
} as const

/** What values a format of lists can carry, as a schema; undefined if it is of no list. */
export const listSchema = (format: BodyFormat): JsonObject | undefined => {
  if (format.kind === 'parts') return { type: 'array' }
  if (format.kind !== 'sequence') return undefined
  return format.framing === 'events' ? EVENTS : { type: 'array' }
}
