import type { SchemaNode } from '../../contract/model/index.ts'
import { appendToken, isArray, isObject, type Json, type Pointer } from '../../json/index.ts'
import { Draws } from './draws.ts'
import type { SchemaReader } from './membership.ts'
import { itemNodes, propertyNodes } from './shape.ts'
import { allows } from './view.ts'

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
  /** Names that its object must not have, though other edges would add them. */
  readonly lacks?: readonly string[]
}

/** Schemas that a value has to fit, and where their references lead. */
export interface Demand {
  readonly reader: SchemaReader
  readonly nodes: readonly SchemaNode[]
}

/** A place of a conforming value, and what it has to fit. */
export interface Spot extends Demand {
  /** What recipients hold it against, if values are made from more than that. */
  readonly judged: Demand | undefined
  readonly value: Json
  readonly pointer: Pointer
  readonly depth: number
}

export const below = (spot: Spot, token: string | number, nodes: readonly SchemaNode[], value: Json): Spot => ({
  reader: spot.reader,
  nodes,
  judged: spot.judged && partOf(spot.judged, spot.value, token),
  value,
  pointer: appendToken(spot.pointer, token),
  depth: spot.depth + 1,
})

/** What a part of a value has to fit. */
function partOf({ reader, nodes }: Demand, value: Json, token: string | number): Demand | undefined {
  const shapes = Draws.of(reader).shapes(nodes)
  const shape = shapes.find((candidate) => allows(candidate, value)) ?? shapes[0]
  if (!shape) return undefined
  if (isArray(value)) return { reader, nodes: itemNodes(shape, Number(token)) }
  return isObject(value) ? { reader, nodes: propertyNodes(shape, String(token)) } : undefined
}

export const edgeOf = ({ pointer }: Spot, name: string, value: Json): Edge => ({
  name,
  at: pointer,
  changes: [{ pointer, value }],
})
