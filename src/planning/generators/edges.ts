import type { SchemaNode } from '../../contract/model/index.ts'
import {
  appendToken,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  type Pointer,
  property,
  withValueAt,
} from '../../json/index.ts'
import { Draws } from './draws.ts'
import { hazardGroups, largeGroup } from './hazards.ts'
import type { SchemaReader } from './membership.ts'
import { distinct, positive } from './positive.ts'
import { itemNodes, knownNames, prefixLength, propertyNodes, type Shape } from './shape.ts'
import { AWKWARD_PARTS, astralText, awkwardText, isFreeText, plainText, textFor } from './text.ts'
import { LONGEST_TEXT } from './texts.ts'
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
}

/** Edges of arrays longer than this are not built: they would be large bodies, not edges. */
const LONGEST_ARRAY = 1000
const DEEPEST = 6
const MOST_BRANCHES = 12
const MOST_FURTHER = 8
/** Each member of an enum of up to so many is an edge. */
const MOST_MEMBERS = 100
const FEW_MEMBERS = 32

/**
 * The finite, named edges of a schema around a conforming `base`, one place varied at a time, most telling first.
 */
export const edges = (reader: SchemaReader, nodes: readonly SchemaNode[], base: Json): Edge[] =>
  edgesAt(reader, nodes, base, '', 0)

function edgesAt(
  reader: SchemaReader,
  nodes: readonly SchemaNode[],
  base: Json,
  pointer: Pointer,
  depth: number,
): Edge[] {
  const draws = Draws.of(reader)
  const shapes = draws.shapes(nodes)
  const shape = shapes.find((one) => allows(one, base)) ?? shapes[0]
  if (!shape) return []
  const found = edgesOf(reader, nodes, shapes, shape, base, pointer, depth)
  if (!isTied(shape) || !draws.fits(nodes, base)) return found
  return found.filter(({ changes }) =>
    draws.fits(
      nodes,
      changes.reduce<Json>((all, { pointer: at, value }) => withValueAt(all, at.slice(pointer.length), value), base),
    ),
  )
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

function edgesOf(
  reader: SchemaReader,
  nodes: readonly SchemaNode[],
  shapes: readonly Shape[],
  shape: Shape,
  base: Json,
  pointer: Pointer,
  depth: number,
): Edge[] {
  const set = (name: string, value: Json): Edge => ({ name, at: pointer, changes: [{ pointer, value }] })
  const found: Edge[] = []
  if (shape.members !== undefined)
    found.push(...spreadMembers(shape.members).map((member) => set(`enum ${JSON.stringify(member)}`, member)))
  else if (typeof base === 'string')
    found.push(
      ...textEdges(shape).map(([name, value, like]) => ({ ...set(name, value), ...(like !== undefined && { like }) })),
    )
  else if (typeof base === 'number') found.push(...numberEdges(shape).map(([name, value]) => set(name, value)))
  else if (typeof base === 'boolean') found.push(set('true', true), set('false', false))
  if (shape.members === undefined && shape.types.includes('null') && shape.types.length < 6 && base !== null)
    found.push(set('null', null))
  for (let pick = 1; pick < Math.min(shapes.length, MOST_BRANCHES); pick++) {
    const value = positive(reader, nodes, 'fullest', pick)
    if (value !== undefined) found.push(set(`branch ${pick + 1}`, value))
  }
  if (depth >= DEEPEST || shape.members !== undefined) return found
  if (isArray(base)) found.push(...arrayEdges(reader, shape, base, pointer, depth))
  if (isObject(base)) found.push(...objectEdges(reader, shape, base, pointer, depth))
  return found
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

function textEdges(shape: Shape): [name: string, value: string, like?: readonly string[]][] {
  const { minLength, maxLength } = shape
  const bounded = Number.isFinite(maxLength) && maxLength <= LONGEST_TEXT
  if (!isFreeText(shape)) {
    const texts = [minLength, bounded ? maxLength : 12].map((length) => textFor(shape, length))
    return texts.flatMap((text, index): [string, string][] =>
      text === undefined ? [] : [[`sample ${index + 1}`, text]],
    )
  }
  const found: [string, string, (readonly string[])?][] = []
  if (bounded) {
    const short = astralText(Math.min(minLength + 1, maxLength))
    found.push(['maxLength', plainText(maxLength)], ['maxLength, astral', astralText(maxLength), [short]])
  }
  found.push(['minLength', plainText(minLength)])
  // Awkward text and the length below the greatest go together: one edge fewer to send.
  const awkward = bounded ? Math.max(minLength, maxLength - 1) : Math.max(minLength, 60)
  if (awkward > 0) {
    const parts = AWKWARD_PARTS.filter((part) => part.length >= minLength && part.length <= maxLength)
    found.push([bounded ? 'maxLength − 1, awkward text' : 'awkward text', awkwardText(awkward), parts])
  }
  const name = PROTOTYPE_NAME.padEnd(minLength, '_')
  if (name.length <= maxLength) found.push(['a prototype name', name])
  return found
}

const PROTOTYPE_NAME = '__proto__'

function numberEdges(shape: Shape): [name: string, value: number][] {
  const { min, max, step } = numberBounds(shape)
  const found: [string, number][] = []
  const add = (name: string, value: number) => {
    if (Number.isFinite(value) && value >= min && value <= max) found.push([name, value])
  }
  add('minimum', min)
  add('maximum', max)
  add('minimum + 1', min + (step ?? 1))
  add('maximum − 1', max - (step ?? 1))
  add('zero', 0)
  if (!shape.integral) add('fraction', step ?? 0.5)
  return found
}

function arrayEdges(
  reader: SchemaReader,
  shape: Shape,
  base: readonly Json[],
  pointer: Pointer,
  depth: number,
): Edge[] {
  const found: Edge[] = []
  const grown = (length: number): Json | undefined => {
    const items: Json[] = []
    for (let index = 0; index < length; index++) {
      const item = base[index] ?? positive(reader, itemNodes(shape, index), 'barest', index)
      if (item === undefined) return undefined
      items.push(shape.uniqueItems ? distinct(item, items) : item)
    }
    return items
  }
  for (const [name, length] of [
    ['minItems', shape.minItems],
    ['maxItems', shape.maxItems],
  ] as const) {
    const value = length <= LONGEST_ARRAY ? grown(length) : undefined
    if (value !== undefined) found.push({ name, at: pointer, changes: [{ pointer, value }] })
  }
  // One item stands for all that are asked the same.
  base.slice(0, prefixLength(shape) + 1).forEach((item, index) => {
    const nodes = itemNodes(shape, index)
    if (nodes.length > 0) found.push(...edgesAt(reader, nodes, item, appendToken(pointer, index), depth + 1))
  })
  return found
}

function objectEdges(reader: SchemaReader, shape: Shape, base: Json, pointer: Pointer, depth: number): Edge[] {
  const found: Edge[] = []
  if (!isObject(base)) return found
  const size = Object.keys(base).length
  const add = (name: string, properties: readonly (readonly [name: string, value: Json])[]): Edge => ({
    name,
    at: pointer,
    changes: properties.map(([key, value]) => ({ pointer: appendToken(pointer, key), value })),
  })
  for (const name of knownNames(shape)) {
    const value = property(base, name)
    if (value === undefined) continue
    const at = appendToken(pointer, name)
    found.push(...edgesAt(reader, propertyNodes(shape, name), value, at, depth + 1))
    if (!shape.required.has(name) && size > shape.minProperties)
      found.push({ name: 'absent', at, changes: [{ pointer: at, value: undefined }] })
  }
  for (const name of furtherOf(shape, base)) {
    const value = property(base, name) ?? null
    found.push(...edgesAt(reader, propertyNodes(shape, name), value, appendToken(pointer, name), depth + 1))
  }
  if (isFreeForm(shape) && knownNames(shape).length === 0) {
    if (shape.required.size === 0 && shape.minProperties === 0)
      found.push({ name: 'empty object', at: pointer, changes: [{ pointer, value: {} }] })
    found.push(...hazardGroups(depth + 1).map((group) => add(group.name, group.properties)))
    const large = largeGroup()
    if (depth <= 1) found.push(add(large.name, large.properties))
  } else if (isOpen(shape) && size < shape.maxProperties)
    found.push(add('a property that the document does not name', [['x_unknown', 'a']]))
  return found
}

/** Further properties of an object: one stands for all that are asked the same. */
function furtherOf(shape: Shape, base: JsonObject): string[] {
  const known = new Set(knownNames(shape))
  const asked: (readonly SchemaNode[])[] = []
  const isNew = (nodes: readonly SchemaNode[]): boolean =>
    !asked.some((other) => other.length === nodes.length && other.every((node, index) => node === nodes[index]))
  return Object.keys(base).filter((name) => {
    const nodes = known.has(name) || asked.length >= MOST_FURTHER ? [] : propertyNodes(shape, name)
    return nodes.length > 0 && isNew(nodes) && asked.push(nodes) > 0
  })
}
