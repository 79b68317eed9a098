import { isRequestConstraint, parameterKey, type SchemaConstraint } from '../../contract/constraints/index.ts'
import { isSafe } from '../../http/index.ts'
import { isTemplateOf, type Pointer, parsePointer } from '../../json/index.ts'
import type { Base } from './base.ts'
import { baseDraft, fullBody } from './base-draft.ts'
import type { KeyPlace } from './key-place.ts'
import { leavesOf } from './leaves.ts'
import { makeCase } from './make-case.ts'
import { renewedCase } from './renewed-case.ts'
import { wordsOf } from './usual-values.ts'

/** More would take many requests to tell apart. */
const MOST_PLACES = 30
/** Leaves of a body that are looked at. */
const MOST_LEAVES = 200

const LIKELY =
  /^id$|\b(?:name|slug|e?mail|login|code|sku|isbn|ean|key|uuid|guid|title|number|reference|handle|nick|username|nickname|phone|domain|hostname|iban)$/

/** Names that many have in common. */
const SHARED = /\b(?:first|last|given|family|middle|country|currency|language|postal|zip|area|file|type)\b/

/**
 * Where the requests of an operation that changes something can have values without end: texts and whole numbers that are
 * no members of anything. Likely ones come first.
 */
export const keyPlaces = (base: Base): KeyPlace[] =>
  isSafe(base.judge.operation.method) ? [] : [...pathPlaces(base), ...bodyPlaces(base)]

/**
 * Parts of the path that the client may choose, the last one likeliest: they name what is made or, for PUT and PATCH, what
 * that belongs to. What POST makes below a name has one of its own, and DELETE makes nothing. Names of what may be there
 * stay as they are.
 */
function pathPlaces(base: Base): KeyPlace[] {
  const { judge, guard } = base
  const { method, path, parameters } = judge.operation
  if (method === 'DELETE' || (method === 'POST' && !path.endsWith('}'))) return []
  const testCase = makeCase(judge, '', baseDraft(base))
  const places = parameters.flatMap((parameter): KeyPlace[] => {
    const place = parameterKey(parameter)
    const value = parameter.in === 'path' ? testCase.draft?.parameters.get(place) : undefined
    if (guard.naming(place, value) !== 'nothing') return []
    const renewed = renewedCase(judge, testCase, { place, pointer: '', turn: 0n, isSame: () => true })
    const isLikely = path.endsWith(`{${parameter.name}}`)
    return renewed && !renewed.isScarce ? [{ place, pointer: '', isLikely }] : []
  })
  return places.sort((a, b) => Number(b.isLikely) - Number(a.isLikely))
}

function bodyPlaces(base: Base): KeyPlace[] {
  const { judge, body } = base
  if (!body) return []
  const constraints = judge.constraints
    .filter(isRequestConstraint)
    .filter(({ place }) => place.side === 'request' && place.in === 'body' && place.mediaType === body.media.name)
  const places = new Map<Pointer, KeyPlace>()
  for (const value of [baseDraft(base).body, fullBody(base)]) {
    if (value === undefined) continue
    const testCase = makeCase(judge, '', { ...baseDraft(base), body: value })
    for (const leaf of leavesOf(value, '').slice(0, MOST_LEAVES)) {
      const here = constraints.filter(({ pointer }) => isTemplateOf(pointer, leaf.pointer))
      const pointer = keyPointer(here)
      if (pointer === undefined || places.has(pointer) || places.size >= MOST_PLACES) continue
      const renewed = renewedCase(judge, testCase, { place: 'body', pointer, turn: 0n, isSame: () => true })
      if (!renewed || renewed.isScarce) continue
      const words = wordsOf(leaf.name)
      places.set(pointer, { place: 'body', pointer, isLikely: LIKELY.test(words) && !SHARED.test(words) })
    }
  }
  return [...places.values()].sort((a, b) => rankOf(a) - rankOf(b))
}

/** The template of a place that can have any text, or any whole number. */
function keyPointer(constraints: readonly SchemaConstraint[]): Pointer | undefined {
  if (constraints.some(({ kind }) => kind === 'enum' || kind === 'const')) return undefined
  const type = constraints.find(
    (constraint) =>
      constraint.kind === 'type' && constraint.value.some((name) => name === 'string' || name === 'integer'),
  )
  return type?.pointer
}

/** Likely ones first, and of these the outer ones. */
const rankOf = ({ pointer, isLikely }: KeyPlace): number =>
  isLikely ? parsePointer(pointer).length : Number.MAX_SAFE_INTEGER
