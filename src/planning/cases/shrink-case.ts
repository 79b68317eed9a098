import type { OperationJudge } from '../../judging/messages/index.ts'
import type { Case } from './case.ts'
import type { NamedDraft } from './draft.ts'
import { isAsMeant, makeCase } from './make-case.ts'

/** Steps of shrinking that are looked at, sent or not; a value that still shrinks then is small enough. */
const MOST_STEPS = 2000

/**
 * The smallest random case that fails as a given one does, as far as `fails` tells: it is asked of ever smaller cases
 * that conform, or break the same constraint alone, as the given one does; of no request twice. What it leaves open,
 * by undefined, ends the search. Gives back the case itself where no smaller one fails.
 */
export async function shrinkCase(
  judge: OperationJudge,
  one: Case,
  fails: (smaller: Case) => Promise<boolean | undefined>,
): Promise<Case> {
  const { random } = one
  if (!random) return one
  const { drafts } = random
  const make = ({ name, draft }: NamedDraft, path: string): Case =>
    makeCase(judge, name, draft, { role: 'random', random: { drafts, path } })
  const known = new Map([[one.digest, true]])
  let left = MOST_STEPS
  const path = await drafts.shrink(random.path, async (draft) => {
    if (left-- <= 0) return false
    const smaller = make(draft, random.path)
    const key = smaller.digest
    const before = known.get(key)
    if (before !== undefined || !isAsMeant(smaller, draft.constraint)) return before ?? false
    const found = await fails(smaller)
    if (found === undefined) left = 0
    known.set(key, found ?? false)
    return found ?? false
  })
  const smallest = drafts.at(path)
  return smallest ? make(smallest, path) : one
}
