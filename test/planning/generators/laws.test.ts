import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isEdge, type SchemaConstraint } from '../../../src/contract/constraints/index.ts'
import { schemaConstraints } from '../../../src/contract/constraints/schema-constraints.ts'
import {
  codePointLength,
  instancesAt,
  isArray,
  type Json,
  typeOf,
  valueAt,
  withValueAt,
} from '../../../src/json/index.ts'
import { SchemaValidator } from '../../../src/judging/messages/index.ts'
import { arbitrary } from '../../../src/planning/arbitraries/index.ts'
import { breaches, edges, positive } from '../../../src/planning/generators/index.ts'
import { SchemaBench } from '../../support/contracts.ts'
import { SCHEMA_SAMPLES } from '../../support/schema-samples.ts'

const bench = new SchemaBench()
const { contract } = bench
const validator = new SchemaValidator(contract)

const SAMPLES = SCHEMA_SAMPLES.map(({ name, schema, schemas, longest, loose = [] }) => {
  const node = bench.node(schema, schemas)
  const validate = validator.compile(node)
  const issues = (value: Json) => validate(value).map(({ pointer, keyword }) => `${pointer} ${keyword}`)
  const place = { side: 'request', in: 'body', mediaType: 'application/json' } as const
  const constraints: readonly SchemaConstraint[] = schemaConstraints(
    { contract, operation: 'op', party: 'client', place },
    node,
  )
  return { name, node, issues, constraints, longest, loose }
})

const LIMITS = new Set<string>([
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'enum',
  'const',
])
const TRIED = new Set<string>(['pattern', 'format', 'anyOf', 'oneOf', 'not'])
const isKnownFormat = (format: string): boolean => format !== 'fancy'
/** A pattern, a format or a step has the say over lengths and bounds. */
const isOverruled = ({ node: { schema } }: SchemaConstraint): boolean =>
  typeof schema === 'object' && ['pattern', 'format', 'multipleOf'].some((keyword) => schema[keyword] !== undefined)

const size = (value: Json): number =>
  typeof value === 'string'
    ? codePointLength(value)
    : isArray(value)
      ? value.length
      : typeof value === 'number'
        ? value
        : 0

describe.each(SAMPLES)('of $name', ({ node, issues, constraints, longest, loose }) => {
  const fullest = positive(contract, [node], 'fullest')
  const barest = positive(contract, [node], 'barest')

  it('positives are valid', () => {
    expect(fullest).toBeDefined()
    for (const value of [fullest, barest])
      if (value !== undefined) expect(issues(value), JSON.stringify(value)).toEqual([])
  })

  it('edges are valid, named once for each place, and vary that place alone', () => {
    for (const base of [fullest, barest]) {
      if (base === undefined) continue
      const names = new Set<string>()
      for (const { name, at, changes } of edges(contract, [node], base)) {
        expect(names.has(`${at} ${name}`), `${at} ${name}`).toBe(false)
        names.add(`${at} ${name}`)
        for (const { pointer } of changes) expect(`${pointer}/`.startsWith(`${at}/`)).toBe(true)
        const value = changes.reduce<Json>((all, change) => withValueAt(all, change.pointer, change.value), base)
        if (loose.includes('edges')) continue
        expect(issues(value), `${at} ${name}: ${JSON.stringify(changes).slice(0, 200)}`).toEqual([])
      }
    }
  })

  it('each limit of a value has an edge at it', () => {
    if (fullest === undefined || loose.includes('edges') || loose.includes('limits')) return
    const reached = edges(contract, [node], fullest).map(({ changes }) =>
      changes.reduce<Json>((all, change) => withValueAt(all, change.pointer, change.value), fullest),
    )
    for (const constraint of constraints) {
      if (!LIMITS.has(constraint.kind) || constraint.implied !== undefined) continue
      const isThere = (root: Json) => instancesAt(root, constraint.pointer).some((one) => isEdge(constraint, one))
      // Where the value is of another branch, or a limit is past what is sent, there is nothing to reach.
      if (instancesAt(fullest, constraint.pointer).length === 0) continue
      if (!isOverruled(constraint)) expect(reached.some(isThere), constraint.id).toBe(true)
    }
  })

  it('what is like an edge is valid too', () => {
    for (const { at, like = [] } of edges(contract, [node], fullest ?? null))
      for (const value of like)
        expect(issues(withValueAt(fullest ?? null, at, value)), JSON.stringify(value)).toEqual([])
  })

  it('breaches are named once, and break what they are meant to', () => {
    if (fullest === undefined) return
    for (const constraint of constraints) {
      const pointer = constraint.pointer.replaceAll('*', '0')
      const current = valueAt(fullest, pointer)
      if (constraint.pointer.includes('*') || (current === undefined && constraint.kind !== 'required')) continue
      const ways = breaches(constraint, current ?? null)
      expect(new Set(ways.map(({ name }) => name)).size).toBe(ways.length)
      const broken = ways.filter(({ value }) => issues(withValueAt(fullest, pointer, value)).length > 0)
      if (constraint.kind === 'format' && !isKnownFormat(constraint.value)) continue
      // Whether another text, or type, breaks these can only be tried.
      if (TRIED.has(constraint.kind)) expect(broken.length, constraint.id).toBeGreaterThan(0)
      else expect(broken.map(({ name }) => name)).toEqual(ways.map(({ name }) => name))
      if (constraint.implied === undefined) expect(ways.length, constraint.id).toBeGreaterThan(0)
    }
  })

  it('the same comes out of the same', () => {
    const twice = (make: () => unknown) => expect(JSON.stringify(make())).toBe(JSON.stringify(make()))
    twice(() => positive(contract, [node], 'fullest'))
    twice(() => edges(contract, [node], fullest ?? null))
    twice(() => constraints.map((constraint) => breaches(constraint, fullest ?? null)))
    twice(() => fc.sample(arbitrary(contract, [node]), { seed: 7, numRuns: 20 }))
  })

  it('random values are valid, and come to the maximum', () => {
    let greatest = 0
    fc.assert(
      fc.property(arbitrary(contract, [node]), (value) => {
        greatest = Math.max(greatest, size(value))
        expect(issues(value), JSON.stringify(value).slice(0, 300)).toEqual([])
        // It survives being written and read.
        expect(typeOf(JSON.parse(JSON.stringify(value)))).toBe(typeOf(value))
      }),
      { numRuns: loose.includes('random') ? 0 : longest === undefined ? 60 : 200, seed: 1, endOnFailure: true },
    )
    if (longest !== undefined) expect(greatest).toBe(longest)
  })
})
