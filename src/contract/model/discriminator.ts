import { isArray, isObject, type Json, type JsonObject, lastToken, property, withProperty } from '../../json/index.ts'
import { aspects } from './aspects.ts'
import type { Contract, SchemaNode } from './contract.ts'
import { subschemas } from './subschemas.ts'

interface Discriminator {
  readonly propertyName: string
  readonly mapping: JsonObject
  /** What is meant by a value without a name, or with another than these (3.2, Discriminator Object, `defaultMapping`). */
  readonly defaultTarget: string | undefined
}

function discriminatorOf(schema: SchemaNode['schema']): Discriminator | undefined {
  const value = isObject(schema) ? property(schema, 'discriminator') : undefined
  const name = isObject(value) ? property(value, 'propertyName') : undefined
  const mapping = isObject(value) ? property(value, 'mapping') : undefined
  const target = isObject(value) ? property(value, 'defaultMapping') : undefined
  if (typeof name !== 'string') return undefined
  const defaultTarget = typeof target === 'string' ? target : undefined
  return { propertyName: name, mapping: isObject(mapping) ? mapping : {}, defaultTarget }
}

/**
 * A schema whose values say by their discriminator which schema they were made for (OpenAPI 3.1, 4.8.25); undefined if
 * it has nothing to say. Only a whole schema of the document can be one of a family.
 */
export function withDiscriminator(contract: Contract, node: SchemaNode, isWhole: boolean): JsonObject | undefined {
  const { schema } = node
  if (!isObject(schema)) return undefined
  return withNamedBranches(contract, node, schema) ?? (isWhole ? withNamedChild(contract, node, schema) : undefined)
}

/** Each branch of a `oneOf` or `anyOf` beside a discriminator, with its name. */
function withNamedBranches(contract: Contract, { source }: SchemaNode, schema: JsonObject): JsonObject | undefined {
  const discriminator = discriminatorOf(schema)
  if (!discriminator) return undefined
  for (const keyword of ['oneOf', 'anyOf'] as const) {
    const branches = property(schema, keyword)
    if (!isArray(branches)) continue
    const pointers = branches.map((branch) => {
      const reference = isObject(branch) ? property(branch, '$ref') : undefined
      return typeof reference === 'string' ? contract.resolve(reference, source).source.pointer : undefined
    })
    const siblings = pointers.filter((pointer) => pointer !== undefined)
    const named = branches.map((branch, index): Json => {
      const pointer = pointers[index]
      return pointer === undefined ? branch : { allOf: [branch, naming(discriminator, pointer, siblings)] }
    })
    return withProperty(schema, keyword, [...named, ...namelessBranches(contract, { schema, source }, branches)])
  }
  return undefined
}

/** The branch that is meant by values without a name, for such values; none if all have one. */
function namelessBranches(contract: Contract, { schema, source }: SchemaNode, branches: readonly Json[]): Json[] {
  const { propertyName, defaultTarget } = discriminatorOf(schema) ?? {}
  const isRequired = (node: SchemaNode): boolean =>
    aspects(contract, node).some(
      (aspect) =>
        isObject(aspect.schema) &&
        isArray(aspect.schema.required) &&
        aspect.schema.required.includes(propertyName ?? ''),
    )
  return branches.flatMap((branch): Json[] => {
    const reference = isObject(branch) ? property(branch, '$ref') : undefined
    if (typeof reference !== 'string' || propertyName === undefined || defaultTarget === undefined) return []
    const target = contract.resolve(reference, source)
    if (!isTarget(defaultTarget, target.source.pointer) || isRequired(target) || isRequired({ schema, source }))
      return []
    return [{ allOf: [branch, { properties: { [propertyName]: false } }] }]
  })
}

/**
 * A schema of a family, with its name: the family's parent has the discriminator, and its children `allOf` the parent.
 * The parent itself goes by any name.
 */
function withNamedChild(contract: Contract, node: SchemaNode, schema: JsonObject): JsonObject | undefined {
  const { pointer } = node.source
  if (!/^\/(?:components\/schemas|definitions)\/[^/]+$/.test(pointer)) return undefined
  const [, ...parents] = aspects(contract, node)
  const family = parents.find(
    (parent) =>
      isObject(parent.schema) &&
      discriminatorOf(parent.schema) &&
      parent.schema.oneOf === undefined &&
      parent.schema.anyOf === undefined,
  )
  const discriminator = family && discriminatorOf(family.schema)
  if (!discriminator || !mayBeNamed(contract, node, discriminator)) return undefined
  const parts = isArray(schema.allOf) ? schema.allOf : []
  return withProperty(schema, 'allOf', [...parts, naming(discriminator, pointer, [])])
}

/** Whether the enums of the discriminating property leave one of the schema's names in. */
function mayBeNamed(contract: Contract, node: SchemaNode, discriminator: Discriminator): boolean {
  const enums = aspects(contract, node)
    .flatMap((aspect) => subschemas(aspect, 'properties'))
    .filter(({ token }) => token === discriminator.propertyName)
    .map(({ node: { schema } }) => (isObject(schema) ? schema.enum : undefined))
  return namesFor(discriminator, node.source.pointer).some((name) =>
    enums.every((members) => !isArray(members) || members.includes(name)),
  )
}

/** What values of a schema say by their discriminator; `siblings` are where the other branches stand, if it is one of some. */
function naming(discriminator: Discriminator, pointer: string, siblings: readonly string[]): JsonObject {
  const names = namesFor(discriminator, pointer)
  const { defaultTarget, mapping } = discriminator
  if (defaultTarget !== undefined && isTarget(defaultTarget, pointer)) {
    const all = [...Object.keys(mapping), ...siblings.flatMap((sibling) => namesFor(discriminator, sibling))]
    const others = [...new Set(all)].filter((name) => !names.includes(name))
    const unlike =
      others.length === 0 ? {} : { properties: { [discriminator.propertyName]: { not: { enum: others } } } }
    // Values without a name have a branch of their own: see `namelessBranches`.
    return siblings.length === 0 ? unlike : { ...unlike, required: [discriminator.propertyName] }
  }
  const [name = ''] = names
  return {
    properties: { [discriminator.propertyName]: names.length > 1 ? { enum: names } : { const: name } },
    required: [discriminator.propertyName],
  }
}

/** The names that the mapping gives a schema or, if it gives none, the schema's own. */
function namesFor({ mapping }: Discriminator, pointer: string): string[] {
  const mapped = Object.entries(mapping).filter(([, target]) => typeof target === 'string' && isTarget(target, pointer))
  return mapped.length > 0 ? mapped.map(([name]) => name) : [lastToken(pointer)]
}

/** Whether a mapping leads to the schema at a pointer, by its name or by a reference. */
function isTarget(target: string, pointer: string): boolean {
  const own = lastToken(pointer)
  return target === own || target.endsWith(`/${own}`) || target.endsWith(`#${pointer}`)
}
