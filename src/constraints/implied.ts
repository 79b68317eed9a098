import type { SchemaNode } from '../contract/index.ts'
import { codePointLength, isArray, type Json, type Pointer } from '../json/index.ts'
import type { Keyword, KeywordValues, Place } from './constraint.ts'

type Lengths = 'minLength' | 'maxLength' | 'minItems' | 'maxItems' | 'minimum' | 'maximum'

/** Whether a value keeps a bound; values of other types do. */
const KEEPS: {
  readonly [K in Lengths]: (value: Json, bound: number) => boolean
} = {
  minLength: (value, bound) => typeof value !== 'string' || codePointLength(value) >= bound,
  maxLength: (value, bound) => typeof value !== 'string' || codePointLength(value) <= bound,
  minItems: (value, bound) => !isArray(value) || value.length >= bound,
  maxItems: (value, bound) => !isArray(value) || value.length <= bound,
  minimum: (value, bound) => typeof value !== 'number' || value >= bound,
  maximum: (value, bound) => typeof value !== 'number' || value <= bound,
}

const isBound = (kind: Keyword): kind is Lengths => Object.hasOwn(KEEPS, kind)

/**
 * Why no message can break a constraint and nothing else, or undefined where one can. On the wire a parameter that may
 * be a string is one whatever is sent, and a path without the segment is another path.
 */
export function impliedBy<K extends Keyword>(
  kind: K,
  value: KeywordValues[K],
  node: SchemaNode,
  pointer: Pointer,
  place: Place,
): string | undefined {
  const { schema } = node
  if (typeof schema === 'boolean') return undefined
  if ((kind === 'minLength' || kind === 'minItems' || kind === 'minProperties') && value === 0)
    return 'nothing is shorter than 0'
  const members = isArray(schema.enum) ? schema.enum : 'const' in schema ? [schema.const ?? null] : undefined
  if (members && isBound(kind) && typeof value === 'number') {
    const keeps = KEEPS[kind]
    if (members.every((member) => keeps(member, value)))
      return `every value of the ${isArray(schema.enum) ? 'enum' : 'const'} keeps it`
  }
  if (place.in === 'body' || pointer !== '') return undefined
  if (kind === 'type' && isArray(value) && value.includes('string')) return 'on the wire every value is a string'
  if (kind === 'minLength' && place.in === 'path' && value === 1) return 'an empty segment is another path'
  return undefined
}
