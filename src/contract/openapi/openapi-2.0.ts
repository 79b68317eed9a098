import { type JsonObject, property } from '../../json/index.ts'
import type { Dialect } from './dialect.ts'
import { exclusiveLimits, nullableBy } from './openapi-3.0.ts'

const nullable = nullableBy('x-nullable')

export const openapi20: Dialect = {
  version: '2.0',
  hasFieldsOf32: false,
  refStandsAlone: true,
  // It knows body parameters, and forbids them to no method.
  ignoresBodyOf: [],
  keywords: {
    ...nullable,
    ...exclusiveLimits,
    type: (type, schema) => nullable.type?.(type === 'file' ? 'string' : type, schema),
    nullable: () => undefined,
    id: () => undefined,
    // Of an array within a parameter; the parameter's own becomes its style.
    collectionFormat: () => undefined,
    discriminator: (value) => (typeof value === 'string' ? { propertyName: value } : value),
  },
  added: (schema) => (property(schema, 'type') === 'file' ? { format: 'binary' } : {}),
}

const PARAMETER_KEYWORDS: readonly string[] = [
  'type',
  'format',
  'items',
  'collectionFormat',
  'default',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'pattern',
  'maxItems',
  'minItems',
  'uniqueItems',
  'enum',
  'multipleOf',
  'x-nullable',
]

/** What a parameter or a header of 2.0 says about its values, as a schema. */
export const pickSchema = (parameter: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(parameter).filter(([keyword]) => PARAMETER_KEYWORDS.includes(keyword)))
