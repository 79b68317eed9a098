import { isAtEdge, isSchemaConstraint, parameterKey, type SchemaConstraint } from '../../contract/constraints/index.ts'
import type { Parameter } from '../../contract/model/index.ts'
import { equal, isArray, isObject, type Json, overlay, withValueAt } from '../../json/index.ts'
import type { OperationJudge } from '../../judging/messages/index.ts'
import { type Edge, edges, LARGE_BODY, positive } from '../generators/index.ts'
import { type Base, currentValue } from './base.ts'
import { type BodyBase, isFile, type KnownBody, overWire } from './body-base.ts'
import { type Change, collide, type Draft, type Feature } from './draft.ts'
import { parameterOverWire } from './parameter-wire.ts'

/** The draft that an operation's cases vary: known values, the fullest body. */
export function baseDraft(base: Base, set = 0): Draft {
  const { operation } = base.judge
  return {
    method: operation.method,
    parameters: base.parameterSets[set % base.parameterSets.length] ?? new Map(),
    raw: new Map(),
    contentType: base.body?.mediaType,
    format: base.body?.format ?? { kind: 'json' },
    body: base.body?.bodies[0]?.value,
    padded: false,
    splices: [],
    spliceAt: '',
    rawBody: undefined,
  }
}

/** The first body, with what it leaves out taken from the fullest one. */
export function fullBody({ judge, body }: Base): Json | undefined {
  const first = body?.bodies[0]?.value
  if (!body || first === undefined || body.fullest === undefined) return first
  const { media, fullest } = body
  const merged = overlay(fullest, first)
  const place = { side: 'request', in: 'body', mediaType: media.name } as const
  return !media.schema || judge.issues(place, media.schema, merged).length === 0 ? merged : fullest
}

/** A request to be: features packed onto a draft. */
export interface Pack {
  readonly draft: Draft
  readonly features: readonly Feature[]
}

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
    const packs = pack(features)
    // Each known value is used by some request, though no feature asks for one.
    while (group === 0 && packs.length < base.parameterSets.length - 1) packs.push([])
    return packs.map((packed): Pack => ({ draft: { ...baseDraft(base, set++), body: full }, features: packed }))
  })
}

/** First fit: each feature goes into the first request in which it collides with none. */
function pack(features: readonly Feature[]): Feature[][] {
  const packs: Feature[][] = []
  for (const feature of features) {
    const room = packs.find((packed) => !packed.some((other) => collide(other, feature)))
    if (room) room.push(feature)
    else packs.push([feature])
  }
  return packs
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

function parameterFeatures(base: Base, inPath: boolean): Feature[] {
  const { judge } = base
  return judge.operation.parameters.flatMap((parameter) => {
    if ((parameter.in === 'path') !== inPath) return []
    const key = parameterKey(parameter)
    const label = `request.${key}`
    const place = { side: 'request', in: parameter.in, name: parameter.name } as const
    const current = currentValue(base, key)
    if (current === undefined) return []
    const setTo = (value: Json): Change => ({ in: 'parameter', key, value })
    const left = new Set(
      judge.constraints
        .filter(isSchemaConstraint)
        .filter((one) => one.implied === undefined && equal(one.place, place) && one.pointer !== '')
        .filter((one) => !isAtEdge(one, current)),
    )
    const found = edges(judge.contract, [parameter.schema], current).flatMap(
      ({ name, at, changes, like }): Feature[] => {
        const value = applied(current, changes)
        if (value === undefined || !isCarried(judge, parameter, value)) return []
        if (judge.issues(place, parameter.schema, value).length > 0) return []
        // Within a list or an object, no more than brings each constraint to its edge.
        const reached = [...left].filter((one) => isAtEdge(one, value))
        for (const one of reached) left.delete(one)
        if (at !== '' && reached.length === 0) return []
        const alike = like === undefined || at !== '' ? {} : { like: like.map(setTo) }
        return [{ name: `${label}${at === '' ? '' : ` ${at}`}: ${name}`, changes: [setTo(value)], ...alike }]
      },
    )
    for (const [name, value] of together(base, parameter, current))
      if (isCarried(judge, parameter, value) && judge.issues(place, parameter.schema, value).length === 0)
        found.push({ name: `${label}: ${name}`, changes: [setTo(value)] })
    const absent: Feature = { name: `${label}: absent`, changes: [{ in: 'parameter', key, value: undefined }] }
    return parameter.required ? found : [...found, absent]
  })
}

/** Of an object all that is optional left out, some at a time; of a list all members of an enum. */
function together({ judge }: Base, { schema }: Parameter, current: Json): [name: string, value: Json][] {
  const { contract } = judge
  if (isObject(current)) {
    const barest = positive(contract, [schema], 'barest')
    const [first, ...rest] = Object.entries(current)
    if (!first || rest.length === 0 || barest === undefined || equal(barest, current)) return []
    // An object of nothing is as if there were none.
    if (!equal(barest, {})) return [['barest', barest]]
    return [
      [`${first[0]} alone`, Object.fromEntries([first])],
      [`without ${first[0]}`, Object.fromEntries(rest)],
    ]
  }
  if (!isArray(current)) return []
  const members = edges(contract, [schema], current).flatMap(({ name, at, changes }) =>
    at === '/0' && name.startsWith('enum ') ? (changes[0]?.value ?? []) : [],
  )
  return members.length === 0 ? [] : [['every member', members]]
}

/**
 * Whether a value is read from the wire as what it was. An empty text is left out: it can be, but many a recipient takes
 * it for an absent one.
 */
export function isCarried(judge: OperationJudge, parameter: Parameter, value: Json): boolean {
  const read = value === '' ? undefined : parameterOverWire(judge, parameter, value)
  return read !== undefined && equal(read, value)
}

const applied = (start: Json, changes: Edge['changes']): Json | undefined =>
  changes.reduce<Json | undefined>(
    (value, change) => (change.pointer === '' ? change.value : withValueAt(value ?? {}, change.pointer, change.value)),
    start,
  )

const wholeBodies = (bodies: readonly KnownBody[]): Feature[] =>
  bodies.map(({ name, value }) => bodyFeature(name, [{ pointer: '', value }]))

function bodyFeatures(base: Base, full: Json | undefined): Feature[] {
  const { body, judge } = base
  if (!body || full === undefined) return []
  const whole: Feature[] = []
  if (!judge.operation.requestBody?.required) {
    const changes: Change[] = [
      { in: 'body', pointer: '', value: undefined },
      { in: 'contentType', value: undefined },
    ]
    whole.push({ name: 'request.body: absent', changes })
  }
  const varied = variedBodies(body, full)
  const large = varied.findLast(({ name }) => name === LARGE_BODY)
  // The least first, so that all of it goes together into the barest body.
  const least = varied.filter(({ name }) => isLeast(name))
  const rest = varied.filter((edge) => !isLeast(edge.name) && (edge.name !== LARGE_BODY || edge === large))
  return [...whole, ...[...least, ...rest].map(({ name, changes, at }) => bodyFeature(name, changes, at))]
}

/** The edges of a body that its media type can carry. */
function variedBodies(body: BodyBase, full: Json): Edge[] {
  const { media, mediaType, format } = body
  if (!media.schema) return []
  const found = edges(body.contract, body.nodes, full)
  if (format.kind === 'json') return found
  return found.filter(({ changes }) => {
    if (changes.some(({ pointer }) => isFile(body, pointer))) return false
    const varied = applied(full, changes)
    const read = varied === undefined ? undefined : overWire(format, mediaType, varied)
    return read !== undefined && varied !== undefined && equal(read, varied)
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
    return pack([...whole, ...features]).map((packed) => ({
      draft: { ...baseDraft(own), body: full },
      features: packed,
    }))
  })
}

const isOf = ({ place }: SchemaConstraint, mediaType: string): boolean =>
  place.side === 'request' && place.in === 'body' && place.mediaType === mediaType

const isLeast = (name: string): boolean => name === 'absent' || name === 'empty object' || name === 'minItems'

function bodyFeature(name: string, changes: Edge['changes'], at = ''): Feature {
  return {
    name: `request.body${at === '' ? '' : ` ${at}`}: ${name}`,
    changes: changes.map(({ pointer, value }): Change => ({ in: 'body', pointer, value })),
  }
}

function messageFeatures({ body }: Base): Feature[] {
  if (!body || body.media.name.includes('*')) return []
  const { name } = body.media
  const isJson = body.format.kind === 'json'
  const capitals = name.replace(/[^;]+/, (essence) => essence.toUpperCase())
  const types = isJson || body.format.kind === 'text' ? [`${name}; charset=utf-8`, capitals] : [capitals]
  return [
    ...types.map(
      (value): Feature => ({ name: `request.body: media type ${value}`, changes: [{ in: 'contentType', value }] }),
    ),
    ...(isJson ? [{ name: 'request.body: white space around the JSON', changes: [{ in: 'padding' as const }] }] : []),
  ]
}
