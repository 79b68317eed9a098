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
  UNJUDGED_PATTERN,
  WHY_UNJUDGED,
} from '../model/index.ts'
import type { SchemaConstraint } from './constraint.ts'
import { impliedBy } from './implied.ts'
import { impliedBySiblings } from './implied-by-siblings.ts'
import { isKeyword, readKeyword } from './keywords.ts'
import { type Place, placeLabel } from './place.ts'
import { withUniqueIds } from './unique-ids.ts'
import { TYPED, type WireText } from './wire-text.ts'

export interface SchemaContext {
  readonly contract: Contract
  readonly operation: string
  readonly party: 'client' | 'deployment'
  readonly place: Place
  /** What it is called in ids, if its place alone does not tell it from others: one of several media types. */
  readonly label?: string
  /** What of the value is text, which tells no types apart; nothing if left out. */
  readonly text?: WireText
}

/**
 * The constraints of a schema at a place: one for each keyword at each kind of instance. What stands in `allOf`, `then`,
 * `else`, `dependentSchemas` and behind `$ref` is about the same instance; the branches of `anyOf`, `oneOf` and `not` are
 * theirs alone.
 */
export function schemaConstraints(context: SchemaContext, root: SchemaNode): SchemaConstraint[] {
  const demands = demandsIn(visited(context, root))
  const constraints = withUniqueIds(demands.map(({ constraint }) => constraint))
  const siblings = new Map<string, SchemaConstraint[]>()
  for (const [index, constraint] of constraints.entries()) {
    const key = JSON.stringify([constraint.kind, constraint.pointer, demands[index]?.set])
    siblings.set(key, [...(siblings.get(key) ?? []), constraint])
  }
  const implied = new Map([...siblings.values()].flatMap(impliedBySiblings))
  return constraints.map((constraint) => {
    const reason = constraint.implied ?? implied.get(constraint)
    return reason === undefined ? constraint : { ...constraint, implied: reason }
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
  /** How many schemas lead there. */
  readonly level: number
  /** What it asks, in the order of the document. */
  readonly parts: Part[]
}

/** One constraint, and which values it is about. */
interface SchemaDemand {
  readonly constraint: SchemaConstraint
  readonly set: Instances['set']
}

type Part = Visit | SchemaDemand

/** A few schemas can refer to each other in more ways than fit a memory. */
const MOST_VISITS = 5000
/** No value is made that is nearly as deep. */
const MOST_LEVELS = 200

/** A schema with all that stands below it. */
function visited(context: SchemaContext, node: SchemaNode): Visit {
  const start: Visit = { node, pointer: '', set: [], within: undefined, level: 0, parts: [] }
  const visits = [start]
  // Level by level, so that if there are too many places the deepest are left out.
  for (let index = 0; index < visits.length && index < MOST_VISITS; index++) {
    const visit = visits[index]
    if (visit) visits.push(...read(context, visit))
  }
  return start
}

/** Everything that a schema asks, in the order of the document. */
function demandsIn(visit: Visit): SchemaDemand[] {
  const demands: SchemaDemand[] = []
  const parts: Part[] = [visit]
  for (let part = parts.pop(); part; part = parts.pop()) {
    if ('parts' in part) parts.push(...part.parts.toReversed())
    else demands.push(part)
  }
  return demands
}

/** Reads what a schema asks into its parts, and gives back the schemas below it. */
function read(context: SchemaContext, visit: Visit): Visit[] {
  const { node, pointer, set, parts } = visit
  const { schema, source } = node
  const below: Visit[] = []

  function add<K extends Keyword>(
    kind: K,
    value: KeywordValues[K],
    of: Pointer,
    keywordPointer: Pointer,
    unjudged?: string,
  ): void {
    const { operation, party, place, label = placeLabel(place), text = TYPED } = context
    const isOwnFormat = kind === 'format' && typeof value === 'string' && context.contract.formats?.has(value)
    const implied = unjudged ?? (isOwnFormat ? undefined : impliedBy(kind, value, node, of, place, text))
    // For each K this is that member of the union, which TypeScript cannot see through a type parameter.
    const constraint = {
      operation,
      party,
      about: 'value',
      kind,
      id: `${operation} ${label} ${of === '' ? '' : `${of} `}${kind}`,
      value,
      place,
      pointer: of,
      node,
      source: { file: source.file, pointer: source.pointer + keywordPointer },
      ...(implied && { implied }),
      ...(unjudged && { isUnjudged: true }),
    } as SchemaConstraint
    parts.push({ constraint, set })
  }
  function enter(next: SchemaNode, instances: Instances): void {
    if (visit.level >= MOST_LEVELS || isWithin(visit, next)) return
    const entered: Visit = { ...instances, node: next, within: visit, level: visit.level + 1, parts: [] }
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
      const demand = readKeyword(keyword, value)
      if (demand !== undefined) add(keyword, demand, pointer, appendToken('', keyword))
    }
    if (keyword === UNJUDGED_PATTERN && typeof value === 'string')
      add('pattern', value, pointer, '/pattern', WHY_UNJUDGED)
    if (isSubschemaKeyword(keyword)) for (const child of subschemas(node, keyword)) descend(child)
  }
  return below
}

/** Whether the way to a visit leads through a schema already: in a recursion the first round stands for all. */
function isWithin(visit: Visit, { source }: SchemaNode): boolean {
  for (let ancestor: Visit | undefined = visit; ancestor; ancestor = ancestor.within)
    if (ancestor.node.source.pointer === source.pointer && ancestor.node.source.file === source.file) return true
  return false
}
