import type { OperationJudge } from '../../judging/messages/index.ts'
import type { Case } from './case.ts'
import type { NamedDraft } from './draft.ts'
import { isAsMeant, makeCase } from './make-case.ts'

/** Steps of shrinking that are looked at, sent or not; a value that still shrinks then is small enough. */
const MOST_STEPS = 2000

/**
 * The smallest random case that fails as a given one does, as far as `fails` tells: it is asked of ever smaller cases
 * that conform, or break the same constraint alone, as the given one does; of no request twice. What it leaves open,
 * by undefined, ends the search. Gives back the case itself if no smaller one fails.
 */
export async function shrinkCase(
  judge: OperationJudge,
  failing: Case,
  fails: (smaller: Case) => Promise<boolean | undefined>,
): Promise<Case> {
  const { random } = failing
  if (!random) return failing
  const { drafts } = random
  const make = ({ name, draft }: NamedDraft, path: string): Case =>
    makeCase(judge, name, draft, { role: 'random', random: { drafts, path } })
  const failsByDigest = new Map([[failing.digest, true]])
  let stepsLeft = MOST_STEPS
  const path = await drafts.shrink(random.path, async (draft) => {
    if (stepsLeft-- <= 0) return false
    const smaller = make(draft, random.path)
    const key = smaller.digest
    const before = failsByDigest.get(key)
    if (before !== undefined || !isAsMeant(smaller, draft.constraint)) return before ?? false
    const hasFailed = await fails(smaller)
    if (hasFailed === undefined) stepsLeft = 0
    failsByDigest.set(key, hasFailed ?? false)
    return hasFailed ?? false
  })
  const smallest = drafts.at(path)
  return smallest ? make(smallest, path) : failing
}
