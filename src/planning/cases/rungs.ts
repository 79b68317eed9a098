import { parameterKey } from '../../contract/constraints/index.ts'
import { appendToken, equal, isObject, type Json, type Pointer, property, valueAt } from '../../json/index.ts'
import type { Base } from './base.ts'
import { fullDraft } from './base-draft.ts'
import type { Change, Draft, Feature, NamedDraft, ValueChange } from './draft.ts'
import { placeName } from './key-place.ts'

/** Further values of a place that are tried if the first is refused. */
const MOST_OTHERS = 2

/** Something optional that the fullest request of an operation has and another request lacks. */
export interface Rung extends Feature {
  readonly change: ValueChange
  /** The same place with other values. */
  readonly others: readonly Rung[]
}

/** What leads from a request up to the fullest one, place by place; `starts` give further values. */
export function rungsOf(base: Base, from: Draft, starts: readonly NamedDraft[]): Rung[] {
  const full = fullDraft(base)
  const drafts = [full, ...starts.map(({ draft }) => draft)]
  const parameters = base.judge.operation.parameters.flatMap((parameter): Rung[] => {
    const key = parameterKey(parameter)
    if (from.parameters.has(key) || base.carried.has(key)) return []
    const values = distinct(drafts.map((draft) => draft.parameters.get(key)))
    return rungOf(`request.${key}`, values, (value) => ({ in: 'parameter', key, value }))
  })
  // What is refused in the fullest body is missing in the barest one; the rest is added to that.
  const bodies = [full.body, base.body?.barest, ...starts.map(({ draft }) => draft.body)]
  const places = from.body === undefined ? [''] : lackingPlaces(from.body, full.body)
  const members = places.flatMap((pointer) =>
    rungOf(
      placeName({ place: 'body', pointer }),
      distinct(bodies.map((body) => (body === undefined ? undefined : valueAt(body, pointer)))),
      (value) => ({ in: 'body', pointer, value }),
      pointer === '' ? [{ in: 'contentType', value: full.contentType }] : [],
    ),
  )
  return [...parameters, ...members]
}

function rungOf(
  name: string,
  values: readonly Json[],
  changeOf: (value: Json) => ValueChange,
  besides: readonly Change[] = [],
): Rung[] {
  const rungs = values.map((value): Rung => {
    const change = changeOf(value)
    return { name, change, changes: [...besides, change], others: [] }
  })
  const [first, ...others] = rungs
  return first ? [{ ...first, others: others.slice(0, MOST_OTHERS) }] : []
}

function distinct(values: readonly (Json | undefined)[]): Json[] {
  const all = values.filter((value) => value !== undefined)
  return all.filter((value, index) => all.findIndex((other) => equal(other, value)) === index)
}

/** The members of `full` that `from` lacks; of an object that both have its members. */
function lackingPlaces(from: Json, full: Json | undefined, pointer: Pointer = ''): Pointer[] {
  if (full === undefined || !isObject(from) || !isObject(full)) return []
  return Object.entries(full).flatMap(([name, value]) => {
    const place = appendToken(pointer, name)
    const current = property(from, name)
    return current === undefined ? [place] : lackingPlaces(current, value, place)
  })
}
