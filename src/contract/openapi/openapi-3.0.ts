import { isObject, type Json, type JsonObject, property, withoutProperty } from '../../json/index.ts'
import type { Dialect } from './dialect.ts'

type Keywords = Dialect['keywords']

/**
 * `nullable` adds null to the `type` beside it and to nothing else (3.0.3, Schema Object; the proposal that clarified it:
 * "enum" and other keywords hold for null as well). Without a `type` it says nothing.
 */
export function nullableBy(keyword: string): Keywords {
  const nullable = (schema: JsonObject) =>
    property(schema, keyword) === true && typeof property(schema, 'type') === 'string'
  return {
    [keyword]: () => undefined,
    type: (type, schema) => (nullable(schema) && type !== 'null' ? [type, 'null'] : type),
  }
}

/** Until draft 4, an exclusive limit was a flag beside the limit. */
function exclusiveLimit(limit: 'minimum' | 'maximum', exclusive: 'exclusiveMinimum' | 'exclusiveMaximum'): Keywords {
  return {
    [limit]: (value: Json, schema) => (property(schema, exclusive) === true ? undefined : value),
    [exclusive]: (value, schema) => {
      if (typeof value !== 'boolean') return value
      return value ? property(schema, limit) : undefined
    },
  }
}

export const exclusiveLimits: Keywords = {
  ...exclusiveLimit('minimum', 'exclusiveMinimum'),
  ...exclusiveLimit('maximum', 'exclusiveMaximum'),
}

/** Before 3.2, each value is of a schema that its discriminator names. */
export const withoutDefaultMapping: Keywords = {
  discriminator: (value) => (isObject(value) ? withoutProperty(value, 'defaultMapping') : value),
}

export const openapi30: Dialect = {
  version: '3.0',
  hasFieldsOf32: false,
  refStandsAlone: true,
  ignoresBodyOf: ['GET', 'HEAD', 'DELETE', 'TRACE'],
  keywords: {
    ...nullableBy('nullable'),
    ...exclusiveLimits,
    ...withoutDefaultMapping,
    // An anchor of draft 4, at which validators of 2020-12 balk.
    id: () => undefined,
  },
}
