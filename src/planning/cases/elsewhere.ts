import { parameterKey } from '../../contract/constraints/index.ts'
import {
  appendToken,
  isNumber,
  isObject,
  type Json,
  lastToken,
  parentPointer,
  plus,
  valueAt,
} from '../../json/index.ts'
import { differencesOf } from '../../judging/messages/index.ts'
import type { Base } from './base.ts'
import { fullDraft } from './base-draft.ts'
import type { Case } from './case.ts'
import { applyFeatures, type Draft, type ValueChange } from './draft.ts'
import { harmless } from './harmless.ts'
import { isOrdered, yearsLater } from './in-order-of-names.ts'
import { isAsMeant, makeCase } from './make-case.ts'
import { plainestDraft } from './starts.ts'

/** Requests that have one value of another beside other values. */
const MOST_CASES = 5

/**
 * A request with what one place of it says, and with other values elsewhere: with others of its kind moved to where
 * names, or their absence, have them; without all that is optional; with all of it. No document says which go together.
 */
export function elsewhere(base: Base, testCase: Case, place: ValueChange): Case[] {
  const { judge } = base
  const { draft } = testCase
  if (!draft) return []
  const moved = partnersOf(base, draft, place).map((change) => applyFeatures(draft, [{ name: '', changes: [change] }]))
  const others = [plainestDraft(base), fullDraft(base)].map((other) =>
    applyFeatures({ ...other, accept: draft.accept }, [{ name: '', changes: [place] }]),
  )
  const cases: Case[] = []
  for (const candidate of [...moved, ...others]) {
    const kept = harmless(base, candidate)
    if (!kept || cases.length >= MOST_CASES) continue
    const made = makeCase(judge, `${testCase.name}, beside other values`, kept)
    const isNew = [testCase, ...cases].every(({ digest }) => digest !== made.digest)
    if (isNew && isAsMeant(made) && differencesOf(made.judged, testCase.judged).length > 0) cases.push(made)
  }
  return cases
}

/** Other places beside one, of values of its kind, moved before or behind it. */
function partnersOf(base: Base, draft: Draft, place: ValueChange): ValueChange[] {
  const { value } = place
  const name = place.in === 'parameter' ? place.key.slice(place.key.indexOf('.') + 1) : lastToken(place.pointer)
  const siblings = place.in === 'parameter' ? parametersOf(base, draft) : membersOf(draft, parentPointer(place.pointer))
  return siblings.flatMap(({ name: other, value: current, changeTo }): ValueChange[] => {
    if (other === name || value === undefined || kindOf(current) === undefined || kindOf(current) !== kindOf(value))
      return []
    const [behind, before] = [later(value, 1), later(value, -1)]
    const wanted = isOrdered(name, other)
      ? [behind, value]
      : isOrdered(other, name)
        ? [before, value]
        : [behind, before]
    return wanted.flatMap((moved) => (moved === undefined ? [] : [changeTo(moved)]))
  })
}

interface Sibling {
  readonly name: string
  readonly value: Json
  readonly changeTo: (value: Json) => ValueChange
}

const parametersOf = (base: Base, draft: Draft): Sibling[] =>
  base.judge.operation.parameters.flatMap((parameter) => {
    const key = parameterKey(parameter)
    const value = draft.parameters.get(key)
    if (value === undefined || base.given.has(key) || base.carried.has(key)) return []
    return [{ name: parameter.name, value, changeTo: (moved) => ({ in: 'parameter', key, value: moved }) }]
  })

function membersOf({ body }: Draft, parent: string): Sibling[] {
  const object = body === undefined ? undefined : valueAt(body, parent)
  if (object === undefined || !isObject(object)) return []
  return Object.entries(object).map(([name, value]) => ({
    name,
    value,
    changeTo: (moved) => ({ in: 'body', pointer: appendToken(parent, name), value: moved }),
  }))
}

/** Values that can stand in an order: numbers, dates, and times. */
const kindOf = (value: Json): string | undefined =>
  isNumber(value) ? 'number' : typeof value === 'string' && yearsLater(value, 0) !== undefined ? 'time' : undefined

const later = (value: Json, by: 1 | -1): Json | undefined =>
  isNumber(value) ? plus(value, by) : typeof value === 'string' ? yearsLater(value, by) : undefined
