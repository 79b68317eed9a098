import type { SchemaNode } from '../contract/index.ts'
import { codePointLength, equal, isArray, type Json, type Pointer } from '../json/index.ts'
import type { Keyword, KeywordValues, Place, SchemaConstraint } from './constraint.ts'

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
  if ((kind === 'minContains' || kind === 'maxContains') && !('contains' in schema))
    return 'without contains it asks nothing'
  if (kind === 'minContains' && (value === 0 || value === 1))
    return value === 0 ? 'nothing is fewer than 0' : 'contains asks for one'
  if (kind === 'contains' && schema.minContains === 0) return 'minContains asks for none'
  if (place.in === 'body' || pointer !== '') return undefined
  if (kind === 'type' && isArray(value) && value.includes('string')) return 'on the wire every value is a string'
  if (kind === 'minLength' && place.in === 'path' && value === 1) return 'an empty segment is another path'
  return undefined
}

/** Whether a value that keeps the second demand keeps the first. */
const LOOSER: { readonly [K in Keyword]?: (value: KeywordValues[K], stricter: KeywordValues[K]) => boolean } = {
  type: (types, stricter) =>
    stricter.every((type) => types.includes(type) || (type === 'integer' && types.includes('number'))),
  minLength: (bound, stricter) => bound <= stricter,
  maxLength: (bound, stricter) => bound >= stricter,
  minimum: (bound, stricter) => bound <= stricter,
  maximum: (bound, stricter) => bound >= stricter,
  exclusiveMinimum: (bound, stricter) => bound <= stricter,
  exclusiveMaximum: (bound, stricter) => bound >= stricter,
  minItems: (bound, stricter) => bound <= stricter,
  maxItems: (bound, stricter) => bound >= stricter,
  minProperties: (bound, stricter) => bound <= stricter,
  maxProperties: (bound, stricter) => bound >= stricter,
}

/** Of the same keyword about the same values (`allOf`), those that another one makes needless, with the reason. */
export function impliedBySiblings(siblings: readonly SchemaConstraint[]): [SchemaConstraint, string][] {
  return siblings.flatMap((one, index): [SchemaConstraint, string][] => {
    const stricter = siblings.find((other, at) => {
      if (other === one || other.implied !== undefined) return false
      const isAsStrict = isLooser(one, other)
      // Of two that say the same, the first counts.
      return isAsStrict && (at < index || !isLooser(other, one))
    })
    return stricter ? [[one, `${stricter.id.slice(stricter.operation.length + 1)} asks for as much, or more`]] : []
  })
}

function isLooser(one: SchemaConstraint, stricter: SchemaConstraint): boolean {
  // Both are of one kind, which TypeScript cannot see.
  const compare = LOOSER[one.kind] as ((value: unknown, stricter: unknown) => boolean) | undefined
  return compare ? compare(one.value, stricter.value) : equal(one.value, stricter.value)
}
