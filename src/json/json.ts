import type { JsonNumber } from './json-number.ts'

/** A JSON value (RFC 8259) as JavaScript holds it. An integer that no double holds is a bigint, so that none is lost. */
export type Json = null | boolean | JsonNumber | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [name: string]: Json
}

/** The type names of JSON Schema. `integer` means the numbers without a fraction. */
export const JSON_TYPES = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'] as const

export type JsonType = (typeof JSON_TYPES)[number]

export const isJsonType = (value: Json): value is JsonType => JSON_TYPES.some((type) => type === value)

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isArray = (value: unknown): value is readonly Json[] => Array.isArray(value)

/** The narrowest type name of a value: `integer` for 1 and 1.0. */
export function typeOf(value: Json): JsonType {
  if (value === null) return 'null'
  if (isArray(value)) return 'array'
  if (typeof value === 'object') return 'object'
  if (typeof value === 'bigint') return 'integer'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value === 'string' ? 'string' : 'boolean'
}

/** Reads an own property only, so that `__proto__` and `constructor` are names like any other. */
export function property(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/** An object that is still being made. */
export interface JsonDraft {
  [name: string]: Json
}

/** Sets a property of an object that is being made; `__proto__` becomes an own property. */
export function setProperty(draft: JsonDraft, name: string, value: Json): void {
  if (name === '__proto__')
    Object.defineProperty(draft, name, { value, enumerable: true, configurable: true, writable: true })
  else draft[name] = value
}

/** A copy of `object` with one property set; `__proto__` becomes an own property. */
export function withProperty(object: JsonObject, name: string, value: Json): JsonObject {
  const copy = { ...object }
  setProperty(copy, name, value)
  return copy
}

export function withoutProperty(object: JsonObject, name: string): JsonObject {
  if (!Object.hasOwn(object, name)) return { ...object }
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name))
}

/** `over`, completed by what only `under` has; objects within objects likewise. */
export function overlay(under: Json, over: Json): Json {
  if (!isObject(under) || !isObject(over)) return over
  const result: JsonDraft = { ...under }
  for (const [name, value] of Object.entries(over)) {
    const below = property(under, name)
    setProperty(result, name, below === undefined ? value : overlay(below, value))
  }
  return result
}

/** What a text holds, numbers as doubles; undefined if it is no JSON. */
export function jsonIn(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}
