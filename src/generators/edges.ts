import type { Contract, SchemaNode } from '../contract/index.ts'
import { appendToken, isArray, isObject, type Json, type Pointer, property } from '../json/index.ts'
import { hazardGroups, largeGroup } from './hazards.ts'
import { distinct, itemNodes, positive, propertyNodes } from './positive.ts'
import { AWKWARD_PARTS, astralText, awkwardText, isFreeText, plainText, textFor } from './text.ts'
import { chosen, isFreeForm, type View } from './view.ts'

/** One place of a conforming value varied to a value at an edge; `value` undefined takes the place away. */
export interface Edge {
  /** What the edge is, for a person: `maxLength`, `absent`, `prototype names`. Unique at its pointer. */
  readonly name: string
  /** The place that it is about: of hazards the object that they are added to. */
  readonly at: Pointer
  readonly changes: readonly { readonly pointer: Pointer; readonly value: Json | undefined }[]
  /** Values for the same place, each like it in one respect: they tell which one it is refused for. */
  readonly like?: readonly Json[]
}

/** Edges of arrays longer than this are not built: they would be large bodies, not edges. */
const LONGEST_ARRAY = 1000
const LONGEST_TEXT = 100_000
const DEEPEST = 6

/**
 * The finite, named edges of a schema around `base`, one place varied at a time, most telling first. `inPath` leaves
 * out what a path segment cannot carry unchanged.
 */
export function edges(
  contract: Contract,
  nodes: readonly SchemaNode[],
  base: Json,
  pointer: Pointer = '',
  depth = 0,
): Edge[] {
  const view = chosen(contract, nodes, 0)
  const set = (name: string, value: Json): Edge => ({ name, at: pointer, changes: [{ pointer, value }] })
  const found: Edge[] = []
  if (view.members !== undefined)
    found.push(...view.members.map((member) => set(`enum ${JSON.stringify(member)}`, member)))
  else if (typeof base === 'string')
    found.push(
      ...textEdges(view).map(([name, value, like]) => ({ ...set(name, value), ...(like !== undefined && { like }) })),
    )
  else if (typeof base === 'number') found.push(...numberEdges(view).map(([name, value]) => set(name, value)))
  else if (typeof base === 'boolean') found.push(set('true', true), set('false', false))
  if (view.members === undefined && view.types.includes('null') && view.types.length < 6 && base !== null)
    found.push(set('null', null))
  if (view.choices.length > 0) {
    const most = Math.max(...view.choices.map((branches) => branches.length))
    for (let pick = 1; pick < most; pick++) {
      const value = positive(contract, nodes, 'fullest', pick)
      if (value !== undefined) found.push(set(`branch ${pick + 1}`, value))
    }
  }
  if (depth >= DEEPEST || view.members !== undefined) return found
  if (isArray(base)) found.push(...arrayEdges(contract, view, base, pointer, depth))
  if (isObject(base)) found.push(...objectEdges(contract, view, base, pointer, depth))
  return found
}

function textEdges(view: View): [name: string, value: string, like?: readonly string[]][] {
  const { minLength, maxLength } = view
  const bounded = Number.isFinite(maxLength) && maxLength <= LONGEST_TEXT
  if (!isFreeText(view)) {
    const texts = [view.minLength, bounded ? maxLength : 12].map((length) => textFor(view, length))
    return texts.flatMap((text, index): [string, string][] =>
      text === undefined ? [] : [[`sample ${index + 1}`, text]],
    )
  }
  const found: [string, string, (readonly string[])?][] = []
  if (bounded) {
    const short = astralText(Math.min(minLength + 1, maxLength))
    found.push(['maxLength', plainText(maxLength)], ['maxLength, astral', astralText(maxLength), [short]])
  }
  found.push(['minLength', plainText(minLength)])
  // Awkward text and the length below the greatest go together: one edge fewer to send.
  const awkward = bounded ? Math.max(minLength, maxLength - 1) : Math.max(minLength, 60)
  if (awkward > 0) {
    const parts = AWKWARD_PARTS.filter((part) => part.length >= minLength && part.length <= maxLength)
    found.push([bounded ? 'maxLength − 1, awkward text' : 'awkward text', awkwardText(awkward), parts])
  }
  const name = PROTOTYPE_NAME.padEnd(minLength, '_')
  if (name.length <= maxLength) found.push(['a prototype name', name])
  return found
}

const PROTOTYPE_NAME = '__proto__'

function numberEdges(view: View): [name: string, value: number][] {
  const step = view.multipleOf ?? 1
  const isStepped = view.multipleOf !== undefined || view.types.includes('integer')
  const lowest = isStepped ? Math.ceil(view.minimum / step) * step : view.minimum
  const highest = isStepped ? Math.floor(view.maximum / step) * step : view.maximum
  const found: [string, number][] = []
  const add = (name: string, value: number) => {
    if (Number.isFinite(value) && value >= view.minimum && value <= view.maximum) found.push([name, value])
  }
  add('minimum', lowest)
  add('maximum', highest)
  add('minimum + 1', lowest + step)
  add('maximum − 1', highest - step)
  add('zero', 0)
  if (!view.types.includes('integer')) add('fraction', step === 1 ? 0.5 : step)
  return found
}

function arrayEdges(contract: Contract, view: View, base: readonly Json[], pointer: Pointer, depth: number): Edge[] {
  const found: Edge[] = []
  const grown = (length: number): Json | undefined => {
    const items: Json[] = []
    for (let index = 0; index < length; index++) {
      const item = base[index] ?? positive(contract, itemNodes(view, index), 'barest', index)
      if (item === undefined) return undefined
      items.push(view.uniqueItems ? distinct(item, items) : item)
    }
    return items
  }
  for (const [name, length] of [
    ['minItems', view.minItems],
    ['maxItems', view.maxItems],
  ] as const) {
    const value = length <= LONGEST_ARRAY ? grown(length) : undefined
    if (value !== undefined) found.push({ name, at: pointer, changes: [{ pointer, value }] })
  }
  // One item stands for all that are asked the same.
  base.slice(0, Math.max(1, view.prefixItems.length)).forEach((item, index) => {
    const nodes = itemNodes(view, index)
    if (nodes.length > 0) found.push(...edges(contract, nodes, item, appendToken(pointer, index), depth + 1))
  })
  return found
}

function objectEdges(contract: Contract, view: View, base: Json, pointer: Pointer, depth: number): Edge[] {
  const found: Edge[] = []
  if (!isObject(base)) return found
  const size = Object.keys(base).length
  const add = (name: string, properties: readonly (readonly [name: string, value: Json])[]): Edge => ({
    name,
    at: pointer,
    changes: properties.map(([key, value]) => ({ pointer: appendToken(pointer, key), value })),
  })
  for (const name of view.properties.keys()) {
    const value = property(base, name)
    if (value === undefined) continue
    const at = appendToken(pointer, name)
    found.push(...edges(contract, propertyNodes(view, name), value, at, depth + 1))
    if (!view.required.has(name) && size > view.minProperties)
      found.push({ name: 'absent', at, changes: [{ pointer: at, value: undefined }] })
  }
  const further = Array.isArray(view.additional) && Object.keys(base).find((name) => !view.properties.has(name))
  if (typeof further === 'string') {
    const value = property(base, further) ?? null
    found.push(...edges(contract, propertyNodes(view, further), value, appendToken(pointer, further), depth + 1))
  }
  if (isFreeForm(view) && view.properties.size === 0) {
    if (view.required.size === 0 && view.minProperties === 0)
      found.push({ name: 'empty object', at: pointer, changes: [{ pointer, value: {} }] })
    found.push(...hazardGroups(depth + 1).map((group) => add(group.name, group.properties)))
    const large = largeGroup()
    if (depth <= 1) found.push(add(large.name, large.properties))
  } else if (view.additional === 'open' && size < view.maxProperties)
    found.push(add('a property that the document does not name', [['x_unknown', 'a']]))
  return found
}
