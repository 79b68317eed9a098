import { parameterKey } from '../../contract/constraints/index.ts'
import {
  isArray,
  isObject,
  type Json,
  type JsonObject,
  type Pointer,
  parsePointer,
  property,
} from '../../json/index.ts'
import type { Base } from './base.ts'
import type { Draft, Twin } from './draft.ts'

/** So many optional parameters, or optional members of one object, stand beside a broken one. */
const MOST_BESIDE = 64
/** If there are more, those of one group do, among them the broken one. */
const GROUP = 32

/** What is broken in a request: a parameter, or a place in the body. */
export type Broken =
  | { readonly in: 'parameter'; readonly key: string }
  | { readonly in: 'body'; readonly pointer: Pointer }

/** Narrow twins by what they have, of each twin of a base. */
const NARROW = new WeakMap<Base, WeakMap<Draft, Map<string, Twin>>>()

/**
 * A twin for one broken place. Of many optional parameters, or members of an object, it has those of one group: if each
 * request had all of them, a plan would grow with the square of their number. Itself if it has no more than usual.
 */
export function narrowTwin(base: Base, twin: Twin, broken: Broken): Twin {
  const { draft } = twin
  const keys = groupsOf(optionalParameters(base, draft))
  const least = base.body?.barest
  const { body } = draft
  const isWide = body !== undefined && hasWide(body, least)
  if (!keys && !isWide) return twin
  const ofKey = broken.in === 'parameter' ? (keys?.get(broken.key) ?? 0) : 0
  const tokens = broken.in === 'body' ? parsePointer(broken.pointer) : []
  const way = isWide ? wayTo(body, least, tokens) : ''
  const ofBase = NARROW.get(base) ?? new WeakMap<Draft, Map<string, Twin>>()
  NARROW.set(base, ofBase)
  const ofTwin = ofBase.get(draft) ?? new Map<string, Twin>()
  ofBase.set(draft, ofTwin)
  const before = ofTwin.get(`${ofKey}${way}`)
  if (before) return before
  const kept = isWide ? narrowed(body, least, tokens) : body
  const parameters = keys
    ? new Map([...draft.parameters].filter(([key]) => (keys.get(key) ?? ofKey) === ofKey))
    : draft.parameters
  const isAllowed = kept === undefined || kept === body || conforms(base, kept)
  const narrow: Twin = {
    name: `${twin.name}, part ${ofTwin.size + 1}`,
    draft: { ...draft, parameters, body: isAllowed ? kept : body },
  }
  ofTwin.set(`${ofKey}${way}`, narrow)
  return narrow
}

function conforms({ judge, body }: Base, value: Json): boolean {
  const schema = body?.media.schema
  if (!body || !schema) return true
  return judge.issues({ side: 'request', in: 'body', mediaType: body.media.name }, schema, value).length === 0
}

/** Parameters that a request may lack, unless the user says what they are, by their keys. */
function optionalParameters(base: Base, { parameters }: Draft): readonly string[] {
  const before = OPTIONAL.get(parameters)
  if (before) return before
  const { judge, given, secret, carried } = base
  const optional = judge.operation.parameters.flatMap((parameter) => {
    const key = parameterKey(parameter)
    const isKept = parameter.required || given.has(key) || secret.has(key) || carried.has(key)
    return isKept || !parameters.has(key) ? [] : [key]
  })
  OPTIONAL.set(parameters, optional)
  return optional
}

const OPTIONAL = new WeakMap<Draft['parameters'], readonly string[]>()

/** The group of each name; undefined if they are no more than usual. */
function groupsOf(names: readonly string[]): ReadonlyMap<string, number> | undefined {
  if (names.length <= MOST_BESIDE) return undefined
  const before = GROUPS.get(names)
  if (before) return before
  const groups = new Map(names.map((name, index) => [name, Math.floor(index / GROUP)]))
  GROUPS.set(names, groups)
  return groups
}

const GROUPS = new WeakMap<readonly string[], ReadonlyMap<string, number>>()

/** Members of an object that the least value of its place lacks. */
function optionalMembers(object: JsonObject, least: Json | undefined): readonly string[] {
  const before = MEMBERS.get(object)
  if (before) return before
  const members = Object.keys(object).filter((name) => !isObject(least ?? null) || memberOf(least, name) === undefined)
  MEMBERS.set(object, members)
  return members
}

const MEMBERS = new WeakMap<JsonObject, readonly string[]>()

const memberOf = (value: Json | undefined, name: string): Json | undefined =>
  isObject(value) ? property(value, name) : isArray(value) ? value[Number(name)] : undefined

/** Whether an object in a value has more optional members than usual. */
function hasWide(value: Json, least: Json | undefined): boolean {
  if (!isObject(value) && !isArray(value)) return false
  const before = WIDE.get(value)
  if (before !== undefined) return before
  const isWide =
    (isObject(value) && optionalMembers(value, least).length > MOST_BESIDE) ||
    Object.entries(value).some(([name, member]) => hasWide(member, memberOf(least, name)))
  WIDE.set(value, isWide)
  return isWide
}

const WIDE = new WeakMap<object, boolean>()

/** The groups that a place stands in, from the root on. */
function wayTo(value: Json, least: Json | undefined, tokens: readonly string[]): string {
  const [token, ...rest] = tokens
  const group = isObject(value) ? groupsOf(optionalMembers(value, least))?.get(token ?? '') : undefined
  const child = token === undefined ? undefined : memberOf(value, token)
  const here =
    group === undefined
      ? child !== undefined && hasWide(child, memberOf(least, token ?? ''))
        ? `/${token}`
        : ''
      : ` ${group}`
  return child === undefined ? here : here + wayTo(child, memberOf(least, token ?? ''), rest)
}

/** A value with one group of the members of each wide object: on the way to a place the one that this stands in. */
function narrowed(value: Json, least: Json | undefined, [token, ...rest]: readonly string[]): Json {
  const part = (name: string, member: Json): Json =>
    hasWide(member, memberOf(least, name))
      ? narrowed(member, memberOf(least, name), name === token ? rest : [])
      : member
  if (isArray(value)) return value.map((item, index) => part(String(index), item))
  if (!isObject(value)) return value
  const groups = groupsOf(optionalMembers(value, least))
  const chosen = groups?.get(token ?? '') ?? 0
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => (groups?.get(name) ?? chosen) === chosen)
      .map(([name, member]) => [name, part(name, member)]),
  )
}
