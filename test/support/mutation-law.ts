import fc, { type Arbitrary } from 'fast-check'
import { expect } from 'vitest'
import { NotJudged, STEP_LIMITS, stepsSoFar } from '../../src/bounded/index.ts'
import { loadContract } from '../../src/contract/documents/index.ts'
import { type Contract, ContractError, type OperationName } from '../../src/contract/model/index.ts'
import {
  isObject,
  type Json,
  type JsonObject,
  lastToken,
  parentPointer,
  valueAt,
  withValueAt,
} from '../../src/json/index.ts'
import { OperationJudge } from '../../src/judging/messages/index.ts'
import { createResponder } from '../../src/mock/responder/index.ts'
import { createPlan } from '../../src/planning/cases/index.ts'
import { ORDERS } from '../contract/openapi/orders.ts'
import { placesOf } from './json-values.ts'
import { petstore } from './petstore.ts'
import { plannedWith } from './plan-laws.ts'

const nested = (levels: number, wrap: (inner: Json) => Json): Json =>
  Array.from({ length: levels }).reduce<Json>((inner) => wrap(inner), { type: 'string' })

const PATTERNS = [
  '^(a+)+$',
  '^(a|a|aa)*$',
  '(?=(a+))\\1b',
  '[',
  '(?i)a',
  '\\p{Nope}',
  '^[a-z]{500000}$',
  '(x+x+)+y',
  '\\A[[:alpha:]]',
]
const LIMITS = [-1, 0, 0.5, 1e-300, 1e300, 2 ** 31 - 1, 2n ** 64n, '3']
const PLAIN: readonly Json[] = [null, true, false, '', '\u0000', '__proto__', [], {}, [[]], { $ref: '#' }]
const SCHEMAS: readonly Json[] = [
  nested(300, (inner) => ({ type: 'array', minItems: 1, items: inner })),
  nested(12, (inner) => ({ anyOf: [inner, inner] })),
  nested(40, (inner) => ({ not: inner })),
  nested(100, (inner) => ({ type: 'object', required: ['a'], properties: { a: inner } })),
  { type: 'array', uniqueItems: true, minItems: 5_000, items: { type: 'boolean' } },
  { type: 'string', minLength: 2 ** 31 },
  { allOf: Array.from({ length: 60 }, (_, id) => ({ properties: { [`p${id}`]: {} } })), unevaluatedProperties: false },
  { oneOf: Array.from({ length: 60 }, (_, id) => ({ minLength: id })) },
  { $dynamicRef: '#node' },
  { $ref: 'file:///dev/zero' },
  { type: 'object', patternProperties: Object.fromEntries(PATTERNS.map((pattern) => [pattern, {}])) },
]
/** What a keyword may be if it means harm, beside what anything may be. */
const LIMIT = /^(?:min|max)|multipleOf/

/** A value in place of the one at a place, by what stands there. */
function replacementOf(document: Json, pointer: string): Arbitrary<Json> {
  const name = lastToken(pointer)
  const places = placesOf(document).map(([place]) => place)
  const circles = fc.constantFrom(...places).map((place): Json => ({ $ref: `#${place}` }))
  const odd = fc.constantFrom<Json>(...PLAIN)
  if (name === '$ref')
    return fc.oneof(
      fc.constantFrom(...places).map((place) => `#${place}`),
      odd,
    )
  if (name === 'pattern') return fc.constantFrom(...PATTERNS)
  if (LIMIT.test(name)) return fc.oneof(fc.constantFrom<Json>(...LIMITS), odd)
  if (name === 'type')
    return fc.oneof(fc.constantFrom<Json>('string', 'integer', 'object', 'array', 'int', ['null', 'array']), odd)
  const value = valueAt(document, pointer) ?? null
  const grown = isObject(value)
    ? fc.oneof(
        fc.constantFrom(...PATTERNS).map((pattern): Json => ({ ...value, pattern })),
        fc
          .constantFrom<Json>(...LIMITS)
          .map((limit): Json => ({ ...value, minLength: limit, minItems: limit, maxProperties: limit })),
      )
    : odd
  return fc.oneof(odd, circles, fc.constantFrom<Json>(...SCHEMAS), grown)
}

/** Where a document can change: a schema as likely as anything else. */
const SCHEMA_PLACE =
  /\/(?:schema|items|properties\/[^/]+|schemas\/[^/]+|definitions\/[^/]+)$|\/(?:\$ref|type|pattern|m[ai][xn]\w+)$/

function changed(document: Json): Arbitrary<Json> {
  const places = placesOf(document)
    .map(([place]) => place)
    .filter((place) => place !== '')
  const inSchemas = places.filter((place) => SCHEMA_PLACE.test(place))
  if (places.length === 0) return fc.constant(document)
  const anywhere = fc.constantFrom(...places)
  return fc.oneof(anywhere, inSchemas.length > 0 ? fc.constantFrom(...inSchemas) : anywhere).chain((pointer) =>
    fc.oneof(
      {
        weight: 6,
        arbitrary: replacementOf(document, pointer).map((value) => withValueAt(document, pointer, value)),
      },
      { weight: 1, arbitrary: fc.constant(withValueAt(document, pointer, undefined)) },
      {
        weight: 1,
        arbitrary: fc.constant(withValueAt(document, parentPointer(pointer), valueAt(document, pointer))),
      },
    ),
  )
}

const DOCUMENTS: readonly JsonObject[] = [...Object.values(ORDERS), petstore]

/** Documents with one to three places that are not as anybody would write them. */
export const mutatedDocuments: Arbitrary<Json> = fc
  .constantFrom<Json>(...DOCUMENTS)
  .chain(changed)
  .chain((once) => fc.oneof(fc.constant(once), changed(once), changed(once).chain(changed)))

const write = (value: Json): string =>
  JSON.stringify(value, (_, member) => (typeof member === 'bigint' ? Number(member) : member))

/** Runs a step: a ContractError and "not judged" are results, and any other exception fails the test. */
function resultOf<T>(step: () => T): T | undefined {
  try {
    return step()
  } catch (error) {
    if (error instanceof ContractError || error instanceof NotJudged) return undefined
    throw error
  }
}

async function loaded(document: Json): Promise<Contract | undefined> {
  try {
    return await loadContract({ file: '/nowhere/api.json', text: write(document) })
  } catch (error) {
    if (error instanceof ContractError) return undefined
    throw error
  }
}

const MOST_CASES = 20

/**
 * A law: whatever a document says, reading, planning, mocking and judging end with a result or a ContractError, within
 * their steps. Gives the number of requests that were planned and answered.
 */
export async function endsInOrder(document: Json): Promise<number> {
  const contract = await loaded(document)
  const operation = contract?.operations.find(({ method }) => method === 'POST') ?? contract?.operations[0]
  if (!contract || !operation) return 0
  const before = stepsSoFar()
  const includes = ({ id }: OperationName): boolean => id === operation.id
  const plan = createPlan(contract, plannedWith({ runs: 2, includes, isHarmless: true }))
  const respond = createResponder(contract)
  const judge = resultOf(() => new OperationJudge(contract, operation))
  let count = 0
  for (const { request } of plan.cases) {
    const { answer } = respond(request)
    const judged = judge?.request(request)
    if (judged) judge?.response(answer.response)
    if (++count >= MOST_CASES) break
  }
  expect(stepsSoFar() - before).toBeLessThan(STEP_LIMITS.planning + (2 * count + 1) * STEP_LIMITS.judging)
  return count
}
