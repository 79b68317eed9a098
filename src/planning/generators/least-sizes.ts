import type { SchemaNode } from '../../contract/model/index.ts'
import { type JsonType, jsonSize } from '../../json/index.ts'
import type { LeastHeights } from './least-heights.ts'
import { WORK_LIMITS } from './limits.ts'
import { itemNodes, prefixLength, propertyNodes, type Shape } from './shape.ts'
import { treeOf } from './tree-of.ts'

/** `"a":`, and the comma before it. */
const LEAST_NAME = 5

/**
 * How many bytes the smallest value of a schema takes as JSON: never more than it does, infinitely many if there is no
 * value. Nothing is made to know it.
 */
export class LeastSizes {
  readonly #heights: LeastHeights
  readonly #shapes: (nodes: readonly SchemaNode[]) => readonly Shape[]
  readonly #key: (nodes: readonly SchemaNode[]) => string
  readonly #budget: number
  /** By key and height. */
  readonly #known = new Map<string, number>()

  constructor(
    { heights, budget }: { readonly heights: LeastHeights; readonly budget: number },
    shapes: (nodes: readonly SchemaNode[]) => readonly Shape[],
    key: (nodes: readonly SchemaNode[]) => string,
  ) {
    this.#heights = heights
    this.#budget = budget
    this.#shapes = shapes
    this.#key = key
  }

  of(nodes: readonly SchemaNode[]): number {
    return this.#least(this.#heights.of(nodes), (height) => this.#at(nodes, height))
  }

  /** The same of one way to fit, for one of its types. */
  ofShape(shape: Shape, type: JsonType): number {
    return this.#least(this.#heights.ofShape(shape, type), (height) => this.#ofType(shape, type, height))
  }

  /** The flattest values do, unless they are too large: then deeper ones are looked at. */
  #least(height: number, at: (height: number) => number): number {
    if (!Number.isFinite(height)) return height
    const flattest = at(height)
    return flattest <= this.#budget ? flattest : at(WORK_LIMITS.height)
  }

  #at(nodes: readonly SchemaNode[], height: number): number {
    if (nodes.length === 0) return 1
    const key = `${height} ${this.#key(nodes)}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const sizes = this.#shapes(nodes).flatMap((shape) => shape.types.map((type) => this.#ofType(shape, type, height)))
    const least = sizes.reduce((size, other) => Math.min(size, other), Number.POSITIVE_INFINITY)
    this.#known.set(key, least)
    return least
  }

  #ofType(shape: Shape, type: JsonType, height: number): number {
    if (shape.members !== undefined)
      return shape.members.reduce<number>(
        (least, member) => (least <= this.#budget ? least : Math.min(least, jsonSize(member, this.#budget))),
        Number.POSITIVE_INFINITY,
      )
    switch (type) {
      case 'null':
      case 'boolean':
        return 4
      case 'integer':
      case 'number':
        return 1
      case 'string':
        return 2 + Math.max(shape.minLength, ...shape.patterns.map((pattern) => treeOf(pattern)?.min ?? 0))
      case 'array':
        return this.#array(shape, height)
      case 'object':
        return this.#object(shape, height)
    }
  }

  #array(shape: Shape, height: number): number {
    const { minItems } = shape
    const contained = shape.contains.map(({ node, least }) => least * (this.#below([node], height) + 1))
    const own = Math.min(minItems, prefixLength(shape))
    let size = 1
    for (let index = 0; index < own; index++) size += this.#below(itemNodes(shape, index), height) + 1
    if (minItems > own) size += (minItems - own) * (this.#below(itemNodes(shape, own), height) + 1)
    return Math.max(2, size, ...contained)
  }

  #object(shape: Shape, height: number): number {
    let size = 1
    for (const name of shape.required) size += name.length + 4 + this.#below(propertyNodes(shape, name), height)
    const further = Math.max(0, shape.minProperties - shape.required.size)
    return Math.max(2, size + further * (LEAST_NAME + 1))
  }

  #below(nodes: readonly SchemaNode[], height: number): number {
    return nodes.length === 0 ? 1 : height > 0 ? this.#at(nodes, height - 1) : Number.POSITIVE_INFINITY
  }
}
