import {
  isRequestConstraint,
  isSchemaConstraint,
  type PresenceConstraint,
  parameterKey,
  type SchemaConstraint,
  shortId,
} from '../../contract/constraints/index.ts'
import {
  appendToken,
  isObject,
  type Json,
  lastToken,
  type Pointer,
  parentPointer,
  parsePointer,
  property,
  valueAt,
  withoutProperty,
  withProperty,
  withValueAt,
  writeJson,
} from '../../json/index.ts'
import type { Issue } from '../../judging/messages/index.ts'
import { type BreakingValue, breaches, IMPOSSIBLE_VALUES, inOtherLetters } from '../generators/index.ts'
import { type Base, currentValue } from './base.ts'
import { twinsOf } from './base-draft.ts'
import { applyFeatures, type Change, type Draft, type NamedDraft, type Twin } from './draft.ts'
import { harmless, unmistakably } from './harmless.ts'
import { malformedDrafts } from './malformed-drafts.ts'
import { narrowTwin } from './narrow-twin.ts'
import { isSendable } from './parameter-wire.ts'
import { recasedQuery } from './recased-query.ts'

/**
 * Each constraint of the request broken alone: from the first request or, if that does not have the place, from the
 * fullest one; from the barest body, in turn; and at unknown values.
 */
export function breakingDrafts(base: Base): NamedDraft[] {
  const drafts = base.judge.constraints.flatMap((constraint) => {
    if (constraint.party !== 'client' || constraint.implied !== undefined) return []
    if (isSchemaConstraint(constraint))
      return constraint.place.in === 'body' ? inBody(base, constraint) : inParameter(base, constraint)
    if (constraint.kind === 'presence') return absent(base, constraint)
    return []
  })
  return [...drafts, ...recased(base), ...recasedQuery(base)]
}

/** A required property of the body under its name in other letters, which is another name. One shows it for all. */
function recased(base: Base): NamedDraft[] {
  const { first } = twinsOf(base)
  const twin = narrowTwin(base, first, { in: 'body', pointer: '' })
  const { body, format } = twin.draft
  if (body === undefined || format.kind !== 'json') return []
  for (const constraint of base.judge.constraints) {
    if (constraint.kind !== 'required' || constraint.place.in !== 'body' || constraint.place.side !== 'request')
      continue
    const pointer = existing(body, constraint, () => [])
    if (pointer === undefined) continue
    const parent = parentPointer(pointer)
    const holder = valueAt(body, parent)
    const name = lastToken(pointer)
    const value = isObject(holder) ? property(holder, name) : undefined
    if (!isObject(holder) || value === undefined) continue
    const other = inOtherLetters(name).find((candidate) => property(holder, candidate) === undefined)
    if (other === undefined) continue
    const changed = withProperty(withoutProperty(holder, name), other, value)
    const way = `${shortId(constraint)}: in other letters`
    const draft = applyFeatures(twin.draft, [{ name: way, changes: [{ in: 'body', pointer: parent, value: changed }] }])
    return [{ name: way, constraint: constraint.id, draft, twin }]
  }
  return []
}

/** What some frameworks take for the body itself, or for none. */
const wholeBreaches = (body: Json): BreakingValue[] => [
  { name: 'false', value: false },
  { name: 'in a list', value: [body] },
]

function inParameter(base: Base, constraint: SchemaConstraint): NamedDraft[] {
  const { place } = constraint
  if (place.side !== 'request' || place.in === 'body') return []
  const key = parameterKey(place)
  const current = currentValue(base, key)
  const parameter = base.judge.parameter(key)
  const issues = (value: Json) => (parameter ? base.judge.issues(place, parameter.schema, value) : [])
  const pointer = current === undefined ? undefined : existing(current, constraint, issues)
  if (current === undefined || !parameter || pointer === undefined) return []
  const inner = valueAt(current, pointer)
  if (inner === undefined && constraint.kind !== 'required') return []
  const { first } = twinsOf(base)
  const ways = breaches(constraint, inner ?? null, base.judge.contract).flatMap((breach): Way[] => {
    const value = pointer === '' ? breach.value : withValueAt(current, pointer, breach.value)
    if (
      value === undefined ||
      !isTelling(constraint, breach) ||
      !isSendable(parameter, base.judge.writeParameter(parameter, value))
    )
      return []
    return [{ name: breach.name, changes: [{ in: 'parameter', key, value }] }]
  })
  return variants(base, constraint, [
    {
      twin: narrowTwin(base, first, { in: 'parameter', key }),
      of: first,
      ways: base.guard.guards(key) ? harmlessWays(base, key, ways) : ways,
    },
  ])
}

/**
 * Of ways to break a value that names things those that reach nothing which was there, the ones that need no other value for that
 * first. If there are none, values that cannot exist.
 */
function harmlessWays(base: Base, key: string, ways: readonly Way[]): readonly Way[] {
  const { guard } = base
  const { draft } = twinsOf(base).first
  const broken = (way: Way): Draft => applyFeatures(draft, [way])
  const tried = ways.map((way) => unmistakably(guard, way))
  const alone = tried.filter((way) => guard.allows(broken(way)))
  const beside = tried.filter((way) => !alone.includes(way) && harmless(base, broken(way)))
  if (alone.length + beside.length > 0) return [...alone, ...beside]
  return IMPOSSIBLE_VALUES.map((value) => ({
    name: `no such value as ${value}`,
    changes: [{ in: 'parameter', key, value }],
  }))
}

/** Many a recipient takes an empty text for an absent one: it is sent only if nothing else breaks the constraint. */
const isTelling = ({ kind, value }: SchemaConstraint, breach: BreakingValue): boolean =>
  breach.value !== '' || (kind === 'minLength' && value === 1)

function inBody(base: Base, constraint: SchemaConstraint): NamedDraft[] {
  const { place } = constraint
  if (!base.body || place.in !== 'body' || place.side !== 'request') return []
  const { media, format } = base.body
  if (place.mediaType !== media.name) return []
  const issues = (value: Json) => (media.schema ? base.judge.issues(place, media.schema, value) : [])
  const isText = format.kind !== 'json'
  const { first, fullest, areAlike } = twinsOf(base)
  const twins = areAlike ? [fullest] : [first, fullest]
  const startOf = (of: Twin): Start[] => {
    const whole = of.draft.body
    const pointer = whole === undefined ? undefined : existing(whole, constraint, issues)
    const twin = pointer === undefined ? of : narrowTwin(base, of, { in: 'body', pointer })
    const { body } = twin.draft
    const current = body === undefined || pointer === undefined ? undefined : valueAt(body, pointer)
    if (pointer === undefined || (current === undefined && (constraint.kind !== 'required' || of !== fullest)))
      return []
    const isOfRoot = pointer === '' && constraint.kind === 'type'
    const ways = [
      ...(isOfRoot ? wholeBreaches(current ?? null) : []),
      ...breaches(constraint, current ?? null, base.judge.contract),
    ]
      .filter((breach) => !isText || isTelling(constraint, breach))
      .map(({ name, value }): Way => ({ name, changes: [{ in: 'body', pointer, value }] }))
    return [{ twin, of, ways: [...(body === undefined ? [] : besideOthers(constraint, body, pointer)), ...ways] }]
  }
  return variants(base, constraint, twins.flatMap(startOf))
}

/** A map whose only member is null may be refused for having none: null stands beside a member that is kept as well. */
function besideOthers({ kind, pointer: template }: SchemaConstraint, body: Json, pointer: Pointer): Way[] {
  const parent = parentPointer(pointer)
  const isOfMap = pointer !== '' && lastToken(template) === '*' && isObject(valueAt(body, parent) ?? null)
  if (kind !== 'type' || !isOfMap) return []
  return [{ name: 'null, of one more', changes: [{ in: 'body', pointer: appendToken(parent, 'p_null'), value: null }] }]
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

/** A way to break a constraint. */
interface Way {
  readonly name: string
  readonly changes: readonly Change[]
}

/** A conforming request that has the place of a constraint, and the ways to break it there. */
interface Start {
  readonly twin: Twin
  /** The twin that it is, or a part of. */
  readonly of: Twin
  readonly ways: readonly Way[]
}

/** `starts` are in order of preference: what the first does not break as meant, a further one may. */
function variants(base: Base, constraint: SchemaConstraint, starts: readonly Start[]): NamedDraft[] {
  const [start, ...others] = starts
  if (!start) return []
  const named = (
    { name: way, changes }: Way,
    from: string,
    { draft, ...more }: Omit<NamedDraft, 'name'>,
  ): NamedDraft => {
    const name = `${shortId(constraint)}: ${way}${from}`
    return { name, constraint: constraint.id, draft: applyFeatures(draft, [{ name, changes }]), ...more }
  }
  const { draft } = start.twin
  const barest = { ...draft, body: base.body?.barest }
  const isBarest = draft.body === undefined || isWrittenAlike(draft.body, barest.body ?? null)
  const labelOf = ({ of }: Start): string => (isBarest ? '' : `, ${twinLabel(base, of)} body`)
  const fromTwin = (way: Way, from: Start, isSpare = false): NamedDraft =>
    named(way, labelOf(from), { draft: from.twin.draft, twin: from.twin, isSpare })
  const fromBarest = (way: Way): NamedDraft => named(way, ', barest body', { draft: barest })
  // The barest body may be refused for itself: it gets the grossest of several ways, or the only one once more.
  const [first, ...further] = start.ways
  const grossest = isBarest ? undefined : further.at(-1)
  const drafts = start.ways.map((way) => (way === grossest ? fromBarest(way) : fromTwin(way, start)))
  if (first && further.length === 0 && !isBarest) drafts.push(fromBarest(first))
  drafts.push(
    ...(grossest ? [fromTwin(grossest, start, true)] : []),
    ...others.flatMap((other) => other.ways.map((way) => fromTwin(way, other, true))),
  )
  if (base.known && first && base.unknown.size > 0) {
    const parameters = new Map([...barest.parameters, ...base.unknown])
    drafts.push(named(first, ', unknown path values', { draft: { ...barest, parameters } }))
  }
  return drafts
}

function twinLabel(base: Base, twin: Twin): string {
  const { fullest, areAlike } = twinsOf(base)
  return areAlike || twin === fullest ? 'fullest' : 'first'
}

/** Whether two bodies are the same text. The lengths of objects tell most apart. */
const isWrittenAlike = (a: Json, b: Json): boolean =>
  a === b ||
  ((!isObject(a) || !isObject(b) || Object.keys(a).length === Object.keys(b).length) && writeJson(a) === writeJson(b))

function absent(base: Base, constraint: PresenceConstraint): NamedDraft[] {
  const { place, id } = constraint
  const twin = narrowTwin(
    base,
    twinsOf(base).first,
    place.in === 'body' ? { in: 'body', pointer: '' } : { in: 'parameter', key: parameterKey(place) },
  )
  const name = `${shortId(constraint)}: absent`
  if (place.in === 'body') {
    const draft = { ...twin.draft, body: undefined }
    // With a media type, so that nothing but the body is missing; with that of a sequence, it would be an empty one.
    const isSequence = draft.format.kind === 'sequence'
    return [{ name, constraint: id, draft: isSequence ? { ...draft, contentType: undefined } : draft, twin }]
  }
  const key = parameterKey(place)
  if (base.carried.has(key)) return []
  const changes: Change[] = [{ in: 'parameter', key, value: undefined }]
  return [{ name, constraint: id, draft: applyFeatures(twin.draft, [{ name, changes }]), twin }]
}

/** Bodies of the other media types, each constraint broken alone; the plan takes the first way that does. */
export function otherBreakingDrafts(base: Base): NamedDraft[] {
  return base.others.flatMap((body) => {
    const otherBase: Base = { ...base, body }
    const schema = base.judge.constraints.flatMap((constraint) =>
      isRequestConstraint(constraint) && constraint.implied === undefined ? inBody(otherBase, constraint) : [],
    )
    return [...schema, ...malformedDrafts(otherBase)]
  })
}
