import { isArray, isObject, type Json, type JsonObject, property, setProperty } from './json.ts'

/** A JSON pointer (RFC 6901): `''` is the whole value, `/a~1b/0` the first element of property `a/b`. */
export type Pointer = string

export const escapeToken = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1')

export const unescapeToken = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~')

export const formatPointer = (tokens: readonly (string | number)[]): Pointer =>
  tokens.map((token) => `/${escapeToken(String(token))}`).join('')

export const parsePointer = (pointer: Pointer): string[] =>
  pointer === '' ? [] : pointer.slice(1).split('/').map(unescapeToken)

export const appendToken = (pointer: Pointer, token: string | number): Pointer =>
  `${pointer}/${escapeToken(String(token))}`

/** The pointer of what holds a place; that of the whole value is `''`. */
export const parentPointer = (pointer: Pointer): Pointer => pointer.slice(0, pointer.lastIndexOf('/'))

/** The last token of a pointer, unescaped: the name of a property or the index of an item. `''` for the whole value. */
export const lastToken = (pointer: Pointer): string => unescapeToken(pointer.slice(pointer.lastIndexOf('/') + 1))

/** Whether a pointer is that of a place, or of something in it. */
export const isWithin = (pointer: Pointer, place: Pointer): boolean =>
  pointer === place || pointer.startsWith(`${place}/`)

/** The value at a pointer; undefined if there is none. */
export function valueAt(value: Json, pointer: Pointer): Json | undefined {
  let current: Json | undefined = value
  for (const token of parsePointer(pointer)) {
    current = childOf(current, token)
    if (current === undefined) return undefined
  }
  return current
}

function childOf(value: Json, token: string): Json | undefined {
  if (isArray(value)) return isIndex(token) ? value[Number(token)] : undefined
  return isObject(value) ? property(value, token) : undefined
}

const isIndex = (token: string): boolean => /^(?:0|[1-9]\d*)$/.test(token)

/**
 * A copy of `value` with the place at `pointer` set, or removed if `replacement` is undefined. Missing parents
 * become objects, and an item may be added at the end of an array. A value without such a place stays as it is.
 */
export const withValueAt = (value: Json, pointer: Pointer, replacement: Json | undefined): Json =>
  withValuesAt(value, [{ pointer, value: replacement }]) ?? null

/** What is to stand at a place; nothing if it is undefined. */
export interface Replacement {
  readonly pointer: Pointer
  readonly value: Json | undefined
}

/**
 * The same of several places, one after the other, of which one may be the whole value. Whatever holds them is copied
 * once, and all else is shared.
 */
export function withValuesAt(value: Json | undefined, replacements: readonly Replacement[]): Json | undefined {
  const copies = new Copies()
  return replacements.reduce<Json | undefined>(
    (whole, { pointer, value: replacement }) =>
      pointer === '' ? replacement : (copies.with(whole ?? {}, parsePointer(pointer), replacement) ?? null),
    value,
  )
}

/** Sets places in copies of what holds them, which it changes from then on. */
class Copies {
  readonly #objects = new WeakMap<JsonObject, { [name: string]: Json }>()
  readonly #arrays = new WeakMap<readonly Json[], Json[]>()

  with(value: Json, tokens: readonly string[], replacement: Json | undefined): Json | undefined {
    const [token, ...rest] = tokens
    if (token === undefined) return replacement
    if (isArray(value)) {
      const index = Number(token)
      if (!isIndex(token) || index > value.length) return value
      const child = this.with(orObject(value[index]), rest, replacement)
      const copy = this.#arrays.get(value) ?? [...value]
      this.#arrays.set(copy, copy)
      if (child === undefined) copy.splice(index, 1)
      else copy.splice(index, 1, child)
      return copy
    }
    if (!isObject(value)) return value
    const child = this.with(orObject(property(value, token)), rest, replacement)
    const copy = this.#objects.get(value) ?? { ...value }
    this.#objects.set(copy, copy)
    if (child === undefined) delete copy[token]
    else setProperty(copy, token, child)
    return copy
  }
}

const orObject = (value: Json | undefined): Json => (value === undefined ? {} : value)

/** The values at every place that a template stands for: `*` is any item or name. */
export function instancesAt(value: Json, template: Pointer): Json[] {
  let places: Json[] = [value]
  for (const token of tokensOf(template)) {
    if (token === '*')
      places = places.flatMap((place) => (isArray(place) || isObject(place) ? Object.values(place) : []))
    else places = places.map((place) => childOf(place, token)).filter((child) => child !== undefined)
  }
  return places
}

/** Whether a place is one of those that a template stands for. */
export function isTemplateOf(template: Pointer, pointer: Pointer): boolean {
  if (template === pointer) return true
  if (!template.includes('*')) return false
  const templateTokens = tokensOf(template)
  const tokens = parsePointer(pointer)
  return (
    templateTokens.length === tokens.length &&
    templateTokens.every((token, index) => token === '*' || token === tokens[index])
  )
}

/** Templates come from contracts: there are few, and each is asked for again with every message. */
const templates = new Map<Pointer, readonly string[]>()

function tokensOf(template: Pointer): readonly string[] {
  const cached = templates.get(template)
  if (cached) return cached
  const tokens = parsePointer(template)
  templates.set(template, tokens)
  return tokens
}
