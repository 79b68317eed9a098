import { type SchemaConstraint, shortId } from './constraint.ts'
import { isLooser } from './keywords.ts'

/** Of the same keyword about the same values (`allOf`), those that another one makes needless, with the reason. */
export function impliedBySiblings(siblings: readonly SchemaConstraint[]): [SchemaConstraint, string][] {
  return siblings.flatMap((constraint, index): [SchemaConstraint, string][] => {
    const stricter = siblings.find((sibling, place) => {
      if (sibling === constraint || sibling.implied !== undefined) return false
      const isAsStrict = isLooser(constraint, sibling.value)
      // Of two that say the same, the first counts.
      return isAsStrict && (place < index || !isLooser(sibling, constraint.value))
    })
    return stricter ? [[constraint, `${shortId(stricter)} asks for as much, or more`]] : []
  })
}
