import { parameterKey, type SchemaConstraint } from '../../contract/constraints/index.ts'
import {
  appendToken,
  equal,
  isArray,
  isObject,
  isTemplateOf,
  type Json,
  type Pointer,
  withValueAt,
} from '../../json/index.ts'
import type { Base } from './base.ts'
import type { Draft } from './draft.ts'
import { isCarried } from './parameter-wire.ts'

/** A text, number or boolean somewhere in a request. */
export interface Leaf {
  /** Of the parameter, or of the closest property: `user_id`. */
  readonly name: string
  readonly value: Json
  /** What the document asks of it. */
  readonly constraints: readonly SchemaConstraint[]
}

/** Leaves of one value that are looked at. */
const MOST_LEAVES = 100

/**
 * The draft with other leaves: of what `choose` gives for one the first that the schema allows. Parameters that the
 * user gave stay, and so does a leaf for which nothing fits.
 */
export function withLeaves(base: Base, draft: Draft, choose: (leaf: Leaf) => readonly Json[]): Draft {
  const { judge, body, given } = base
  const parameters = new Map(draft.parameters)
  for (const parameter of judge.operation.parameters) {
    const key = parameterKey(parameter)
    const value = parameters.get(key)
    // What is usual may exist: a request that may change it stays elsewhere.
    if (base.guard.guards(key)) continue
    if (value === undefined || given.has(key) || base.secret.has(key) || base.carried.has(key)) continue
    const place = { side: 'request', in: parameter.in, name: parameter.name } as const
    const constraints = judge.constraintsAt(place)
    const fits = (candidate: Json): boolean =>
      isCarried(judge, parameter, candidate) && judge.issues(place, parameter.schema, candidate).length === 0
    parameters.set(key, replaced(value, parameter.name, constraints, choose, fits))
  }
  const schema = body?.media.schema
  if (!body || !schema || draft.body === undefined) return { ...draft, parameters }
  const place = { side: 'request', in: 'body', mediaType: body.media.name } as const
  const constraints = judge.constraintsAt(place)
  const fits = (candidate: Json): boolean => judge.issues(place, schema, candidate).length === 0
  return { ...draft, parameters, body: replaced(draft.body, '', constraints, choose, fits) }
}

function replaced(
  whole: Json,
  name: string,
  constraints: readonly SchemaConstraint[],
  choose: (leaf: Leaf) => readonly Json[],
  fits: (whole: Json) => boolean,
): Json {
  let current = whole
  for (const leaf of leavesOf(whole, name).slice(0, MOST_LEAVES)) {
    const here = constraints.filter(({ pointer }) => isTemplateOf(pointer, leaf.pointer))
    for (const value of choose({ name: leaf.name, value: leaf.value, constraints: here })) {
      const candidate = equal(value, leaf.value) ? current : withValueAt(current, leaf.pointer, value)
      if (candidate !== current && !fits(candidate)) continue
      current = candidate
      break
    }
  }
  return current
}

/** Where the leaves of a value are; `name` is that of the value. */
export function leavesOf(
  value: Json,
  name: string,
  pointer: Pointer = '',
): { name: string; pointer: Pointer; value: Json }[] {
  if (isArray(value)) return value.flatMap((item, index) => leavesOf(item, name, appendToken(pointer, index)))
  if (isObject(value))
    return Object.entries(value).flatMap(([key, member]) => leavesOf(member, key, appendToken(pointer, key)))
  return value === null ? [] : [{ name, pointer, value }]
}
