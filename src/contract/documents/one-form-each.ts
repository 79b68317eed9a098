import { isArray, isObject, type Json, type JsonObject, lastToken, property, writeJson } from '../../json/index.ts'

/** Members whose value says which of several forms is meant. */
const TAGS = ['in', 'type', 'flow'] as const

/**
 * A published schema in which alternatives that can be told by one member, by a `$ref` or by their type are an `if`: a part
 * is compared with the form that is meant alone, so that what is wrong with it is not told of the other forms too.
 */
export function oneFormEach(schema: JsonObject): JsonObject {
  const definitions = property(schema, 'definitions') ?? {}
  const definitionOf = (form: Json): JsonObject => {
    const reference = isObject(form) ? property(form, '$ref') : undefined
    const name = typeof reference === 'string' ? lastToken(reference) : undefined
    const definition = name !== undefined && isObject(definitions) ? property(definitions, name) : form
    return definition !== undefined && isObject(definition) ? definition : {}
  }
  const withChoices = (value: Json): Json => {
    if (isArray(value)) return value.map(withChoices)
    if (!isObject(value)) return value
    const members = Object.entries(value).flatMap(([name, member]): [string, Json][] => {
      const isChoice = (name === 'oneOf' || name === 'anyOf') && isArray(member)
      const choice = isChoice ? choiceOf(member, definitionOf) : undefined
      return choice ? Object.entries(choice) : [[name, withChoices(member)]]
    })
    return Object.fromEntries(members)
  }
  return definitionOf(withChoices(schema))
}

type DefinitionOf = (form: Json) => JsonObject

/** Forms, each with what tells it from the others; undefined if nothing does. */
function choiceOf(forms: readonly Json[], definitionOf: DefinitionOf): JsonObject | undefined {
  const plain = forms.map((form) => ({ form, test: plainTest(form, definitionOf) }))
  const told = plain.filter(({ test }) => test !== undefined)
  const others = plain.filter(({ test }) => test === undefined).map(({ form }) => form)
  const last = others.length === 1 ? others[0] : taggedChoice(others, definitionOf)
  const choice = told.reduceRight<Json | undefined>(
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    (rest, { form, test = {} }) => rest && { if: test, then: form, else: rest },
    last,
  )
  return choice !== undefined && isObject(choice) ? choice : undefined
}

/** A reference is told by its `$ref`, and what is nothing but a type by that. */
function plainTest(form: Json, definitionOf: DefinitionOf): JsonObject | undefined {
  const { type, properties } = definitionOf(form)
  if (properties !== undefined && isObject(properties) && '$ref' in properties && Object.keys(properties).length === 1)
    return { type: 'object', required: ['$ref'] }
  return type !== undefined && properties === undefined && isObject(form) && !('$ref' in form) ? { type } : undefined
}

/** Forms by the value of one member, by further members if several have the same. */
function taggedChoice(forms: readonly Json[], definitionOf: DefinitionOf): Json | undefined {
  for (const tag of TAGS) {
    const groups = new Map<string, { readonly values: readonly Json[]; readonly of: Json[] }>()
    for (const form of forms) {
      const values = valuesOf(form, tag, definitionOf)
      const group = groups.get(writeJson(values)) ?? { values, of: [] }
      group.of.push(form)
      groups.set(writeJson(values), group)
    }
    const untold = groups.get('[]')?.of ?? []
    if (groups.size < 2 || untold.length > 1) continue
    groups.delete('[]')
    const all = [...groups.values()].flatMap(({ values }) => values)
    const last = untold[0] ?? { required: [tag], properties: { [tag]: { enum: all } } }
    return [...groups.values()].reduceRight<Json>((rest, { values, of }) => {
      const then = (of.length === 1 ? of[0] : taggedChoice(of, definitionOf)) ?? { oneOf: of }
      return { if: { required: [tag], properties: { [tag]: { enum: values } } }, then, else: rest }
    }, last)
  }
  return undefined
}

/** The values that a form, or those which it lets choose, allow of a member that they know by one value each. */
function valuesOf(form: Json, tag: string, definitionOf: DefinitionOf): readonly Json[] {
  const { properties = {}, oneOf = [] } = definitionOf(form)
  const member = isObject(properties) ? property(properties, tag) : undefined
  const values = member !== undefined && isObject(member) ? property(member, 'enum') : undefined
  if (values !== undefined && isArray(values)) return values.length === 1 ? values : []
  return isArray(oneOf) ? oneOf.flatMap((inner) => valuesOf(inner, tag, definitionOf)) : []
}
