import type { SchemaConstraint } from '../constraints/index.ts'
import { breaches, Dice, Draws } from '../generators/index.ts'
import { type Json, valueAt } from '../json/index.ts'
import type { Base } from './base.ts'
import { isFile, nodesOf } from './body-base.ts'
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

type Make = (seed: number) => Json | undefined

function* samples(base: Base, count: number, seed: number): Generator<Values> {
  const { operation, contract } = base.judge
  const draws = Draws.of(contract)
  const dice = new Dice(seed, 0)
  const parameters = operation.parameters.map((parameter): readonly [key: string, make: Make] => {
    const key = `${parameter.in}.${parameter.name}`
    const given = base.parameterSets.flatMap((set) => (set.has(key) ? [set.get(key)] : []))
    const fixed =
      base.carried.has(key) ||
      (base.known && parameter.in === 'path') ||
      parameter.in === 'header' ||
      parameter.in === 'cookie'
    const value: Make = (one) => (fixed ? given[Math.abs(one) % given.length] : draws.value([parameter.schema], one))
    return [key, parameter.required ? value : (one) => (one % 2 === 0 ? value(one) : undefined)]
  })
  const nodes =
    base.body?.media.schema && !isFile(base.body, '') ? nodesOf(base.body.media, base.body.format) : undefined
  for (let index = 0; index < count; index++) {
    const values = new Map<string, Json>()
    for (const [key, make] of parameters) {
      const value = make(dice.next())
      if (value !== undefined) values.set(key, value)
    }
    yield { parameters: values, body: nodes ? draws.value(nodes, dice.next()) : base.body?.bodies[0]?.value }
  }
}

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
