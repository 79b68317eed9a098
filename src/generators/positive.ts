import type { SchemaNode } from '../contract/index.ts'
import { equal, isObject, type Json, property, withProperty } from '../json/index.ts'
import { Draws } from './draws.ts'
import { isMember, type SchemaReader } from './membership.ts'
import { Unsatisfiable, UnsupportedKeyword } from './refusals.ts'
import { itemNodes, knownNames, propertyNodes, type Shape } from './shape.ts'
import { textFor } from './text.ts'
import { allows, numberBounds } from './view.ts'

/** How much of what is optional a value has: all of it, each string at a common length; or nothing. */
export type Fullness = 'fullest' | 'barest'

const DEEPEST = 12
/** What is still required below this comes round for ever. */
const BOTTOM = 48
const SAMPLES = 30

/**
 * A value that fits all of the schemas: optional properties all present or all absent. `pick` chooses among the ways to
 * fit. Undefined where none can be made.
 */
export function positive(
  reader: SchemaReader,
  nodes: readonly SchemaNode[],
  fullness: Fullness,
  pick = 0,
): Json | undefined {
  try {
    const shapes = Draws.of(reader).shapes(nodes)
    const fits = (value: Json | undefined): value is Json =>
      value !== undefined && nodes.every((node) => isMember(reader, node, value))
    for (let index = 0; index < shapes.length; index++) {
      const shape = shapes[(pick + index) % shapes.length]
      const value = shape && fromShape(reader, shape, fullness, pick, 0)
      if (fits(value)) return value
    }
    return shapes.length === 0 ? undefined : sampled(reader, nodes, fullness)
  } catch (error) {
    if (error instanceof UnsupportedKeyword || error instanceof Unsatisfiable) return undefined
    throw error
  }
}

/** Where keywords work together in ways that building does not see, one of some random values: the same each time. */
function sampled(reader: SchemaReader, nodes: readonly SchemaNode[], fullness: Fullness): Json | undefined {
  const draws = Draws.of(reader)
  const values = Array.from({ length: SAMPLES }, (_, seed) => draws.value(nodes, seed))
  const sizes = values.map((value) => ({ value, size: JSON.stringify(value).length }))
  const [first, ...others] = sizes
  return others.reduce(
    (best, one) =>
      best === undefined || (fullness === 'fullest' ? one.size > best.size : one.size < best.size) ? one : best,
    first,
  )?.value
}

/** A value for a part; what does not work out is left to the test of the whole. */
function part(
  reader: SchemaReader,
  nodes: readonly SchemaNode[],
  fullness: Fullness,
  pick: number,
  depth: number,
): Json | undefined {
  if (nodes.length === 0) return 'a'
  if (depth > BOTTOM) return undefined
  const shapes = Draws.of(reader).shapes(nodes)
  for (const [index] of shapes.entries()) {
    const shape = shapes[(pick + index) % shapes.length]
    const value = shape && fromShape(reader, shape, fullness, pick, depth)
    if (value !== undefined && nodes.every((node) => isMember(reader, node, value))) return value
  }
  return undefined
}

function fromShape(
  reader: SchemaReader,
  shape: Shape,
  fullness: Fullness,
  pick: number,
  depth: number,
): Json | undefined {
  if (shape.members) return shape.members[pick % Math.max(shape.members.length, 1)]
  const example = shape.examples.find((value) => allows(shape, value))
  if (example !== undefined && fullness === 'fullest') return example
  for (const type of (['object', 'array', 'string', 'number', 'boolean', 'null'] as const).filter((type) =>
    shape.types.includes(type),
  )) {
    const value = ofType(reader, shape, type, fullness, depth)
    if (value !== undefined) return value
  }
  return undefined
}

function ofType(
  reader: SchemaReader,
  shape: Shape,
  type: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null',
  fullness: Fullness,
  depth: number,
): Json | undefined {
  switch (type) {
    case 'null':
      return null
    case 'boolean':
      return true
    case 'number':
      return numberFor(shape)
    case 'string':
      return textFor(shape, fullness === 'fullest' ? 12 : shape.minLength)
    case 'array':
      return arrayFor(reader, shape, fullness, depth)
    case 'object':
      return objectFor(reader, shape, fullness, depth)
  }
}

function numberFor(shape: Shape): number | undefined {
  const { min, max, step } = numberBounds(shape)
  const near = Math.max(min, Math.min(max, min > 0 ? min : 1))
  const value = step === undefined ? near : Math.ceil(near / step) * step
  return value >= min && value <= max ? value : Number.isFinite(max) ? max : undefined
}

function arrayFor(reader: SchemaReader, shape: Shape, fullness: Fullness, depth: number): Json | undefined {
  const needed = shape.contains.reduce((sum, { least }) => sum + least, 0)
  const wanted = fullness === 'fullest' && depth < DEEPEST ? Math.min(1, shape.maxItems) : 0
  const length = Math.max(shape.minItems, needed, wanted)
  const containing = shape.contains.flatMap(({ node, least }) => Array.from({ length: least }, () => node))
  const items: Json[] = []
  for (let index = 0; index < length; index++) {
    const contained = containing[index]
    const item = part(
      reader,
      [...itemNodes(shape, index), ...(contained ? [contained] : [])],
      fullness,
      index,
      depth + 1,
    )
    if (item === undefined) return index >= Math.max(shape.minItems, needed) ? items : undefined
    items.push(shape.uniqueItems ? distinct(item, items) : item)
  }
  return items
}

/** Another value of the same kind, and no longer, where `item` is there already. */
export function distinct(item: Json, items: readonly Json[]): Json {
  let candidate = item
  for (let count = items.length; items.some((known) => equal(known, candidate)); count++) {
    if (typeof item === 'number') candidate = item + count
    else if (typeof item === 'string')
      candidate = `${item.slice(0, Math.max(0, item.length - String(count).length))}${count}`
    else break
  }
  return candidate
}

function objectFor(reader: SchemaReader, shape: Shape, fullness: Fullness, depth: number): Json | undefined {
  let object: Json = {}
  const optional = fullness === 'fullest' && depth < DEEPEST
  for (const name of knownNames(shape)) {
    const required = isNeeded(shape, name, object)
    if (!required && (!optional || Object.keys(object).length >= shape.maxProperties)) continue
    const value = part(reader, propertyNodes(shape, name), fullness, 0, depth + 1)
    if (value !== undefined && isObject(object)) object = withProperty(object, name, value)
    else if (required) return undefined
  }
  for (let count = 1; isObject(object) && Object.keys(object).length < shape.minProperties && count <= 100; count++) {
    const value = part(reader, propertyNodes(shape, `p${count}`), fullness, 0, depth + 1)
    if (value !== undefined) object = withProperty(object, `p${count}`, value)
  }
  return object
}

const isNeeded = (shape: Shape, name: string, object: Json): boolean =>
  shape.required.has(name) ||
  shape.dependent.some(
    ([other, needed]) => needed.includes(name) && isObject(object) && property(object, other) !== undefined,
  )
