import {
  isRequestConstraint,
  isSchemaConstraint,
  type PresenceConstraint,
  parameterKey,
  type SchemaConstraint,
  shortId,
} from '../../contract/constraints/index.ts'
import { writeParameter } from '../../http/index.ts'
import { appendToken, type Json, type Pointer, parsePointer, valueAt, withValueAt } from '../../json/index.ts'
import type { Issue } from '../../judging/messages/index.ts'
import { type BreakingValue, breaches } from '../generators/index.ts'
import { type Base, currentValue } from './base.ts'
import { fullBody, fullDraft } from './base-draft.ts'
import { applyFeatures, type Change, type Draft, type NamedDraft } from './draft.ts'
import { malformedDrafts } from './malformed-drafts.ts'
import { isSendable } from './parameter-wire.ts'

/** Each constraint of the request broken alone, from the fullest and from the barest body, at known and unknown values. */
export function breakingDrafts(base: Base): NamedDraft[] {
  return base.judge.constraints.flatMap((constraint) => {
    if (constraint.party !== 'client' || constraint.implied !== undefined) return []
    if (isSchemaConstraint(constraint))
      return constraint.place.in === 'body' ? inBody(base, constraint) : inParameter(base, constraint)
    if (constraint.kind === 'presence') return absent(base, constraint)
    return []
  })
}

function inParameter(base: Base, constraint: SchemaConstraint): NamedDraft[] {
  const { place } = constraint
  if (place.side !== 'request' || place.in === 'body') return []
  const key = parameterKey(place)
  const current = currentValue(base, key)
  const parameter = base.judge.operation.parameters.find((candidate) => parameterKey(candidate) === key)
  const issues = (value: Json) => (parameter ? base.judge.issues(place, parameter.schema, value) : [])
  const pointer = current === undefined ? undefined : existing(current, constraint, issues)
  if (current === undefined || !parameter || pointer === undefined) return []
  const inner = valueAt(current, pointer)
  if (inner === undefined && constraint.kind !== 'required') return []
  return variants(base, constraint, breaches(constraint, inner ?? null), (breach) => {
    const value = pointer === '' ? breach.value : withValueAt(current, pointer, breach.value)
    if (
      value === undefined ||
      !isTelling(constraint, breach) ||
      !isSendable(parameter, writeParameter(parameter, value))
    )
      return undefined
    return [{ in: 'parameter', key, value }]
  })
}

/** Many a recipient takes an empty text for an absent one: it is sent only if nothing else breaks the constraint. */
const isTelling = ({ kind, value }: SchemaConstraint, breach: BreakingValue): boolean =>
  breach.value !== '' || (kind === 'minLength' && value === 1)

function inBody(base: Base, constraint: SchemaConstraint): NamedDraft[] {
  const full = fullBody(base)
  if (full === undefined || !base.body || constraint.place.in !== 'body' || constraint.place.side !== 'request')
    return []
  if (constraint.place.mediaType !== base.body.media.name) return []
  const { media } = base.body
  const issues = (value: Json) => (media.schema ? base.judge.issues(constraint.place, media.schema, value) : [])
  const pointer = existing(full, constraint, issues)
  if (pointer === undefined) return []
  const isParent = constraint.kind === 'required'
  const current = valueAt(full, pointer)
  if (current === undefined && !isParent) return []
  const isText = base.body.format.kind !== 'json'
  return variants(base, constraint, breaches(constraint, current ?? null), (breach) =>
    isText && !isTelling(constraint, breach) ? undefined : [{ in: 'body', pointer, value: breach.value }],
  )
}

/** Items and names of each list and map among which a place is looked for. */
const MOST_TRIED = 24

/**
 * The template's place in a value: `*` stands for the first item or name that it is about, which some need not be: they
 * have schemas of their own.
 */
function existing(
  value: Json,
  constraint: SchemaConstraint,
  issues: (value: Json) => readonly Issue[],
): Pointer | undefined {
  let places: Pointer[] = ['']
  for (const token of parsePointer(constraint.pointer))
    places = places
      .flatMap((parent) =>
        (token === '*' ? Object.keys(valueAt(value, parent) ?? {}) : [token]).map((name) => appendToken(parent, name)),
      )
      .slice(0, MOST_TRIED)
  if (places.length < 2) return places[0]
  const isBroken = (place: Pointer): boolean =>
    breaches(constraint, valueAt(value, place) ?? null).some((breach) => {
      const [first, ...others] = issues(withValueAt(value, place, breach.value))
      return others.length === 0 && first?.constraint.id === constraint.id
    })
  return places.find(isBroken) ?? places[0]
}

function variants(
  base: Base,
  constraint: SchemaConstraint,
  ways: readonly BreakingValue[],
  changesOf: (breach: BreakingValue) => readonly Change[] | undefined,
): NamedDraft[] {
  const full = fullDraft(base)
  const barest = { ...full, body: base.body?.barest }
  const drafts: NamedDraft[] = []
  const add = (breach: BreakingValue, draft: Draft, from: string) => {
    const changes = changesOf(breach)
    if (!changes) return
    const name = `${shortId(constraint)}: ${breach.name}${from}`
    drafts.push({ name, constraint: constraint.id, draft: applyFeatures(draft, [{ name, changes }]) })
  }
  const hasBody = full.body !== undefined && JSON.stringify(full.body) !== JSON.stringify(barest.body)
  const bodies = hasBody
    ? ([
        [full, ', fullest body'],
        [barest, ', barest body'],
      ] as const)
    : ([[full, '']] as const)
  // Each way once, bodies in turn; a single way with every body.
  if (ways.length === 1) for (const [draft, from] of bodies) for (const way of ways) add(way, draft, from)
  else
    ways.forEach((way, index) => {
      const [draft, from] = bodies[index % bodies.length] ?? [full, '']
      add(way, draft, from)
    })
  const [first] = ways
  if (base.known && first && base.unknown.size > 0) {
    const draft = { ...barest, parameters: new Map([...barest.parameters, ...base.unknown]) }
    add(first, draft, ', unknown path values')
  }
  return drafts
}

function absent(base: Base, constraint: PresenceConstraint): NamedDraft[] {
  const { place, id } = constraint
  const full = fullDraft(base)
  const name = `${shortId(constraint)}: absent`
  // With a media type, so that nothing but the body is missing.
  if (place.in === 'body') return [{ name, constraint: id, draft: { ...full, body: undefined } }]
  const key = parameterKey(place)
  if (base.carried.has(key)) return []
  const changes: Change[] = [{ in: 'parameter', key, value: undefined }]
  return [{ name, constraint: id, draft: applyFeatures(full, [{ name, changes }]) }]
}

/** Bodies of the other media types, each constraint broken alone; the plan takes the first way that does. */
export function otherBreakingDrafts(base: Base): NamedDraft[] {
  return base.others.flatMap((body) => {
    const otherBase: Base = { ...base, body }
    const schema = base.judge.constraints.flatMap((constraint) =>
      isRequestConstraint(constraint) && constraint.implied === undefined ? inBody(otherBase, constraint) : [],
    )
    return [...schema, ...malformedDrafts(otherBase, fullDraft(otherBase))]
  })
}
