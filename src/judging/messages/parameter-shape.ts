import { type Contract, mapSubschemas, type SchemaNode } from '../../contract/model/index.ts'
import type { ParameterShape } from '../../http/index.ts'
import { isArray, isObject, type Json, type JsonType } from '../../json/index.ts'

const ALL: readonly JsonType[] = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object']
const MOST_ASPECTS = 1000

/** Which JSON types a parameter's text may stand for, by its schema. */
export function parameterShape(contract: Contract, node: SchemaNode): ParameterShape {
  const types = typesOf(contract, node)
  const parts = aspects(contract, node)
  const items = parts.flatMap((part) => subschema(part, 'items'))
  const properties = new Map(
    parts.flatMap((part) => {
      const named = isObject(part.schema) && isObject(part.schema.properties) ? part.schema.properties : {}
      return Object.keys(named).map((name): [string, readonly JsonType[]] => {
        const [inner] = subschema(part, 'properties', name)
        return [name, inner ? typesOf(contract, inner) : ALL]
      })
    }),
  )
  const additional = parts.flatMap((part) => subschema(part, 'additionalProperties'))
  return {
    types,
    ...(items[0] && { items: typesOf(contract, items[0]) }),
    ...(properties.size > 0 && { properties }),
    ...(additional[0] && { additional: additional[0].schema === false ? [] : typesOf(contract, additional[0]) }),
  }
}

/** The schemas about the same instance. */
export function aspects(contract: Contract, node: SchemaNode): SchemaNode[] {
  const found = new Map<string, SchemaNode>()
  const waiting = [node]
  for (let next = waiting.shift(); next && found.size < MOST_ASPECTS; next = waiting.shift()) {
    const { schema, source } = next
    if (!isObject(schema) || found.has(addressOf(next))) continue
    found.set(addressOf(next), next)
    if (typeof schema.$ref === 'string') waiting.push(contract.resolve(schema.$ref, source))
    if (isArray(schema.allOf)) waiting.push(...subschemas(next, 'allOf'))
  }
  return [...found.values()]
}

const addressOf = ({ source }: SchemaNode): string => `${source.file}#${source.pointer}`

/** `known` are the types of schemas by address: what is only being found out may yet be all. */
function typesOf(
  contract: Contract,
  node: SchemaNode,
  known = new Map<string, readonly JsonType[]>(),
): readonly JsonType[] {
  const address = addressOf(node)
  const types = known.get(address) ?? (known.size > MOST_ASPECTS ? ALL : undefined)
  if (types) return types
  known.set(address, ALL)
  const found = ownTypes(contract, node, known)
  known.set(address, found)
  return found
}

function ownTypes(contract: Contract, node: SchemaNode, seen: Map<string, readonly JsonType[]>): readonly JsonType[] {
  return aspects(contract, node).reduce<readonly JsonType[]>((known, { schema, source }) => {
    if (!isObject(schema)) return known
    const own =
      schema.type === undefined ? membersTypes(schema.enum) : isArray(schema.type) ? schema.type : [schema.type]
    const wide = own?.includes('number') ? [...own, 'integer'] : own
    let result = wide ? known.filter((type) => wide.includes(type)) : known
    for (const keyword of ['anyOf', 'oneOf']) {
      if (!isArray(schema[keyword])) continue
      const branches = subschemas({ schema, source }, keyword).flatMap((branch) => typesOf(contract, branch, seen))
      result = result.filter((type) => branches.includes(type))
    }
    return result
  }, ALL)
}

const membersTypes = (members: Json | undefined): readonly Json[] | undefined =>
  isArray(members) && members.length > 0 && members.every((member) => typeof member === 'string')
    ? ['string']
    : undefined

/** The subschemas of a keyword, each with its place. */
function subschemas(node: SchemaNode, keyword: string, name?: string): SchemaNode[] {
  const { schema, source } = node
  if (!isObject(schema)) return []
  const found: SchemaNode[] = []
  const wanted = schema[keyword]
  if (wanted === undefined) return []
  mapSubschemas({ [keyword]: wanted }, (inner, pointer) => {
    const token = pointer.split('/').at(-1)?.replaceAll('~1', '/').replaceAll('~0', '~')
    if (name === undefined || token === name)
      found.push({ schema: inner, source: { file: source.file, pointer: source.pointer + pointer } })
    return inner
  })
  return found
}

const subschema = (node: SchemaNode, keyword: string, name?: string): SchemaNode[] =>
  subschemas(node, keyword, name).slice(0, 1)
