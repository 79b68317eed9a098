import { appendToken, isArray, type Pointer } from '../../json/index.ts'
import {
  type Contract,
  isSubschemaKeyword,
  type Keyword,
  type KeywordValues,
  type SchemaNode,
  SUBSCHEMAS,
  type Subschema,
  subschemas,
} from '../model/index.ts'
import { type Place, placeLabel, type SchemaConstraint } from './constraint.ts'
import { impliedBy } from './implied.ts'
import { impliedBySiblings } from './implied-by-siblings.ts'
import { isKeyword, readKeyword } from './keywords.ts'
import { TYPED, type WireText } from './wire-text.ts'

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
  const start: Visit = { node: root, pointer: '', set: [], within: undefined, parts: [] }
  const waiting = [start]
  // Level by level, so that where there are too many places the deepest are left out.
  for (let index = 0; index < waiting.length && index < MOST_VISITS; index++) {
    const visit = waiting[index]
    if (visit) waiting.push(...read(context, visit))
  }
  const ids = new Ids(context)
  const found: SchemaConstraint[] = []
  const siblings = new Map<string, SchemaConstraint[]>()
  const left: Part[] = [start]
  for (let part = left.pop(); part; part = left.pop()) {
    if ('parts' in part) left.push(...part.parts.toReversed())
    else {
      const one = { ...part.demand, id: ids.next(part.demand) }
      found.push(one)
      const key = JSON.stringify([one.kind, one.pointer, part.set])
      siblings.set(key, [...(siblings.get(key) ?? []), one])
    }
  }
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

/** A schema at a place of the instance, by the way that leads there. */
interface Visit extends Instances {
  readonly node: SchemaNode
  readonly within: Visit | undefined
  /** What it asks, in the order of the document. */
  readonly parts: Part[]
}

type Part = Visit | { readonly demand: SchemaConstraint; readonly set: readonly string[] }

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
    const { operation, place, label } = this.#context
    const base = `${operation} ${label ?? placeLabel(place)} ${pointer === '' ? '' : `${pointer} `}${kind}`
    const count = (this.#counts.get(base) ?? 0) + 1
    this.#counts.set(base, count)
    return count === 1 ? base : `${base} ${count}`
  }
}

/** Reads what a schema asks into its parts, and gives back the schemas below it. */
function read(context: SchemaContext, visit: Visit): Visit[] {
  const { node, pointer, set, parts } = visit
  const { schema, source } = node
  const below: Visit[] = []

  function add<K extends Keyword>(kind: K, value: KeywordValues[K], of: Pointer, at: Pointer): void {
    const { operation, party, place } = context
    const from = { file: source.file, pointer: source.pointer + at }
    const implied = impliedBy(kind, value, node, of, place, context.text ?? TYPED)
    const own = { id: '', operation, party, kind, value, place, pointer: of, node, source: from }
    // For each K this is that member of the union, which TypeScript cannot see through a type parameter.
    const demand = { ...own, ...(implied && { implied }) } as SchemaConstraint
    parts.push({ demand, set })
  }
  function enter(next: SchemaNode, instances: Instances): void {
    if (isWithin(visit, next)) return
    const entered: Visit = { ...instances, node: next, within: visit, parts: [] }
    parts.push(entered)
    below.push(entered)
  }
  /** Of what describes the rest, `*` stands for any further name or item. */
  function descend({ keyword, token, node: next }: Subschema): void {
    const { about, binds } = SUBSCHEMAS[keyword]
    const step = next.source.pointer
    if (binds === 'by choice') return
    if (about === 'value') enter(next, { pointer, set: binds === 'always' ? set : [...set, step] })
    if (about === 'named' && token !== undefined)
      enter(next, { pointer: appendToken(pointer, token), set: [...set, keyword] })
    // Their `false` is a constraint of the array or object.
    if (about === 'rest' && !(next.schema === false && isKeyword(keyword)))
      enter(next, { pointer: appendToken(pointer, '*'), set: [...set, step] })
  }

  if (typeof schema === 'boolean') {
    // `false` is `{ "not": {} }`.
    if (!schema && pointer !== '') add('not', {}, pointer, '')
    return below
  }
  if (typeof schema.$ref === 'string') enter(context.contract.resolve(schema.$ref, source), { pointer, set })
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'required' && isArray(value)) {
      for (const name of value)
        if (typeof name === 'string') add('required', name, appendToken(pointer, name), '/required')
    } else if (isKeyword(keyword)) {
      const wanted = readKeyword(keyword, value)
      if (wanted !== undefined) add(keyword, wanted, pointer, appendToken('', keyword))
    }
    if (isSubschemaKeyword(keyword)) for (const child of subschemas(node, keyword)) descend(child)
  }
  return below
}

/** Whether the way to a visit leads through a schema already: in a recursion the first round stands for all. */
function isWithin(visit: Visit, { source }: SchemaNode): boolean {
  for (let at: Visit | undefined = visit; at; at = at.within)
    if (at.node.source.pointer === source.pointer && at.node.source.file === source.file) return true
  return false
}
