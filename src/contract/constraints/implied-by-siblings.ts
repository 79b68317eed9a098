import { equal } from '../../json/index.ts'
import type { Keyword, KeywordValues, SchemaConstraint } from './constraint.ts'
import { shortId } from './constraint.ts'

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
    return stricter ? [[one, `${shortId(stricter)} asks for as much, or more`]] : []
  })
}

function isLooser(one: SchemaConstraint, stricter: SchemaConstraint): boolean {
  // Both are of one kind, which TypeScript cannot see.
  const compare = LOOSER[one.kind] as ((value: unknown, stricter: unknown) => boolean) | undefined
  return compare ? compare(one.value, stricter.value) : equal(one.value, stricter.value)
}
