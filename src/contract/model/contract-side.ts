import {
  appendToken,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  lastToken,
  property,
  withoutProperty,
  withProperty,
} from '../../json/index.ts'
import type { Contract, SchemaNode } from './contract.ts'
import { mapSubschemas, SUBSCHEMAS } from './subschemas.ts'

export type Side = 'request' | 'response'

/**
 * A contract as the messages of one side have it (3.1 and JSON Schema 2020-12 validation, 9.4): what is `readOnly` is no
 * part of requests and what is `writeOnly` none of responses, so that it is not required there.
 */
export interface ContractSide {
  readonly contract: Contract
  node(schema: SchemaNode): SchemaNode
}

/**
 * `judged` allows anything in the place of what is no part; `made` leaves it out, and ties each branch under a
 * `discriminator` to its name (3.1, 4.8.25), so that a recipient can tell which one a value was made for.
 */
export type Use = 'judged' | 'made'

const HIDDEN: { readonly [side in Side]: string } = { request: 'readOnly', response: 'writeOnly' }
const DEEPEST = 16

const known = new WeakMap<Contract, Map<string, ContractSide>>()

export function sideOf(contract: Contract, side: Side, use: Use): ContractSide {
  const sides = known.get(contract) ?? new Map<string, ContractSide>()
  known.set(contract, sides)
  const key = `${side} ${use}`
  const made = sides.get(key) ?? createSide(contract, side, use)
  sides.set(key, made)
  return made
}

function createSide(contract: Contract, side: Side, use: Use): ContractSide {
  const words = use === 'made' ? [HIDDEN[side], 'discriminator'] : [HIDDEN[side]]
  // Most documents know none of these words: then there is nothing to do, and everything is shared.
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

function rewritten(contract: Contract, node: SchemaNode, side: Side, use: Use): SchemaNode {
  const word = HIDDEN[side]

  function rewrite(at: SchemaNode, above: ReadonlySet<string>, isRoot: boolean): JsonObject | boolean {
    const { schema, source } = at
    if (!isObject(schema)) return schema
    const hidden = new Set([...above, ...hiddenNames(contract, at, word)])
    let isChanged = false
    let result = mapSubschemas(schema, (inner, pointer) => {
      const below = { schema: inner, source: { file: source.file, pointer: source.pointer + pointer } }
      const isSame = pointer.startsWith('/allOf/')
      const name = /^\/properties\/(.*)$/s.exec(pointer)?.[1]
      const isHidden = name !== undefined && isMarked(contract, below, word)
      const changed = isHidden ? { [word]: true } : rewrite(below, isSame ? hidden : new Set(), false)
      isChanged ||= changed !== inner
      return changed
    })
    if (use === 'made' && isObject(result.properties)) {
      const properties = [...hidden].reduce<JsonObject>(withoutProperty, result.properties)
      result = withProperty(result, 'properties', properties)
    }
    if (isArray(result.required) && result.required.some((name) => typeof name === 'string' && hidden.has(name))) {
      isChanged = true
      const left = result.required.filter((name) => typeof name !== 'string' || !hidden.has(name))
      result = withProperty(result, 'required', left)
    }
    const named = use === 'made' ? tied(contract, { schema: result, source }, isRoot) : undefined
    return named ?? (isChanged ? result : schema)
  }

  const schema = rewrite(node, new Set(), true)
  return schema === node.schema ? node : { schema, source: node.source }
}

/** Names of properties, of a schema and those about the same value, that carry a word. */
function hiddenNames(contract: Contract, node: SchemaNode, word: string): string[] {
  return aspectsOf(contract, node).flatMap((part) =>
    childrenOf(part, 'properties').flatMap(([name, inner]) => (isMarked(contract, inner, word) ? [name] : [])),
  )
}

const isMarked = (contract: Contract, node: SchemaNode, word: string): boolean =>
  aspectsOf(contract, node).some(({ schema }) => isObject(schema) && property(schema, word) === true)

/** The schema itself, and those that `$ref` and `allOf` say about the same value. */
function aspectsOf(contract: Contract, node: SchemaNode, depth = 0): SchemaNode[] {
  const { schema, source } = node
  if (!isObject(schema) || depth > DEEPEST) return []
  const reference = property(schema, '$ref')
  const target = typeof reference === 'string' ? [contract.resolve(reference, source)] : []
  const parts = [...target, ...childrenOf(node, 'allOf').map(([, part]) => part)]
  return [node, ...parts.flatMap((part) => aspectsOf(contract, part, depth + 1))]
}

function childrenOf({ schema, source }: SchemaNode, keyword: string): [name: string, node: SchemaNode][] {
  const value = isObject(schema) ? property(schema, keyword) : undefined
  const list = isArray(value) || isObject(value) ? Object.entries(value) : []
  return list.flatMap(([name, inner]): [string, SchemaNode][] => {
    if (!isObject(inner) && typeof inner !== 'boolean') return []
    const pointer = source.pointer + appendToken(appendToken('', keyword), name)
    return [[name, { schema: inner, source: { file: source.file, pointer } }]]
  })
}

/** The schema with its value's discriminator tied to what it is; undefined where there is nothing to tie. */
function tied(contract: Contract, node: SchemaNode, isRoot: boolean): JsonObject | undefined {
  const { schema, source } = node
  if (!isObject(schema)) return undefined
  const own = discriminatorOf(schema)
  for (const keyword of ['oneOf', 'anyOf'] as const) {
    const branches = property(schema, keyword)
    if (!own || !isArray(branches)) continue
    const named = branches.map((branch): Json => {
      const reference = isObject(branch) ? property(branch, '$ref') : undefined
      const target = typeof reference === 'string' ? contract.resolve(reference, source).source.pointer : undefined
      return target === undefined ? branch : { allOf: [branch, naming(own, target)] }
    })
    return withProperty(schema, keyword, named)
  }
  if (!isRoot || !/^\/(?:components\/schemas|definitions)\/[^/]+$/.test(source.pointer)) return undefined
  // Of a family that is told apart by its parent's discriminator, each is known by its own name; the parent goes by any.
  const [, ...parents] = aspectsOf(contract, node)
  const family = parents.find(
    ({ schema: one }) => isObject(one) && discriminatorOf(one) && one.oneOf === undefined && one.anyOf === undefined,
  )
  const inherited = family && isObject(family.schema) ? discriminatorOf(family.schema) : undefined
  if (!inherited) return undefined
  const name = naming(inherited, source.pointer)
  const allowed = aspectsOf(contract, node).every((part) =>
    childrenOf(part, 'properties').every(
      ([key, { schema: inner }]) =>
        key !== inherited.propertyName ||
        !isObject(inner) ||
        !isArray(inner.enum) ||
        inner.enum.includes(nameFor(inherited, source.pointer)),
    ),
  )
  if (!allowed) return undefined
  return withProperty(schema, 'allOf', [...(isArray(schema.allOf) ? schema.allOf : []), name])
}

interface Discriminator {
  readonly propertyName: string
  readonly mapping: JsonObject
}

function discriminatorOf(schema: JsonObject): Discriminator | undefined {
  const value = property(schema, 'discriminator')
  const name = isObject(value) ? property(value, 'propertyName') : undefined
  const mapping = isObject(value) ? property(value, 'mapping') : undefined
  return typeof name === 'string' ? { propertyName: name, mapping: isObject(mapping) ? mapping : {} } : undefined
}

const naming = (discriminator: Discriminator, pointer: string): JsonObject => ({
  properties: { [discriminator.propertyName]: { const: nameFor(discriminator, pointer) } },
  required: [discriminator.propertyName],
})

/** The name that the mapping has for a schema or, where it has none, the schema's own. */
function nameFor({ mapping }: Discriminator, pointer: string): string {
  const own = lastToken(pointer)
  const mapped = Object.entries(mapping).find(
    ([, target]) =>
      typeof target === 'string' && (target === own || target.endsWith(`/${own}`) || target.endsWith(`#${pointer}`)),
  )
  return mapped?.[0] ?? own
}

/** A value without what is no part of one side's messages; the value itself where there is nothing of that. */
export function withoutHidden(contract: Contract, node: SchemaNode, value: Json, side: Side): Json {
  const word = HIDDEN[side]
  if (contract.words && !contract.words.has(word)) return value

  function strip(at: SchemaNode, one: Json, depth: number): Json {
    const { schema, source } = at
    if (!isObject(schema) || depth > DEEPEST * 4) return one
    let result = one
    const reference = property(schema, '$ref')
    if (typeof reference === 'string') result = strip(contract.resolve(reference, source), result, depth + 1)
    for (const [, part] of childrenOf(at, 'allOf')) result = strip(part, result, depth + 1)
    for (const keyword of ['anyOf', 'oneOf']) {
      // Which branch a value is of is not asked: what one of them has is there.
      const stripped = childrenOf(at, keyword).map(([, part]) => strip(part, result, depth + 1))
      if (stripped[0] !== undefined && stripped.every((one) => one !== result)) result = stripped[0]
    }
    if (isArray(result)) {
      const items = property(schema, 'items')
      if (!isObject(items)) return result
      const below = { schema: items, source: { file: source.file, pointer: `${source.pointer}/items` } }
      const stripped = result.map((item) => strip(below, item, depth + 1))
      return stripped.some((item, index) => item !== (isArray(result) ? result[index] : undefined)) ? stripped : result
    }
    for (const [name, inner] of childrenOf(at, 'properties')) {
      const current = isObject(result) ? property(result, name) : undefined
      if (!isObject(result) || current === undefined) continue
      if (isMarked(contract, inner, word)) result = withoutProperty(result, name)
      else {
        const stripped = strip(inner, current, depth + 1)
        if (stripped !== current) result = withProperty(result, name, stripped)
      }
    }
    return result
  }

  return strip(node, value, 0)
}

/** Whether anything of a schema is no part of one side's messages. */
export function hidesAnything(contract: Contract, node: SchemaNode, side: Side): boolean {
  const word = HIDDEN[side]
  if (contract.words && !contract.words.has(word)) return false
  const seen = new Set<string>()
  function search({ schema, source }: SchemaNode): boolean {
    const address = `${source.file}#${source.pointer}`
    if (!isObject(schema) || seen.has(address)) return false
    seen.add(address)
    const at = { schema, source }
    if (childrenOf(at, 'properties').some(([, inner]) => isMarked(contract, inner, word))) return true
    const reference = property(schema, '$ref')
    if (typeof reference === 'string' && search(contract.resolve(reference, source))) return true
    return Object.keys(schema).some((keyword) => {
      if (!Object.hasOwn(SUBSCHEMAS, keyword) || keyword === '$defs' || keyword === 'definitions') return false
      if (SUBSCHEMAS[keyword] !== 'one') return childrenOf(at, keyword).some(([, inner]) => search(inner))
      const inner = property(schema, keyword)
      if (!isObject(inner)) return false
      return search({
        schema: inner,
        source: { file: source.file, pointer: source.pointer + appendToken('', keyword) },
      })
    })
  }
  return search(node)
}
