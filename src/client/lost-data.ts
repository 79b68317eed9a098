import {
  type Constraint,
  isSchemaConstraint,
  placeLabel,
  type SchemaConstraint,
} from '../contract/constraints/index.ts'
import {
  appendToken,
  isArray,
  isObject,
  type Json,
  type Pointer,
  parentPointer,
  parsePointer,
  property,
} from '../json/index.ts'
import type { ShownData } from './shown-data.ts'

/** Numbers so small, or so round, may be anything. */
const SMALLEST_TELLING = 1000
const SHORTEST_TELLING = 4

/** What became of the values of a body, by place: templates of the contract's. */
export interface LostData {
  readonly lost: readonly Pointer[]
  readonly kept: readonly Pointer[]
}

/**
 * The values of a body that a result does not show, as far as that is certain: texts under any name, alone or within
 * others, times in any form; numbers and booleans if the result has the shape of the body, or if they are telling.
 * Members of enums are left out: a client may well say those in its own words.
 */
export function lostData(body: Json, shown: ShownData, templates: Templates): LostData {
  const image = imageOf(body, shown)
  const texts = textsWithinOthers(body)
  const lost = new Set<Pointer>()
  const kept = new Set<Pointer>()

  function visit(value: Json, pointer: Pointer): Leaves {
    if (isArray(value)) {
      const items = value.map((item, index) => visit(item, appendToken(pointer, index)))
      const isWhole = (leaves: Leaves): boolean => leaves.lost.length > 0 && leaves.kept.length === 0
      // Of several items some are left out as wholes.
      if (!items.some(({ kept: some }) => some.length > 0)) return joined(items)
      return joined(
        items.map((leaves, index) => (isWhole(leaves) ? { lost: [appendToken(pointer, index)], kept: [] } : leaves)),
      )
    }
    if (isObject(value))
      return joined(Object.keys(value).map((name) => visit(property(value, name) ?? null, appendToken(pointer, name))))
    if (templates.isEnum(templates.of(pointer)) && typeof value === 'string') return NO_LEAVES
    const isThere = isShown(value, shown, image && { image, pointer })
    // It may be shown for another value that says the same.
    const state = isThere && typeof value === 'string' && texts.has(value) ? undefined : isThere
    return state === undefined ? NO_LEAVES : state ? { lost: [], kept: [pointer] } : { lost: [pointer], kept: [] }
  }

  const leaves = visit(body, '')
  for (const pointer of leaves.lost) lost.add(templates.of(pointer))
  for (const pointer of leaves.kept) kept.add(templates.of(pointer))
  return { lost: [...lost], kept: [...kept] }
}

function textsOf(value: Json): string[] {
  if (typeof value === 'string') return [value]
  return isArray(value) || isObject(value) ? Object.values(value).flatMap(textsOf) : []
}

/** The texts of a body that say something by themselves. */
export const tellingTexts = (body: Json | undefined): string[] =>
  body === undefined ? [] : textsOf(body).filter((text) => text.length >= SHORTEST_TELLING)

/** Texts that are set against each other; of more, each is taken to be its own. */
const MOST_TEXTS = 1000

const WITHIN_OTHERS = new WeakMap<object, ReadonlySet<string>>()

/** The texts of a body that are within another one too. Many calls are answered with the same body. */
function textsWithinOthers(body: Json): ReadonlySet<string> {
  // A text by itself has no other.
  if (!isArray(body) && !isObject(body)) return new Set()
  const within = WITHIN_OTHERS.get(body) ?? new Set(withinOthers(textsOf(body)))
  WITHIN_OTHERS.set(body, within)
  return within
}

const withinOthers = (texts: readonly string[]): string[] =>
  texts.length > MOST_TEXTS
    ? []
    : texts.filter((value) => texts.filter((text) => text.length >= value.length && text.includes(value)).length > 1)

interface Leaves {
  readonly lost: readonly Pointer[]
  readonly kept: readonly Pointer[]
}

const NO_LEAVES: Leaves = { lost: [], kept: [] }

const joined = (all: readonly Leaves[]): Leaves => ({
  lost: all.flatMap(({ lost }) => lost),
  kept: all.flatMap(({ kept }) => kept),
})

/** Whether a value is shown; undefined if that cannot be told. */
function isShown(
  value: Json,
  shown: ShownData,
  place: { readonly image: object; readonly pointer: Pointer } | undefined,
): boolean | undefined {
  if (typeof value === 'string') {
    if (value === '') return undefined
    // So short a text is within others by chance.
    if (value.length < SHORTEST_TELLING)
      return shown.hasExactText(value) || !shown.hasText(value) ? shown.hasExactText(value) : undefined
    if (shown.hasText(value)) return true
    const time = /^\d{4}-\d\d-\d\d[Tt ]/.test(value) ? Date.parse(value) : Number.NaN
    return !Number.isNaN(time) && shown.hasTime(time)
  }
  if (typeof value !== 'number' && typeof value !== 'boolean') return undefined
  const there = place && valueIn(place.image, place.pointer)
  if (there !== undefined && typeof there === typeof value) return there === value
  if (typeof value === 'boolean') return undefined
  const isTelling = Math.abs(value) >= SMALLEST_TELLING || !Number.isInteger(value)
  return isTelling ? shown.hasNumber(value) : undefined
}

/** The object of a result that has the names of the body's own. */
function imageOf(body: Json, { objects }: ShownData): object | undefined {
  if (!isObject(body)) return undefined
  const names = Object.keys(body)
  return names.length === 0
    ? undefined
    : objects.find((object) => {
        try {
          return names.every((name) => Object.hasOwn(object, name))
        } catch {
          return false
        }
      })
}

function valueIn(image: object, pointer: Pointer): unknown {
  let value: unknown = image
  try {
    for (const token of parsePointer(pointer)) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined
      value = Reflect.get(value, token)
    }
  } catch {
    return undefined
  }
  return value
}

/** The topmost place at which nothing is kept: below it all is lost alike. */
export function topmostLost(template: Pointer, kept: Iterable<Pointer>): Pointer {
  const all = [...kept]
  let top = template
  while (top !== '') {
    const above = parentPointer(top)
    if (all.some((pointer) => pointer === above || pointer.startsWith(`${above}/`))) break
    top = above
  }
  return top
}

/** The places that a contract names in each body: `request.body`, `response.200`. */
export type TemplatesOf = (label: string) => Templates

export function templatesOf(constraints: readonly Constraint[]): TemplatesOf {
  const byLabel = new Map<string, Templates>()
  const all = constraints.filter(isSchemaConstraint)
  return (label) => {
    const templates = byLabel.get(label) ?? new Templates(all.filter(({ place }) => placeLabel(place) === label))
    byLabel.set(label, templates)
    return templates
  }
}

/** The places of one body that the contract names; values below them belong to the closest. */
export class Templates {
  readonly #known: ReadonlySet<Pointer>
  readonly #enums: ReadonlySet<Pointer>
  readonly #found = new Map<Pointer, Pointer>()

  constructor(constraints: readonly SchemaConstraint[]) {
    const named = constraints.filter(({ kind }) => kind !== 'required')
    this.#known = new Set(['', ...named.map(({ pointer }) => pointer)])
    this.#enums = new Set(constraints.flatMap(({ kind, pointer }) => (kind === 'enum' ? [pointer] : [])))
  }

  of(pointer: Pointer): Pointer {
    const cached = this.#found.get(pointer)
    if (cached !== undefined) return cached
    let template: Pointer = ''
    for (const token of parsePointer(pointer)) {
      const next = [appendToken(template, token), `${template}/*`].find((candidate) => this.#known.has(candidate))
      if (next === undefined) break
      template = next
    }
    if (this.#found.size < 10_000) this.#found.set(pointer, template)
    return template
  }

  isEnum(template: Pointer): boolean {
    return this.#enums.has(template)
  }

  get enums(): ReadonlySet<Pointer> {
    return this.#enums
  }
}
