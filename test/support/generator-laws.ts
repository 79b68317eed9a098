import type { Value } from 'fast-check'
import { expect } from 'vitest'
import type { SchemaNode } from '../../src/contract/model/index.ts'
import { equal, type Json, withValueAt } from '../../src/json/index.ts'
import type { Validate } from '../../src/judging/messages/index.ts'
import { arbitrary } from '../../src/planning/arbitraries/index.ts'
import { Draws, edges, isMember, negatives, positive, type SchemaReader } from '../../src/planning/generators/index.ts'

/** A schema with its reader, and the validator of its values. */
export interface Generated {
  readonly reader: SchemaReader
  readonly node: SchemaNode
  readonly validate: Validate
}

const SAMPLES = 200
const MOST_STEPS = 5_000
const shown = (value: Json | undefined): string => (JSON.stringify(value) ?? 'nothing').slice(0, 300)

export function samplesOf({ reader, node }: Generated, count = SAMPLES): Json[] {
  const draws = new Draws(reader)
  return Array.from({ length: count }, (_, seed) => draws.value([node], seed))
}

/** Every interpreter gives only conforming values, by ajv and by `isMember`. They survive being written and read. */
export function positivesAreValid(generated: Generated): void {
  const { reader, node, validate } = generated
  const bases = (['fullest', 'barest'] as const).map((fullness) => positive(reader, [node], fullness))
  const varied = bases.flatMap((base) =>
    base === undefined
      ? []
      : edges(reader, [node], base).map(({ changes }) =>
          changes.reduce<Json>((all, { pointer, value }) => withValueAt(all, pointer, value), base),
        ),
  )
  for (const value of [...samplesOf(generated), ...bases, ...varied]) {
    expect(value).toBeDefined()
    if (value === undefined) continue
    expect(validate(value), shown(value)).toEqual([])
    expect(isMember(reader, node, value), shown(value)).toBe(true)
    // A negative zero is equal to what JSON.stringify makes of it.
    expect(equal(JSON.parse(JSON.stringify(value)), value), shown(value)).toBe(true)
  }
}

/** Each negative breaks one keyword at one place, and no two break the same. `isMember` refuses them as well. */
export function negativesBreakOne({ reader, node, validate }: Generated): string[] {
  const invalid = [...negatives(new Draws(reader), node, validate)]
  for (const { value, pointer, keyword, source } of invalid) {
    expect(validate(value), shown(value)).toMatchObject([{ pointer, keyword, source }])
    expect(isMember(reader, node, value), shown(value)).toBe(false)
  }
  const places = invalid.map(({ source }) => source.pointer)
  expect(new Set(places).size).toBe(places.length)
  return places
}

/** The same seed gives the same value, whatever was drawn before. */
export function seedsDecide({ reader, node }: Generated): void {
  const valuesOf = (seeds: readonly number[]): Json[] => {
    const draws = new Draws(reader)
    return seeds.map((seed) => draws.value([node], seed))
  }
  const seeds = Array.from({ length: 30 }, (_, seed) => seed)
  expect(valuesOf(seeds.toReversed()).reverse()).toEqual(valuesOf(seeds))
}

/** The least value that a value shrinks to while `fails` holds. Each step conforms and differs from the last. */
export function shrunk({ reader, node, validate }: Generated, value: Json, fails: (value: Json) => boolean): Json {
  const values = arbitrary(reader, [node])
  let current = value
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = firstFailing(values.shrink(current, undefined), fails)
    if (next === undefined) return current
    expect(validate(next), shown(next)).toEqual([])
    expect(next).not.toEqual(current)
    current = next
  }
  throw new Error(`shrinking ${shown(value)} does not end`)
}

function firstFailing(smaller: Iterable<Value<Json>>, fails: (value: Json) => boolean): Json | undefined {
  for (const { value } of smaller) if (fails(value)) return value
  return undefined
}
