import {
  isRequestConstraint,
  isSchemaConstraint,
  type PresenceConstraint,
  parameterKey,
  type SchemaConstraint,
  shortId,
} from '../../contract/constraints/index.ts'
import { writeParameter } from '../../http/index.ts'
import { appendToken, isObject, type Json, type Pointer, parsePointer, valueAt, withValueAt } from '../../json/index.ts'
import type { Issue } from '../../judging/messages/index.ts'
import { type Breach, breaches } from '../generators/index.ts'
import { type Base, currentValue } from './base.ts'
import { applyFeatures, bodyText, type Change, type Draft } from './draft.ts'
import { isSendable } from './parameter-wire.ts'
import { baseDraft, fullBody } from './positive-cases.ts'
import { writeRequest } from './write-request.ts'

/** A draft that is meant to break one thing. */
export interface Fault {
  /** Names the case: `request.body /input type: null, barest body`. */
  readonly name: string
  /** The id of the constraint that it is meant to break, and no other; undefined where it is no constraint of schema. */
  readonly constraint?: string
  readonly draft: Draft
}

/** Each constraint of the request broken alone, from the fullest and from the barest body, at known and unknown values. */
export function negativeFaults(base: Base): Fault[] {
  return base.judge.constraints.flatMap((constraint) => {
    if (constraint.party !== 'client' || constraint.implied !== undefined) return []
    if (isSchemaConstraint(constraint))
      return constraint.place.in === 'body' ? inBody(base, constraint) : inParameter(base, constraint)
    if (constraint.kind === 'presence') return absent(base, constraint)
    return []
  })
}

function inParameter(base: Base, constraint: SchemaConstraint): Fault[] {
  const { place } = constraint
  if (place.side !== 'request' || place.in === 'body') return []
  const key = parameterKey(place)
  const current = currentValue(base, key)
  const parameter = base.judge.operation.parameters.find((one) => one.in === place.in && one.name === place.name)
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

/** Many a recipient takes an empty text for an absent one: it is sent only where nothing else breaks a constraint. */
const isTelling = ({ kind, value }: SchemaConstraint, breach: Breach): boolean =>
  breach.value !== '' || (kind === 'minLength' && value === 1)

function inBody(base: Base, constraint: SchemaConstraint): Fault[] {
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
      .flatMap((at) =>
        (token === '*' ? Object.keys(valueAt(value, at) ?? {}) : [token]).map((name) => appendToken(at, name)),
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
  ways: readonly Breach[],
  changesOf: (breach: Breach) => readonly Change[] | undefined,
): Fault[] {
  const full = { ...baseDraft(base), body: fullBody(base) }
  const barest = { ...full, body: base.body?.barest }
  const found: Fault[] = []
  const add = (breach: Breach, draft: Draft, from: string) => {
    const changes = changesOf(breach)
    if (!changes) return
    const name = `${shortId(constraint)}: ${breach.name}${from}`
    found.push({ name, constraint: constraint.id, draft: applyFeatures(draft, [{ name, changes }]) })
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
  return found
}

function absent(base: Base, constraint: PresenceConstraint): Fault[] {
  const { place, id } = constraint
  const full = { ...baseDraft(base), body: fullBody(base) }
  const name = `${shortId(constraint)}: absent`
  // With a media type, so that nothing but the body is missing.
  if (place.in === 'body') return [{ name, constraint: id, draft: { ...full, body: undefined } }]
  const key = parameterKey(place)
  if (base.carried.has(key)) return []
  const changes: Change[] = [{ in: 'parameter', key, value: undefined }]
  return [{ name, constraint: id, draft: applyFeatures(full, [{ name, changes }]) }]
}

/** Requests that break the message itself, or are no longer this operation. */
export function messageFaults(base: Base): Fault[] {
  const { operation } = base.judge
  const full = { ...baseDraft(base), body: fullBody(base) }
  const found: Fault[] = []
  if (base.body && full.body !== undefined) {
    for (const value of [undefined, 'text/plain', 'application/xml', 'application/x-www-form-urlencoded'])
      found.push({ name: `request.body mediaType: ${value ?? 'absent'}`, draft: { ...full, contentType: value } })
    found.push(...malformed(base, full))
  }
  for (const constraint of base.judge.constraints) {
    if (constraint.kind !== 'encoding') continue
    const { place } = constraint
    const key = parameterKey(place)
    const parameter = operation.parameters.find((one) => one.in === place.in && one.name === place.name)
    const current = currentValue(base, key)
    const text =
      parameter?.style === 'simple' && typeof current === 'string'
        ? 'a'
        : parameter && current !== undefined
          ? writeParameter(parameter, current)
          : ''
    if (text === '') continue
    for (const [what, raw] of [
      ['malformed percent escape', `${text}%zz`],
      ['bytes that are not UTF-8', `${text}%ff`],
    ] as const)
      found.push({
        name: `${shortId(constraint)}: ${what}`,
        constraint: constraint.id,
        draft: { ...full, raw: new Map([[key, raw]]) },
      })
    if (place.in === 'path')
      found.push({ name: `request.${key}: empty segment`, draft: { ...full, raw: new Map([[key, '']]) } })
  }
  for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'TRACE']) {
    if (operation.methodsOfPath.includes(method)) continue
    const bare = { ...full, body: undefined, contentType: undefined }
    found.push({
      name: `request method: ${method}`,
      draft: { ...(method === 'PUT' || method === 'PATCH' ? full : bare), method },
    })
  }
  return found
}

/** Bodies of the other media types, each constraint broken alone; the plan takes the first way that does. */
export function otherFaults(base: Base): Fault[] {
  return base.others.flatMap((body) => {
    const own: Base = { ...base, body }
    const schema = base.judge.constraints.flatMap((constraint) =>
      isRequestConstraint(constraint) && constraint.implied === undefined ? inBody(own, constraint) : [],
    )
    return [...schema, ...malformed(own, { ...baseDraft(own), body: fullBody(own) })]
  })
}

function malformed({ judge, body }: Base, draft: Draft): Fault[] {
  const syntax = judge.constraints.find(
    (one) => one.kind === 'syntax' && one.place.side === 'request' && one.value === body?.media.name,
  )
  if (!syntax || syntax.implied !== undefined) return []
  const found =
    body?.format.kind === 'multipart'
      ? malformedForms(writeRequest(judge.operation, draft).body)
      : malformedBodies(draft)
  return found.map(([name, bytes]) => ({
    name: `${shortId(syntax)}: ${name}`,
    constraint: syntax.id,
    draft: { ...draft, rawBody: bytes },
  }))
}

/** Forms that end too early, or are of another boundary than their media type says (RFC 2046, 5.1.1). */
function malformedForms(bytes: Uint8Array | undefined): [name: string, bytes: Uint8Array][] {
  if (!bytes) return []
  const text = Buffer.from(bytes).toString('latin1')
  return [
    ['cut short', Buffer.from(text.slice(0, Math.max(1, text.lastIndexOf('\r\n--') - 1)), 'latin1')],
    ['another boundary', Buffer.from(text.replaceAll('--fgs-contract', '--another'), 'latin1')],
  ]
}

/** Stands for the byte that no UTF-8 text has while the body is written. */
const MARK = '@@not UTF-8@@'

/** Texts that a lenient parser takes and RFC 8259 does not, made from a conforming one. */
function malformedBodies(draft: Draft): [name: string, bytes: Uint8Array][] {
  const text = bodyText(draft)
  if (text === undefined) return []
  const utf8 = (value: string) => new TextEncoder().encode(value)
  const found: [string, Uint8Array][] = [
    ['cut short', utf8(text.slice(0, -1))],
    ['something after it', utf8(`${text}x`)],
    ['no JSON at all', utf8('input')],
  ]
  const value: Json = JSON.parse(text)
  if (isObject(value) && Object.keys(value).length > 0) {
    found.push(['trailing comma', utf8(text.replace(/\}$/, ',}'))])
    found.push(['single quotes', utf8(text.replace(/^\{"([^"\\]*)"/, "{'$1'"))])
    found.push(['NaN', utf8(text.replace(/\}$/, ',"x_unknown":NaN}'))])
    const [name = 'x_unknown', known = 'a'] = Object.entries(value).find(([, one]) => typeof one === 'string') ?? []
    // In place of one character, so that the length stays as it is.
    const marked = JSON.stringify({ ...value, [name]: `${MARK}${String(known).slice(1)}` })
    const bad = utf8(marked.replace(MARK, '\u0001'))
    // A byte that no UTF-8 text has, in a string of an otherwise conforming body.
    found.push(['bytes that are not UTF-8', bad.map((byte) => (byte === 1 ? 0xff : byte))])
  }
  return found
}
