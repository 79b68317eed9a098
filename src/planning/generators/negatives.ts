import { addressOf, type SchemaNode, type Source } from '../../contract/model/index.ts'
import { type Json, type Pointer, typeOf, writeJson } from '../../json/index.ts'
import type { Validate } from '../../judging/messages/index.ts'
import { candidates, OF_EACH_TYPE } from './candidates.ts'
import type { Draws } from './draws.ts'
import { WORK_LIMITS } from './limits.ts'

/** A value that breaks one keyword at one place, and nothing else. */
export interface Negative {
  readonly value: Json
  readonly pointer: Pointer
  readonly keyword: string
  /** Where the keyword stands. */
  readonly source: Source
}

const SAMPLES = 60
/** Text of larger values takes too long to vary. */
const LARGEST = 2_000
const TYPES = ['object', 'array', 'string', 'integer', 'number', 'boolean', 'null'] as const

/**
 * For each keyword that can be broken alone, a value that breaks it, as `validate` judges; the nearest to a conforming
 * value comes first. They are found by trying at most `most` values: of every type, and conforming ones with one place
 * varied.
 */
export function* negatives(
  draws: Draws,
  node: SchemaNode,
  validate: Validate,
  most: number = WORK_LIMITS.negativeAttempts,
): Generator<Negative> {
  const broken = new Set<string>()
  let tried = 0
  const tries = function* (): Generator<Json> {
    for (const start of starts(draws, node)) yield* candidates(node.schema, start)
    yield* OF_EACH_TYPE
  }
  for (const value of tries()) {
    if (tried++ >= most) return
    const issues = validate(value)
    const [issue] = issues
    if (issue === undefined || issues.length > 1) continue
    const { pointer, keyword, source } = issue
    const key = addressOf(source)
    if (broken.has(key)) continue
    broken.add(key)
    yield { value, pointer, keyword, source }
  }
}

/** Conforming values: of each type the largest ones, which have most to break, and the smallest. */
function starts(draws: Draws, node: SchemaNode): Json[] {
  // A schema that no values are made from can still be broken.
  const values = [...draws.values([node], Array(SAMPLES).keys())]
  const sized = values.map((value) => ({ value, size: writeJson(value).length }))
  const usual = sized.filter(({ size }) => size <= LARGEST).sort((a, b) => b.size - a.size)
  return TYPES.flatMap((type) => {
    const all = usual.filter(({ value }) => typeOf(value) === type)
    return [...all.slice(0, 3), ...all.slice(3).slice(-1)].map(({ value }) => value)
  })
}
