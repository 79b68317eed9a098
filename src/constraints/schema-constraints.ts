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
}

/**
 * The constraints of a schema at a place: one for each keyword at each kind of instance. What stands in `allOf`, `then`,
 * `else`, `dependentSchemas` and behind `$ref` is about the same instance; the branches of `anyOf`, `oneOf` and `not` are
 * theirs alone.
 */
export function schemaConstraints(context: SchemaContext, root: SchemaNode): SchemaConstraint[] {
  const start: Visit = { node: root, pointer: '', within: undefined, parts: [] }
  const waiting = [start]
  // Level by level, so that where there are too many places the deepest are left out.
  for (let index = 0; index < waiting.length && index < MOST_VISITS; index++) {
    const visit = waiting[index]
    if (visit) waiting.push(...read(context, visit))
  }
  const ids = new Ids(context)
  const found: SchemaConstraint[] = []
  const left: Part[] = [start]
  for (let part = left.pop(); part; part = left.pop()) {
    if ('parts' in part) left.push(...part.parts.toReversed())
    else found.push({ ...part, id: ids.next(part) })
  }
  return found
}

/** A schema at a place of the instance, by the way that leads there. */
interface Visit {
  readonly node: SchemaNode
  readonly pointer: Pointer
  readonly within: Visit | undefined
  /** What it asks, in the order of the document. */
  readonly parts: Part[]
}

type Part = Visit | SchemaConstraint

/** A few schemas can refer to each other in more ways than fit a memory. */
const MOST_VISITS = 5000

/** The same keyword from two schemas (allOf) about one instance: the later ones are numbered. */
class Ids {
  readonly #counts = new Map<string, number>()
  readonly #context: SchemaContext

  constructor(context: SchemaContext) {
    this.#context = context
  }

  next({ kind, pointer }: SchemaConstraint): string {
    const { operation, place } = this.#context
    const base = `${operation} ${placeLabel(place)} ${pointer === '' ? '' : `${pointer} `}${kind}`
    const count = (this.#counts.get(base) ?? 0) + 1
    this.#counts.set(base, count)
    return count === 1 ? base : `${base} ${count}`
  }
}

/** Reads what a schema asks into its parts, and gives back the schemas below it. */
function read(context: SchemaContext, visit: Visit): Visit[] {
  const { node, pointer, parts } = visit
  const { schema, source } = node
  const below: Visit[] = []

  function add<K extends Keyword>(kind: K, value: KeywordValues[K], of: Pointer, at: Pointer): void {
    const { operation, party, place } = context
    const from = { file: source.file, pointer: source.pointer + at }
    const implied = impliedBy(kind, value, node, of, place)
    const own = { id: '', operation, party, kind, value, place, pointer: of, node, source: from }
    // For each K this is that member of the union, which TypeScript cannot see through a type parameter.
    parts.push({ ...own, ...(implied && { implied }) } as SchemaConstraint)
  }
  function enter(next: SchemaNode, to: Pointer): void {
    if (isWithin(visit, next)) return
    const entered: Visit = { node: next, pointer: to, within: visit, parts: [] }
    parts.push(entered)
    below.push(entered)
  }
  function descend(at: Pointer, value: Json | undefined, to: Pointer): void {
    if (isObject(value) || typeof value === 'boolean')
      enter({ schema: value, source: { file: source.file, pointer: source.pointer + at } }, to)
  }

  if (typeof schema === 'boolean') {
    // `false` is `{ "not": {} }`.
    if (!schema && pointer !== '') add('not', {}, pointer, '')
    return below
  }
  if (typeof schema.$ref === 'string') enter(context.contract.resolve(schema.$ref, source), pointer)
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'required' && isArray(value)) {
      for (const name of value)
        if (typeof name === 'string') add('required', name, appendToken(pointer, name), '/required')
    } else if (isReadable(keyword)) {
      const wanted = READERS[keyword](value, schema)
      if (wanted !== undefined) add(keyword, wanted, pointer, appendToken('', keyword))
    }
    if (!Object.hasOwn(SUBSCHEMAS, keyword)) continue
    const at = appendToken('', keyword)
    if (keyword === 'allOf' && isArray(value))
      for (const [index, part] of value.entries()) descend(appendToken(at, index), part, pointer)
    else if (keyword === 'then' || keyword === 'else') descend(at, value, pointer)
    else if (keyword === 'dependentSchemas' && isObject(value))
      for (const [name, part] of Object.entries(value)) descend(appendToken(at, name), part, pointer)
    else if (keyword === 'properties' && isObject(value))
      for (const [name, part] of Object.entries(value)) descend(appendToken(at, name), part, appendToken(pointer, name))
    else if (keyword === 'prefixItems' && isArray(value))
      for (const [index, part] of value.entries()) descend(appendToken(at, index), part, appendToken(pointer, index))
    else if (OF_THE_REST.has(keyword) && value !== false) descend(at, value, appendToken(pointer, '*'))
    else if (keyword === 'patternProperties' && isObject(value))
      for (const [name, part] of Object.entries(value)) descend(appendToken(at, name), part, appendToken(pointer, '*'))
  }
  return below
}

/** Whether the way to a visit leads through a schema already: in a recursion the first round stands for all. */
function isWithin(visit: Visit, { source }: SchemaNode): boolean {
  for (let at: Visit | undefined = visit; at; at = at.within)
    if (at.node.source.pointer === source.pointer && at.node.source.file === source.file) return true
  return false
}

/** Their `false` is a constraint of the array or object. */
const OF_THE_REST = new Set(['items', 'additionalProperties', 'unevaluatedItems', 'unevaluatedProperties'])

const isReadable = (keyword: string): keyword is keyof typeof READERS => Object.hasOwn(READERS, keyword)
