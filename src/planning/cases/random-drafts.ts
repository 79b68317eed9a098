import type { Arbitrary } from 'fast-check'
import {
  type Constraint,
  isRequestConstraint,
  parameterKey,
  type SchemaConstraint,
  shortId,
} from '../../contract/constraints/index.ts'
import type { SchemaNode } from '../../contract/model/index.ts'
import { isPlain } from '../../http/index.ts'
import { type Json, valueAt } from '../../json/index.ts'
import { arbitrary, fastCheck } from '../arbitraries/index.ts'
import { breaches, Dice, Draws, isRefusal, madeOrRefused } from '../generators/index.ts'
import type { Base } from './base.ts'
import { baseDraft } from './base-draft.ts'
import { isFile } from './body-base.ts'
import type { NamedDraft } from './draft.ts'
import { applyFeatures, type Draft } from './draft.ts'
import { withoutPlaces } from './footing.ts'
import type { Guard } from './guard.ts'
import { harmlessly } from './harmless.ts'
import { isCarried, isSendable } from './parameter-wire.ts'

/** A random draft, and where among the draws of the plan's seed it stands. */
export interface RandomDraft extends NamedDraft {
  /** Which draw it is, counted from 0 and, behind colons, the steps of fast-check's shrinking from there. */
  readonly path: string
}

/** One value for each part, in the order of the parts; undefined if an optional one is left out. */
type Values = (Json | undefined)[]

/** Where a random value goes, and how it is made from 32 bits. */
interface RandomPart {
  /** `in.name` of a parameter; undefined for the body. */
  readonly key: string | undefined
  readonly draw: (seed: number) => Json | undefined
  /** The same values for fast-check, to shrink them. */
  readonly arbitrary: () => Arbitrary<Json | undefined>
}

/**
 * The random drafts of an operation, by turns conforming and the same with one thing broken: the same for the same
 * seed. Each follows from the seed and its number alone.
 */
export class RandomDrafts {
  /** What is not random although it should be, and why. */
  readonly refusals: readonly string[]
  readonly #base: Base
  readonly #seed: number
  readonly #breakable: readonly SchemaConstraint[]
  readonly #parts: readonly RandomPart[]
  #arbitrary: Arbitrary<Values> | undefined

  constructor(base: Base, seed: number) {
    const refusals: string[] = []
    this.#base = base
    this.#seed = seed
    this.#breakable = base.judge.constraints.filter(isBreakable)
    this.#parts = partsOf(base, (refusal) => refusals.push(refusal))
    this.refusals = refusals
  }

  /** As many conforming as single-fault drafts; of the latter those are left out that cannot be made. */
  *pairs(count: number): Generator<RandomDraft> {
    for (let pair = 0; pair < count; pair++) {
      const values = this.#drawn(pair)
      for (const index of [pair * 2, pair * 2 + 1]) {
        const draft = this.#draft(index, values)
        if (draft) yield { ...draft, path: String(index) }
      }
    }
  }

  /** The conforming drafts, for fast-check: what it draws and shrinks. Now and then one does not conform. */
  arbitrary(): Arbitrary<Draft> {
    const draft = baseDraft(this.#base)
    return this.#values().map((values) => this.#filled(draft, values))
  }

  /** The draft at a path. */
  at(path: string): RandomDraft | undefined {
    const { index, steps } = parsed(path)
    const drawn = this.#drawn(index >> 1)
    // The draw is the first of fast-check's examples.
    const place = { examples: [drawn], path: ['0', ...steps].join(':'), numRuns: 1 }
    const [values] = steps.length === 0 ? [drawn] : fastCheck().sample(this.#values(), place)
    const draft = values && this.#draft(index, values)
    return draft && { ...draft, path }
  }

  /**
   * Gives back the path of the smallest draft that fails in the way of the one at `path`, as far as `fails` tells: it
   * is asked of ever smaller ones, one at a time.
   */
  async shrink(path: string, fails: (draft: NamedDraft) => Promise<boolean>): Promise<string> {
    const fc = fastCheck()
    const { index, steps } = parsed(path)
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
    const examples: [Values][] = [[this.#drawn(index >> 1)]]
    const place = { examples, path: ['0', ...steps].join(':'), numRuns: 1 }
    const { counterexamplePath } = await fc.check(fc.asyncProperty(this.#values(), holds), place)
    if (thrown.length > 0) throw thrown[0]
    const [, ...stepsTaken] = (counterexamplePath ?? place.path).split(':')
    return [index, ...stepsTaken].join(':')
  }

  #drawn(pair: number): Values {
    // Apart by so much, no draw is the next one's beginning.
    const dice = new Dice(Math.imul(pair + 1, 0x9e3779b1) ^ this.#seed, 0)
    return this.#parts.map(({ draw }) => draw(dice.next()))
  }

  #draft(index: number, values: Values): NamedDraft | undefined {
    const pair = index >> 1
    const draft = this.#filled(baseDraft(this.#base, pair), values)
    const constraint = this.#breakable[pair % this.#breakable.length]
    const named =
      index % 2 === 0 ? { name: RANDOM_REQUEST, draft } : constraint && breakOne(this.#base, constraint, draft, pair)
    return named && harmlessly(this.#base, named)
  }

  #filled(draft: Draft, values: Values): Draft {
    const parameters = new Map<string, Json>()
    let body: Json | undefined
    for (const [index, { key }] of this.#parts.entries()) {
      const value = values[index]
      if (key === undefined) body = value
      else if (value !== undefined) parameters.set(key, value)
    }
    const { leftOut } = this.#base
    for (const { change } of leftOut) if (change.in === 'parameter') parameters.delete(change.key)
    const pointers = leftOut.flatMap(({ change }) => (change.in === 'body' ? [change.pointer] : []))
    const filled = body === undefined ? undefined : this.#base.guard.startBody(withoutPlaces(body, pointers))
    return { ...draft, parameters, body: filled }
  }

  #values(): Arbitrary<Values> {
    this.#arbitrary ??= fastCheck().tuple(...this.#parts.map((place) => place.arbitrary()))
    return this.#arbitrary
  }
}

function parsed(path: string): { readonly index: number; readonly steps: readonly string[] } {
  const [first = '0', ...steps] = path.split(':')
  return { index: Number(first), steps }
}

/** Names all random conforming requests: each speaks for all. */
export const RANDOM_REQUEST = 'random conforming request'

function partsOf(base: Base, refuse: (reason: string) => void): RandomPart[] {
  const { operation, contract } = base.judge
  const oneOf = (choices: readonly (Json | undefined)[]): Omit<RandomPart, 'key'> => ({
    draw: (seed) => choices[seed % choices.length],
    arbitrary: () => (choices.length === 0 ? fastCheck().constant(undefined) : fastCheck().constantFrom(...choices)),
  })
  const drawn = (nodes: readonly SchemaNode[], draws = Draws.of(contract)): Omit<RandomPart, 'key'> | undefined => {
    const draw = (seed: number) => madeOrRefused(() => draws.value(nodes, seed))
    const first = draw(0)
    if (isRefusal(first)) {
      refuse(first.message)
      return undefined
    }
    // If chance finds no value now and then, there is no request.
    const drawOrNothing = (seed: number): Json | undefined => {
      const value = draw(seed)
      return isRefusal(value) ? undefined : value
    }
    return { draw: drawOrNothing, arbitrary: () => arbitrary(draws, nodes) }
  }
  const parameters = operation.parameters.map((parameter): RandomPart => {
    const key = parameterKey(parameter)
    const givenValues = base.parameterSets.flatMap((set) => (set.has(key) ? [set.get(key)] : []))
    const isFixed = base.carried.has(key) || base.secret.has(key) || (base.known && parameter.in === 'path')
    const open = isFixed ? undefined : drawn([parameter.schema])
    const source = open && base.guard.guards(key) ? reachingNothing(base.guard, key, open) : open
    const givenSource = oneOf(givenValues)
    // What a header or cookie does not carry would be another value.
    const isSent = (value: Json | undefined): boolean => value !== undefined && isCarried(base.judge, parameter, value)
    const draw = (seed: number): Json | undefined => {
      const drawnValue = source?.draw(seed)
      return isSent(drawnValue) ? drawnValue : givenSource.draw(seed >>> 1)
    }
    const carriedArbitrary = (): Arbitrary<Json | undefined> =>
      (source ?? givenSource).arbitrary().map((value) => (isSent(value) ? value : givenValues[0]))
    const value = source ? { ...source, draw, ...(isPlain(parameter) && { arbitrary: carriedArbitrary }) } : givenSource
    if (parameter.required || base.guard.guards(key)) return { key, ...value }
    return {
      key,
      draw: (seed) => (seed % 2 === 0 ? value.draw(seed >>> 1) : undefined),
      arbitrary: () => fastCheck().option(value.arbitrary(), { nil: undefined }),
    }
  })
  const { body } = base
  const bodySource = body?.media.schema && !isFile(body, '') ? drawn(body.nodes, Draws.of(body.contract)) : undefined
  return [...parameters, { key: undefined, ...(bodySource ?? oneOf([body?.bodies[0]?.value])) }]
}

/** Random values of a parameter, each of which names nothing; undefined if one cannot be made so. */
function reachingNothing(guard: Guard, key: string, source: Omit<RandomPart, 'key'>): Omit<RandomPart, 'key'> {
  const made = (value: Json | undefined) => (value === undefined ? undefined : guard.namingNothing(key, value))
  const prefix = guard.impossible.get(key)
  const unmade = (value: unknown): Json | undefined => {
    const text = value as Json | undefined
    return typeof text === 'string' && typeof prefix === 'string' && text.startsWith(prefix)
      ? text.slice(prefix.length)
      : text
  }
  return {
    draw: (seed) => made(source.draw(seed)),
    arbitrary: () => source.arbitrary().map(made, unmade),
  }
}

const isBreakable = (constraint: Constraint): constraint is SchemaConstraint =>
  isRequestConstraint(constraint) && constraint.implied === undefined

function breakOne(base: Base, constraint: SchemaConstraint, draft: Draft, pick: number): NamedDraft | undefined {
  const { place, pointer } = constraint
  const name = `random request that breaks ${shortId(constraint)}`
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
    const ways = breaches(constraint, current, base.judge.contract)
    const way = ways[pick % ways.length]
    return (
      way && {
        name,
        constraint: constraint.id,
        draft: applyFeatures(draft, [{ name, changes: [{ in: 'body', pointer, value: way.value }] }]),
      }
    )
  }
  const key = parameterKey(place)
  if (base.carried.has(key) || base.secret.has(key)) return undefined
  const current = draft.parameters.get(key)
  if (current === undefined || pointer !== '') return undefined
  const parameter = base.judge.operation.parameters.find((candidate) => parameterKey(candidate) === key)
  const ways = breaches(constraint, current, base.judge.contract).filter(
    ({ value }) =>
      value !== undefined &&
      value !== '' &&
      parameter &&
      // Only what is carried as it stands has to be written to be known.
      (!isPlain(parameter) || isSendable(parameter, base.judge.writeParameter(parameter, value))),
  )
  const way = ways[pick % ways.length]
  return (
    way && {
      name,
      constraint: constraint.id,
      draft: applyFeatures(draft, [{ name, changes: [{ in: 'parameter', key, value: way.value }] }]),
    }
  )
}
