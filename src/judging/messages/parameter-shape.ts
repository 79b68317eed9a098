import {
  addressOf,
  aspects,
  type Contract,
  type SchemaNode,
  subschema,
  subschemas,
} from '../../contract/model/index.ts'
import type { ParameterShape } from '../../http/index.ts'
import { isArray, isObject, JSON_TYPES, type Json, type JsonType } from '../../json/index.ts'

/** Of more schemas than these nothing is found out: any type may be meant. */
const MOST_SCHEMAS = 1000

/** Which JSON types a parameter's text may stand for, by its schema. */
export function parameterShape(contract: Contract, node: SchemaNode): ParameterShape {
  const types = typesOf(contract, node)
  const parts = aspects(contract, node)
  const [items] = parts.flatMap((part) => subschema(part, 'items') ?? [])
  const properties = new Map(
    parts
      .flatMap((part) => subschemas(part, 'properties'))
      .map(({ token, node: property }) => [String(token), typesOf(contract, property)]),
  )
  const [additional] = parts.flatMap((part) => subschema(part, 'additionalProperties') ?? [])
  return {
    types,
    ...(items && { items: typesOf(contract, items) }),
    ...(properties.size > 0 && { properties }),
    ...(additional && { additional: additional.schema === false ? [] : typesOf(contract, additional) }),
  }
}

/** `known` are the types of schemas by address: what is only being found out may yet be all. */
function typesOf(
  contract: Contract,
  node: SchemaNode,
  typesByPlace = new Map<string, readonly JsonType[]>(),
): readonly JsonType[] {
  const address = addressOf(node.source)
  const types = typesByPlace.get(address) ?? (typesByPlace.size > MOST_SCHEMAS ? JSON_TYPES : undefined)
  if (types) return types
  typesByPlace.set(address, JSON_TYPES)
  const typesHere = ownTypes(contract, node, typesByPlace)
  typesByPlace.set(address, typesHere)
  return typesHere
}

function ownTypes(
  contract: Contract,
  node: SchemaNode,
  typesByPlace: Map<string, readonly JsonType[]>,
): readonly JsonType[] {
  return aspects(contract, node).reduce<readonly JsonType[]>((types, aspect) => {
    const { schema } = aspect
    if (!isObject(schema)) return types
    const values =
      schema.type === undefined ? membersTypes(schema.enum) : isArray(schema.type) ? schema.type : [schema.type]
    const wide = values?.includes('number') ? [...values, 'integer'] : values
    let result = wide ? types.filter((type) => wide.includes(type)) : types
    for (const keyword of ['anyOf', 'oneOf'] as const) {
      if (!isArray(schema[keyword])) continue
      const branches = subschemas(aspect, keyword).flatMap((branch) => typesOf(contract, branch.node, typesByPlace))
      result = result.filter((type) => branches.includes(type))
    }
    return result
  }, JSON_TYPES)
}

const membersTypes = (members: Json | undefined): readonly Json[] | undefined =>
  isArray(members) && members.length > 0 && members.every((member) => typeof member === 'string')
    ? ['string']
    : undefined
