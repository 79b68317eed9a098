import type { Contract, SchemaNode } from '../contract/model/index.ts'
import { isArray, isObject, type Json, property, withProperty } from '../json/index.ts'

const DEEPEST = 64

/**
 * A value without properties that its schema allows and does not name: a client whose types follow the document has no
 * place for them. Objects without any named property are free-form, and stay whole.
 */
export function namedPart(contract: Contract, nodes: readonly SchemaNode[], value: Json, depth = 0): Json {
  if (depth > DEEPEST) return value
  const all = nodes.flatMap((node) => aspects(contract, node))
  if (all.length === 0) return value
  if (isArray(value))
    return value.map((item, index) =>
      namedPart(
        contract,
        all.flatMap((node) => itemNodes(node, index)),
        item,
        depth + 1,
      ),
    )
  if (!isObject(value)) return value
  const isFree = !all.some(({ schema }) => isObject(schema) && isObject(schema.properties))
  return Object.entries(value).reduce<{ readonly [name: string]: Json }>((kept, [name, inner]) => {
    const below = all.flatMap((node) => propertyNodes(node, name))
    if (below.length === 0 && !isFree) return kept
    return withProperty(kept, name, namedPart(contract, below, inner, depth + 1))
  }, {})
}

/** The schema, and those that say something about the same value. */
function aspects(contract: Contract, node: SchemaNode, depth = 0): SchemaNode[] {
  const { schema, source } = node
  if (!isObject(schema) || depth > DEEPEST) return []
  const child = (inner: Json | undefined, pointer: string): SchemaNode[] =>
    isObject(inner)
      ? aspects(contract, { schema: inner, source: { ...source, pointer: source.pointer + pointer } }, depth + 1)
      : []
  const { $ref } = schema
  const target = typeof $ref === 'string' ? aspects(contract, contract.resolve($ref, source), depth + 1) : []
  const lists = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => {
    const list = property(schema, keyword)
    return isArray(list) ? list.flatMap((inner, index) => child(inner, `/${keyword}/${index}`)) : []
  })
  const branches = ['if', 'then', 'else'].flatMap((keyword) => child(property(schema, keyword), `/${keyword}`))
  return [node, ...target, ...lists, ...branches]
}

function childNode({ schema, source }: SchemaNode, keyword: string, name?: string): SchemaNode[] {
  const outer = isObject(schema) ? property(schema, keyword) : undefined
  const inner =
    name === undefined
      ? outer
      : isArray(outer)
        ? outer[Number(name)]
        : isObject(outer)
          ? property(outer, name)
          : undefined
  const pointer = `${source.pointer}/${keyword}${name === undefined ? '' : `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`}`
  return isObject(inner) || inner === true ? [{ schema: inner, source: { ...source, pointer } }] : []
}

function itemNodes(node: SchemaNode, index: number): SchemaNode[] {
  const first = childNode(node, 'prefixItems', String(index))
  return first.length > 0 ? first : childNode(node, 'items')
}

function propertyNodes(node: SchemaNode, name: string): SchemaNode[] {
  const { schema } = node
  const own = childNode(node, 'properties', name)
  if (own.length > 0 || !isObject(schema)) return own
  // A map of anything: whoever describes further names asks for a place for them.
  return [...childNode(node, 'additionalProperties'), ...(isObject(schema.patternProperties) ? [node] : [])]
}
