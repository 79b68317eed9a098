import type { SchemaNode } from '../../contract/model/index.ts'
import { WORK_LIMITS } from './limits.ts'
import { itemNodes, prefixLength, propertyNodes, type Shape } from './shape.ts'

/** How many levels the flattest value of a schema has; infinitely many if each leads to a further one. */
export class LeastHeights {
  readonly #shapes: (nodes: readonly SchemaNode[]) => readonly Shape[]
  readonly #key: (nodes: readonly SchemaNode[]) => string
  /** By key: the heights that are known to be too little, and one that is known to do. */
  readonly #known = new Map<string, { tooLittle: number; enough: number }>()

  constructor(
    shapes: (nodes: readonly SchemaNode[]) => readonly Shape[],
    key: (nodes: readonly SchemaNode[]) => string,
  ) {
    this.#shapes = shapes
    this.#key = key
  }

  of(nodes: readonly SchemaNode[]): number {
    return this.#least((height) => this.#fits(nodes, height))
  }

  /** The same of one way to fit, for one of its types. */
  ofShape(shape: Shape, type: Shape['types'][number]): number {
    return this.#least((height) => this.#shapeFits(shape, type, height))
  }

  #least(fits: (height: number) => boolean): number {
    for (let height = 0; height <= WORK_LIMITS.height; height++) if (fits(height)) return height
    return Number.POSITIVE_INFINITY
  }

  #fits(nodes: readonly SchemaNode[], height: number): boolean {
    if (nodes.length === 0) return true
    const key = this.#key(nodes)
    const bounds = this.#known.get(key) ?? { tooLittle: -1, enough: Number.POSITIVE_INFINITY }
    this.#known.set(key, bounds)
    if (height <= bounds.tooLittle) return false
    if (height >= bounds.enough) return true
    const fits = this.#shapes(nodes).some((shape) => shape.types.some((type) => this.#shapeFits(shape, type, height)))
    if (fits) bounds.enough = Math.min(bounds.enough, height)
    else bounds.tooLittle = Math.max(bounds.tooLittle, height)
    return fits
  }

  #shapeFits(shape: Shape, type: Shape['types'][number], height: number): boolean {
    if (shape.members !== undefined || (type !== 'array' && type !== 'object')) return true
    const parts = type === 'array' ? neededItems(shape) : neededProperties(shape)
    return parts.length === 0 || (height > 0 && parts.every((nodes) => this.#fits(nodes, height - 1)))
  }
}

function neededItems(shape: Shape): SchemaNode[][] {
  const contained = shape.contains.filter(({ least }) => least > 0).map(({ node }) => [node])
  const alike = prefixLength(shape) + 1
  const items = Array.from({ length: Math.min(shape.minItems, alike) }, (_, index) => itemNodes(shape, index))
  return [...items, ...contained]
}

const neededProperties = (shape: Shape): SchemaNode[][] => [...shape.required].map((name) => propertyNodes(shape, name))
