import type { SchemaNode } from '../../contract/model/index.ts'
import {
  equal,
  greater,
  isNumber,
  isObject,
  type Json,
  type JsonDraft,
  type JsonNumber,
  type JsonType,
  lesser,
  multipleFrom,
  plus,
  property,
  setProperty,
  writeJson,
} from '../../json/index.ts'
import { Draws } from './draws.ts'
import { furtherNames } from './further-names.ts'
import { SIZE_LIMITS, WORK_LIMITS } from './limits.ts'
import type { SchemaReader } from './membership.ts'
import { isRefusal, madeOrRefused } from './refusals.ts'
import { itemNodes, knownNames, propertyNodes, type Shape } from './shape.ts'
import { lettersOf, textFor } from './text.ts'
import { allows, numberBounds } from './view.ts'

/** How much of what is optional a value has: all of it, each string at a common length; or nothing. */
export type Fullness = 'fullest' | 'barest'

const SAMPLES = 30
const MOST_MEMBERS = 20
const LARGE = 2_000

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
    const built = new Builder(draws, fullness).part(nodes, pick, 0)
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
  #left = WORK_LIMITS.builtParts
  /** The schemas of the places above. */
  readonly #above: SchemaNode['schema'][] = []

  constructor(draws: Draws, fullness: Fullness) {
    this.#draws = draws
    this.#fullness = fullness
  }

  /** Whether a value has so many parts that only needed ones are added: schemas refer to each other in many ways. */
  #isLarge(): boolean {
    return this.#left < WORK_LIMITS.builtParts - LARGE
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
    const ordered =
      depth < SIZE_LIMITS.freeDepth
        ? shapes.map((_, index) => shapes[(pick + index) % shapes.length])
        : [...shapes].sort((a, b) => height(a) - height(b))
    for (const shape of ordered) {
      if (!shape || this.#left-- <= 0) return undefined
      for (const value of this.#values(shape, pick, depth)) {
        if (this.#left <= 0) return undefined
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
    const ordered = depth < SIZE_LIMITS.freeDepth ? types : [...types].sort((a, b) => height(a) - height(b))
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
    const length = Math.max(shape.minItems, needed, usual)
    if (length > (shape.uniqueItems ? SIZE_LIMITS.distinctItems : WORK_LIMITS.builtParts)) return undefined
    const containing = shape.contains.flatMap(({ node, least }) => Array.from({ length: least }, () => node))
    const items: Json[] = []
    for (let index = 0; index < length; index++) {
      const contained = containing[index]
      const item = this.#below([...itemNodes(shape, index), ...(contained ? [contained] : [])], index, depth + 1)
      if (item === undefined) return index >= Math.max(shape.minItems, needed) ? items : undefined
      items.push(shape.uniqueItems ? distinct(item, items) : item)
    }
    return items
  }

  #object(shape: Shape, depth: number): Json | undefined {
    const object: JsonDraft = {}
    let size = 0
    const optional = this.#fullness === 'fullest' && depth < SIZE_LIMITS.fullDepth
    for (const name of knownNames(shape)) {
      const required = isNeeded(shape, name, object)
      const nodes = propertyNodes(shape, name)
      if (!required && (!optional || this.#isLarge() || size >= shape.maxProperties || this.#comesRound(nodes)))
        continue
      const value = this.#below(nodes, 0, depth + 1)
      if (value !== undefined) {
        setProperty(object, name, value)
        size++
      } else if (required) return undefined
    }
    for (const name of optional ? furtherNames(this.#draws, shape) : []) {
      const nodes = propertyNodes(shape, name)
      if (size >= shape.maxProperties || this.#isLarge() || this.#comesRound(nodes)) continue
      const value = this.#below(nodes, 0, depth + 1)
      if (value === undefined) continue
      setProperty(object, name, value)
      size++
    }
    for (let count = 1; size < shape.minProperties && count <= 100; count++) {
      if (property(object, `p${count}`) !== undefined) continue
      const value = this.#below(propertyNodes(shape, `p${count}`), 0, depth + 1)
      if (value === undefined) continue
      setProperty(object, `p${count}`, value)
      size++
    }
    return object
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

/** `item`, or another value of the same kind and at most its length if `item` is there already. */
export function distinct(item: Json, items: readonly Json[]): Json {
  let candidate = item
  for (let count = items.length; items.some((present) => equal(present, candidate)); count++) {
    if (isNumber(item)) candidate = plus(item, count)
    else if (typeof item === 'string') candidate = withEnd(item, endLike(item, count))
    else break
  }
  return candidate
}

const withEnd = (text: string, end: string): string => text.slice(0, Math.max(0, text.length - end.length)) + end

/** A number in the letters of a text, if it has nothing else: a pattern may take no digits. */
function endLike(text: string, count: number): string {
  if (/^[a-z]+$/.test(text)) return lettersOf(count)
  return /^[A-Z]+$/.test(text) ? lettersOf(count).toUpperCase() : String(count)
}

const isNeeded = (shape: Shape, name: string, object: Json): boolean =>
  shape.required.has(name) ||
  shape.dependent.some(
    ([other, needed]) => needed.includes(name) && isObject(object) && property(object, other) !== undefined,
  )
