import type { Arbitrary } from 'fast-check'
import type { SchemaConstraint } from '../constraints/index.ts'
import { arbitrary, breaches, fastCheck } from '../generators/index.ts'
import { type Json, valueAt } from '../json/index.ts'
import type { Base } from './base.ts'
import { applyFeatures, type Draft } from './draft.ts'
import type { Fault } from './negative-cases.ts'
import { baseDraft } from './positive-cases.ts'

/** A random draft, and where among the draws of the plan's seed it stands. */
export interface RandomDraft extends Fault {
  /** Which draw it is, counted from 0 and, behind colons, the steps of fast-check's shrinking from there. */
  readonly path: string
}

interface Values {
  readonly parameters: ReadonlyMap<string, Json>
  readonly body: Json | undefined
}

/** Values are made so many at a time: all at once they would fill the memory, one by one each would cost a start. */
const BATCH = 64

/** The random drafts of an operation, by turns conforming and breaking one thing: the same for the same seed. */
export class RandomDrafts {
  readonly #base: Base
  readonly #seed: number
  readonly #faulty: readonly SchemaConstraint[]
  #values: Arbitrary<Values> | undefined

  constructor(base: Base, seed: number) {
    this.#base = base
    this.#seed = seed
    this.#faulty = base.judge.constraints.filter(isBreakable)
  }

  /** As many conforming as single-fault drafts; of the latter those are left out that cannot be made. */
  *pairs(count: number): Generator<RandomDraft> {
    for (let from = 0; from < count * 2; from += BATCH) {
      const numRuns = Math.min(BATCH, count * 2 - from)
      for (const [index, values] of fastCheck()
        .sample(this.#arbitrary(), { seed: this.#seed + from, numRuns })
        .entries()) {
        const draft = this.#draft(from + index, values)
        if (draft) yield { ...draft, path: String(from + index) }
      }
    }
  }

  /** The draft at a path. */
  at(path: string): RandomDraft | undefined {
    const { index, ...place } = this.#place(path)
    const [values] = fastCheck().sample(this.#arbitrary(), { ...place, numRuns: 1 })
    const draft = values && this.#draft(index, values)
    return draft && { ...draft, path }
  }

  /**
   * Gives back the path of the smallest draft that fails in the way of the one at `path`, as far as `fails` tells: it
   * is asked of ever smaller ones, one at a time.
   */
  async shrink(path: string, fails: (draft: Fault) => Promise<boolean>): Promise<string> {
    const fc = fastCheck()
    const { index, ...place } = this.#place(path)
    const thrown: unknown[] = []
    let isFirst = true
    const holds = async (values: Values): Promise<boolean> => {
      // The first one is known to fail.
      if (isFirst) {
        isFirst = false
        return false
      }
      const draft = this.#draft(index, values)
      if (!draft || thrown.length > 0) return true
      try {
        return !(await fails(draft))
      } catch (error) {
        // No failure of what is tried.
        thrown.push(error)
        return true
      }
    }
    const { counterexamplePath } = await fc.check(fc.asyncProperty(this.#arbitrary(), holds), { ...place, numRuns: 1 })
    if (thrown.length > 0) throw thrown[0]
    const [, ...steps] = (counterexamplePath ?? place.path).split(':')
    return [index, ...steps].join(':')
  }

  /** Where fast-check finds a draw: with the seed and within the draws of its batch. */
  #place(path: string): { readonly index: number; readonly seed: number; readonly path: string } {
    const [first = '0', ...steps] = path.split(':')
    const index = Number(first)
    const from = index - (index % BATCH)
    return { index, seed: this.#seed + from, path: [index - from, ...steps].join(':') }
  }

  #draft(index: number, { parameters, body }: Values): Fault | undefined {
    const draft: Draft = { ...baseDraft(this.#base, index), parameters, body }
    if (index % 2 === 0) return { name: RANDOM_REQUEST, draft }
    const constraint = this.#faulty[(index >> 1) % this.#faulty.length]
    return constraint && breakOne(this.#base, constraint, draft, index)
  }

  #arbitrary(): Arbitrary<Values> {
    this.#values ??= valuesOf(this.#base)
    return this.#values
  }
}

/** Names all random conforming requests: each speaks for all. */
export const RANDOM_REQUEST = 'random conforming request'

function valuesOf(base: Base): Arbitrary<Values> {
  const fc = fastCheck()
  const { operation, contract } = base.judge
  const parameters = operation.parameters.map((parameter): Arbitrary<[string, Json | undefined]> => {
    const key = `${parameter.in}.${parameter.name}`
    const given = base.parameterSets.flatMap((set) => (set.has(key) ? [set.get(key)] : []))
    const fixed = (base.known && parameter.in === 'path') || parameter.in === 'header' || parameter.in === 'cookie'
    const values: Arbitrary<Json | undefined> = fixed
      ? fc.constantFrom(...given)
      : arbitrary(contract, [parameter.schema])
    const value = parameter.required ? values : fc.option(values, { nil: undefined })
    return value.map((one) => [key, one])
  })
  const schema = base.media?.schema
  const body: Arbitrary<Json | undefined> = schema ? arbitrary(contract, [schema]) : fc.constant(base.bodies[0]?.value)
  return fc
    .tuple(fc.tuple(...parameters), body)
    .map(([pairs, one]) => ({ parameters: new Map(pairs.filter(isGiven)), body: one }))
}

const isGiven = (pair: readonly [string, Json | undefined]): pair is [string, Json] => pair[1] !== undefined

const isBreakable = (constraint: {
  readonly party: string
  readonly implied?: string
}): constraint is SchemaConstraint =>
  constraint.party === 'client' && constraint.implied === undefined && 'node' in constraint

function breakOne({ media }: Base, constraint: SchemaConstraint, draft: Draft, pick: number): Fault | undefined {
  const { place, pointer } = constraint
  const name = `random request that breaks ${constraint.id.slice(constraint.operation.length + 1)}`
  if (place.in === 'body') {
    if (
      place.side !== 'request' ||
      place.mediaType !== media?.name ||
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
