import { appendToken, isArray, isObject, type Json, type JsonObject, property } from '../../json/index.ts'
import type { Source } from '../model/index.ts'

/** A value of a document, as its author wrote it, and where it stands. */
export interface Place {
  readonly value: Json
  readonly source: Source
}

const below = (place: Place, token: string | number, value: Json): Place => ({
  value,
  source: { file: place.source.file, pointer: appendToken(place.source.pointer, token) },
})

export function child(place: Place, name: string): Place | undefined {
  const value = isObject(place.value) ? property(place.value, name) : undefined
  return value === undefined ? undefined : below(place, name, value)
}

/** The elements of the array `name`; none where it is no array. */
export function items(place: Place, name: string): Place[] {
  const list = child(place, name)
  return list && isArray(list.value) ? list.value.map((value, index) => below(list, index, value)) : []
}

/** The named values of the map `name`; none where it is no object. */
export function entries(place: Place, name: string): (readonly [name: string, place: Place])[] {
  const map = child(place, name)
  return map ? ownEntries(map) : []
}

export const ownEntries = (place: Place): (readonly [name: string, place: Place])[] =>
  isObject(place.value) ? Object.entries(place.value).map(([key, value]) => [key, below(place, key, value)]) : []

export const text = (place: Place, name: string): string | undefined => {
  const value = child(place, name)?.value
  return typeof value === 'string' ? value : undefined
}

export const flag = (place: Place, name: string): boolean | undefined => {
  const value = child(place, name)?.value
  return typeof value === 'boolean' ? value : undefined
}

/** The strings of the array `name`, or undefined where there is no such array. */
export function texts(place: Place, name: string): string[] | undefined {
  const list = child(place, name)
  return list && isArray(list.value) ? list.value.filter((value) => typeof value === 'string') : undefined
}

/** The reference that stands at a place instead of what it refers to. */
export const referenceOf = (value: Json): string | undefined => {
  const reference = isObject(value) ? property(value, '$ref') : undefined
  return typeof reference === 'string' ? reference : undefined
}

export const objectOf = (place: Place): JsonObject => (isObject(place.value) ? place.value : {})
