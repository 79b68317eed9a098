import type { SchemaNode } from '../contract/index.ts'
import { bodyKindOf, concreteMediaType } from '../http/index.ts'
import { codePointLength, isArray, type Json, type Pointer, parsePointer } from '../json/index.ts'
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
  isJson: boolean,
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
  if (kind === 'type' && isArray(value)) {
    const reason = impliedType(value, pointer, place, isJson)
    if (reason !== undefined) return reason
  }
  if (kind === 'minLength' && place.in === 'path' && pointer === '' && value === 1 && !isJson)
    return 'an empty segment is another path'
  return undefined
}

/** What text says is never of another type than string, a form is always an object, and a list may have one item. */
function impliedType(types: readonly Json[], pointer: Pointer, place: Place, isJson: boolean): string | undefined {
  const tokens = parsePointer(pointer)
  if (place.in === 'body') {
    const kind = bodyKindOf(concreteMediaType(place.mediaType))
    if (kind === 'text' || kind === 'binary') return types.includes('string') ? TEXT : undefined
    if (kind !== 'form' && kind !== 'multipart') return undefined
    if (tokens.length === 0) return types.includes('object') ? 'every form is an object' : undefined
    // Below the items of a list stands JSON.
    const isText = tokens.length === 1 || (tokens.length === 2 && tokens[1] === '*')
    if (tokens.length === 1 && types.includes('array')) return LIST
    return isText && types.includes('string') ? TEXT : undefined
  }
  if (isJson || tokens.length > 1) return undefined
  if (tokens.length === 0 && types.includes('array') && !types.includes('object')) return LIST
  return types.includes('string') ? TEXT : undefined
}

const TEXT = 'on the wire every value is a string'
const LIST = 'on the wire every value is a list'
