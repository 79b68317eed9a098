import { isConforming } from '../../judging/messages/index.ts'
import type { Base } from './base.ts'
import { applyFeatures, type Change, type Draft, type Feature, type NamedDraft } from './draft.ts'
import type { Guard } from './guard.ts'
import type { Pack } from './pack.ts'
import { writeRequest } from './write-request.ts'

/**
 * A draft that changes nothing which was there before the run: itself or, if that is not enough, with those path values
 * that it is not about replaced by ones that cannot exist. Undefined if it may do harm all the same.
 */
export function harmless({ guard, parameterSets }: Base, draft: Draft): Draft | undefined {
  if (guard.allows(draft)) return draft
  const parameters = new Map(draft.parameters)
  for (const [key, value] of guard.impossible) {
    const isOfBase = parameterSets.some((set) => set.get(key) === parameters.get(key))
    if (isOfBase && !draft.raw.has(key)) parameters.set(key, value)
  }
  const candidate = { ...draft, parameters }
  return guard.allows(candidate) ? candidate : undefined
}

/** The same of a draft with a name. With other path values it has no twin any more. */
export function harmlessly(base: Base, named: NamedDraft): NamedDraft | undefined {
  const draft = harmless(base, named.draft)
  if (draft === undefined || draft === named.draft) return draft && named
  const { twin: _, ...rest } = named
  return { ...rest, draft }
}

/** Changes with texts of parameters that say that they name nothing, if they would be as long. */
export const unmistakably = <T extends { readonly changes: readonly Change[] }>(guard: Guard, changed: T): T => ({
  ...changed,
  changes: changed.changes.map((change) =>
    change.in === 'parameter' && change.value !== undefined
      ? { ...change, value: guard.unmistakable(change.key, change.value) }
      : change,
  ),
})

/** Whether a feature changes what names the thing that a request is about. */
const renames =
  (guard: Guard) =>
  ({ changes }: Feature): boolean =>
    changes.some((change) => guard.touches(change))

/** Whether features do no harm on a draft, if need be with other path values that cannot exist. */
export const isHarmlessWith = (base: Base, draft: Draft, features: readonly Feature[]): boolean =>
  !base.guard.mayChange ||
  !features.some(renames(base.guard)) ||
  harmless(base, applyFeatures(draft, features.filter(renames(base.guard)))) !== undefined

/** A pack that does no harm however it is taken apart, if need be with path values that cannot exist to start from. */
export function harmlessPack({ guard }: Base, { draft, features }: Pack): Pack {
  const renaming = features.filter(renames(guard))
  if (!guard.mayChange || renaming.length === 0) return { draft, features }
  const isHarmless = (start: Draft): boolean =>
    [renaming, ...renaming.map((feature) => [feature])].every((some) => guard.allows(applyFeatures(start, some)))
  const start = isHarmless(draft)
    ? draft
    : { ...draft, parameters: new Map([...draft.parameters, ...guard.impossible]) }
  return {
    draft: start,
    features: features.map((feature): Feature => {
      const { name, like } = feature
      if (like === undefined || !renames(guard)(feature)) return feature
      return {
        ...feature,
        like: like.filter((change) => guard.allows(applyFeatures(start, [{ name, changes: [change] }]))),
      }
    }),
  }
}

/**
 * Features of path values, of each parameter in turn those first that may name something and those last: so each finds
 * one of another parameter that cannot exist, to go with it.
 */
export function inTurns({ guard }: Base, features: readonly Feature[]): readonly Feature[] {
  if (!guard.mayChange) return features
  const keyOf = ({ changes: [change] }: Feature): string => (change?.in === 'parameter' ? change.key : '')
  const mayExist = ({ changes: [change] }: Feature): boolean =>
    change?.in === 'parameter' && guard.naming(change.key, change.value) === 'anything'
  return [...new Set(features.map(keyOf))].flatMap((key, index) => {
    const ofKey = features.filter((feature) => keyOf(feature) === key)
    const risky = ofKey.filter(mayExist)
    const others = ofKey.filter((feature) => !mayExist(feature))
    return index % 2 === 0 ? [...risky, ...others] : [...others, ...risky]
  })
}

/** Of features those that do no harm, if need be with texts that say that they name nothing. */
export function harmlessFeatures(base: Base, draft: Draft, features: readonly Feature[]): readonly Feature[] {
  const { guard, judge } = base
  if (!guard.mayChange) return features
  const keeps = (feature: Feature): boolean =>
    isConforming(judge.request(writeRequest(judge, applyFeatures(draft, [feature]))))
  return features.flatMap((feature): Feature[] => {
    const plain = unmistakably(guard, feature)
    const { like: _, ...rest } = plain
    if (isHarmlessWith(base, draft, [feature])) return [feature]
    return keeps(plain) && isHarmlessWith(base, draft, [rest]) ? [rest] : []
  })
}
