import { type Contract, type SchemaNode, SUBSCHEMAS } from '../contract/index.ts'
import {
  appendToken,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  type JsonType,
  type Pointer,
} from '../json/index.ts'
import { type Keyword, type KeywordValues, type Place, placeLabel, type SchemaConstraint } from './constraint.ts'
import { impliedBy } from './implied.ts'
import { impliedBySiblings } from './implied-by-siblings.ts'
import { TYPED, type WireText } from './wire-text.ts'

/** Reads a keyword's value as the document gives it, or undefined where the keyword demands nothing in that form. */
type Reader<K extends Keyword> = (value: Json, schema: JsonObject) => KeywordValues[K] | undefined

const number = (value: Json): number | undefined => (typeof value === 'number' ? value : undefined)
const text = (value: Json): string | undefined => (typeof value === 'string' ? value : undefined)
const whole = (value: Json): Json => value
const forbidden = (value: Json): false | undefined => (value === false ? false : undefined)
const TYPES: readonly string[] = [
  'null',
  'boolean',
  'integer',
  'number',
  'string',
  'array',
  'object',
] satisfies JsonType[]
const isType = (value: Json): value is JsonType => typeof value === 'string' && TYPES.includes(value)

/** One row per keyword; a forgotten one does not compile. `required` is read apart: it is one constraint per name. */
const READERS: { readonly [K in Exclude<Keyword, 'required'>]: Reader<K> } = {
  type: (value) => {
    const types = (isArray(value) ? value : [value]).filter(isType)
    return types.length > 0 ? types : undefined
  },
  enum: (value) => (isArray(value) ? value : undefined),
  const: whole,
  minLength: number,
  maxLength: number,
  pattern: text,
  format: text,
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  multipleOf: number,
  minItems: number,
  maxItems: number,
  uniqueItems: (value) => (value === true ? true : undefined),
  contains: whole,
  minContains: number,
  maxContains: number,
  minProperties: number,
  maxProperties: number,
  dependentRequired: whole,
  additionalProperties: forbidden,
  unevaluatedProperties: forbidden,
  unevaluatedItems: forbidden,
  items: forbidden,
  propertyNames: whole,
  anyOf: whole,
  oneOf: whole,
  not: whole,
}

export interface SchemaContext {
  readonly contract: Contract
  readonly operation: string
  readonly party: 'client' | 'deployment'
  readonly place: Place
  /** In ids, where the place alone does not tell it from others: one of several media types. */
  readonly label?: string
  /** What of the value is text, which tells no types apart; nothing where left out. */
  readonly text?: WireText
}

/**
 * The constraints of a schema at a place: one for each keyword at each kind of instance. What stands in `allOf`, `then`,
 * `else`, `dependentSchemas` and behind `$ref` is about the same instance; the branches of `anyOf`, `oneOf` and `not` are
 * theirs alone.
 */
export function schemaConstraints(context: SchemaContext, root: SchemaNode): SchemaConstraint[] {
  const found: SchemaConstraint[] = []
  const taken = new Set<string>()
  const siblings = new Map<string, SchemaConstraint[]>()

  function add<K extends Keyword>(
    kind: K,
    value: KeywordValues[K],
    node: SchemaNode,
    { pointer, set }: Instances,
    at: Pointer,
  ) {
    const { operation, party, place } = context
    const where = pointer === '' ? '' : `${pointer} `
    const base = `${operation} ${context.label ?? placeLabel(place)} ${where}${kind}`
    // The same keyword from two schemas (allOf) about one instance: the later ones are numbered.
    let id = base
    for (let count = 2; taken.has(id); count++) id = `${base} ${count}`
    taken.add(id)
    const source = {
      file: node.source.file,
      pointer: node.source.pointer + at,
    }
    const implied = impliedBy(kind, value, node, pointer, place, context.text ?? TYPED)
    const constraint = {
      id,
      operation,
      party,
      kind,
      value,
      place,
      pointer,
      node,
      source,
      ...(implied && { implied }),
    }
    // For each K this is that member of the union, which TypeScript cannot see through a type parameter.
    const one = constraint as SchemaConstraint
    found.push(one)
    const key = JSON.stringify([kind, pointer, set])
    siblings.set(key, [...(siblings.get(key) ?? []), one])
  }

  function visit(node: SchemaNode, instances: Instances, trail: readonly string[]): void {
    const { pointer, set } = instances
    const address = `${node.source.file}#${node.source.pointer}`
    if (trail.includes(address)) return
    const path = [...trail, address]
    const { schema } = node
    if (typeof schema === 'boolean') {
      // `false` is `{ "not": {} }`.
      if (!schema && pointer !== '') add('not', {}, node, instances, '')
      return
    }
    const child = (at: Pointer, value: Json | undefined): SchemaNode | undefined =>
      isObject(value) || typeof value === 'boolean'
        ? {
            schema: value,
            source: {
              file: node.source.file,
              pointer: node.source.pointer + at,
            },
          }
        : undefined
    /** By default only where a condition holds, or for some of the further names or items. */
    const descend = (at: Pointer, value: Json | undefined, to: Pointer, step = node.source.pointer + at) => {
      const next = child(at, value)
      if (next) visit(next, { pointer: to, set: step === '' ? set : [...set, step] }, path)
    }

    if (typeof schema.$ref === 'string') visit(context.contract.resolve(schema.$ref, node.source), instances, path)
    for (const [keyword, value] of Object.entries(schema)) {
      if (keyword === 'required' && isArray(value)) {
        for (const name of value)
          if (typeof name === 'string')
            add('required', name, node, { pointer: appendToken(pointer, name), set }, '/required')
      } else if (isReadable(keyword)) {
        const read = READERS[keyword](value, schema)
        if (read !== undefined) add(keyword, read, node, instances, appendToken('', keyword))
      }
      if (!Object.hasOwn(SUBSCHEMAS, keyword)) continue
      const at = appendToken('', keyword)
      if (keyword === 'allOf' && isArray(value))
        value.forEach((part, index) => {
          descend(appendToken(at, index), part, pointer, '')
        })
      else if (keyword === 'then' || keyword === 'else') descend(at, value, pointer)
      else if (keyword === 'dependentSchemas' && isObject(value))
        for (const [name, part] of Object.entries(value)) descend(appendToken(at, name), part, pointer)
      else if (keyword === 'properties' && isObject(value))
        for (const [name, part] of Object.entries(value))
          descend(appendToken(at, name), part, appendToken(pointer, name), keyword)
      else if (keyword === 'prefixItems' && isArray(value))
        value.forEach((part, index) => {
          descend(appendToken(at, index), part, appendToken(pointer, index), keyword)
        })
      else if (OF_THE_REST.has(keyword) && value !== false) descend(at, value, appendToken(pointer, '*'))
      else if (keyword === 'patternProperties' && isObject(value))
        for (const [name, part] of Object.entries(value))
          descend(appendToken(at, name), part, appendToken(pointer, '*'))
    }
  }

  visit(root, { pointer: '', set: [] }, [])
  const implied = new Map([...siblings.values()].flatMap(impliedBySiblings))
  return found.map((one) => {
    const reason = one.implied ?? implied.get(one)
    return reason === undefined ? one : { ...one, implied: reason }
  })
}

/** Which values a schema is about. */
interface Instances {
  readonly pointer: Pointer
  /** Tells apart those of one template: under what conditions, and by which keywords they are picked. */
  readonly set: readonly string[]
}

/** Their `false` is a constraint of the array or object. */
const OF_THE_REST = new Set(['items', 'additionalProperties', 'unevaluatedItems', 'unevaluatedProperties'])

const isReadable = (keyword: string): keyword is keyof typeof READERS => Object.hasOwn(READERS, keyword)
