import { isSchemaConstraint, type SchemaConstraint } from '../../contract/constraints/index.ts'
import {
  addressOf,
  aspects,
  type Contract,
  type DocumentedResponse,
  type MediaType,
  type SchemaNode,
  subschemas,
} from '../../contract/model/index.ts'
import { instancesAt, isObject, type Json, lastToken, type Pointer, parentPointer, property } from '../../json/index.ts'
import type { OperationRules } from './operation-rules.ts'

/** Two properties of an object that are times, the first of which cannot be later. */
interface Pair {
  readonly parent: Pointer
  readonly earlier: string
  readonly later: string
}

/** Words that begin such names, `created_at` and `createdAt` alike: what comes first, and what comes after it. */
const ORDERS: readonly (readonly [earlier: string, later: readonly string[]])[] = [
  ['created', ['updated', 'modified', 'deleted']],
  ['creation', ['update', 'modification', 'deletion']],
  ['start', ['end', 'stop', 'finish']],
  ['started', ['ended', 'stopped', 'finished', 'completed']],
  ['begin', ['end']],
]

/** Clocks of two machines may differ by so much. */
const TOLERATED_MS = 1_000

/** Whether an object in a body ends before it begins: by names that leave no doubt, of times that no client can set. */
export function backwardTimes(
  rules: OperationRules,
  documented: DocumentedResponse,
  media: MediaType,
  body: Json,
): boolean {
  return pairsOf(rules, documented, media).some(({ parent, earlier, later }) =>
    instancesAt(body, parent).some((item) => {
      const [before, after] = [timeIn(item, earlier), timeIn(item, later)]
      return before !== undefined && after !== undefined && before - after > TOLERATED_MS
    }),
  )
}

function timeIn(item: Json, name: string): number | undefined {
  const text = isObject(item) ? property(item, name) : undefined
  const time = typeof text === 'string' && text !== '' ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}

const pairsByMedia = new WeakMap<MediaType, readonly Pair[]>()

function pairsOf(rules: OperationRules, documented: DocumentedResponse, media: MediaType): readonly Pair[] {
  const before = pairsByMedia.get(media)
  if (before) return before
  const times = rules.constraints
    .filter(isSchemaConstraint)
    .filter((constraint) => isTime(constraint, documented, media))
  const places = [...new Set(times.map(({ pointer }) => pointer))]
  const told = new Set(
    documented.advisories.flatMap((advisory) => (advisory.kind === 'order' ? advisory.properties : [])),
  )
  const pairs = places.flatMap((place): Pair[] => {
    const [earlier, parent] = [lastToken(place), parentPointer(place)]
    return places.flatMap((other): Pair[] => {
      const later = lastToken(other)
      if (parentPointer(other) !== parent || !isOrder(wordsOf(earlier), wordsOf(later))) return []
      // The document has a sentence of its own for these.
      return parent === '' && told.has(earlier) && told.has(later) ? [] : [{ parent, earlier, later }]
    })
  })
  const sent = pairs.length > 0 ? sentNames(rules.contract) : new Set()
  const own = pairs.filter(({ earlier, later }) => !sent.has(earlier) && !sent.has(later))
  pairsByMedia.set(media, own)
  return own
}

const isTime = (
  { kind, value, place }: SchemaConstraint,
  { status }: DocumentedResponse,
  { name }: MediaType,
): boolean =>
  kind === 'format' &&
  value === 'date-time' &&
  place.side === 'response' &&
  place.in === 'body' &&
  place.status === status &&
  place.mediaType === name

/** `createdAt`, `created_at` and `created-at` are `created` and `at`. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .map((word) => word.toLowerCase())

function isOrder([first = '', ...rest]: readonly string[], [second = '', ...others]: readonly string[]): boolean {
  if (rest.join(' ') !== others.join(' ')) return false
  return ORDERS.some(([earlier, later]) => earlier === first && later.includes(second))
}

/** Schemas that are looked through for names: a hostile document must not keep a reader busy. */
const MOST_SCHEMAS = 20_000

const sentByContract = new WeakMap<Contract, ReadonlySet<string>>()

/** The names of all properties that a request of the contract may have at any depth: what a client sets may be anything. */
function sentNames(contract: Contract): ReadonlySet<string> {
  const before = sentByContract.get(contract)
  if (before) return before
  const names = new Set<string>()
  const met = new Set<string>()
  const open: SchemaNode[] = contract.operations.flatMap(
    ({ requestBody }) => requestBody?.content.flatMap(({ schema }) => schema ?? []) ?? [],
  )
  for (let node = open.pop(); node && met.size < MOST_SCHEMAS; node = open.pop()) {
    const { schema, source } = node
    if (!isObject(schema) || met.has(addressOf(source))) continue
    met.add(addressOf(source))
    if (typeof schema.$ref === 'string') open.push(contract.resolve(schema.$ref, source))
    for (const { keyword, token, node: child } of subschemas(node)) {
      if (keyword === '$defs' || keyword === 'definitions') continue
      if (keyword === 'properties') {
        if (aspects(contract, child).some((part) => isObject(part.schema) && part.schema.readOnly === true)) continue
        names.add(String(token))
      }
      open.push(child)
    }
  }
  sentByContract.set(contract, names)
  return names
}
