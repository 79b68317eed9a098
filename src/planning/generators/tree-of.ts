import { type PatternTree, patternOf } from '../../bounded/index.ts'

const drawable = new WeakMap<PatternTree, boolean>()

/** What texts of a pattern are made from; undefined if none can be made. */
export function treeOf(pattern: string): PatternTree | undefined {
  const tree = patternOf(pattern)?.tree
  if (!tree) return undefined
  const isDrawable = drawable.get(tree) ?? isSampled(tree)
  drawable.set(tree, isDrawable)
  return isDrawable ? tree : undefined
}

/** Whether there is a sample of each class, so that something can be drawn. */
function isSampled(tree: PatternTree): boolean {
  if (tree.kind === 'points') return tree.points.length > 0
  if (tree.kind === 'sequence') return tree.parts.every(isSampled)
  if (tree.kind === 'choice') return tree.branches.every(isSampled)
  if (tree.kind === 'look') return isSampled(tree.inner)
  return tree.kind !== 'repeat' || isSampled(tree.part)
}
