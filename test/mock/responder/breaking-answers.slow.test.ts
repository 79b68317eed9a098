import { describe, expect, it } from 'vitest'
import type { Constraint } from '../../../src/contract/constraints/index.ts'
import { bundled } from '../../../src/contract/documents/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { OperationJudge } from '../../../src/judging/messages/index.ts'
import { breakingAnswers } from '../../../src/mock/responder/index.ts'
import { contractOf, documentOfResponse, documentWith, judgeOf } from '../../support/contracts.ts'
import { petstore } from '../../support/petstore.ts'

const judgesOf = (contract = bundled()): OperationJudge[] =>
  contract.operations.map((one) => new OperationJudge(contract, one))

const isOwed = ({ party, implied }: Constraint): boolean => party === 'deployment' && implied === undefined

/** A range and `default` leave no status that is not documented. */
const cannotBreak = ({ kind, value }: Constraint, judge: OperationJudge): boolean =>
  kind === 'status' &&
  (!/^\d+$/.test(String(value)) || judge.operation.responses.some((one) => one.status === 'default'))

const CASES = [...judgesOf(), ...judgesOf(contractOf(petstore))].flatMap((judge) =>
  judge.constraints.filter(isOwed).map((constraint) => [constraint.id, judge, constraint] as const),
)

/** What an answer breaks: an undocumented status, or the ids of errors and of advisories. */
function broken(judge: OperationJudge, response: Parameters<OperationJudge['response']>[0]) {
  const { documented, issues } = judge.response(response)
  const ids = (isAdvisory: boolean) =>
    issues
      .filter(({ constraint }) => (constraint.kind === 'advisory') === isAdvisory)
      .map(({ constraint }) => constraint.id)
  return { documented, errors: ids(false), advisories: ids(true) }
}

describe('answers that break one thing', () => {
  it('are made for the constraints of two contracts', () => expect(CASES.length).toBeGreaterThan(120))

  it.each(CASES)('%s', (_, judge, constraint) => {
    const answers = [...breakingAnswers(judge, constraint)]
    if (cannotBreak(constraint, judge)) return expect(answers).toEqual([])
    expect(answers.length).toBeGreaterThan(0)
    for (const { name, response } of answers) {
      const { documented, errors, advisories } = broken(judge, response)
      if (constraint.kind === 'status') expect(documented, name).toBeUndefined()
      else if (constraint.kind === 'advisory')
        expect({ errors, advisories }, name).toEqual({ errors: [], advisories: [constraint.id] })
      else expect(errors, name).toEqual([constraint.id])
      // A time of 65 characters has a fraction, which is advised against.
      if (constraint.kind !== 'advisory' && !/_time maxLength$/.test(constraint.id))
        expect(advisories, name).toEqual([])
    }
    const names = answers.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })

  it('are none of what is implied, and none of what the client owes', () => {
    for (const judge of judgesOf())
      for (const constraint of judge.constraints)
        if (!isOwed(constraint)) expect([...breakingAnswers(judge, constraint)], constraint.id).toEqual([])
  })

  const of = (judge: OperationJudge, id: string): string[] => {
    const constraint = judge.constraints.find((one) => one.id === `op ${id}`)
    if (!constraint) throw new Error(`there is no ${id}, only ${judge.constraints.map((one) => one.id).join(', ')}`)
    return [...breakingAnswers(judge, constraint)].map(({ response }) => Buffer.from(response.body).toString())
  }

  it('send back what is writeOnly', () => {
    const properties = { a: { type: 'string' }, secret: { type: 'string', writeOnly: true } }
    const judge = judgeOf(documentOfResponse({ type: 'object', properties }))
    const bodies = of(judge, 'response.200 advisory writeOnly')
    expect(bodies.length).toBeGreaterThan(0)
    for (const body of bodies) expect(JSON.parse(body)).toHaveProperty('secret')
  })

  it('break each of several media types', () => {
    const content: JsonObject = {
      'application/json': { schema: { type: 'integer', minimum: 1 } },
      'application/problem+json': { schema: { type: 'object', required: ['title'] } },
    }
    const judge = judgeOf(documentWith({ responses: { 200: { description: '', content } } }))
    const ids = judge.constraints.filter(isOwed).map((one) => one.id)
    expect(ids.length).toBeGreaterThan(4)
    for (const constraint of judge.constraints.filter(isOwed)) {
      const answers = [...breakingAnswers(judge, constraint)]
      expect(answers.length, constraint.id).toBeGreaterThan(0)
      for (const { response } of answers)
        if (constraint.kind !== 'status') expect(broken(judge, response).errors).toEqual([constraint.id])
    }
  })

  it('are none where no answer can be made', () => {
    const judge = judgeOf(documentOfResponse({ not: {} }))
    for (const constraint of judge.constraints.filter(isOwed))
      expect([...breakingAnswers(judge, constraint)]).toEqual([])
  })
})
