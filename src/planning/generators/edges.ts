import type { SchemaNode } from '../../contract/model/index.ts'
import { isArray, isObject, type Json, type JsonObject, property, withValueAt, writeJson } from '../../json/index.ts'
import { branchEdges } from './branch-edges.ts'
import { crowds } from './crowds.ts'
import { Draws } from './draws.ts'
import { filled } from './filled.ts'
import { budgetOf, SIZE_LIMITS } from './limits.ts'
import type { SchemaReader } from './membership.ts'
import { positive } from './positive.ts'
import { scalarEdges } from './scalar-edges.ts'
import { itemNodes, knownNames, prefixLength, propertyNodes, type Shape, TYPES } from './shape.ts'
import { below, type Demand, type Edge, edgeOf, type Spot } from './spot.ts'
import { unnamedEdges } from './unnamed-edges.ts'
import { allows } from './view.ts'

/** Edges without those that others cover. */
export function uncovered<E extends Edge>(all: readonly E[]): E[] {
  const covered = new Set(all.flatMap(({ at, covers }) => (covers === undefined ? [] : `${at} ${covers}`)))
  return all.filter(({ at, name }) => !covered.has(`${at} ${name}`))
}

const MOST_FURTHER = 8
/** Each member of an enum of up to so many is an edge. */
const MOST_MEMBERS = 100
const FEW_MEMBERS = 32

/**
 * The finite, named edges of a schema around a conforming `base`, one place varied at a time, most telling first.
 * `judged` is what recipients hold values against, if they are made from more than that.
 */
export const edges = (reader: SchemaReader, nodes: readonly SchemaNode[], base: Json, judged?: Demand): Edge[] =>
  edgesAt({ reader, nodes, judged, value: base, pointer: '', depth: 0 })

function edgesAt(spot: Spot): Edge[] {
  const { reader, nodes, value: base, pointer } = spot
  const draws = Draws.of(reader)
  const shapes = draws.shapes(nodes)
  const shape = shapes.find((candidate) => allows(candidate, base)) ?? shapes[0]
  if (!shape) return []
  const all = [...valueEdges(spot, shape), ...branchEdges(spot, shape, shapes), ...partEdges(spot, shape)]
  if (!isTied(shape) || !draws.fits(nodes, base)) return all
  return all.filter(({ changes }) => {
    const changed = changes.reduce<Json>(
      (whole, change) => withValueAt(whole, change.pointer.slice(pointer.length), change.value),
      base,
    )
    return draws.fits(nodes, changed)
  })
}

/** Whether places of a value depend on each other, so that they do not vary freely. */
const isTied = (shape: Shape): boolean =>
  !shape.exact ||
  shape.uniqueItems ||
  shape.contains.length > 0 ||
  shape.dependent.length > 0 ||
  shape.minProperties > 0 ||
  Number.isFinite(shape.maxProperties) ||
  shape.unevaluatedProperties !== undefined ||
  shape.unevaluatedItems !== undefined

/** Other values of the place itself. */
function valueEdges(spot: Spot, shape: Shape): Edge[] {
  const { value: base } = spot
  if (shape.members !== undefined)
    return spreadMembers(shape.members).map((member) => edgeOf(spot, `enum ${writeJson(member)}`, member))
  const isNullable = shape.types.includes('null') && shape.types.length < TYPES.length && base !== null
  const others = scalarEdges(shape, base, budgetOf(spot.reader)).map(({ value, ...edge }) => ({
    ...edgeOf(spot, edge.name, value),
    ...edge,
  }))
  return [...others, ...(isNullable ? [edgeOf(spot, 'null', null)] : [])]
}

function partEdges(spot: Spot, shape: Shape): Edge[] {
  const { value: base } = spot
  if (spot.depth >= SIZE_LIMITS.edgeDepth || shape.members !== undefined) return []
  if (isArray(base)) return arrayEdges(spot, shape, base)
  return isObject(base) ? objectEdges(spot, shape, base) : []
}

/**
 * Of a long enum some members, from the first to the last: each would cost a request that may be executed, and random
 * values meet all of them.
 */
function spreadMembers(members: readonly Json[]): readonly Json[] {
  if (members.length <= MOST_MEMBERS) return members
  const last = members.length - 1
  return Array.from(
    { length: FEW_MEMBERS },
    (_, index) => members[Math.round((index * last) / (FEW_MEMBERS - 1))] ?? null,
  )
}

function arrayEdges(spot: Spot, shape: Shape, base: readonly Json[]): Edge[] {
  const most = budgetOf(spot.reader)
  const lengths = (['minItems', 'maxItems'] as const).flatMap((name) => {
    const length = shape[name]
    const value = filled(base, {
      length,
      unlike: shape.uniqueItems,
      most,
      apart: prefixLength(shape),
      itemAt: (index) => positive(spot.reader, itemNodes(shape, index), 'barest', index),
    })
    return value?.length === length ? [edgeOf(spot, name, value)] : []
  })
  // One item stands for all that are asked the same.
  const items = base.slice(0, prefixLength(shape) + 1).flatMap((item, index) => {
    const nodes = itemNodes(shape, index)
    return nodes.length === 0 ? [] : edgesAt(below(spot, index, nodes, item))
  })
  return [...lengths, ...items]
}

function objectEdges(spot: Spot, shape: Shape, base: JsonObject): Edge[] {
  const size = Object.keys(base).length
  const named = knownNames(shape).flatMap((name) => {
    const value = property(base, name)
    if (value === undefined) return []
    const place = below(spot, name, propertyNodes(shape, name), value)
    const absent = { name: 'absent', at: place.pointer, changes: [{ pointer: place.pointer, value: undefined }] }
    const mayBeAbsent = !shape.required.has(name) && size > shape.minProperties
    return [...edgesAt(place), ...(mayBeAbsent ? [absent] : [])]
  })
  const further = furtherOf(shape, base).flatMap((name) =>
    edgesAt(below(spot, name, propertyNodes(shape, name), property(base, name) ?? null)),
  )
  return [...sizeEdges(spot, shape, base), ...named, ...further, ...unnamedEdges(spot, shape, size)]
}

/** As few and as many properties as an object may have. */
function sizeEdges(spot: Spot, shape: Shape, base: JsonObject): Edge[] {
  const { minProperties, maxProperties } = shape
  const names = Object.keys(base)
  const draws = Draws.of(spot.reader)
  const fewest = (): JsonObject => {
    const optional = names.filter((name) => !shape.required.has(name))
    const surplus = new Set(optional.slice(minProperties - names.length))
    return Object.fromEntries(Object.entries(base).filter(([name]) => !surplus.has(name)))
  }
  const known = new Set(knownNames(shape))
  const isMany = names.length < maxProperties && Number.isFinite(maxProperties)
  const many = isMany
    ? crowds(base, (name) => known.has(name), { size: maxProperties, most: budgetOf(spot.reader) })
    : []
  const crowd = many.find((object) => draws.fits(spot.nodes, object))
  return [
    ...(minProperties > 0 && names.length > minProperties ? [edgeOf(spot, 'minProperties', fewest())] : []),
    ...(crowd ? [edgeOf(spot, 'maxProperties', crowd)] : []),
  ]
}

/** Further properties of an object: one stands for all that are asked the same. */
function furtherOf(shape: Shape, base: JsonObject): string[] {
  const named = new Set(knownNames(shape))
  const met: (readonly SchemaNode[])[] = []
  const isNew = (nodes: readonly SchemaNode[]): boolean =>
    !met.some((other) => other.length === nodes.length && other.every((node, index) => node === nodes[index]))
  return Object.keys(base).filter((name) => {
    const nodes = named.has(name) || met.length >= MOST_FURTHER ? [] : propertyNodes(shape, name)
    return nodes.length > 0 && isNew(nodes) && met.push(nodes) > 0
  })
}
