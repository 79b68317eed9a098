import { WORK_LIMITS } from './limits.ts'
import { isExplosive, type PatternTree, patternTree, plainLength } from './pattern-tree.ts'

interface Pattern {
  readonly test: RegExp | undefined
  readonly tree: PatternTree | undefined
  /** Longer texts are not held against it. */
  readonly longest: number
}

const MOST_KNOWN = 2000
const patterns = new Map<string, Pattern>()

function read(pattern: string): Pattern {
  const cached = patterns.get(pattern)
  if (cached) return cached
  // JSON Schema means patterns with `u`; escapes of older documents compile without it only.
  const test = attempt(() => new RegExp(pattern, 'u')) ?? attempt(() => new RegExp(pattern))
  const tree = test && patternTree(pattern, test.flags)
  const longest = tree && isExplosive(tree) ? WORK_LIMITS.explosiveText + plainLength(tree) : WORK_LIMITS.matchedText
  const entry = { test, tree, longest }
  if (patterns.size >= MOST_KNOWN) patterns.clear()
  patterns.set(pattern, entry)
  return entry
}

function attempt(make: () => RegExp): RegExp | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}

/**
 * Whether a text matches. A pattern that does not compile forbids nothing. A long text never matches a pattern that
 * might take for ever over it.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const { test, longest } = read(pattern)
  return test === undefined || (text.length <= longest && test.test(text))
}

/** What texts of a pattern are made from; undefined if none can be made. */
export const treeOf = (pattern: string): PatternTree | undefined => read(pattern).tree
