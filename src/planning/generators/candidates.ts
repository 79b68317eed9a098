import type { SchemaNode } from '../../contract/model/index.ts'
import {
  appendToken,
  equal,
  isArray,
  isNumber,
  isObject,
  type Json,
  type Pointer,
  plus,
  property,
  valueAt,
  withoutProperty,
  withProperty,
  withValueAt,
} from '../../json/index.ts'
import { WORK_LIMITS } from './limits.ts'
import { astralText, plainText } from './text.ts'

/** Values of every type, short and long: the plainest breaches there are. */
export const OF_EACH_TYPE: readonly Json[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  1.5,
  1e300,
  '',
  'a',
  'A',
  'not-of-this-format',
  '\u0001',
  '(',
  [],
  [null],
  [[]],
  [{}],
  {},
  { a: null },
  { x_unknown: 'a' },
]

const MOST_HINTS = 200
const LONGEST = 20_000

/** Values that differ from `value` in one place, by what the schema names and by what any schema may object to. */
export function* candidates(schema: SchemaNode['schema'], value: Json): Generator<Json> {
  const hints = hintsOf(schema)
  let budget = WORK_LIMITS.candidates
  for (const pointer of placesIn(value, '', 0)) {
    const current = valueAt(value, pointer)
    if (current === undefined) continue
    for (const replacement of replacements(current, hints)) {
      if (budget-- <= 0) return
      yield withValueAt(value, pointer, replacement)
    }
    if (pointer !== '') yield withValueAt(value, pointer, undefined)
  }
}

interface Hints {
  readonly values: readonly Json[]
  readonly lengths: readonly number[]
  readonly names: readonly string[]
}

function* replacements(current: Json, { values, lengths, names }: Hints): Generator<Json> {
  // What is only just wrong comes first.
  if (typeof current === 'string')
    for (const length of lengths) {
      if (length > LONGEST) continue
      yield plainText(length)
      yield astralText(length)
      yield current.padEnd(length, 'a')
      yield [...current].slice(0, length).join('')
    }
  yield* values
  yield* OF_EACH_TYPE
  if (typeof current === 'string') {
    yield `${current}x`
    yield `x${current}`
    yield current.toUpperCase()
  }
  if (isNumber(current)) for (const step of [1, -1, 0.5, -0.5, 0.001, 1e6, -1e6]) yield plus(current, step)
  if (isArray(current)) {
    for (const length of lengths) {
      if (length > 2_000) continue
      const [first = null] = current
      yield Array.from({ length }, (_, index) => current[index] ?? first)
      yield Array.from({ length }, (_, index) => index)
      yield Array.from({ length }, () => null)
      if (length <= 20) for (const value of values.slice(0, 6)) yield Array.from({ length }, () => value)
    }
    for (const extra of [...values, ...OF_EACH_TYPE]) yield [...current, extra]
    if (current.length > 0) yield [...current, current[0] ?? null]
    yield current.slice(1)
    yield current.slice(0, -1)
    yield [...current].reverse()
  }
  if (isObject(current)) {
    for (const name of [...names, 'x_unknown', '', '??'])
      for (const extra of [...values, ...OF_EACH_TYPE])
        if (!same(property(current, name), extra)) yield withProperty(current, name, extra)
    for (const name of Object.keys(current)) yield withoutProperty(current, name)
    for (const length of lengths)
      if (length <= 200)
        yield { ...Object.fromEntries(Array.from({ length }, (_, index): [string, Json] => [`x${index}`, 1])) }
  }
}

const same = (a: Json | undefined, b: Json): boolean => a !== undefined && equal(a, b)

/** The constants of a schema and of all in it: bounds with their neighbours, members, names. */
function hintsOf(schema: Json): Hints {
  const values: Json[] = []
  const lengths = new Set<number>()
  const names = new Set<string>()
  const visit = (node: Json, depth: number): void => {
    if (depth > 20 || values.length > MOST_HINTS) return
    if (isArray(node)) for (const item of node) visit(item, depth + 1)
    if (!isObject(node)) return
    for (const [keyword, value] of Object.entries(node)) {
      if (keyword === 'const') values.push(value)
      if (keyword === 'prefixItems' && isArray(value)) lengths.add(value.length).add(value.length + 1)
      if (keyword === 'enum' && isArray(value)) values.push(...value.slice(0, MOST_HINTS))
      if (keyword === 'required' && isArray(value)) for (const name of value) names.add(String(name))
      if (keyword === 'properties' && isObject(value)) for (const name of Object.keys(value)) names.add(name)
      if (keyword === 'patternProperties' && isObject(value))
        for (const name of Object.keys(value)) names.add(name.replace(/[\^$\\.*+?()[\]{}|]/g, ''))
      if ((keyword === 'dependentRequired' || keyword === 'dependentSchemas') && isObject(value))
        for (const name of Object.keys(value)) names.add(name)
      if (isNumber(value)) {
        if (/Length|Items|Properties|Contains/.test(keyword) && typeof value === 'number')
          for (const length of [value - 1, value, value + 1]) lengths.add(Math.max(0, Math.floor(length)))
        else values.push(value, plus(value, 1), plus(value, -1), plus(value, 0.5), Number(value) / 2)
      }
      visit(value, depth + 1)
    }
  }
  visit(schema, 0)
  const first = values.slice(0, MOST_HINTS)
  const distinct = first.filter((value, index) => !first.slice(0, index).some((other) => equal(other, value)))
  return { values: distinct.slice(0, 60), lengths: [...lengths].slice(0, 20), names: [...names].slice(0, 30) }
}

function* placesIn(value: Json, pointer: Pointer, depth: number): Generator<Pointer> {
  yield pointer
  if (depth > 4) return
  if (isArray(value))
    for (const index of value.slice(0, 3).keys())
      yield* placesIn(value[index] ?? null, appendToken(pointer, index), depth + 1)
  else if (isObject(value))
    for (const [name, child] of Object.entries(value).slice(0, 20))
      yield* placesIn(child, appendToken(pointer, name), depth + 1)
}
