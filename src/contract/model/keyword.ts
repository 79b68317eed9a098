import type { Json, JsonNumber, JsonType } from '../../json/index.ts'

/** The keywords that a value can break, each with the value that the document gives it (JSON Schema 2020-12 validation). */
export interface KeywordValues {
  type: readonly JsonType[]
  enum: readonly Json[]
  const: Json
  minLength: number
  maxLength: number
  pattern: string
  format: string
  minimum: JsonNumber
  maximum: JsonNumber
  exclusiveMinimum: JsonNumber
  exclusiveMaximum: JsonNumber
  multipleOf: JsonNumber
  minItems: number
  maxItems: number
  uniqueItems: true
  contains: Json
  minContains: number
  maxContains: number
  minProperties: number
  maxProperties: number
  /** One of the names that are required. */
  required: string
  dependentRequired: Json
  additionalProperties: false
  unevaluatedProperties: false
  unevaluatedItems: false
  items: false
  propertyNames: Json
  anyOf: Json
  oneOf: Json
  not: Json
}

export type Keyword = keyof KeywordValues
