import type { SchemaConstraint } from '../../contract/constraints/index.ts'
import type { Json } from '../../json/index.ts'

const STRINGS = new Set<string>(['minLength', 'maxLength', 'pattern', 'format'])
const NUMBERS = new Set<string>(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'])
const ARRAYS = new Set<string>([
  'minItems',
  'maxItems',
  'uniqueItems',
  'contains',
  'minContains',
  'maxContains',
  'items',
  'unevaluatedItems',
])
const OBJECTS = new Set<string>([
  'minProperties',
  'maxProperties',
  'required',
  'dependentRequired',
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
])

/** A keyword applies to values of its type only (JSON Schema 2020-12 validation, 6). */
export function appliesTo({ kind, source }: SchemaConstraint, instances: readonly Json[]): boolean {
  return instances.some((instance) => {
    // A `then` applies where its `if` holds: to values that are there, not to empty ones.
    if (source.pointer.includes('/then/') && instance === '') return false
    if (STRINGS.has(kind)) return typeof instance === 'string'
    if (NUMBERS.has(kind)) return typeof instance === 'number'
    if (ARRAYS.has(kind)) return Array.isArray(instance)
    if (OBJECTS.has(kind)) return typeof instance === 'object' && instance !== null && !Array.isArray(instance)
    return true
  })
}
