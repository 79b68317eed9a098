import { fullFormats } from 'ajv-formats/dist/formats.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codePointLength, equal, isArray, isObject, type Json, type JsonObject } from '../../../src/json/index.ts'
import { SchemaValidator } from '../../../src/judging/messages/index.ts'
import { arbitrary } from '../../../src/planning/arbitraries/index.ts'
import { FORMAT_TEXTS } from '../../../src/planning/generators/format-texts.ts'
import { SchemaBench } from '../../support/contracts.ts'
import { negativesBreakOne, positivesAreValid, samplesOf, seedsDecide, shrunk } from '../../support/generator-laws.ts'
import { KEYWORD_SCHEMAS } from '../../support/keyword-schemas.ts'

const bench = new SchemaBench()
const validator = new SchemaValidator(bench.contract)

test('the table has every format that is generated and asserted', () => {
  const asserted = Object.keys(FORMAT_TEXTS).filter((format) => Object.hasOwn(fullFormats, format))
  const sampled = KEYWORD_SCHEMAS.flatMap(({ schema }) => (isObject(schema) ? (schema.format ?? []) : []))
  expect(sampled.sort()).toEqual(asserted.sort())
})

describe.each(KEYWORD_SCHEMAS)('$keyword of $schema', ({ keyword, schema, schemas, least, reached, ...more }) => {
  const node = bench.node(schema, schemas)
  const generated = { reader: bench.contract, node, validate: validator.compile(node) }

  test('positives conform', () => positivesAreValid(generated))

  test('the keyword is broken alone', () => {
    const places = negativesBreakOne(generated).map((place) =>
      place.replace(/^\/(?:schema|components\/schemas\/\w+)/, ''),
    )
    const broken = 'broken' in more ? more.broken : `/${keyword}`
    expect(places).toContain(broken)
  })

  test('seeds decide', () => seedsDecide(generated))

  test('any failure shrinks to the least value', () => {
    for (const value of samplesOf(generated, 30))
      expectOneOf(
        least,
        shrunk(generated, value, () => true),
      )
  })

  test('bounds, members, branches and what is optional are reached', () => {
    const values = samplesOf(generated, 400)
    for (const [name, isThere] of Object.entries(reached)) expect(values.some(isThere), name).toBe(true)
  })
})

function expectOneOf(wanted: readonly (Json | RegExp)[], value: Json): void {
  const isThere = wanted.some((one) => (one instanceof RegExp ? one.test(String(value)) : equal(one, value)))
  expect(isThere, JSON.stringify(value)).toBe(true)
}

describe('a planted fault is told by the least value that shows it', () => {
  const text = { type: 'string', maxLength: 1000 }
  const ascii = { type: 'string', pattern: '^[a-z]*$', maxLength: 60 }
  const integer = { type: 'integer', minimum: 0 }
  const list = { type: 'array', items: integer, maxItems: 20 }
  const tree = { type: 'object', required: ['n'], properties: { n: integer, s: text, l: list } }
  const longer = (limit: number) => (value: Json) => codePointLength(String(value)) > limit

  test.each<[string, JsonObject, (value: Json) => boolean, Json]>([
    ['texts longer than 41', text, longer(41), 'a'.repeat(42)],
    ['texts of a pattern longer than 41', ascii, longer(41), 'a'.repeat(42)],
    ['texts past ASCII', text, (value) => /[^\x00-\x7f]/.test(String(value)), 'one point'],
    ['integers over 41', integer, (value) => Number(value) > 41, 42],
    ['integers over a million', integer, (value) => Number(value) > 1e6, 1_000_001],
    ['numbers over 41', { type: 'number' }, (value) => Number(value) > 41, 42],
    ['multiples over 41', { type: 'integer', multipleOf: 5 }, (value) => Number(value) > 41, 45],
    ['arrays of more than 4', list, (value) => isArray(value) && value.length > 4, [0, 0, 0, 0, 0]],
    ['an item over 41', list, (value) => isArray(value) && value.some((item) => Number(item) > 41), [42]],
    ['a property', tree, (value) => isObject(value) && Object.hasOwn(value, 's'), { n: 0, s: '' }],
    ['a branch', { anyOf: [integer, text, list] }, isArray, []],
  ])('%s', (_, schema, fails, least) => {
    const node = bench.node(schema)
    const generated = { reader: bench.contract, node, validate: validator.compile(node) }
    const failing = samplesOf(generated, 300).filter(fails).slice(0, 10)
    expect(failing.length).toBeGreaterThan(2)
    for (const value of failing) {
      const found = shrunk(generated, value, fails)
      if (least === 'one point') expect(codePointLength(String(found))).toBe(1)
      else expect(found).toEqual(least)
    }
  })

  test('by fast-check as well, which then gives the path to it', () => {
    const property = () => fc.property(arbitrary(bench.contract, [bench.node(text)]), (value) => !longer(41)(value))
    const run = fc.check(property(), { seed: 5 })
    expect(run.counterexample).toEqual(['a'.repeat(42)])
    const again = fc.check(property(), { seed: 5, path: run.counterexamplePath ?? '', endOnFailure: true })
    expect(again.counterexample).toEqual(run.counterexample)
  })
})
