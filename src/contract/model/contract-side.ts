import { isArray, isObject, type JsonObject, withoutProperty, withProperty } from '../../json/index.ts'
import { aspects } from './aspects.ts'
import type { Contract, SchemaNode } from './contract.ts'
import { withDiscriminator } from './discriminator.ts'
import { HIDING_KEYWORD, isHidden, type Side } from './hidden.ts'
import { mapSubschemas, subschemas } from './subschemas.ts'

/**
 * A contract as the messages of one side have it (OpenAPI 3.1 and JSON Schema 2020-12 validation, 9.4): what is
 * `readOnly` is no part of requests, what is `writeOnly` no part of responses, and neither is required there.
 */
export interface ContractSide {
  readonly contract: Contract
  node(schema: SchemaNode): SchemaNode
}

/**
 * `judged` allows anything in the place of what is no part. `made` leaves it out, and names each branch under a
 * `discriminator` (3.1, 4.8.25), so that a recipient can tell which branch a value was made for.
 */
export type Use = 'judged' | 'made'

const sidesByContract = new WeakMap<Contract, Map<string, ContractSide>>()

export function sideOf(contract: Contract, side: Side, use: Use): ContractSide {
  const sides = sidesByContract.get(contract) ?? new Map<string, ContractSide>()
  sidesByContract.set(contract, sides)
  const key = `${side} ${use}`
  const contractSide = sides.get(key) ?? createSide(contract, side, use)
  sides.set(key, contractSide)
  return contractSide
}

function createSide(contract: Contract, side: Side, use: Use): ContractSide {
  const words = use === 'made' ? [HIDING_KEYWORD[side], 'discriminator'] : [HIDING_KEYWORD[side]]
  // Most documents have none of these words. Then nothing changes, and everything is shared.
  if (contract.words && !words.some((word) => contract.words?.has(word))) return { contract, node: (schema) => schema }
  const nodes = new WeakMap<SchemaNode, SchemaNode>()
  const node = (schema: SchemaNode): SchemaNode => {
    const sided = nodes.get(schema) ?? rewritten(contract, schema, side, use)
    nodes.set(schema, sided)
    return sided
  }
  const resolve: Contract['resolve'] = (reference, from) => node(contract.resolve(reference, from))
  return { contract: { ...contract, resolve }, node }
}

function rewritten(contract: Contract, root: SchemaNode, side: Side, use: Use): SchemaNode {
  /** `hiddenAbove` are names that a schema hides which has this one in its `allOf`: both are about the same value. */
  function rewrite(node: SchemaNode, hiddenAbove: ReadonlySet<string>, isWhole: boolean): SchemaNode['schema'] {
    const hidden = new Set([...hiddenAbove, ...hiddenNames(contract, node, side)])
    let isChanged = false
    const copy = mapSubschemas(node, ({ keyword, node: child }) => {
      const changed =
        keyword === 'properties' && isHidden(contract, child, side)
          ? { [HIDING_KEYWORD[side]]: true }
          : rewrite(child, keyword === 'allOf' ? hidden : new Set(), false)
      isChanged ||= changed !== child.schema
      return changed
    })
    if (!isObject(copy)) return copy
    const optional = withoutRequired(copy, hidden)
    if (use === 'judged') return isChanged || optional !== copy ? optional : node.schema
    const shown = withoutProperties(optional, hidden)
    const named = withDiscriminator(contract, { schema: shown, source: node.source }, isWhole)
    return named ?? (isChanged || optional !== copy ? shown : node.schema)
  }

  const schema = rewrite(root, new Set(), true)
  return schema === root.schema ? root : { schema, source: root.source }
}

/** The names of a value's properties that are no part of one side's messages, by all schemas about the value. */
const hiddenNames = (contract: Contract, node: SchemaNode, side: Side): string[] =>
  aspects(contract, node)
    .flatMap((aspect) => subschemas(aspect, 'properties'))
    .flatMap(({ token, node: child }) => (isHidden(contract, child, side) ? [String(token)] : []))

function withoutProperties(schema: JsonObject, names: ReadonlySet<string>): JsonObject {
  if (!isObject(schema.properties)) return schema
  return withProperty(schema, 'properties', [...names].reduce<JsonObject>(withoutProperty, schema.properties))
}

function withoutRequired(schema: JsonObject, names: ReadonlySet<string>): JsonObject {
  const isHiddenName = (name: unknown): boolean => typeof name === 'string' && names.has(name)
  if (!isArray(schema.required) || !schema.required.some(isHiddenName)) return schema
  const required = schema.required.filter((name) => !isHiddenName(name))
  return withProperty(schema, 'required', required)
}
