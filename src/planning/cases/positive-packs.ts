import { isAtEdge, isSchemaConstraint, type SchemaConstraint } from '../../contract/constraints/index.ts'
import type { Base } from './base.ts'
import { fullBody, fullDraft } from './base-draft.ts'
import { bodyFeatures, messageFeatures, variedBodies, wholeBodies } from './body-features.ts'
import { applied, type Change, type Feature } from './draft.ts'
import { type Pack, packFeatures } from './pack.ts'
import { parameterFeatures } from './parameter-features.ts'

/**
 * Conforming requests that between them carry every edge, every known value and every body, in few: features that touch
 * different places go together. Where the user gave path values, other ones may be unknown to the deployment and hide
 * all else behind a 404, so that edges of the path then have requests of their own. What the document gives as examples
 * goes with them where the user gave bodies too: those are the ones that the deployment knows.
 */
export function positivePacks(base: Base): Pack[] {
  const full = fullBody(base)
  const inPath = parameterFeatures(base, true)
  const [first, ...bodies] = base.body?.bodies ?? []
  const apart = base.known && first?.given === true
  const whole = wholeBodies(bodies.filter(({ given }) => given || !apart))
  const others = [...parameterFeatures(base, false), ...whole, ...bodyFeatures(base, full), ...messageFeatures(base)]
  const examples = wholeBodies(bodies.filter(({ given }) => !given && apart))
  const groups = base.known ? [others, [...inPath, ...strangers(base, inPath), ...examples]] : [[...inPath, ...others]]
  let set = 1
  return groups.flatMap((features, group) => {
    const packs = packFeatures(features)
    // Each known value is used by some request, though no feature asks for one.
    while (group === 0 && packs.length < base.parameterSets.length - 1) packs.push([])
    return packs.map((packed): Pack => ({ draft: fullDraft(base, set++), features: packed }))
  })
}

/** Path values that the deployment may not know, where no edge is one. */
function strangers({ unknown, parameterSets }: Base, inPath: readonly Feature[]): Feature[] {
  const changes = inPath.flatMap((feature) => feature.changes)
  return [...unknown].flatMap(([key, value]): Feature[] => {
    const known = parameterSets.map((set) => set.get(key))
    const isTried = changes.some((one) => one.in === 'parameter' && one.key === key && !known.includes(one.value))
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
    const own: Base = { ...base, body }
    const full = fullBody(own)
    if (full === undefined) return []
    const place = `request.body ${body.media.name}`
    const given = body.bodies
      .filter((one) => one.given)
      .map(({ name, value }): Feature => ({ name: `${place}: ${name}`, changes: [{ in: 'body', pointer: '', value }] }))
    const whole = given.length > 0 ? given : [{ name: `${place}: ${body.bodies[0]?.name}`, changes: [] }]
    const constraints = judge.constraints.filter(isSchemaConstraint).filter((one) => isOf(one, body.media.name))
    const left = new Set(constraints.filter((one) => one.implied === undefined && !isAtEdge(one, full)))
    const features = variedBodies(body, full).flatMap(({ name, at, changes }): Feature[] => {
      const varied = applied(full, changes)
      const reached = [...left].filter((one) => varied !== undefined && isAtEdge(one, varied))
      for (const one of reached) left.delete(one)
      const changed = changes.map(({ pointer, value }): Change => ({ in: 'body', pointer, value }))
      return reached.length === 0 ? [] : [{ name: `${place}${at === '' ? '' : ` ${at}`}: ${name}`, changes: changed }]
    })
    return packFeatures([...whole, ...features]).map((packed) => ({
      draft: fullDraft(own),
      features: packed,
    }))
  })
}

const isOf = ({ place }: SchemaConstraint, mediaType: string): boolean =>
  place.side === 'request' && place.in === 'body' && place.mediaType === mediaType
