import { isArray, isObject, type Json, property, withoutProperty, withProperty } from '../../json/index.ts'
import { addressOf } from './address.ts'
import { aspects } from './aspects.ts'
import type { Contract, SchemaNode } from './contract.ts'
import { itemSchema, subschemas } from './subschemas.ts'

export type Side = 'request' | 'response'

/** The keyword that takes a property out of the messages of one side (JSON Schema 2020-12 validation, 9.4). */
export const HIDING_KEYWORD: { readonly [side in Side]: 'readOnly' | 'writeOnly' } = {
  request: 'readOnly',
  response: 'writeOnly',
}

/** Schemas nested deeper than this hide nothing: a value has ended long before. */
const DEEPEST_HIDING = 64

/** Whether a schema is marked by `readOnly` or `writeOnly`, itself or by what `$ref` and `allOf` add. */
export const isHidden = (contract: Contract, node: SchemaNode, side: Side): boolean =>
  aspects(contract, node).some(({ schema }) => isObject(schema) && property(schema, HIDING_KEYWORD[side]) === true)

const mayHide = ({ words }: Contract, side: Side): boolean => words === undefined || words.has(HIDING_KEYWORD[side])

/** A value without what is no part of one side's messages; the value itself if there is nothing of that. */
export function withoutHidden(contract: Contract, root: SchemaNode, value: Json, side: Side): Json {
  if (!mayHide(contract, side)) return value

  function strip(node: SchemaNode, whole: Json, depth: number): Json {
    const { schema, source } = node
    if (!isObject(schema) || depth > DEEPEST_HIDING) return whole
    const within = (child: SchemaNode, part: Json): Json => strip(child, part, depth + 1)
    let rest = whole
    const reference = property(schema, '$ref')
    if (typeof reference === 'string') rest = within(contract.resolve(reference, source), rest)
    for (const part of subschemas(node, 'allOf')) rest = within(part.node, rest)
    for (const keyword of ['anyOf', 'oneOf'] as const) {
      // Nobody asks which branch the value fits: what one branch has is part of the message.
      const stripped = subschemas(node, keyword).map((branch) => within(branch.node, rest))
      if (stripped[0] !== undefined && stripped.every((branch) => branch !== rest)) rest = stripped[0]
    }
    return isArray(rest) ? stripItems(node, rest, within) : stripProperties(node, rest, within)
  }

  function stripProperties(node: SchemaNode, object: Json, within: (child: SchemaNode, part: Json) => Json): Json {
    return subschemas(node, 'properties').reduce<Json>((rest, { node: child, token }) => {
      const name = String(token)
      const current = isObject(rest) ? property(rest, name) : undefined
      if (!isObject(rest) || current === undefined) return rest
      if (isHidden(contract, child, side)) return withoutProperty(rest, name)
      const stripped = within(child, current)
      return stripped === current ? rest : withProperty(rest, name, stripped)
    }, object)
  }

  return strip(root, value, 0)
}

function stripItems(
  node: SchemaNode,
  items: readonly Json[],
  within: (child: SchemaNode, part: Json) => Json,
): readonly Json[] {
  const stripped = items.map((item, index) => {
    const child = itemSchema(node, index)
    return child ? within(child, item) : item
  })
  return stripped.some((item, index) => item !== items[index]) ? stripped : items
}

/** Whether a schema has anything that is no part of one side's messages. */
export function hidesAnything(contract: Contract, root: SchemaNode, side: Side): boolean {
  if (!mayHide(contract, side)) return false
  const met = new Set<string>()
  function search(node: SchemaNode): boolean {
    const { schema, source } = node
    if (!isObject(schema) || met.has(addressOf(source))) return false
    met.add(addressOf(source))
    if (subschemas(node, 'properties').some((child) => isHidden(contract, child.node, side))) return true
    const reference = property(schema, '$ref')
    if (typeof reference === 'string' && search(contract.resolve(reference, source))) return true
    return subschemas(node).some(
      ({ keyword, node: child }) => keyword !== '$defs' && keyword !== 'definitions' && search(child),
    )
  }
  return search(root)
}
