import {
  addressOf,
  type Contract,
  mapSubschemas,
  type SchemaNode,
  type Source,
  SUBSCHEMAS,
  type SubschemaKeyword,
} from '../../contract/model/index.ts'
import { isArray, isObject, type Json, type JsonObject, property, withoutProperty } from '../../json/index.ts'
import { MOST_INLINED } from './branch-keywords.ts'

/** Where a schema object of the compiled document comes from. */
export interface Origin {
  readonly source: Source
  /** In a branch of `anyOf`, or the like: its failing alone is no breach. */
  readonly branch: boolean
  /** It stands for a schema `false`, which takes nothing: the schema itself is what is broken, and no keyword in it. */
  readonly isFalse?: boolean
}

/** One JSON document that ajv can compile, and where each schema object in it comes from. */
export interface SelfContained {
  readonly schema: JsonObject
  readonly origins: WeakMap<object, Origin>
}

/** A keyword of each schema that ajv is given: it counts what is asked. */
export const STEP = 'x-step'

/** What ajv would act upon though the contract does not mean it: identifiers move the base of `$ref`, `nullable` widens. */
const LEFT_OUT = new Set(['$id', 'id', '$schema', '$anchor', '$dynamicAnchor', 'nullable', 'discriminator'])

/**
 * Gathers a schema and all that its `$ref`s lead to under `$defs`. ajv cannot compile a circular dereferenced object,
 * and must not read a whole hostile document when it needs one schema.
 */
export function selfContained(contract: Pick<Contract, 'resolve'>, root: SchemaNode): SelfContained {
  const names = new Map<string, string>()
  const origins = new WeakMap<object, Origin>()
  const definitions: { [name: string]: Json } = {}
  let count = 0

  function define(node: SchemaNode, branch: boolean): string {
    const address = `${branch} ${addressOf(node.source)}`
    const nameBefore = names.get(address)
    if (nameBefore !== undefined) return nameBefore
    const name = `s${names.size}`
    names.set(address, name)
    definitions[name] = rewrite(node, branch)
    return name
  }

  function rewrite(node: SchemaNode, branch: boolean): Json {
    const { schema, source } = node
    if (typeof schema === 'boolean') {
      if (schema) return schema
      // ajv does not say where a `false` stands.
      const nothing = { not: {} }
      origins.set(nothing, { source, branch, isFalse: true })
      return nothing
    }
    const copy = mapSubschemas(node, ({ keyword, node: child }) => {
      if (child.schema === false && FORBIDDING.has(keyword)) return false
      const isBranch = branch || SUBSCHEMAS[keyword].binds === 'by choice'
      return isOfMany(schema, keyword) ? apart(child, isBranch) : rewrite(child, isBranch)
    })
    const entries = Object.entries(copy).filter(
      ([keyword, value]) => !LEFT_OUT.has(keyword) || typeof value === 'object',
    )
    const result = withPatternForProto(Object.fromEntries(entries))
    if (typeof result.$ref === 'string')
      result.$ref = `#/$defs/${define(contract.resolve(result.$ref, source), branch)}`
    if (Object.keys(result).length > 0) result[STEP] = true
    origins.set(result, { source, branch })
    return result
  }

  /** A schema that ajv compiles to a function of its own: it takes up into others only what holds no reference. */
  function apart(node: SchemaNode, branch: boolean): Json {
    const name = `a${count++}`
    definitions[name] = { allOf: [{ $ref: `#/$defs/${define(node, branch)}` }] }
    return { $ref: `#/$defs/${name}` }
  }

  const $ref = `#/$defs/${define(root, false)}`
  return { schema: { $ref, $defs: definitions }, origins }
}

/** Whether the schemas of a keyword are branches, and more than one function should hold. */
function isOfMany(schema: JsonObject, keyword: SubschemaKeyword): boolean {
  const branches = keyword === 'anyOf' || keyword === 'oneOf' ? schema[keyword] : undefined
  return isArray(branches) && branches.length > MOST_INLINED
}

const PROTO = '__proto__'

/** ajv leaves `__proto__` out of `properties`, and so takes it for a further one; by a pattern it finds it. */
function withPatternForProto(schema: { [keyword: string]: Json }): { [keyword: string]: Json } {
  const { properties, patternProperties } = schema
  const described = isObject(properties) ? property(properties, PROTO) : undefined
  if (!isObject(properties) || described === undefined) return schema
  const patterns = isObject(patternProperties) ? patternProperties : {}
  return {
    ...schema,
    properties: withoutProperty(properties, PROTO),
    patternProperties: { ...patterns, [`^(?:${PROTO})$`]: described },
  }
}

/** Keywords of which ajv names the property, or the number of items, that `false` forbids. */
const FORBIDDING: ReadonlySet<SubschemaKeyword> = new Set([
  'additionalProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
])
