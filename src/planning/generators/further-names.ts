import { matchesPattern } from '../../bounded/index.ts'
import type { SchemaNode } from '../../contract/model/index.ts'
import { Dice } from './dice.ts'
import type { PartDraws } from './draw.ts'
import { patternText } from './pattern-texts.ts'
import { allowsNames, knownNames, type Shape } from './shape.ts'
import { treeOf } from './tree-of.ts'

/** What every name is. */
export const NAME: SchemaNode = { schema: { type: 'string' }, source: { file: '', pointer: '' } }

const MOST_PATTERNS = 20
const MOST_TRIED = 20

/**
 * One name for each schema that further properties of an object go by, so that what it asks of them shows: a name of
 * each pattern, and one that the document does not name. None if nothing is asked of them.
 */
export function furtherNames(draws: PartDraws, shape: Shape): string[] {
  const { objects, names, unevaluatedProperties } = shape
  const named = new Set(knownNames(shape))
  const isName = (name: string): boolean => !named.has(name) && (names.length === 0 || draws.fits(names, name))
  const patterns = objects.flatMap((layer) => layer.patterns)
  const patternNames = patterns.slice(0, MOST_PATTERNS).flatMap(([pattern, { schema }]) => {
    const tree = typeof schema === 'boolean' ? undefined : treeOf(pattern)
    const name = tree && patternText(tree, new Dice(1, 0), tree.min + 1)
    return name !== undefined && matchesPattern(pattern, name) && isName(name) ? [name] : []
  })
  const isAsked = [...objects.map(({ additional }) => additional), unevaluatedProperties].some(
    (node) => node !== undefined && typeof node.schema !== 'boolean',
  )
  if (!isAsked || !allowsNames(shape)) return [...new Set(patternNames)]
  const plain = Array.from({ length: MOST_TRIED }, (_, index) => `p${index + 1}`)
  const further = plain.find((name) => isName(name) && !patterns.some(([pattern]) => matchesPattern(pattern, name)))
  return [...new Set([...patternNames, ...(further === undefined ? madeName(draws, shape, isName) : [further])])]
}

/** A name such as `propertyNames` asks for. */
function madeName(draws: PartDraws, { names }: Shape, isName: (name: string) => boolean): string[] {
  if (names.length === 0) return []
  const draw = draws.part([...names, NAME])
  for (let seed = 1; seed <= MOST_TRIED; seed++) {
    const name = draw(new Dice(seed, 1_000), 0)
    if (typeof name === 'string' && isName(name)) return [name]
  }
  return []
}
