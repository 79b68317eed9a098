import { describe, expect, it } from 'vitest'
import { isEdge, type SchemaConstraint, shortId } from '../../../src/contract/constraints/index.ts'
import { bundled } from '../../../src/contract/documents/index.ts'
import type { Contract } from '../../../src/contract/model/index.ts'
import { headerValue } from '../../../src/http/index.ts'
import { codePointLength, instancesAt, isArray, isObject, type Json, valueAt } from '../../../src/json/index.ts'
import { documentedResponse, OperationJudge } from '../../../src/judging/messages/index.ts'
import { type Answer, Answers } from '../../../src/mock/responder/index.ts'
import { contractOf, documentOfResponse } from '../../support/contracts.ts'
import { petstore } from '../../support/petstore.ts'

interface Series {
  readonly name: string
  readonly judge: OperationJudge
  readonly documented: string
  readonly answers: readonly Answer[]
}

/** Every answer that a turn gives, of each documented response; `4XX` by 400, `default` by 500. */
function seriesOf(contract: Contract): Series[] {
  return contract.operations.flatMap((operation) => {
    const judge = new OperationJudge(contract, operation)
    return operation.responses.map(({ status: documented }) => {
      const status = documented === 'default' ? 500 : Number(documented.replaceAll('X', '0'))
      const response = documentedResponse(operation, status)
      if (response?.status !== documented) throw new Error(`${operation.id} does not answer ${documented} by ${status}`)
      const all = new Answers(judge, response, status)
      const answers = Array.from({ length: all.count }, (_, turn) => all.at(turn)).filter((one) => one !== undefined)
      return { name: `${operation.id} ${documented}`, judge, documented, answers }
    })
  })
}

const bodyOf = ({ response }: Answer): Json => JSON.parse(Buffer.from(response.body).toString() || 'null')

/** Where `required` is about the object that has the property. */
const instancesOf = (constraint: SchemaConstraint, body: Json): Json[] =>
  instancesAt(body, constraint.kind === 'required' ? constraint.pointer.replace(/\/[^/]*$/, '') : constraint.pointer)

const BUNDLED = seriesOf(bundled())
const ALL = [...BUNDLED, ...seriesOf(contractOf(petstore))]

describe.each(ALL.map((one) => [one.name, one] as const))('the answers of %s', (_, { judge, documented, answers }) => {
  const constraints = judge.constraints.filter(
    (one): one is SchemaConstraint =>
      'node' in one && one.implied === undefined && one.place.side === 'response' && one.place.status === documented,
  )
  const inBody = constraints.filter(({ place }) => place.in === 'body')

  it('conform, follow the advisories, and are each another', () => {
    for (const { name, response } of answers) expect(judge.response(response).issues, name).toEqual([])
    expect(new Set(answers.map(({ response }) => JSON.stringify(response))).size).toBe(answers.length)
    expect(new Set(answers.map(({ name }) => name)).size).toBe(answers.length)
  })

  it('stand at the edge of every constraint', () => {
    const bodies = answers.map(bodyOf)
    const never = inBody.filter(
      (constraint) => !bodies.some((body) => instancesOf(constraint, body).some((one) => isEdge(constraint, one))),
    )
    // As long a time would have a fraction, which the prose advises against.
    expect(never.map(shortId).filter((id) => !/_time maxLength$/.test(id))).toEqual([])
  })

  it('have each member of each enum', () => {
    const bodies = answers.map(bodyOf)
    for (const constraint of inBody)
      if (constraint.kind === 'enum')
        expect(new Set(bodies.flatMap((body) => instancesAt(body, constraint.pointer))), constraint.id).toEqual(
          new Set(constraint.value),
        )
  })

  it('leave out each property that is not required, on its own', () => {
    const bodies = answers.map(bodyOf)
    const required = new Set(inBody.filter(({ kind }) => kind === 'required').map(({ pointer }) => pointer))
    const pointers = new Set(inBody.map(({ pointer }) => pointer).filter((pointer) => /\/[^*/]+$/.test(pointer)))
    for (const pointer of pointers) {
      if (required.has(pointer)) continue
      const name = pointer.slice(pointer.lastIndexOf('/') + 1)
      const objects = bodies.flatMap((body) => instancesAt(body, pointer.slice(0, pointer.lastIndexOf('/'))))
      const without = objects.filter(isObject).filter((one) => !Object.hasOwn(one, name))
      expect(without.length, pointer).toBeGreaterThan(0)
      expect(without.some((one) => Object.keys(one).length > 0) || pointers.size < 3, pointer).toBe(true)
    }
  })
})

describe('the answers of the bundled contract', () => {
  const [success] = BUNDLED
  const bodies = (success?.answers ?? []).map(bodyOf)
  const lengths = (pointer: string): Set<number> =>
    new Set(
      bodies
        .flatMap((body) => instancesAt(body, pointer))
        .map((one) => (typeof one === 'string' ? codePointLength(one) : -1)),
    )

  it('have the shortest and the longest texts, counted in code points', () => {
    for (const [pointer, least, most] of [
      ['/execution_id', 1, 64],
      ['/errors/*/node_id', 1, 64],
      ['/errors/*/error_message', 1, 2048],
    ] as const) {
      expect(lengths(pointer)).toContain(least)
      expect(lengths(pointer)).toContain(most)
      const astral = bodies
        .flatMap((body) => instancesAt(body, pointer))
        .filter((one) => typeof one === 'string' && codePointLength(one) === most && one.length === 2 * most)
      expect(astral.length, pointer).toBeGreaterThan(0)
    }
    for (const pointer of ['/begin_time', '/end_time', '/errors/*/begin_time', '/errors/*/end_time'])
      expect(lengths(pointer), pointer).toContain(0)
  })

  it('have no errors, 200 of them, none at all and each status', () => {
    const errors = bodies.map((body) => valueAt(body, '/errors'))
    expect(new Set(errors.map((one) => (isArray(one) ? one.length : -1)))).toEqual(new Set([-1, 0, 2, 200]))
    expect(new Set(bodies.map((body) => valueAt(body, '/status')))).toEqual(
      new Set([undefined, 'success', 'fail', 'timeout']),
    )
  })

  it('begin with the documented examples', () => {
    expect(success?.answers.slice(0, 3).map(({ name }) => name)).toEqual([
      'example success',
      'example fail',
      'example timeout',
    ])
  })
})

describe('the headers of an answer', () => {
  it('are at their edges, and there are those that are not required', () => {
    const content = { 'application/json': { schema: { const: 1 } } }
    const headers = {
      'X-Rate': { schema: { type: 'integer', minimum: 0, maximum: 9 } },
      'X-Kind': { required: true, schema: { enum: ['a', 'b'] } },
      // What no header can carry is left out.
      'X-Any': { required: true, schema: { type: 'string', minLength: 1, maxLength: 3 } },
      'Content-Type': { schema: { type: 'string' } },
    }
    const contract = contractOf(documentOfResponse({}, {}, { headers, content }))
    const [series] = seriesOf(contract)
    const values = (name: string) => new Set(series?.answers.map(({ response }) => headerValue(response.headers, name)))
    expect(values('X-Rate')).toEqual(new Set([undefined, '0', '-0', '9', '1', '8']))
    expect(values('X-Kind')).toEqual(new Set(['a', 'b']))
    expect(values('Content-Type')).toEqual(new Set(['application/json']))
    for (const text of values('X-Any')) expect(text).toMatch(/^[\x21-\x7e]{1,3}$/)
  })
})
