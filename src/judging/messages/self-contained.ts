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

/** A schema that ajv can compile by itself, and the keys of those to which its `$ref`s lead. */
export interface Definition {
  readonly schema: JsonObject | boolean
  readonly refs: readonly string[]
}

/** A schema and all that it leads to, by key, and where each schema object in them comes from. */
export interface SelfContained {
  readonly root: string
  /** Each after those that it leads to, unless they lead back to it. */
  readonly definitions: ReadonlyMap<string, Definition>
  readonly origins: WeakMap<object, Origin>
}

/** A keyword of each schema that ajv is given: it counts what is asked. */
export const STEP = 'x-step'

/** Of the keys, which are absolute URLs, so that nothing is resolved against anything. */
const SCHEME = 'schema'

/** What ajv would act upon though the contract does not mean it: identifiers move the base of `$ref`, `nullable` widens. */
const LEFT_OUT = new Set(['$id', 'id', '$schema', '$anchor', '$dynamicAnchor', 'nullable', 'discriminator'])

/** What a `$ref` leads to, written when its turn comes: references lead further than a stack is deep. */
interface Target {
  readonly key: string
  write(targets: Target[]): JsonObject | boolean
}

/**
 * Gathers a schema and all that its `$ref`s lead to, each as a schema of its own. ajv cannot compile a circular
 * dereferenced object, and must not read a whole hostile document when it needs one schema.
 */
export function selfContained(contract: Pick<Contract, 'resolve'>, node: SchemaNode): SelfContained {
  const known = new Map<string, Target>()
  const origins = new WeakMap<object, Origin>()
  let count = 0
  const newTarget = (write: Target['write']): Target => ({ key: `${SCHEME}:${count++}`, write })

  function targetOf(target: SchemaNode, branch: boolean): Target {
    const address = `${branch} ${addressOf(target.source)}`
    const made = known.get(address) ?? newTarget((targets) => rewrite(target, branch, targets))
    known.set(address, made)
    return made
  }

  function refer(target: Target, targets: Target[]): JsonObject {
    targets.push(target)
    return { $ref: target.key }
  }

  function rewrite(above: SchemaNode, branch: boolean, targets: Target[]): JsonObject | boolean {
    const { schema, source } = above
    if (typeof schema === 'boolean') {
      if (schema) return schema
      // ajv does not say where a `false` stands.
      const nothing = { not: {} }
      origins.set(nothing, { source, branch, isFalse: true })
      return nothing
    }
    const copy = mapSubschemas(above, ({ keyword, node: child }) => {
      if (child.schema === false && FORBIDDING.has(keyword)) return false
      const isBranch = branch || SUBSCHEMAS[keyword].binds === 'by choice'
      return isOfMany(schema, keyword) ? refer(apart(child, isBranch), targets) : rewrite(child, isBranch, targets)
    })
    const entries = Object.entries(copy).filter(
      ([keyword, value]) => !LEFT_OUT.has(keyword) || typeof value === 'object',
    )
    const result = withPatternForProto(Object.fromEntries(entries))
    if (typeof result.$ref === 'string')
      Object.assign(result, refer(targetOf(contract.resolve(result.$ref, source), branch), targets))
    if (Object.keys(result).length > 0) result[STEP] = true
    origins.set(result, { source, branch })
    return result
  }

  /** A schema that ajv compiles to a function of its own: it takes up into others only what holds no reference. */
  const apart = (child: SchemaNode, branch: boolean): Target =>
    newTarget((targets) => ({ allOf: [refer(targetOf(child, branch), targets)] }))

  const root = targetOf(node, false)
  return { root: root.key, definitions: allFrom(root), origins }
}

function allFrom(root: Target): Map<string, Definition> {
  const definitions = new Map<string, Definition>()
  const entered = new Set<Target>()
  const path: { readonly key: string; readonly definition: Definition; readonly next: Iterator<Target> }[] = []
  const enter = (target: Target): void => {
    entered.add(target)
    const targets: Target[] = []
    const schema = target.write(targets)
    const definition = { schema, refs: targets.map(({ key }) => key) }
    path.push({ key: target.key, definition, next: targets.values() })
  }
  enter(root)
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const { done, value: target } = top.next.next()
    if (done) {
      definitions.set(top.key, top.definition)
      path.pop()
    } else if (!entered.has(target)) enter(target)
  }
  return definitions
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
