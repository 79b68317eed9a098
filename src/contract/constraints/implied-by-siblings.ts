import { type SchemaConstraint, shortId } from './constraint.ts'
import { isLooser } from './keywords.ts'

/** Of the same keyword about the same values (`allOf`), those that another one makes needless, with the reason. */
export function impliedBySiblings(siblings: readonly SchemaConstraint[]): [SchemaConstraint, string][] {
  return siblings.flatMap((one, index): [SchemaConstraint, string][] => {
    const stricter = siblings.find((other, at) => {
      if (other === one || other.implied !== undefined) return false
      const isAsStrict = isLooser(one, other.value)
      // Of two that say the same, the first counts.
      return isAsStrict && (at < index || !isLooser(other, one.value))
    })
    return stricter ? [[one, `${shortId(stricter)} asks for as much, or more`]] : []
  })
}
