import { isAtEdge, isSchemaConstraint, type SchemaConstraint } from '../../contract/constraints/index.ts'
import { withValuesAt } from '../../json/index.ts'
import type { Base } from './base.ts'
import { fullBody, fullDraft } from './base-draft.ts'
import { acceptFeatures, bodyFeatures, messageFeatures, variedBodies, wholeBodies } from './body-features.ts'
import type { Change, Feature } from './draft.ts'
import { harmlessFeatures, harmlessPack, inTurns, isHarmlessWith } from './harmless.ts'
import { type Pack, packFeatures } from './pack.ts'
import { parameterFeatures } from './parameter-features.ts'

/**
 * Conforming requests that between them carry every edge, every known value and every body, in few: features that touch
 * different places go together. If the user gave path values, other ones may be unknown to the deployment and hide
 * all else behind a 404, so that edges of the path then have requests of their own. What the document gives as examples
 * goes with them if the user gave bodies too: those are the ones that the deployment knows.
 */
export function positivePacks(base: Base): Pack[] {
  const full = fullBody(base)
  const inPath = inTurns(base, harmlessFeatures(base, fullDraft(base), parameterFeatures(base, true)))
  const [first, ...bodies] = base.body?.bodies ?? []
  const apart = base.known && first?.given === true
  const whole = wholeBodies(bodies.filter(({ given }) => given || !apart))
  const others = harmlessFeatures(base, fullDraft(base), [
    ...parameterFeatures(base, false),
    ...whole,
    ...bodyFeatures(base, full),
    ...messageFeatures(base),
    ...acceptFeatures(base),
  ])
  const ofExamples = wholeBodies(bodies.filter(({ given }) => !given && apart))
  const examples = harmlessFeatures(base, fullDraft(base), ofExamples)
  const groups = base.known ? [others, [...inPath, ...strangers(base, inPath), ...examples]] : [[...inPath, ...others]]
  // Each known value is used by some request, though no feature asks for one.
  return groups.flatMap((features, group) => {
    const packs = packFeatures(
      features,
      base.guard.mayChange ? (packed) => isHarmlessWith(base, fullDraft(base), packed) : undefined,
    )
    return atKnownValues(base, packs, group === 0).map((pack) => harmlessPack(base, pack))
  })
}

/**
 * Packs with the first known values and, if there are several, with one more of them in turn: whatever the deployment
 * says of the others, no less is seen than with the first alone, and what they lead to is crossed with each feature.
 */
function atKnownValues(base: Base, packs: readonly (readonly Feature[])[], isEachUsed: boolean): Pack[] {
  const others = base.parameterSets.length - 1
  const atFirst = packs.map((features): Pack => ({ draft: fullDraft(base), features }))
  if (others === 0) return atFirst
  const atOthers = Array.from(
    { length: Math.max(packs.length, isEachUsed ? others : 0) },
    (_, index): Pack => ({
      draft: fullDraft(base, 1 + (index % others)),
      features: packs[index] ?? [],
    }),
  )
  return [...atFirst, ...atOthers]
}

/** Path values that the deployment may not know, if no edge is one. */
function strangers({ unknown, parameterSets }: Base, inPath: readonly Feature[]): Feature[] {
  const changes = inPath.flatMap((feature) => feature.changes)
  return [...unknown].flatMap(([key, value]): Feature[] => {
    const knownHere = parameterSets.map((set) => set.get(key))
    const isTried = changes.some(
      (change) => change.in === 'parameter' && change.key === key && !knownHere.includes(change.value),
    )
    return isTried
      ? []
      : [{ name: `request.${key}: a value that may not be known`, changes: [{ in: 'parameter', key, value }] }]
  })
}

/**
 * Requests with bodies of the other media types: what they share with the first is tried there, so that these need no
 * more than what brings each constraint of theirs to its edge.
 */
export function otherPacks(base: Base): Pack[] {
  const { judge } = base
  return base.others.flatMap((body) => {
    const otherBase: Base = { ...base, body }
    const full = fullBody(otherBase)
    if (full === undefined) return []
    const place = `request.body ${body.media.name}`
    const givenBodies = body.bodies
      .filter((knownBody) => knownBody.given)
      .map(({ name, value }): Feature => ({ name: `${place}: ${name}`, changes: [{ in: 'body', pointer: '', value }] }))
    const whole = givenBodies.length > 0 ? givenBodies : [{ name: `${place}: ${body.bodies[0]?.name}`, changes: [] }]
    const constraints = judge.constraints
      .filter(isSchemaConstraint)
      .filter((constraint) => isOf(constraint, body.media.name))
    const unreached = new Set(
      constraints.filter((constraint) => constraint.implied === undefined && !isAtEdge(constraint, full)),
    )
    const features = variedBodies(body, full).flatMap(({ name, at, changes }): Feature[] => {
      const varied = withValuesAt(full, changes)
      const reached = [...unreached].filter((constraint) => varied !== undefined && isAtEdge(constraint, varied))
      for (const reachedConstraint of reached) unreached.delete(reachedConstraint)
      const changed = changes.map(({ pointer, value }): Change => ({ in: 'body', pointer, value }))
      return reached.length === 0 ? [] : [{ name: `${place}${at === '' ? '' : ` ${at}`}: ${name}`, changes: changed }]
    })
    return packFeatures(harmlessFeatures(otherBase, fullDraft(otherBase), [...whole, ...features])).map((packed) => ({
      draft: fullDraft(otherBase),
      features: packed,
    }))
  })
}

const isOf = ({ place }: SchemaConstraint, mediaType: string): boolean =>
  place.side === 'request' && place.in === 'body' && place.mediaType === mediaType
