import type { Arbitrary } from 'fast-check'
import type { SchemaNode } from '../contract/index.ts'
import { equal, isObject, type Json, type JsonType, withProperty } from '../json/index.ts'
import { fastCheck } from './fast-check.ts'
import { filtered, lazily } from './filtered.ts'
import { isMember, isMultiple, type SchemaReader } from './membership.ts'
import { matches } from './patterns.ts'
import { randomText, someTexts } from './random-text.ts'
import { Unsatisfiable } from './refusals.ts'
import { allowsNames, itemNodes, knownNames, propertyNodes, type Shape, shapesOf } from './shape.ts'
import { texts } from './texts.ts'

const DEEPEST = 5
const LONGEST_ARRAY = 12

/** Makes arbitraries of one document's schemas; the same schemas give the same arbitrary. */
export class ArbitraryMaker {
  readonly #reader: SchemaReader
  readonly #ids = new WeakMap<object, number>()
  #count = 0
  readonly #made = new Map<string, Arbitrary<Json>>()
  readonly #shapes = new Map<string, readonly Shape[]>()

  constructor(reader: SchemaReader) {
    this.#reader = reader
  }

  /**
   * Values that fit all of the schemas, lengths first, so that documented bounds are met. Shrinks stay within them.
   * Throws UnsupportedKeyword, or Unsatisfiable where no value fits; while generating, Unsatisfiable where none is found.
   */
  arbitrary(nodes: readonly SchemaNode[], depth = 0): Arbitrary<Json> {
    const key = `${depth} ${this.#key(nodes)}`
    const known = this.#made.get(key)
    if (known) return known
    const made = this.#make(nodes, depth)
    this.#made.set(key, made)
    return made
  }

  shapes(nodes: readonly SchemaNode[]): readonly Shape[] {
    const key = this.#key(nodes)
    const known = this.#shapes.get(key) ?? shapesOf(this.#reader, nodes)
    this.#shapes.set(key, known)
    return known
  }

  #key(nodes: readonly SchemaNode[]): string {
    return nodes
      .map(({ schema }) => {
        if (typeof schema === 'boolean') return String(schema)
        const id = this.#ids.get(schema) ?? this.#count++
        this.#ids.set(schema, id)
        return id
      })
      .join(' ')
  }

  #make(nodes: readonly SchemaNode[], depth: number): Arbitrary<Json> {
    const fc = fastCheck()
    const [first] = nodes
    const shapes = this.shapes(nodes)
    const kinds = shapes.flatMap((shape) => {
      try {
        return this.#ofShape(shape, depth)
      } catch (error) {
        // One way that cannot be gone leaves the others.
        if (error instanceof Unsatisfiable) return []
        throw error
      }
    })
    const source = first?.source ?? { file: '', pointer: '' }
    if (kinds.length === 0) throw new Unsatisfiable(source, 'its keywords leave nothing')
    const [only] = kinds
    const all = kinds.length === 1 && only ? only : fc.oneof(...kinds)
    return filtered(all, (value) => nodes.every((node) => isMember(this.#reader, node, value)), source)
  }

  #ofShape(shape: Shape, depth: number): Arbitrary<Json>[] {
    const fc = fastCheck()
    if (shape.members) {
      const members = shape.members.filter((member) => !shape.excluded.some((other) => equal(other, member)))
      return members.length === 0 ? [] : [fc.constantFrom(...members)]
    }
    return shape.types.flatMap((type) => this.#ofType(shape, type, depth) ?? [])
  }

  #ofType(shape: Shape, type: JsonType, depth: number): Arbitrary<Json> | undefined {
    const fc = fastCheck()
    switch (type) {
      case 'null':
        return fc.constant(null)
      case 'boolean':
        return fc.boolean()
      case 'integer':
      case 'number':
        return numbers(shape)
      case 'string':
        return texts(shape)
      case 'array':
        return this.#arrays(shape, depth)
      case 'object':
        return this.#objects(shape, depth)
    }
  }

  /** Of parts that nothing is said of: any small value. */
  #part(nodes: readonly SchemaNode[], depth: number): Arbitrary<Json> {
    if (nodes.length === 0) return anything()
    return lazily(() => this.arbitrary(nodes, depth + 1))
  }

  /** Whether the keywords of a part leave anything; what its own parts leave is not looked at. */
  #canBe(nodes: readonly SchemaNode[]): boolean {
    return this.shapes(nodes).length > 0
  }

  #arrays(shape: Shape, depth: number): Arbitrary<Json> | undefined {
    const fc = fastCheck()
    const needed = shape.contains.reduce((most, { least }) => Math.max(most, least), 0)
    const min = Math.max(shape.minItems, needed)
    let max = Math.min(shape.maxItems, depth >= DEEPEST ? min : Math.max(min, LONGEST_ARRAY))
    for (let index = 0; index < max; index++) if (!this.#canBe(itemNodes(shape, index))) max = index
    if (min > max) return undefined
    const lengths = fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max))
    return lengths.chain((length) => {
      const items = Array.from({ length }, (_, index) => this.#part(itemNodes(shape, index), depth))
      // What must be contained stands first, shuffled among the rest by nothing: position does not matter to it.
      for (const { node, least } of shape.contains)
        for (let index = 0; index < Math.min(least, length); index++)
          items[length - 1 - index] = this.#part([...itemNodes(shape, length - 1 - index), node], depth)
      const all = fc.tuple(...items)
      if (!shape.uniqueItems) return all
      return all.map((values) =>
        values.filter((value, index) => !values.slice(0, index).some((other) => equal(other, value))),
      )
    })
  }

  #objects(shape: Shape, depth: number): Arbitrary<Json> | undefined {
    const fc = fastCheck()
    const names = knownNames(shape)
    const parts: Arbitrary<readonly [name: string, present: boolean, value: Json]>[] = []
    for (const name of names) {
      const nodes = propertyNodes(shape, name)
      const required = shape.required.has(name)
      if (!this.#canBe(nodes) || !this.#namesAllow(shape, name)) {
        if (required) return undefined
        continue
      }
      if (!required && depth >= DEEPEST) continue
      const present = required ? fc.constant(true) : fc.boolean()
      parts.push(fc.tuple(fc.constant(name), present, this.#part(nodes, depth)))
    }
    const further = this.#further(shape, names, depth)
    return fc.tuple(fc.tuple(...parts), further).map(([known, extra]) => {
      let object: Json = {}
      const set = (name: string, value: Json): void => {
        if (isObject(object) && Object.keys(object).length < shape.maxProperties)
          object = withProperty(object, name, value)
      }
      const wanted = [...known].sort(([a], [b]) => Number(shape.required.has(b)) - Number(shape.required.has(a)))
      const chosen = withDependents(shape, wanted)
      for (const [name, , value] of chosen) set(name, value)
      for (const [name, value] of extra) if (!names.includes(name)) set(name, value)
      // Too few: what was left out is let in after all.
      for (const [name, , value] of wanted)
        if (isObject(object) && Object.keys(object).length < shape.minProperties && !Object.hasOwn(object, name))
          set(name, value)
      return object
    })
  }

  #namesAllow(shape: Shape, name: string): boolean {
    return shape.names.every((node) => isMember(this.#reader, node, name))
  }

  /** Properties beyond the named ones: by pattern, or of any name where that is allowed. */
  #further(shape: Shape, names: readonly string[], depth: number): Arbitrary<readonly (readonly [string, Json])[]> {
    const fc = fastCheck()
    const missing = Math.max(0, shape.minProperties - shape.required.size)
    const most = Math.max(Math.min(missing, 20), depth >= DEEPEST ? 0 : 3)
    const sources: Arbitrary<readonly [string, Json]>[] = []
    const add = (name: string): Arbitrary<readonly [string, Json]> =>
      fc.tuple(fc.constant(name), this.#part(propertyNodes(shape, name), depth))
    for (const { patterns } of shape.objects)
      for (const [pattern, { schema }] of patterns)
        if (schema !== false)
          sources.push(
            namesLike(pattern)
              .filter((name) => this.#canBe(propertyNodes(shape, name)))
              .chain(add),
          )
    if (allowsNames(shape) && this.#canBe(shape.names)) {
      const named: Arbitrary<string> =
        shape.names.length > 0
          ? this.#part(shape.names, depth)
              .filter((name) => typeof name === 'string')
              .map(String)
          : plainNames()
      sources.push(
        filtered(named, (name) => this.#canBe(propertyNodes(shape, name)) && !names.includes(name), {
          file: '',
          pointer: '',
        }).chain(add),
      )
    }
    if (sources.length === 0 || most === 0) return fc.constant([])
    return fc.uniqueArray(fc.oneof(...sources), {
      minLength: Math.min(missing, most),
      maxLength: most,
      selector: ([name]) => name,
    })
  }
}

/** Present ones, and what they bring with them. */
function withDependents(
  shape: Shape,
  all: readonly (readonly [name: string, present: boolean, value: Json])[],
): (readonly [name: string, present: boolean, value: Json])[] {
  const wanted = new Set(all.filter(([, present]) => present).map(([name]) => name))
  for (let before = -1; before !== wanted.size; ) {
    before = wanted.size
    for (const [name, needed] of shape.dependent) if (wanted.has(name)) for (const need of needed) wanted.add(need)
  }
  return all.filter(([name]) => wanted.has(name))
}

const namesLike = (pattern: string): Arbitrary<string> => {
  const fc = fastCheck()
  try {
    return fc.stringMatching(new RegExp(pattern, 'u')).filter((name) => matches(pattern, name))
  } catch {
    return fc.constant(pattern)
  }
}

/** Further names: few, since engines keep a layout of objects for each name that they have not seen before. */
const NAMES = someTexts(64)
const plainNames = (): Arbitrary<string> => fastCheck().constantFrom(...NAMES)

/** Any small JSON value, for places of which the contract says nothing. */
export function anything(): Arbitrary<Json> {
  const fc = fastCheck()
  const leaf: Arbitrary<Json> = fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    randomText(fc.integer({ min: 0, max: 12 })),
    fc.constantFrom<Json>(0, 1.5, ''),
  )
  return fc.oneof(
    leaf,
    fc.array(leaf, { maxLength: 3 }),
    fc.dictionary(fc.string({ maxLength: 4 }), leaf, { maxKeys: 3, noNullPrototype: true }),
  )
}

function numbers(shape: Shape): Arbitrary<Json> | undefined {
  const fc = fastCheck()
  const low = Math.max(shape.minimum, shape.above)
  const high = Math.min(shape.maximum, shape.under)
  const step = shape.steps.length === 0 ? (shape.integral ? 1 : undefined) : commonStep(shape.steps, shape.integral)
  const inside = (value: number): boolean =>
    value >= shape.minimum && value <= shape.maximum && value > shape.above && value < shape.under
  if (step !== undefined) {
    const min = Math.ceil(Math.max(low, -2147483648 * step) / step)
    const max = Math.floor(Math.min(high, 2147483647 * step) / step)
    if (!(min <= max)) return undefined
    const from = Math.max(min, Number.MIN_SAFE_INTEGER)
    const to = Math.min(max, Number.MAX_SAFE_INTEGER)
    const counts = fc.oneof(
      fc.integer({ min: from, max: to }),
      fc.constantFrom(from, to, Math.max(from, Math.min(to, 0))),
    )
    const made = counts
      .map((count) => tidy(count * step))
      .filter((value) => inside(value) && shape.steps.every((one) => isMultiple(value, one)))
    return made
  }
  const doubles = fc.double({
    min: Math.max(low, -1e15),
    max: Math.min(high, 1e15),
    minExcluded: shape.above >= shape.minimum,
    maxExcluded: shape.under <= shape.maximum,
    noNaN: true,
    noDefaultInfinity: true,
  })
  const sources: Arbitrary<number>[] = [doubles.map((value) => (Object.is(value, -0) ? 0 : value))]
  const min = Math.ceil(Math.max(low, -2147483648))
  const max = Math.floor(Math.min(high, 2147483647))
  if (min <= max) sources.push(fc.integer({ min, max }))
  const edges = [shape.minimum, shape.maximum, 0].filter((value) => Number.isFinite(value) && inside(value))
  if (edges.length > 0) sources.push(fc.constantFrom(...edges))
  return fc.oneof(...sources).filter(inside)
}

/** The least number of which all are divisors, as far as doubles carry it. */
function commonStep(steps: readonly number[], integral: boolean): number {
  const all = integral ? [...steps, 1] : steps
  return all.reduce((known, step) => {
    for (let count = 1; count <= 10_000; count++) if (isMultiple(tidy(known * count), step)) return tidy(known * count)
    return known
  })
}

/** Without the dust that binary fractions leave: 0.30000000000000004 is meant to be 0.3. */
const tidy = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(15)))

/** Values that fit all of the schemas; see `ArbitraryMaker.arbitrary`. */
export const arbitrary = (reader: SchemaReader, nodes: readonly SchemaNode[]): Arbitrary<Json> =>
  new ArbitraryMaker(reader).arbitrary(nodes)
