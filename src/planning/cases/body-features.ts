import { equal, type Json, withValuesAt, writeJson } from '../../json/index.ts'
import { type Edge, edges, isBulky, LARGE_BODY, severalItems, uncovered } from '../generators/index.ts'
import type { Base } from './base.ts'
import { type BodyBase, isFile, type KnownBody, overWire } from './body-base.ts'
import type { Change, Feature } from './draft.ts'

export const wholeBodies = (bodies: readonly KnownBody[]): Feature[] =>
  bodies.map(({ name, value }) => ({ ...bodyFeature(name, [{ pointer: '', value }]), whole: true }))

export function bodyFeatures(base: Base, full: Json | undefined): Feature[] {
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
  const several = isListOf(body.format) ? severalItems([full, body.barest]) : undefined
  if (several !== undefined && overWire(body.format, body.mediaType, several) !== undefined)
    whole.push({ ...bodyFeature('several items', [{ pointer: '', value: several }]), whole: true })
  const varied = variedBodies(body, full)
  // The least first, so that all of it goes together into the barest body.
  const least = varied.filter(({ name }) => isLeast(name))
  const isOfMany = (edge: Edge): boolean =>
    isBulky(edge.name) && edge !== varied.findLast(({ name }) => name === edge.name)
  const rest = varied.filter((edge) => !isLeast(edge.name) && !isOfMany(edge))
  return [
    ...whole,
    ...[...least, ...rest].map(
      (edge): Feature => ({
        ...bodyFeature(edge.name, edge.name === LARGE_BODY ? grown(base, full, edge) : edge.changes, edge.at),
        ...coveredBy(edge),
        ...(edge.lacks && edge.at === '' && { lacks: edge.lacks }),
      }),
    ),
  ]
}

/** If what covers another edge is refused, that one is sent after all. */
function coveredBy({ covers, like, changes }: Edge): Pick<Feature, 'like'> {
  const [change, ...others] = changes
  if (covers === undefined || !like || !change || others.length > 0) return {}
  return { like: like.map((value): Change => ({ in: 'body', pointer: change.pointer, value })) }
}

/** What is packed with the large body takes less. */
const BESIDE_LARGE = 32 * 1024

/** The changes of a large body, their texts grown so that the whole of it has the size that is asked for. */
function grown({ largeBody }: Base, full: Json, { changes }: Edge): Edge['changes'] {
  const length = largeBody - BESIDE_LARGE - writeJson(full).length
  return changes.map(({ pointer, value }) => ({
    pointer,
    value: typeof value === 'string' ? value.padEnd(length, value) : value,
  }))
}

/** The edges of a body that its media type can carry. */
export function variedBodies(body: BodyBase, full: Json): Edge[] {
  const { media, mediaType, format } = body
  if (!media.schema) return []
  const bodyEdges = edges(body.contract, body.nodes, full, body.judged)
  if (format.kind === 'json') return uncovered(bodyEdges)
  const carried = bodyEdges.filter(({ changes }) => {
    // Outside JSON a negative zero is written as any other.
    if (changes.some(({ pointer, value }) => isFile(body, pointer) || Object.is(value, -0))) return false
    const varied = withValuesAt(full, changes)
    const read = varied === undefined ? undefined : overWire(format, mediaType, varied)
    return read !== undefined && varied !== undefined && equal(read, varied)
  })
  return uncovered(carried)
}

export function messageFeatures({ body }: Base): Feature[] {
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

/** What a client sends that takes any answer; it goes with others, and needs no request of its own. */
export const acceptFeatures = ({ takesAny }: Base): Feature[] =>
  takesAny ? [{ name: 'request.header.Accept: any media type', changes: [{ in: 'accept', value: '*/*' }] }] : []

const isListOf = ({ kind }: BodyBase['format']): boolean => kind === 'sequence' || kind === 'parts'

const isLeast = (name: string): boolean => name === 'absent' || name === 'empty object' || name === 'minItems'

function bodyFeature(name: string, changes: Edge['changes'], at = ''): Feature {
  return {
    name: `request.body${at === '' ? '' : ` ${at}`}: ${name}`,
    changes: changes.map(({ pointer, value }): Change => ({ in: 'body', pointer, value })),
  }
}
