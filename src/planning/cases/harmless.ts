import type { Base } from './base.ts'
import type { Draft } from './draft.ts'

/**
 * A draft that changes nothing which was there before the run: itself or, if that is not enough, with those path values
 * that it is not about replaced by ones that cannot exist. Undefined if it may do harm all the same.
 */
export function harmless({ guard, parameterSets }: Base, draft: Draft): Draft | undefined {
  if (!guard || guard.allows(draft)) return draft
  const parameters = new Map(draft.parameters)
  for (const [key, value] of guard.impossible) {
    const isOfBase = parameterSets.some((set) => set.get(key) === parameters.get(key))
    if (isOfBase && !draft.raw.has(key)) parameters.set(key, value)
  }
  const candidate = { ...draft, parameters }
  return guard.allows(candidate) ? candidate : undefined
}
