import type { PatternTree } from './pattern-tree.ts'

interface Cost {
  /** In how many ways, at most, an engine that goes back can match it from one place. */
  readonly ways: number
  /** How many steps it needs, at most, to try all of them. */
  readonly steps: number
}

const ONE: Cost = { ways: 1, steps: 1 }

/** The most steps that an engine that goes back needs for a text of a length: Infinity if they double with each character. */
export function mostSteps(tree: PatternTree, length: number): number {
  const { steps } = costOf(tree, length)
  return steps * (isAnchored(tree, 'start') ? 1 : length + 1)
}

function costOf(tree: PatternTree, length: number): Cost {
  switch (tree.kind) {
    case 'points':
    case 'start':
    case 'end':
    case 'boundary':
      return ONE
    case 'again':
      return { ways: 1, steps: length + 1 }
    // Once it holds, nobody looks for another way in which it does.
    case 'look':
      return { ways: 1, steps: 1 + costOf(tree.inner, length).steps }
    case 'choice': {
      const branches = tree.branches.map((branch) => costOf(branch, length))
      return { ways: sum(branches.map(({ ways }) => ways)), steps: 1 + sum(branches.map(({ steps }) => steps)) }
    }
    case 'sequence':
      return tree.parts.reduce((before, part) => followedBy(before, costOf(part, length)), ONE)
    case 'repeat':
      return repeated(tree, length)
  }
}

const followedBy = (first: Cost, next: Cost): Cost => ({
  ways: first.ways * next.ways,
  steps: first.steps + first.ways * next.steps,
})

function repeated({ part, least, most }: PatternTree & { kind: 'repeat' }, length: number): Cost {
  if (most === 0) return ONE
  const { ways: ofPart, steps } = costOf(part, length)
  const turns = Math.min(most, part.min > 0 ? Math.ceil(length / part.min) : length + least)
  const ways = isDelimited(part) ? 1 : ofPart
  if (ways <= 1) return { ways: Math.max(1, turns - least + 1), steps: 1 + (turns + 1) * steps }
  const all = ways ** (turns + 1) / (ways - 1)
  return { ways: all, steps: 1 + all * steps }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

export function isAnchored(tree: PatternTree, side: 'start' | 'end'): boolean {
  if (tree.kind === side) return true
  if (tree.kind === 'choice') return tree.branches.every((branch) => isAnchored(branch, side))
  if (tree.kind !== 'sequence') return false
  const part = side === 'start' ? tree.parts[0] : tree.parts.at(-1)
  return part !== undefined && isAnchored(part, side)
}

/**
 * Whether a repeated part can be matched in one way only: it starts or ends with a character that it has nowhere else,
 * and one of its other parts at most varies in length, as in `(-[a-z]+)*`.
 */
function isDelimited(tree: PatternTree): boolean {
  if (tree.kind !== 'sequence') return false
  const parts = tree.parts.map((part) => (part.kind === 'repeat' ? part.part : part))
  const varying = tree.parts.filter(({ min, max }) => max > min)
  if (varying.length > 1 || !parts.every(isPoints)) return false
  return [0, parts.length - 1].some((index) => {
    const end = tree.parts[index]
    if (end?.kind !== 'points' || mayBeFurther(end.source)) return false
    const others = parts.filter((_, other) => other !== index)
    return end.points.every((point) => /^[ -~]$/.test(point) && !others.some(({ points }) => points.includes(point)))
  })
}

/** Whether it may take characters past ASCII, of which `points` holds a sample that tells nothing about what they share. */
const mayBeFurther = (source: string): boolean => /[^ -~]|\\[pPuxWDSsc]|^\[\^|^\.$/.test(source)

const isPoints = (tree: PatternTree): tree is PatternTree & { kind: 'points' } => tree.kind === 'points'
