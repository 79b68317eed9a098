import type { Contract, SchemaNode } from '../contract/index.ts'
import { equal, isObject, type Json, withProperty } from '../json/index.ts'
import { textFor } from './text.ts'
import { allows, chosen, type View } from './view.ts'

/** How much of what is optional a value has: all of it, each string at a common length; or nothing. */
export type Fullness = 'fullest' | 'barest'

const DEEPEST = 12
/** What is still required below this comes round for ever. */
const BOTTOM = 48

/**
 * A value that is meant to conform: optional properties all present or all absent. Undefined where none can be made.
 * Whether it does conform is for the caller to check.
 */
export function positive(
  contract: Contract,
  nodes: readonly SchemaNode[],
  fullness: Fullness,
  pick = 0,
  depth = 0,
): Json | undefined {
  if (depth > BOTTOM) return undefined
  const view = chosen(contract, nodes, pick)
  if (view.members !== undefined) return view.members[pick % Math.max(view.members.length, 1)]
  const example = view.examples.find((value) => allows(view, value))
  if (example !== undefined && fullness === 'fullest') return example
  for (const type of preferred(view)) {
    const value = ofType(contract, view, type, fullness, depth)
    if (value !== undefined) return value
  }
  return undefined
}

const preferred = (view: View) =>
  (['object', 'array', 'string', 'integer', 'number', 'boolean', 'null'] as const).filter((type) =>
    view.types.includes(type),
  )

function ofType(
  contract: Contract,
  view: View,
  type: View['types'][number],
  fullness: Fullness,
  depth: number,
): Json | undefined {
  switch (type) {
    case 'null':
      return null
    case 'boolean':
      return true
    case 'integer':
    case 'number':
      return numberFor(view)
    case 'string':
      return textFor(view, fullness === 'fullest' ? 12 : view.minLength)
    case 'array':
      return arrayFor(contract, view, fullness, depth)
    case 'object':
      return objectFor(contract, view, fullness, depth)
  }
}

export function numberFor(view: View): number | undefined {
  const step = view.multipleOf ?? 1
  const start = Math.max(view.minimum, Math.min(view.maximum, view.minimum > 0 ? view.minimum : 1))
  const value =
    view.multipleOf === undefined && !view.types.includes('integer') ? start : Math.ceil(start / step) * step
  return value >= view.minimum && value <= view.maximum ? value : undefined
}

function arrayFor(contract: Contract, view: View, fullness: Fullness, depth: number): Json | undefined {
  const length = Math.max(view.minItems, fullness === 'fullest' && depth < DEEPEST ? Math.min(1, view.maxItems) : 0)
  const items: Json[] = []
  for (let index = 0; index < length; index++) {
    const item = positive(contract, itemNodes(view, index), fullness, index, depth + 1)
    if (item === undefined) return view.minItems === 0 ? [] : undefined
    const fresh = view.uniqueItems ? distinct(item, items) : item
    items.push(fresh)
  }
  return items
}

/** Another value of the same kind, and no longer, where `item` is there already. */
export function distinct(item: Json, items: readonly Json[]): Json {
  let candidate = item
  for (let count = items.length; items.some((known) => equal(known, candidate)); count++) {
    if (typeof item === 'number') candidate = item + count
    else if (typeof item === 'string')
      candidate = `${item.slice(0, Math.max(0, item.length - String(count).length))}${count}`
    else break
  }
  return candidate
}

function objectFor(contract: Contract, view: View, fullness: Fullness, depth: number): Json | undefined {
  let object: Json = {}
  const names = [
    ...new Set([...view.required, ...(fullness === 'fullest' && depth < DEEPEST ? view.properties.keys() : [])]),
  ].slice(0, Math.max(view.required.size, view.maxProperties))
  for (const name of names) {
    const value = positive(contract, propertyNodes(view, name), fullness, 0, depth + 1)
    if (value !== undefined && isObject(object)) object = withProperty(object, name, value)
    else if (view.required.has(name)) return undefined
  }
  for (let count = 1; isObject(object) && Object.keys(object).length < view.minProperties; count++) {
    const value =
      view.additional === 'closed'
        ? undefined
        : positive(contract, propertyNodes(view, `p${count}`), fullness, 0, depth + 1)
    if (value === undefined) return undefined
    object = withProperty(object, `p${count}`, value)
  }
  return object
}

/** What is asked of the item at an index. */
export const itemNodes = (view: View, index: number): readonly SchemaNode[] => {
  const prefix = view.prefixItems[index]
  return prefix ? [prefix] : view.items
}

export const propertyNodes = (view: View, name: string): readonly SchemaNode[] =>
  view.properties.get(name) ?? (Array.isArray(view.additional) ? view.additional : [])
