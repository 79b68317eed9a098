import type { SchemaNode } from '../../contract/model/index.ts'
import {
  greater,
  isObject,
  type Json,
  type JsonDraft,
  type JsonNumber,
  type JsonObject,
  type JsonType,
  jsonSize,
  lesser,
  multipleFrom,
  property,
  setProperty,
  writeJson,
} from '../../json/index.ts'
import { crowds } from './crowds.ts'
import { Draws } from './draws.ts'
import { filled } from './filled.ts'
import { furtherNames } from './further-names.ts'
import { SIZE_LIMITS, WORK_LIMITS } from './limits.ts'
import type { SchemaReader } from './membership.ts'
import { isRefusal, madeOrRefused } from './refusals.ts'
import { itemNodes, knownNames, prefixLength, propertyNodes, type Shape } from './shape.ts'
import { textFor } from './text.ts'
import { allows, numberBounds } from './view.ts'

/** How much of what is optional a value has: all of it, each string at a common length; or nothing. */
export type Fullness = 'fullest' | 'barest'

const SAMPLES = 30
const MOST_MEMBERS = 20
const LARGE = 2_000
/** Of the budget so much is large. */
const LARGE_SHARE = 8

/**
 * A value that fits all of the schemas: optional properties all present or all absent. `pick` chooses among the ways to
 * fit. Undefined if none can be made.
 */
export function positive(
  reader: SchemaReader,
  nodes: readonly SchemaNode[],
  fullness: Fullness,
  pick = 0,
): Json | undefined {
  const draws = Draws.of(reader)
  const value = madeOrRefused(() => {
    const built = new Builder(draws, fullness).whole(nodes, pick)
    if (built !== undefined && draws.fits(nodes, built)) return built
    return draws.canBe(nodes) ? sampled(draws, nodes, fullness) : undefined
  })
  return isRefusal(value) ? undefined : value
}

/** One of some random values, always the same, for keywords that work together in ways that building does not see. */
function sampled(draws: Draws, nodes: readonly SchemaNode[], fullness: Fullness): Json | undefined {
  const values = Array.from({ length: SAMPLES }, (_, seed) => draws.value(nodes, seed))
  const sizes = values.map((value) => ({ value, size: writeJson(value).length }))
  const [first, ...others] = sizes
  return others.reduce(
    (best, sample) =>
      best === undefined || (fullness === 'fullest' ? sample.size > best.size : sample.size < best.size)
        ? sample
        : best,
    first,
  )?.value
}

const TYPES = ['object', 'array', 'string', 'number', 'boolean', 'null'] as const

/** Builds one value, part by part. */
class Builder {
  readonly #draws: Draws
  readonly #fullness: Fullness
  /** Whether of several ways to fit the one that takes least is taken. */
  readonly #isTight: boolean
  #left = WORK_LIMITS.builtParts
  /** Bytes that its parts take, about as many as the whole. */
  #bytes = 0
  /** The schemas of the places above. */
  readonly #above: SchemaNode['schema'][] = []

  constructor(draws: Draws, fullness: Fullness, isTight = false) {
    this.#draws = draws
    this.#fullness = fullness
    this.#isTight = isTight
  }

  /** The value, within the budget: if it would be large, the barest of the ways that take least. Every case has one. */
  whole(nodes: readonly SchemaNode[], pick: number): Json | undefined {
    const { budget } = this.#draws
    const value = this.part(nodes, pick, 0)
    if (this.#bytes < budget / LARGE_SHARE) return value
    if (this.#isTight) return value !== undefined && jsonSize(value, budget) <= budget ? value : undefined
    return new Builder(this.#draws, 'barest', true).whole(nodes, 0)
  }

  /** Whether a value has so many parts that only needed ones are added: schemas refer to each other in many ways. */
  #isLarge(): boolean {
    return this.#left < WORK_LIMITS.builtParts - LARGE || this.#bytes > this.#draws.budget / 2
  }

  /** Whether a part that may be left out has to be. */
  #hasNoRoom(nodes: readonly SchemaNode[]): boolean {
    return this.#isLarge() || this.#bytes + this.#draws.leastSize(nodes) > this.#draws.budget / 2
  }

  /** Whether two places above have a schema of the part already: once more would show nothing new. */
  #comesRound(nodes: readonly SchemaNode[]): boolean {
    return nodes.some(
      ({ schema }) => typeof schema === 'object' && this.#above.filter((above) => above === schema).length > 1,
    )
  }

  #below(nodes: readonly SchemaNode[], pick: number, depth: number): Json | undefined {
    const { length } = this.#above
    this.#above.push(...nodes.map(({ schema }) => schema))
    const value = this.part(nodes, pick, depth)
    this.#above.length = length
    return value
  }

  /** A value for a part. If a shape does not say all that is asked, the value is held against the schemas. */
  part(nodes: readonly SchemaNode[], pick: number, depth: number): Json | undefined {
    if (nodes.length === 0) return 'a'
    if (!this.#draws.canBe(nodes)) return undefined
    const shapes = this.#draws.shapes(nodes)
    const height = (shape: Shape) => Math.min(...shape.types.map((type) => this.#draws.heightOf(shape, type)))
    const size = (shape: Shape) => Math.min(...shape.types.map((type) => this.#draws.leastSizeOf(shape, type)))
    const ordered = this.#isTight
      ? [...shapes].sort((a, b) => size(a) - size(b))
      : depth < SIZE_LIMITS.freeDepth
        ? shapes.map((_, index) => shapes[(pick + index) % shapes.length])
        : [...shapes].sort((a, b) => height(a) - height(b))
    for (const shape of ordered) {
      if (!shape || this.#left-- <= 0) return undefined
      for (const value of this.#values(shape, pick, depth)) {
        if (typeof value !== 'object' || shape.members) this.#bytes += jsonSize(value, this.#draws.budget)
        if (this.#left <= 0 || this.#bytes > this.#draws.budget * 2) return undefined
        if (isSure(shape, value) || this.#draws.fits(nodes, value)) return value
      }
    }
    return undefined
  }

  /** The ways to fill a shape, the most telling first. */
  *#values(shape: Shape, pick: number, depth: number): Generator<Json> {
    const { members, examples } = shape
    if (members) {
      for (let index = 0; index < Math.min(members.length, MOST_MEMBERS); index++) {
        const member = members[(pick + index) % members.length]
        if (member !== undefined) yield member
      }
      return
    }
    const example = this.#fullness === 'fullest' ? examples.find((value) => allows(shape, value)) : undefined
    if (example !== undefined) yield example
    const types = TYPES.filter((type) => shape.types.includes(type))
    const height = (type: JsonType) => this.#draws.heightOf(shape, type)
    const size = (type: JsonType) => this.#draws.leastSizeOf(shape, type)
    const ordered = this.#isTight
      ? types.sort((a, b) => size(a) - size(b))
      : depth < SIZE_LIMITS.freeDepth
        ? types
        : types.sort((a, b) => height(a) - height(b))
    for (const type of ordered) {
      const value = Number.isFinite(height(type)) ? this.#ofType(shape, type, depth) : undefined
      if (value !== undefined) yield value
    }
    for (const apart of this.#draws.apart(shape)) yield* this.#values(apart, pick, depth)
  }

  #ofType(shape: Shape, type: (typeof TYPES)[number], depth: number): Json | undefined {
    switch (type) {
      case 'null':
        return null
      case 'boolean':
        return true
      case 'number':
        return numberFor(shape)
      case 'string':
        return textFor(shape, this.#fullness === 'fullest' ? 12 : shape.minLength)
      case 'array':
        return this.#array(shape, depth)
      case 'object':
        return this.#object(shape, depth)
    }
  }

  #array(shape: Shape, depth: number): Json | undefined {
    const needed = shape.contains.reduce((sum, { least }) => sum + least, 0)
    const usual =
      this.#fullness === 'fullest' && depth < SIZE_LIMITS.fullDepth && !this.#comesRound(itemNodes(shape, 0))
        ? Math.min(usualLength(shape), shape.maxItems)
        : 0
    const least = Math.max(shape.minItems, needed)
    const containing = shape.contains.flatMap(({ node, least: count }) => Array.from({ length: count }, () => node))
    const items = filled([], {
      length: Math.max(least, usual),
      unlike: shape.uniqueItems,
      most: this.#draws.budget,
      apart: Math.max(prefixLength(shape), containing.length),
      itemAt: (index) => {
        const contained = containing[index]
        return this.#below([...itemNodes(shape, index), ...(contained ? [contained] : [])], index, depth + 1)
      },
    })
    if (items === undefined || items.length < least) return undefined
    if (items.length > SIZE_LIMITS.itemsApart) this.#bytes += jsonSize(items, this.#draws.budget)
    return items
  }

  #object(shape: Shape, depth: number): Json | undefined {
    const object: JsonDraft = {}
    let size = 0
    const optional = this.#fullness === 'fullest' && depth < SIZE_LIMITS.fullDepth
    for (const name of knownNames(shape)) {
      const required = isNeeded(shape, name, object)
      const nodes = propertyNodes(shape, name)
      if (!required && (!optional || size >= shape.maxProperties || this.#comesRound(nodes) || this.#hasNoRoom(nodes)))
        continue
      const value = this.#below(nodes, 0, depth + 1)
      if (value !== undefined) {
        setProperty(object, name, value)
        size++
      } else if (required) return undefined
    }
    for (const name of optional ? furtherNames(this.#draws, shape) : []) {
      const nodes = propertyNodes(shape, name)
      if (size >= shape.maxProperties || this.#comesRound(nodes) || this.#hasNoRoom(nodes)) continue
      const value = this.#below(nodes, 0, depth + 1)
      if (value === undefined) continue
      setProperty(object, name, value)
      size++
    }
    return size < shape.minProperties ? this.#crowd(shape, object, depth) : object
  }

  /** As many further properties as an object must have: after the first few each has the value of an earlier one. */
  #crowd(shape: Shape, crowd: JsonDraft, depth: number): JsonObject | undefined {
    for (let count = 1; Object.keys(crowd).length < shape.minProperties && count <= SIZE_LIMITS.itemsApart; count++) {
      if (property(crowd, `p${count}`) !== undefined) continue
      const value = this.#below(propertyNodes(shape, `p${count}`), 0, depth + 1)
      if (value !== undefined) setProperty(crowd, `p${count}`, value)
    }
    if (Object.keys(crowd).length >= shape.minProperties) return crowd
    const known = new Set(knownNames(shape))
    const [larger] = crowds(crowd, (name) => known.has(name), { size: shape.minProperties, most: this.#draws.budget })
    if (larger) this.#bytes += jsonSize(larger, this.#draws.budget)
    return larger
  }
}

/** Whether a value needs no second look, which would look at its parts again. */
const isSure = ({ exact, members, examples, uniqueItems }: Shape, value: Json): boolean =>
  exact && members === undefined && examples.length === 0 && !uniqueItems && typeof value === 'object'

/** One item for each schema that items go by, and one at least. */
const usualLength = ({ arrays }: Shape): number =>
  Math.max(1, ...arrays.map(({ prefix, items }) => prefix.length + (isObject(items?.schema ?? null) ? 1 : 0)))

function numberFor(shape: Shape): JsonNumber | undefined {
  const { min, max, step } = numberBounds(shape)
  const near = greater(min, lesser(max, min > 0 ? min : 1))
  const value = step === undefined ? near : multipleFrom(near, step)
  return value >= min && value <= max ? value : max < Number.POSITIVE_INFINITY ? max : undefined
}

const isNeeded = (shape: Shape, name: string, object: Json): boolean =>
  shape.required.has(name) ||
  shape.dependent.some(
    ([other, needed]) => needed.includes(name) && isObject(object) && property(object, other) !== undefined,
  )
