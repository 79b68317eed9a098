import { expect, test } from 'vitest'
import { fewestTraits } from '../../../src/judging/traits/index.ts'

const named = (candidates: Record<string, readonly number[]>): string[] =>
  fewestTraits(Object.entries(candidates).map(([trait, failures]) => ({ trait, failures }))).map(
    ({ trait, failures }) => `${trait} ${failures.join(',')}`,
  )

test.each<[string, Record<string, readonly number[]>, string[]]>([
  ['one trait for all that have it', { slash: [1, 2, 3] }, ['slash 1,2,3']],
  ['the trait of most before that of few', { slash: [1], text: [1, 2, 3] }, ['text 1,2,3']],
  ['a failure to one trait only', { text: [1, 2, 3], slash: [3, 4] }, ['text 1,2,3', 'slash 4']],
  ['the first of several that say as much', { slash: [1, 2], space: [1, 2] }, ['slash 1,2']],
  ['what is left counts, not what there was', { a: [1, 2, 3], b: [1, 2, 4], c: [4, 5] }, ['a 1,2,3', 'c 4,5']],
  ['nothing without failures', { slash: [] }, []],
])('gives %s', (_, candidates, expected) => expect(named(candidates)).toEqual(expected))
