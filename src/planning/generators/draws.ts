import type { SchemaNode } from '../../contract/model/index.ts'
import { type Json, type JsonType, jsonSize } from '../../json/index.ts'
import { anything } from './anything.ts'
import { arrayDraw } from './array-draw.ts'
import { Dice } from './dice.ts'
import { type Draw, isScarce, nothing, type PartDraws } from './draw.ts'
import { LeastHeights } from './least-heights.ts'
import { LeastSizes } from './least-sizes.ts'
import { budgetOf, inBudget, SIZE_LIMITS, WORK_LIMITS } from './limits.ts'
import { isMember, type SchemaReader } from './membership.ts'
import { numbers } from './numbers.ts'
import { objectDraw } from './object-draw.ts'
import { isRefusal, madeOrRefused, Unsatisfiable } from './refusals.ts'
import { knownNames, type Shape } from './shape.ts'
import { shapesApart, shapesOf } from './shapes-of.ts'
import { texts } from './texts.ts'

const USUAL_ATTEMPTS = 20

interface Kind {
  readonly draw: Draw
  readonly height: number
  /** Bytes of its smallest value. */
  readonly size: number
  readonly exact: boolean
}

/** Random values of one document's schemas. */
export class Draws implements PartDraws {
  static readonly #byReader = new WeakMap<SchemaReader, Draws>()

  /** The draws that all share: a document's schemas do not change. */
  static of(reader: SchemaReader): Draws {
    const draws = Draws.#byReader.get(reader) ?? new Draws(reader)
    Draws.#byReader.set(reader, draws)
    return draws
  }

  readonly reader: SchemaReader
  readonly #ids = new WeakMap<object, number>()
  #count = 0
  readonly #shapes = new Map<string, readonly Shape[]>()
  readonly #apart = new WeakMap<Shape, readonly Shape[]>()
  readonly #draws = new Map<string, Draw>()
  readonly #heights: LeastHeights
  readonly #sizes: LeastSizes
  /** Bytes that a value may take as JSON. */
  readonly budget: number

  constructor(reader: SchemaReader) {
    this.reader = reader
    this.budget = budgetOf(reader)
    const shapes = (nodes: readonly SchemaNode[]): readonly Shape[] => this.shapes(nodes)
    const key = (nodes: readonly SchemaNode[]): string => this.#key(nodes)
    this.#heights = new LeastHeights(shapes, key)
    this.#sizes = new LeastSizes({ heights: this.#heights, budget: this.budget }, shapes, key)
  }

  /**
   * The value of a seed that fits all of the schemas: the same each time. Throws UnsupportedKeyword, or Unsatisfiable
   * if no value fits, or none was found within the budget.
   */
  value(nodes: readonly SchemaNode[], seed: number): Json {
    const draw = this.draw(nodes)
    for (const isTight of [false, true]) {
      const dice = new Dice(seed, WORK_LIMITS.drawnParts, { bytes: this.budget, isTight })
      const value = draw(dice, 0)
      if (value !== undefined && (dice.hasRoom || jsonSize(value, this.budget) <= this.budget)) return value
      // What was not too large is not found among what is smaller either.
      if (value === undefined && dice.hasRoom)
        throw new Unsatisfiable(
          sourceOf(nodes),
          dice.left <= 0
            ? `none was found in ${WORK_LIMITS.drawnParts} steps`
            : `none of ${WORK_LIMITS.drawAttempts} attempts fits`,
        )
    }
    throw new Unsatisfiable(sourceOf(nodes), `none was found within ${inBudget(this.budget)}`)
  }

  /** The values of seeds, in their order; the first refusal ends them. */
  *values(nodes: readonly SchemaNode[], seeds: Iterable<number>): Generator<Json> {
    for (const seed of seeds) {
      const value = madeOrRefused(() => this.value(nodes, seed))
      if (isRefusal(value)) return
      yield value
    }
  }

  shapes(nodes: readonly SchemaNode[]): readonly Shape[] {
    const key = this.#key(nodes)
    const shapes = this.#shapes.get(key) ?? shapesOf(this.reader, nodes)
    this.#shapes.set(key, shapes)
    return shapes
  }

  /** The names of properties that any way to fit speaks of. */
  names(nodes: readonly SchemaNode[]): ReadonlySet<string> {
    return new Set(this.shapes(nodes).flatMap(knownNames))
  }

  /** The ways to fit a shape that no other branch of a `oneOf` allows as well. */
  apart(shape: Shape): readonly Shape[] {
    if (shape.rivals.length === 0) return []
    const shapes = this.#apart.get(shape) ?? shapesApart(this.reader, shape)
    this.#apart.set(shape, shapes)
    return shapes
  }

  /** Whether the keywords leave anything; whether they go together only shows when values are made. */
  canBe(nodes: readonly SchemaNode[]): boolean {
    return this.leastSize(nodes) <= this.budget
  }

  /** Whether the keywords leave a value at all, however large. */
  isFinite(nodes: readonly SchemaNode[]): boolean {
    return Number.isFinite(this.#heights.of(nodes))
  }

  /** How many bytes the smallest value takes as JSON, at least; infinitely many if there is none. */
  leastSize(nodes: readonly SchemaNode[]): number {
    return this.#sizes.of(nodes)
  }

  /** The same of a type that a shape allows. */
  leastSizeOf(shape: Shape, type: JsonType): number {
    return this.#sizes.ofShape(shape, type)
  }

  /** How many levels the flattest value of a type has that a shape allows; infinitely many if none is within the budget. */
  heightOf(shape: Shape, type: JsonType): number {
    return this.leastSizeOf(shape, type) <= this.budget ? this.#heights.ofShape(shape, type) : Number.POSITIVE_INFINITY
  }

  fits(nodes: readonly SchemaNode[], value: Json): boolean {
    return nodes.every((node) => isMember(this.reader, node, value))
  }

  /** Throws as `value` does if the keywords leave nothing. */
  draw(nodes: readonly SchemaNode[]): Draw {
    if (nodes.length === 0) return anything
    const key = this.#key(nodes)
    const draw = this.#draws.get(key) ?? this.#make(nodes)
    this.#draws.set(key, draw)
    return draw
  }

  /** The same for a part, made when it is first needed; what cannot be is undefined. */
  part(nodes: readonly SchemaNode[]): Draw {
    if (nodes.length === 0) return anything
    let draw: Draw | undefined
    return (dice, depth) => {
      draw ??= this.canBe(nodes) ? this.#probed(nodes) : nothing
      return draw(dice, depth + 1)
    }
  }

  /** A part that the first try does not find is not tried again: it would cost all attempts each time. */
  #probed(nodes: readonly SchemaNode[]): Draw {
    const key = `probed ${this.#key(nodes)}`
    const probed = this.#draws.get(key)
    if (probed) return probed
    try {
      const draw = this.draw(nodes)
      this.#draws.set(key, draw)
      const isFound = draw(new Dice(1, WORK_LIMITS.drawnParts / 10), SIZE_LIMITS.freeDepth - 1) !== undefined
      this.#draws.set(key, isFound ? draw : nothing)
      return isFound ? draw : nothing
    } catch (error) {
      if (!(error instanceof Unsatisfiable)) throw error
      this.#draws.set(key, nothing)
      return nothing
    }
  }

  #key(nodes: readonly SchemaNode[]): string {
    if (nodes.length === 1 && nodes[0]) return this.#id(nodes[0])
    return nodes.map((node) => this.#id(node)).join(' ')
  }

  #id({ schema }: SchemaNode): string {
    if (typeof schema === 'boolean') return String(schema)
    const id = this.#ids.get(schema) ?? this.#count++
    this.#ids.set(schema, id)
    return String(id)
  }

  #make(nodes: readonly SchemaNode[]): Draw {
    const shapes = this.shapes(nodes)
    const ways = shapes.map((shape) => this.#kinds(shape, nodes)).filter((kinds) => kinds.length > 0)
    const all = ways.flat()
    if (all.length === 0) throw new Unsatisfiable(sourceOf(nodes), 'its keywords leave nothing')
    const least = Math.min(...all.map(({ height }) => height))
    const flattest = all.filter(({ height }) => height === least)
    const smallest = Math.min(...all.map(({ size }) => size))
    const tightest = all.filter(({ size }) => size === smallest)
    const pick = (dice: Dice, depth: number): Kind => {
      if (!dice.hasRoom) return dice.pick(tightest)
      if (isScarce(dice, depth)) return dice.pick(flattest)
      return dice.pick(ways.length === 1 ? all : dice.pick(ways))
    }
    const [only] = all
    if (all.length === 1 && only?.exact) return only.draw
    let apart: readonly Kind[] | undefined
    const pickApart = (dice: Dice): Kind | undefined => {
      apart ??= shapes.flatMap((shape) => this.apart(shape).flatMap((way) => this.#kinds(way, nodes)))
      return apart.length === 0 ? undefined : dice.pick(apart)
    }
    return (dice, depth) => {
      for (let attempt = 0; attempt < WORK_LIMITS.drawAttempts && dice.left > 0; attempt++) {
        // If the flattest ways lead nowhere, others may; and if those do, values that tell branches apart.
        const usual = pick(
          dice,
          attempt < WORK_LIMITS.drawAttempts / 4 ? depth : Math.min(depth, SIZE_LIMITS.freeDepth - 1),
        )
        const kind = (attempt < USUAL_ATTEMPTS || attempt % 2 === 0 ? undefined : pickApart(dice)) ?? usual
        const value = kind.draw(dice, depth)
        dice.left--
        if (value !== undefined && (kind.exact || this.fits(nodes, value))) return value
      }
      return undefined
    }
  }

  #kinds(shape: Shape, nodes: readonly SchemaNode[]): Kind[] {
    const { members, exact } = shape
    if (members) {
      const sizeOf = (member: Json): number => jsonSize(member, this.budget)
      const fitting = members.filter((member) => sizeOf(member) <= this.budget && this.fits(nodes, member))
      const [smallest = null] = [...fitting].sort((a, b) => sizeOf(a) - sizeOf(b))
      const draw: Draw = (dice) => (dice.hasRoom ? dice.pick(fitting) : smallest)
      return fitting.length === 0 ? [] : [{ draw: counted(draw), height: 0, size: sizeOf(smallest), exact: true }]
    }
    return shape.types.flatMap((type) => {
      const height = this.heightOf(shape, type)
      const draw = Number.isFinite(height) ? this.#ofType(shape, type) : undefined
      const size = this.leastSizeOf(shape, type)
      return draw ? [{ draw: counted(draw), height, size, exact: exact && isExact(shape, type) }] : []
    })
  }

  #ofType(shape: Shape, type: JsonType): Draw | undefined {
    switch (type) {
      case 'null':
        return () => null
      case 'boolean':
        return (dice) => dice.next() % 2 === 0
      case 'integer':
      case 'number':
        return numbers(shape)
      case 'string': {
        const make = texts(shape)
        return make && ((dice) => make(dice))
      }
      case 'array':
        return arrayDraw(this, shape)
      case 'object':
        return objectDraw(this, shape)
    }
  }
}

/** What a leaf takes is taken from the dice: of lists and objects their parts are counted. */
const counted =
  (draw: Draw): Draw =>
  (dice, depth) => {
    const value = draw(dice, depth)
    if (value !== undefined) dice.bytes -= typeof value === 'object' ? PUNCTUATION : jsonSize(value) + PUNCTUATION
    if (dice.bytes < -dice.mostBytes) dice.left = 0
    return value
  }

/** Of each part, about. */
const PUNCTUATION = 4

const sourceOf = ([first]: readonly SchemaNode[]): SchemaNode['source'] => first?.source ?? { file: '', pointer: '' }

/** Whether what is made of a type needs no second look. */
function isExact(shape: Shape, type: JsonType): boolean {
  if (type === 'array') return shape.contains.length === 0
  // `minProperties` and the others are kept while an object is made; what goes against each other shows afterwards.
  if (type === 'object') return shape.dependent.length === 0 || !Number.isFinite(shape.maxProperties)
  return true
}
