import { matchesPattern, NotJudged, spend } from '../../bounded/index.ts'
import { type SchemaNode, type Source, subschema, subschemas, type TextFormats } from '../../contract/model/index.ts'
import { isArray, isObject, type Json, type JsonObject, property } from '../../json/index.ts'
import { WORK_LIMITS } from './limits.ts'
import { keepsPlainKeywords } from './plain-keywords.ts'
import { UnsupportedKeyword } from './refusals.ts'

/** Where a `$ref` leads. A contract is one. */
export interface SchemaReader {
  resolve(reference: string, from: Source): SchemaNode
  /** The schema with a `$dynamicAnchor` in the resource that a place belongs to. A reader without it refuses `$dynamicRef`. */
  dynamicAnchor?(name: string, within: Source): SchemaNode | undefined
  /** Formats that the user defines besides. */
  readonly formats?: TextFormats | undefined
  /** Bytes that a value which is made may take as JSON; `budgetOf` says what holds without. */
  readonly maxBody?: number | undefined
}

/** The places by which evaluation has come into schema resources, innermost first (JSON Schema 2020-12 core, 7.1). */
interface Scope {
  readonly node: SchemaNode
  readonly outer: Scope | undefined
}

/** What of an instance a schema has looked at, for `unevaluated…` (JSON Schema 2020-12 core, 7.7 and 11). */
interface Evaluated {
  readonly names: Set<string>
  readonly indexes: Set<number>
}

const none = (): Evaluated => ({ names: new Set(), indexes: new Set() })

interface Walk {
  readonly reader: SchemaReader
  /** Schemas that may still be asked. */
  left: number
}

/** Whether a value fits a schema: JSON Schema 2020-12, with formats asserted. Throws UnsupportedKeyword. */
export function isMember(reader: SchemaReader, node: SchemaNode, value: Json): boolean {
  return evaluate({ reader, left: WORK_LIMITS.evaluations }, node, value, 0, { node, outer: undefined }) !== undefined
}

/** What one schema asks of a value. */
interface Evaluation {
  readonly node: SchemaNode
  readonly schema: JsonObject
  readonly seen: Evaluated
  /** What a schema within looks at in an instance; undefined if the instance does not fit. */
  test(child: SchemaNode, instance: Json): Evaluated | undefined
  /** Adds what another schema about the same value has looked at; false if the value does not fit that one. */
  absorb(other: Evaluated | undefined): boolean
}

/** What was evaluated of a value that fits; undefined if it does not fit. */
function evaluate(walk: Walk, node: SchemaNode, value: Json, depth: number, outer: Scope): Evaluated | undefined {
  const { schema } = node
  if (schema === true) return none()
  if (schema === false || depth > WORK_LIMITS.evaluationDepth) return undefined
  if (walk.left-- <= 0) throw new NotJudged(`whether a value fits is not told in ${WORK_LIMITS.evaluations} steps`)
  spend(1)
  const seen = none()
  const scope = typeof schema.$id === 'string' ? { node, outer } : outer
  const evaluation: Evaluation = {
    node,
    schema,
    seen,
    test: (child, instance) => evaluate(walk, child, instance, depth + 1, scope),
    absorb: (other) => {
      for (const name of other?.names ?? []) seen.names.add(name)
      for (const index of other?.indexes ?? []) seen.indexes.add(index)
      return other !== undefined
    },
  }
  const follow = (target: SchemaNode): boolean =>
    evaluation.absorb(evaluate(walk, target, value, depth + 1, { node: target, outer: scope }))
  const { $dynamicRef, $ref } = schema
  if (typeof $dynamicRef === 'string' && !follow(dynamicTarget(walk.reader, $dynamicRef, node, scope))) return undefined
  if (typeof $ref === 'string' && !follow(walk.reader.resolve($ref, node.source))) return undefined
  const fits =
    keepsPlainKeywords(schema, value, walk.reader.formats) &&
    fitsChoices(evaluation, value) &&
    (!isObject(value) || fitsObject(evaluation, value)) &&
    (!isArray(value) || fitsArray(evaluation, value))
  return fits ? seen : undefined
}

/** Where a `$dynamicRef` leads: to the outermost resource with such a `$dynamicAnchor`, if it leads to one at all. */
function dynamicTarget(reader: SchemaReader, reference: string, node: SchemaNode, scope: Scope): SchemaNode {
  if (!reader.dynamicAnchor) throw new UnsupportedKeyword('$dynamicRef', node.source)
  const first = reader.resolve(reference, node.source)
  const name = reference.slice(reference.indexOf('#') + 1)
  if (!isObject(first.schema) || first.schema.$dynamicAnchor !== name) return first
  let target = first
  for (let inner: Scope | undefined = scope; inner; inner = inner.outer)
    target = reader.dynamicAnchor(name, inner.node.source) ?? target
  return target
}

/** The keywords whose schemas are about the same value. */
function fitsChoices({ node, schema, test, absorb }: Evaluation, value: Json): boolean {
  const fits = (child: SchemaNode): boolean => absorb(test(child, value))
  if (!subschemas(node, 'allOf').every((part) => fits(part.node))) return false
  // Every branch is asked, since each that fits may have looked at something.
  if (isArray(schema.anyOf) && subschemas(node, 'anyOf').filter((branch) => fits(branch.node)).length === 0)
    return false
  if (isArray(schema.oneOf)) {
    const fitting = subschemas(node, 'oneOf').flatMap((branch) => test(branch.node, value) ?? [])
    if (fitting.length !== 1) return false
    absorb(fitting[0])
  }
  const not = subschema(node, 'not')
  if (not && test(not, value)) return false
  const condition = subschema(node, 'if')
  if (!condition) return true
  const branch = subschema(node, fits(condition) ? 'then' : 'else')
  return branch === undefined || fits(branch)
}

function fitsObject({ node, schema, seen, test, absorb }: Evaluation, value: JsonObject): boolean {
  const additional = subschema(node, 'additionalProperties')
  const patterns = subschemas(node, 'patternProperties')
  const propertyNames = subschema(node, 'propertyNames')
  const described = new Set<string>()
  const asksEach = additional !== undefined || propertyNames !== undefined || patterns.length > 0
  for (const name of asksEach ? Object.keys(value) : namesInBoth(schema.properties, value)) {
    const member = value[name] ?? null
    const named = subschema(node, 'properties', name)
    const matching = patterns.filter(({ token }) => matchesPattern(String(token), name)).map((pattern) => pattern.node)
    const describing = [...(named ? [named] : []), ...matching]
    const asked = describing.length === 0 && additional ? [additional] : describing
    if (!asked.every((child) => test(child, member))) return false
    if (asked.length > 0) described.add(name)
    if (propertyNames && !test(propertyNames, name)) return false
  }
  if (isObject(schema.dependentSchemas))
    for (const { token, node: child } of subschemas(node, 'dependentSchemas'))
      if (property(value, String(token)) !== undefined && !absorb(test(child, value))) return false
  for (const name of described) seen.names.add(name)
  const unevaluated = subschema(node, 'unevaluatedProperties')
  if (!unevaluated) return true
  for (const [name, member] of Object.entries(value)) {
    if (seen.names.has(name)) continue
    if (!test(unevaluated, member)) return false
    seen.names.add(name)
  }
  return true
}

/** The properties of an object that a schema names: many small schemas may stand about one large object. */
function namesInBoth(named: Json | undefined, value: JsonObject): string[] {
  if (named === undefined || !isObject(named)) return []
  const [fewer, more] = countOf(named) < countOf(value) ? [named, value] : [value, named]
  return Object.keys(fewer).filter((name) => Object.hasOwn(more, name))
}

const countOf = (object: JsonObject): number => Object.keys(object).length

function fitsArray({ node, schema, seen, test }: Evaluation, value: readonly Json[]): boolean {
  const prefix = subschemas(node, 'prefixItems')
  const rest = subschema(node, 'items')
  for (const [index, item] of value.entries()) {
    const child = prefix[index]?.node ?? rest
    if (!child) break
    if (!test(child, item)) return false
    seen.indexes.add(index)
  }
  const contained = subschema(node, 'contains')
  if (contained) {
    const fitting = [...value.entries()].filter(([, item]) => test(contained, item))
    const least = typeof schema.minContains === 'number' ? schema.minContains : 1
    const most = typeof schema.maxContains === 'number' ? schema.maxContains : Number.POSITIVE_INFINITY
    if (fitting.length < least || fitting.length > most) return false
    for (const [index] of fitting) seen.indexes.add(index)
  }
  const unevaluated = subschema(node, 'unevaluatedItems')
  if (!unevaluated) return true
  for (const [index, item] of value.entries()) {
    if (seen.indexes.has(index)) continue
    if (!test(unevaluated, item)) return false
    seen.indexes.add(index)
  }
  return true
}
