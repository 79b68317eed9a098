import { type Edge, edges, LARGE_BODY } from '../generators/index.ts'
import { type Json, overlay } from '../json/index.ts'
import type { Base } from './base.ts'
import { type Change, collide, type Draft, type Feature } from './draft.ts'

/** The draft that an operation's cases vary: known values, the fullest body. */
export function baseDraft(base: Base, set = 0): Draft {
  const { operation } = base.judge
  return {
    method: operation.method,
    parameters: base.parameterSets[set % base.parameterSets.length] ?? new Map(),
    rawSegments: new Map(),
    contentType: base.media && base.bodies.length > 0 ? base.media.name : undefined,
    body: base.bodies[0]?.value,
    padded: false,
    splices: [],
    spliceAt: '',
    rawBody: undefined,
  }
}

/** The first body, with what it leaves out taken from the fullest one. */
export function fullBody(base: Base): Json | undefined {
  const first = base.bodies[0]?.value
  if (base.fullest === undefined || first === undefined || !base.media) return first
  const merged = overlay(base.fullest, first)
  const place = { side: 'request', in: 'body', mediaType: base.media.name } as const
  return !base.media.schema || base.judge.issues(place, base.media.schema, merged).length === 0 ? merged : base.fullest
}

/** A request to be: features packed onto a draft. */
export interface Pack {
  readonly draft: Draft
  readonly features: readonly Feature[]
}

/**
 * Conforming requests that between them carry every edge, every known value and every body, in few: features that touch
 * different places go together. Where the user gave path values, other ones may be unknown to the deployment and hide
 * all else behind a 404, so that edges of the path then have requests of their own.
 */
export function positivePacks(base: Base): Pack[] {
  const full = fullBody(base)
  const inPath = parameterFeatures(base, true)
  const others = [...parameterFeatures(base, false), ...bodyFeatures(base, full), ...messageFeatures(base)]
  const groups = base.known ? [others, inPath] : [[...inPath, ...others]]
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
    const room = packs.find((packed) => !packed.some((other) => collide(feature, other)))
    if (room) room.push(feature)
    else packs.push([feature])
  }
  return packs
}

function parameterFeatures({ judge, parameterSets }: Base, inPath: boolean): Feature[] {
  return judge.operation.parameters.flatMap((parameter) => {
    if ((parameter.in === 'path') !== inPath) return []
    const key = `${parameter.in}.${parameter.name}`
    const label = `request.${key}`
    const place = { side: 'request', in: parameter.in, name: parameter.name } as const
    const current = parameterSets[0]?.get(key)
    if (current === undefined) return []
    const found = edges(judge.contract, [parameter.schema], current).flatMap(({ name, changes, like }): Feature[] => {
      const [change] = changes
      if (
        changes.length !== 1 ||
        change?.pointer !== '' ||
        change.value === undefined ||
        isLost(parameter.in, change.value)
      )
        return []
      if (judge.issues(place, parameter.schema, change.value).length > 0) return []
      const setTo = (value: Json): Change => ({ in: 'parameter', key, value })
      const alike = like === undefined ? {} : { like: like.map(setTo) }
      return [{ name: `${label}: ${name}`, changes: [setTo(change.value)], ...alike }]
    })
    const absent: Feature = { name: `${label}: absent`, changes: [{ in: 'parameter', key, value: undefined }] }
    return parameter.required ? found : [...found, absent]
  })
}

/** Values that do not survive their place: header fields are trimmed and mostly ASCII, empty texts vanish. */
export function isLost(place: string, value: Json): boolean {
  if (typeof value !== 'string') return false
  if (place === 'header' || place === 'cookie') return !/^[\x21-\x7e]+$/.test(value)
  return value === ''
}

function bodyFeatures(base: Base, full: Json | undefined): Feature[] {
  const { media, judge } = base
  if (!media || full === undefined) return []
  const whole = base.bodies.slice(1).map(({ name, value }) => bodyFeature(name, [{ pointer: '', value }]))
  if (!judge.operation.requestBody?.required) {
    const changes: Change[] = [
      { in: 'body', pointer: '', value: undefined },
      { in: 'contentType', value: undefined },
    ]
    whole.push({ name: 'request.body: absent', changes })
  }
  const varied = media.schema ? edges(judge.contract, [media.schema], full) : []
  const large = varied.findLast(({ name }) => name === LARGE_BODY)
  // The least first, so that all of it goes together into the barest body.
  const least = varied.filter(({ name }) => isLeast(name))
  const rest = varied.filter((edge) => !isLeast(edge.name) && (edge.name !== LARGE_BODY || edge === large))
  return [...whole, ...[...least, ...rest].map(({ name, changes, at }) => bodyFeature(name, changes, at))]
}

const isLeast = (name: string): boolean => name === 'absent' || name === 'empty object' || name === 'minItems'

function bodyFeature(name: string, changes: Edge['changes'], at = ''): Feature {
  return {
    name: `request.body${at === '' ? '' : ` ${at}`}: ${name}`,
    changes: changes.map(({ pointer, value }): Change => ({ in: 'body', pointer, value })),
  }
}

function messageFeatures({ media }: Base): Feature[] {
  if (!media || media.name.includes('*')) return []
  const capitals = media.name.replace(/[^;]+/, (essence) => essence.toUpperCase())
  const types = [`${media.name}; charset=utf-8`, capitals]
  return [
    ...types.map(
      (value): Feature => ({ name: `request.body: media type ${value}`, changes: [{ in: 'contentType', value }] }),
    ),
    { name: 'request.body: white space around the JSON', changes: [{ in: 'padding' }] },
  ]
}
