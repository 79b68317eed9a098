import type { SchemaNode } from '../../contract/model/index.ts'
import {
  appendToken,
  isArray,
  isNumber,
  isObject,
  type Json,
  type JsonNumber,
  type JsonObject,
  negated,
  type Pointer,
  plus,
  property,
  withoutProperty,
  withValueAt,
  writeJson,
} from '../../json/index.ts'
import { crowds } from './crowds.ts'
import { Draws } from './draws.ts'
import { BULKY_GROUPS, hazardGroups } from './hazards.ts'
import { SIZE_LIMITS, TRY_LIMITS } from './limits.ts'
import type { SchemaReader } from './membership.ts'
import { distinct, positive } from './positive.ts'
import { itemNodes, knownNames, prefixLength, propertyNodes, type Shape, TYPES } from './shape.ts'
import { AWKWARD_PARTS, astralText, awkwardText, isFreeText, plainText, textFor } from './text.ts'
import { allows, isFreeForm, isOpen, numberBounds } from './view.ts'

/** One place of a conforming value varied to a value at an edge; `value` undefined takes the place away. */
export interface Edge {
  /** What the edge is, for a person: `maxLength`, `absent`, `prototype names`. Unique at its pointer. */
  readonly name: string
  /** The place that it is about: of hazards the object that they are added to. */
  readonly at: Pointer
  readonly changes: readonly { readonly pointer: Pointer; readonly value: Json | undefined }[]
  /** Values for the same place, each like it in one respect: they tell which one it is refused for. */
  readonly like?: readonly Json[]
  /** The edge of the same place that need not be tried if this one is: what takes this value takes that one. */
  readonly covers?: string
}

/** Edges without those that others cover. */
export function uncovered<E extends Edge>(all: readonly E[]): E[] {
  const covered = new Set(all.flatMap(({ at, covers }) => (covers === undefined ? [] : `${at} ${covers}`)))
  return all.filter(({ at, name }) => !covered.has(`${at} ${name}`))
}

const MOST_FURTHER = 8
/** Each member of an enum of up to so many is an edge. */
const MOST_MEMBERS = 100
const FEW_MEMBERS = 32

/** A place of a conforming value, and what it has to fit. */
interface Spot {
  readonly reader: SchemaReader
  readonly nodes: readonly SchemaNode[]
  readonly value: Json
  readonly pointer: Pointer
  readonly depth: number
}

/**
 * The finite, named edges of a schema around a conforming `base`, one place varied at a time, most telling first.
 */
export const edges = (reader: SchemaReader, nodes: readonly SchemaNode[], base: Json): Edge[] =>
  edgesAt({ reader, nodes, value: base, pointer: '', depth: 0 })

function edgesAt(spot: Spot): Edge[] {
  const { reader, nodes, value: base, pointer } = spot
  const draws = Draws.of(reader)
  const shapes = draws.shapes(nodes)
  const shape = shapes.find((candidate) => allows(candidate, base)) ?? shapes[0]
  if (!shape) return []
  const all = [...valueEdges(spot, shape), ...branchEdges(spot, shapes.length), ...partEdges(spot, shape)]
  if (!isTied(shape) || !draws.fits(nodes, base)) return all
  return all.filter(({ changes }) => {
    const changed = changes.reduce<Json>(
      (whole, change) => withValueAt(whole, change.pointer.slice(pointer.length), change.value),
      base,
    )
    return draws.fits(nodes, changed)
  })
}

const below = (spot: Spot, token: string | number, nodes: readonly SchemaNode[], value: Json): Spot => ({
  reader: spot.reader,
  nodes,
  value,
  pointer: appendToken(spot.pointer, token),
  depth: spot.depth + 1,
})

const edgeOf = ({ pointer }: Spot, name: string, value: Json): Edge => ({
  name,
  at: pointer,
  changes: [{ pointer, value }],
})

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
  return [...typeEdges(spot, shape, base), ...(isNullable ? [edgeOf(spot, 'null', null)] : [])]
}

function typeEdges(spot: Spot, shape: Shape, base: Json): Edge[] {
  if (typeof base === 'string')
    return textEdges(shape).map(({ value, ...edge }) => ({ ...edgeOf(spot, edge.name, value), ...edge }))
  if (isNumber(base)) return numberEdges(shape).map(([name, value]) => edgeOf(spot, name, value))
  return typeof base === 'boolean' ? [edgeOf(spot, 'true', true), edgeOf(spot, 'false', false)] : []
}

/** A value of each other way to fit. */
function branchEdges(spot: Spot, ways: number): Edge[] {
  const picks = Array.from({ length: Math.max(0, Math.min(ways, TRY_LIMITS.branches) - 1) }, (_, index) => index + 1)
  return picks.flatMap((pick) => {
    const value = positive(spot.reader, spot.nodes, 'fullest', pick)
    return value === undefined ? [] : [edgeOf(spot, `branch ${pick + 1}`, value)]
  })
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

type TextEdge = Pick<Edge, 'name' | 'like' | 'covers'> & { readonly value: string }

function textEdges(shape: Shape): TextEdge[] {
  const { minLength, maxLength } = shape
  const bounded = Number.isFinite(maxLength) && maxLength <= SIZE_LIMITS.text
  if (!isFreeText(shape)) {
    const texts = [minLength, bounded ? maxLength : 12].map((length) => textFor(shape, length))
    return texts.flatMap((value, index) => (value === undefined ? [] : [{ name: `sample ${index + 1}`, value }]))
  }
  const textsAtLimits: TextEdge[] = []
  if (bounded) {
    const short = astralText(Math.min(minLength + 1, maxLength))
    const longest = { name: 'maxLength', value: plainText(maxLength) }
    const value = astralText(maxLength)
    const like = [short, longest.value]
    textsAtLimits.push(longest, { name: 'maxLength, astral', value, like, covers: longest.name })
  }
  textsAtLimits.push({ name: 'minLength', value: plainText(minLength) })
  return [...textsAtLimits, ...awkwardEdges(shape, bounded), ...prototypeEdges(shape)]
}

/** Awkward text and the length below the greatest go together: one edge fewer to send. */
function awkwardEdges({ minLength, maxLength }: Shape, bounded: boolean): TextEdge[] {
  const length = bounded ? Math.max(minLength, maxLength - 1) : Math.max(minLength, 60)
  if (length === 0) return []
  const fits = (part: string): boolean => part.length >= minLength && part.length <= maxLength
  const name = bounded ? 'maxLength − 1, awkward text' : 'awkward text'
  const plain: TextEdge = { name, value: awkwardText(length), like: AWKWARD_PARTS.filter(fits) }
  // A header has no spaces at its ends.
  const padded: TextEdge = {
    name: `${name} between spaces`,
    value: ` ${awkwardText(length - 2)} `,
    like: [...AWKWARD_PARTS, ' a', 'a '].filter(fits),
    covers: name,
  }
  return length < SHORTEST_PADDED ? [plain] : [plain, padded]
}

function prototypeEdges({ minLength, maxLength }: Shape): TextEdge[] {
  const value = '__proto__'.padEnd(minLength, '_')
  return value.length <= maxLength ? [{ name: 'a prototype name', value }] : []
}

/** A shorter text would have little but the spaces at its ends. */
const SHORTEST_PADDED = 8

function numberEdges(shape: Shape): [name: string, value: JsonNumber][] {
  const { min, max, step } = numberBounds(shape)
  const numbers: [string, JsonNumber][] = []
  const add = (name: string, value: JsonNumber) => {
    if (Number.isFinite(Number(value)) && value >= min && value <= max) numbers.push([name, value])
  }
  add('minimum', min)
  add('maximum', max)
  add('minimum + 1', plus(min, step ?? 1))
  add('maximum − 1', plus(max, negated(step ?? 1)))
  add('zero', 0)
  add('negative zero', -0)
  if (!shape.integral) add('fraction', step ?? 0.5)
  return numbers
}

function arrayEdges(spot: Spot, shape: Shape, base: readonly Json[]): Edge[] {
  const grown = (length: number): Json | undefined => {
    const items: Json[] = []
    for (let index = 0; index < length; index++) {
      const item = base[index] ?? positive(spot.reader, itemNodes(shape, index), 'barest', index)
      if (item === undefined) return undefined
      items.push(shape.uniqueItems ? distinct(item, items) : item)
    }
    return items
  }
  const lengths = (['minItems', 'maxItems'] as const).flatMap((name) => {
    const value = shape[name] <= SIZE_LIMITS.edgeItems ? grown(shape[name]) : undefined
    return value === undefined ? [] : [edgeOf(spot, name, value)]
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
  const optional = names.filter((name) => !shape.required.has(name))
  const fewest = optional.slice(minProperties - names.length).reduce<JsonObject>(withoutProperty, base)
  const known = new Set(knownNames(shape))
  const isMany = names.length < maxProperties && maxProperties <= SIZE_LIMITS.edgeItems
  const most = isMany ? crowds(base, (name) => known.has(name), maxProperties) : []
  const crowd = most.find((object) => draws.fits(spot.nodes, object))
  return [
    ...(minProperties > 0 && names.length > minProperties ? [edgeOf(spot, 'minProperties', fewest)] : []),
    ...(crowd ? [edgeOf(spot, 'maxProperties', crowd)] : []),
  ]
}

/** What may be added to an object beside what the document names. */
function unnamedEdges(spot: Spot, shape: Shape, size: number): Edge[] {
  const adding = (name: string, properties: readonly (readonly [name: string, value: Json])[]): Edge => ({
    name,
    at: spot.pointer,
    changes: properties.map(([key, value]) => ({ pointer: appendToken(spot.pointer, key), value })),
  })
  if (isFreeForm(shape) && knownNames(shape).length === 0) {
    const groups = [...hazardGroups(spot.depth + 1), ...(spot.depth <= 1 ? BULKY_GROUPS : [])]
    const mayBeEmpty = shape.required.size === 0 && shape.minProperties === 0
    return [
      ...(mayBeEmpty ? [edgeOf(spot, 'empty object', {})] : []),
      ...groups.map((group) => adding(group.name, group.properties)),
    ]
  }
  if (!isOpen(shape) || size >= shape.maxProperties) return []
  const recased = recasedName(spot, shape)
  return [
    adding('a property that the document does not name', [['x_unknown', 'a']]),
    ...(recased ? [adding('a documented name in other letters', [recased])] : []),
  ]
}

/** A name of the document in capitals, or else in small letters, with a value that its property does not take. */
function recasedName({ reader }: Spot, shape: Shape): [name: string, value: Json] | undefined {
  const names = knownNames(shape)
  for (const name of names)
    for (const recased of [name.toUpperCase(), name.toLowerCase()]) {
      if (names.includes(recased)) continue
      const shapes = Draws.of(reader).shapes(propertyNodes(shape, name))
      return [recased, shapes.some(({ types }) => types.includes('string')) ? 0 : 'a']
    }
  return undefined
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
