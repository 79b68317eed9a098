import { aspects, type Contract, itemSchema, type SchemaNode, subschema } from '../contract/model/index.ts'
import { isArray, isObject, type Json, withProperty } from '../json/index.ts'
import { DEEPEST_SHOWN } from './shown-data.ts'

/**
 * A value without properties that its schema allows and does not name: a client whose types follow the document has no
 * place for them. Objects without any named property are free-form, and stay whole.
 */
export function namedPart(contract: Contract, nodes: readonly SchemaNode[], value: Json, depth = 0): Json {
  if (depth > DEEPEST_SHOWN) return value
  const all = nodes.flatMap((node) => aspects(contract, node, CHOICES))
  if (all.length === 0) return value
  if (isArray(value))
    return value.map((item, index) =>
      namedPart(
        contract,
        all.flatMap((node) => described(itemSchema(node, index))),
        item,
        depth + 1,
      ),
    )
  if (!isObject(value)) return value
  const isFree = !all.some(({ schema }) => isObject(schema) && isObject(schema.properties))
  return Object.entries(value).reduce<{ readonly [name: string]: Json }>((object, [name, inner]) => {
    const below = all.flatMap((node) => propertySchemas(node, name))
    if (below.length === 0 && !isFree) return object
    return withProperty(object, name, namedPart(contract, below, inner, depth + 1))
  }, {})
}

/** All that may be said of a value: by whichever branch it fits. */
const CHOICES = ['anyOf', 'oneOf', 'if', 'then', 'else'] as const

/** What `false` describes is not there, so that nobody has a place for it. */
const described = (child: SchemaNode | undefined): SchemaNode[] => (child && child.schema !== false ? [child] : [])

function propertySchemas(node: SchemaNode, name: string): SchemaNode[] {
  const named = described(subschema(node, 'properties', name))
  if (named.length > 0 || !isObject(node.schema)) return named
  // A map of anything: whoever describes further names asks for a place for them.
  return [
    ...described(subschema(node, 'additionalProperties')),
    ...(isObject(node.schema.patternProperties) ? [node] : []),
  ]
}
