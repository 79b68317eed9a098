import type { Arbitrary } from 'fast-check'
import type { SchemaConstraint } from '../constraints/index.ts'
import { arbitrary, breaches, fastCheck } from '../generators/index.ts'
import { type Json, valueAt } from '../json/index.ts'
import type { Base } from './base.ts'
import { isFile } from './body-base.ts'
import { applyFeatures, type Draft } from './draft.ts'
import type { Fault } from './negative-cases.ts'
import { baseDraft } from './positive-cases.ts'

/** `count` random conforming drafts and as many that break one thing: the same for the same seed. */
export function* randomDrafts(base: Base, count: number, seed: number): Generator<Fault> {
  if (count === 0) return
  const faulty = base.judge.constraints.filter(isBreakable)
  let index = -1
  for (const { parameters, body } of samples(base, count * 2, seed)) {
    index++
    const draft: Draft = { ...baseDraft(base, index), parameters, body }
    if (index % 2 === 0) yield { name: 'random conforming request', draft }
    else {
      const constraint = faulty[(index >> 1) % faulty.length]
      const fault = constraint && breakOne(base, constraint, draft, index)
      if (fault) yield fault
    }
  }
}

interface Values {
  readonly parameters: ReadonlyMap<string, Json>
  readonly body: Json | undefined
}

/** Values are made so many at a time: all at once they would fill the memory, one by one each would cost a start. */
const BATCH = 64

function* samples(base: Base, count: number, seed: number): Generator<Values> {
  const fc = fastCheck()
  const { operation, contract } = base.judge
  const parameters = operation.parameters.map((parameter): Arbitrary<[string, Json | undefined]> => {
    const key = `${parameter.in}.${parameter.name}`
    const given = base.parameterSets.flatMap((set) => (set.has(key) ? [set.get(key)] : []))
    const fixed =
      base.carried.has(key) ||
      (base.known && parameter.in === 'path') ||
      parameter.in === 'header' ||
      parameter.in === 'cookie'
    const values: Arbitrary<Json | undefined> = fixed
      ? fc.constantFrom(...given)
      : arbitrary(contract, [parameter.schema])
    const value = parameter.required ? values : fc.option(values, { nil: undefined })
    return value.map((one) => [key, one])
  })
  const body: Arbitrary<Json | undefined> =
    base.body?.media.schema && !isFile(base.body, '')
      ? arbitrary(base.body.contract, base.body.nodes)
      : fc.constant(base.body?.bodies[0]?.value)
  const values = fc.tuple(fc.tuple(...parameters), body)
  for (let from = 0; from < count; from += BATCH)
    for (const [pairs, one] of fc.sample(values, { seed: seed + from, numRuns: Math.min(BATCH, count - from) }))
      yield { parameters: new Map(pairs.filter(isGiven)), body: one }
}

const isGiven = (pair: readonly [string, Json | undefined]): pair is [string, Json] => pair[1] !== undefined

const isBreakable = (constraint: {
  readonly party: string
  readonly implied?: string
}): constraint is SchemaConstraint =>
  constraint.party === 'client' && constraint.implied === undefined && 'node' in constraint

function breakOne(base: Base, constraint: SchemaConstraint, draft: Draft, pick: number): Fault | undefined {
  const { place, pointer } = constraint
  const name = `random request that breaks ${constraint.id.slice(constraint.operation.length + 1)}`
  if (place.in === 'body') {
    if (
      place.side !== 'request' ||
      place.mediaType !== base.body?.media.name ||
      pointer.includes('*') ||
      draft.body === undefined
    )
      return undefined
    const current = valueAt(draft.body, pointer)
    if (current === undefined) return undefined
    const ways = breaches(constraint, current)
    const way = ways[pick % ways.length]
    return (
      way && {
        name,
        constraint: constraint.id,
        draft: applyFeatures(draft, [{ name, changes: [{ in: 'body', pointer, value: way.value }] }]),
      }
    )
  }
  const key = `${place.in}.${place.name}`
  if (base.carried.has(key) || base.secret.has(key)) return undefined
  const current = draft.parameters.get(key)
  if (current === undefined || pointer !== '') return undefined
  const ways = breaches(constraint, current).filter(({ value }) => value !== undefined && value !== '')
  const way = ways[pick % ways.length]
  return (
    way && {
      name,
      constraint: constraint.id,
      draft: applyFeatures(draft, [{ name, changes: [{ in: 'parameter', key, value: way.value }] }]),
    }
  )
}
