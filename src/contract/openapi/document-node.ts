import { appendToken, isArray, isObject, type Json, type JsonObject, property } from '../../json/index.ts'
import type { Source } from '../model/index.ts'

/** A value of a document, as its author wrote it, and where it stands. */
export interface DocumentNode {
  readonly value: Json
  readonly source: Source
}

const below = (parent: DocumentNode, token: string | number, value: Json): DocumentNode => ({
  value,
  source: { file: parent.source.file, pointer: appendToken(parent.source.pointer, token) },
})

export function child(node: DocumentNode, name: string): DocumentNode | undefined {
  const value = isObject(node.value) ? property(node.value, name) : undefined
  return value === undefined ? undefined : below(node, name, value)
}

/** The elements of the array `name`; none if it is no array. */
export function items(node: DocumentNode, name: string): DocumentNode[] {
  const list = child(node, name)
  return list && isArray(list.value) ? list.value.map((value, index) => below(list, index, value)) : []
}

/** The named values of the map `name`; none if it is no object. */
export function entries(node: DocumentNode, name: string): (readonly [name: string, node: DocumentNode])[] {
  const map = child(node, name)
  return map ? ownEntries(map) : []
}

export const ownEntries = (map: DocumentNode): (readonly [name: string, node: DocumentNode])[] =>
  isObject(map.value) ? Object.entries(map.value).map(([key, value]) => [key, below(map, key, value)]) : []

export const text = (node: DocumentNode, name: string): string | undefined => {
  const value = child(node, name)?.value
  return typeof value === 'string' ? value : undefined
}

export const flag = (node: DocumentNode, name: string): boolean | undefined => {
  const value = child(node, name)?.value
  return typeof value === 'boolean' ? value : undefined
}

/** The strings of the array `name`, or undefined if there is no such array. */
export function texts(node: DocumentNode, name: string): string[] | undefined {
  const list = child(node, name)
  return list && isArray(list.value) ? list.value.filter((value) => typeof value === 'string') : undefined
}

/** The reference that stands at a node instead of what it refers to. */
export const referenceOf = (value: Json): string | undefined => {
  const reference = isObject(value) ? property(value, '$ref') : undefined
  return typeof reference === 'string' ? reference : undefined
}

export const objectOf = (node: DocumentNode): JsonObject => (isObject(node.value) ? node.value : {})
