import { isAnchored, type PatternTree } from '../../bounded/index.ts'
import type { Dice } from './dice.ts'

/** A text of about `length` code points that a pattern asks for; what looks around in it is for the caller to test. */
export function patternText(tree: PatternTree, dice: Dice, length: number): string {
  const branch = tree.kind === 'choice' ? pickBranch(tree.branches, dice, length) : tree
  const text = draw(branch, dice, Math.max(branch.min, Math.min(branch.max, length)), [])
  const missing = length - [...text].length
  if (missing <= 0) return text
  // What is not anchored may have anything before or after it.
  if (!isAnchored(branch, 'end')) return text + padding(dice, missing)
  return isAnchored(branch, 'start') ? text : padding(dice, missing) + text
}

/** The lengths that texts of a pattern may have, in code points. */
export function patternLengths(tree: PatternTree): { readonly min: number; readonly max: number } {
  const branches = tree.kind === 'choice' ? tree.branches : [tree]
  const closed = branches.every((branch) => isAnchored(branch, 'start') && isAnchored(branch, 'end'))
  return { min: tree.min, max: closed && !holdsAgain(tree) ? tree.max : Number.POSITIVE_INFINITY }
}

function holdsAgain(tree: PatternTree): boolean {
  if (tree.kind === 'again') return true
  if (tree.kind === 'sequence') return tree.parts.some(holdsAgain)
  if (tree.kind === 'choice') return tree.branches.some(holdsAgain)
  return tree.kind === 'repeat' && holdsAgain(tree.part)
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'
const padding = (dice: Dice, length: number): string =>
  Array.from({ length }, () => LETTERS[dice.integer(0, LETTERS.length - 1)]).join('')

const pickBranch = (branches: readonly PatternTree[], dice: Dice, length: number): PatternTree => {
  const fitting = branches.filter(({ min, max }) => min <= length && length <= max)
  return dice.pick(fitting.length > 0 ? fitting : branches)
}

function draw(tree: PatternTree, dice: Dice, length: number, groups: string[]): string {
  switch (tree.kind) {
    case 'points':
      return dice.pick(tree.points)
    case 'start':
    case 'end':
    case 'boundary':
    case 'look':
      return ''
    case 'again':
      return groups[tree.group] ?? ''
    case 'choice': {
      const branch = pickBranch(tree.branches, dice, length)
      return keep(tree.group, draw(branch, dice, Math.max(branch.min, Math.min(branch.max, length)), groups), groups)
    }
    case 'sequence':
      return keep(tree.group, drawAll(tree.parts, dice, length, groups), groups)
    case 'repeat': {
      const { part } = tree
      const count = countFor(tree, dice, length)
      if (part.min === 1 && part.max === 1 && part.kind === 'points')
        return Array.from({ length: count }, () => dice.pick(part.points)).join('')
      return drawAll(
        Array.from({ length: count }, () => part),
        dice,
        length,
        groups,
      )
    }
  }
}

function keep(group: number | undefined, text: string, groups: string[]): string {
  if (group !== undefined) groups[group] = text
  return text
}

/** How often a part is repeated so that a length can be met. */
function countFor({ part, least, most }: PatternTree & { kind: 'repeat' }, dice: Dice, length: number): number {
  if (part.max === 0) return least
  const low = Math.max(least, Number.isFinite(part.max) ? Math.ceil(length / part.max) : length > 0 ? 1 : 0)
  const high = Math.min(most, part.min === 0 ? Math.max(low, length) : Math.floor(length / part.min))
  if (high <= low) return Math.max(least, Math.min(low, most))
  return dice.integer(low, Math.min(high, low + 1000))
}

/** What the least lengths leave over is spread over the parts that can take it. */
function drawAll(parts: readonly PatternTree[], dice: Dice, length: number, groups: string[]): string {
  const lengths = parts.map(({ min }) => min)
  let spare = length - lengths.reduce((sum, min) => sum + min, 0)
  const open = [...parts.keys()].filter((index) => (parts[index]?.max ?? 0) > (parts[index]?.min ?? 0))
  while (spare > 0 && open.length > 0) {
    const chosen = dice.integer(0, open.length - 1)
    const index = open[chosen] ?? 0
    const room = (parts[index]?.max ?? 0) - (lengths[index] ?? 0)
    const more = open.length === 1 ? Math.min(spare, room) : dice.integer(1, Math.min(spare, room))
    lengths[index] = (lengths[index] ?? 0) + more
    spare -= more
    // Each part is asked once; the last one takes all that is left.
    open.splice(chosen, 1)
  }
  return parts.map((part, index) => draw(part, dice, lengths[index] ?? 0, groups)).join('')
}
