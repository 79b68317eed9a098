import { expect, it } from 'vitest'
import { parameterKey, placeOf } from '../../src/contract/constraints/index.ts'
import type { Contract } from '../../src/contract/model/index.ts'
import { equal, type Json, type Pointer, withValueAt } from '../../src/json/index.ts'
import { type JudgedRequest, OperationJudge, SchemaValidator } from '../../src/judging/messages/index.ts'
import {
  type Case,
  createPlan,
  mayExecute,
  type Plan,
  type PlanOptions,
  takeApart,
} from '../../src/planning/cases/index.ts'
import { harmful } from './harm-law.ts'
import { carrying, planOptions } from './verify.ts'

/** Options of a plan; `credentials` says whether requests carry some. */
export type Planned = Partial<Omit<PlanOptions, 'credentials'>> & { readonly credentials?: boolean }

export const plannedWith = ({ credentials = false, ...options }: Planned = {}): PlanOptions => ({
  ...planOptions,
  ...options,
  credentials: carrying(credentials),
})

const wire = ({ request: { method, target, headers, body }, credentials }: Case): string =>
  JSON.stringify([method, target, headers, credentials, body ? Buffer.from(body).toString('base64') : null])

/** Whether two requests differ at most in one parameter, or in one place of the body. */
function isLike(
  a: JudgedRequest,
  b: JudgedRequest,
  at: { readonly key?: string; readonly pointer?: Pointer },
): boolean {
  const keys = [...new Set([...a.parameters.keys(), ...b.parameters.keys()])]
  const bodyOf = ({ body }: JudgedRequest): Json | undefined =>
    body === undefined || at.pointer === undefined ? body : withValueAt(body, at.pointer, 'anything')
  return (
    keys.every((key) => key === at.key || equal(a.parameters.get(key) ?? null, b.parameters.get(key) ?? null)) &&
    (at.pointer === '' || equal(bodyOf(a) ?? null, bodyOf(b) ?? null))
  )
}

/** What holds of every plan of every contract. */
export function planLaws(contract: Contract, options: Planned): Plan {
  const make = (): Plan => createPlan(contract, plannedWith(options))
  const plan = make()
  const validator = new SchemaValidator(contract)
  const judges = new Map(
    contract.operations.map((operation) => [operation.id, new OperationJudge(contract, operation, validator)]),
  )
  const judgeOf = ({ operation }: Case): OperationJudge => {
    const judge = judges.get(operation)
    if (!judge) throw new Error(operation)
    return judge
  }

  it('is the same each time, byte for byte', () => {
    const again = make()
    expect(again.digest).toBe(plan.digest)
    expect(again.cases.map(wire)).toEqual(plan.cases.map(wire))
    expect(again.cases.map(({ name }) => name)).toEqual(plan.cases.map(({ name }) => name))
  })

  it('is judged by its bytes', () => {
    for (const planned of plan.cases) {
      const judge = judgeOf(planned)
      const { request } = planned
      const copy = { ...request, ...(request.body && { body: Uint8Array.from(request.body) }) }
      expect(judge.request(copy).verdict, planned.name).toEqual(planned.judged.verdict)
    }
  })

  it('breaks exactly one thing in each request that is to be refused', () => {
    for (const {
      name,
      judged: { verdict },
    } of plan.cases)
      if (verdict.kind === 'breaking')
        expect(
          verdict.issues.map(({ constraint }) => constraint.id),
          name,
        ).toHaveLength(1)
  })

  it('sends nothing twice but what it says so of', () => {
    const planned = plan.cases.filter(({ role }) => role !== 'again')
    expect(new Set(planned.map((request) => request.operation + wire(request))).size).toBe(planned.length)
    for (const again of plan.cases.filter(({ role }) => role === 'again'))
      expect(planned.find(({ role, operation }) => role === 'base' && operation === again.operation)?.request).toEqual(
        again.request,
      )
  })

  it('begins each operation with a conforming request and ends it with the same', () => {
    for (const { id } of contract.operations) {
      const cases = plan.cases.filter(({ operation }) => operation === id)
      expect(
        cases.map(({ role }) => role).filter((role) => role === 'base' || role === 'again'),
        id,
      ).toEqual(['base', 'again'])
      expect(cases[0]?.role).toBe('base')
      expect(cases[0]?.judged.verdict.kind).toBe('conforming')
      expect(cases.at(-1)?.role).toBe('again')
    }
  })

  it('has a twin of some case that breaks each constraint: a conforming one that differs in that place alone', () => {
    const twinned = new Map<string, boolean>()
    for (const planned of plan.cases) {
      const { verdict } = planned.judged
      if (verdict.kind !== 'breaking' || planned.role === 'random') continue
      const [{ constraint, pointer }] = verdict.issues
      const place = placeOf(constraint)
      if (place === undefined) continue
      const isTwin = (other: Case): boolean =>
        other.operation === planned.operation &&
        other.judged.verdict.kind === 'conforming' &&
        isLike(planned.judged, other.judged, place.in === 'body' ? { pointer } : { key: parameterKey(place) })
      twinned.set(constraint.id, twinned.get(constraint.id) || plan.cases.some(isTwin))
    }
    expect([...twinned].filter(([, isTwinned]) => !isTwinned)).toEqual([])
  })

  it('reaches nothing that may be there by a request that may change it', () => {
    expect(harmful(contract, plan, Object.fromEntries(options.known?.parameters ?? []))).toEqual([])
  })

  it('names each case once in its operation', () => {
    const names = plan.cases
      .filter(({ role }) => role !== 'random')
      .map(({ name, operation }) => `${operation} ${name}`)
    expect(new Set(names).size).toBe(names.length)
  })

  it('counts what may be executed', () => {
    expect(plan.executions).toBe(plan.cases.filter(mayExecute).length)
    for (const planned of plan.cases)
      expect(mayExecute(planned)).toBe(
        planned.credentials === 'configured' && ['conforming', 'tolerated'].includes(planned.judged.verdict.kind),
      )
  })

  it('has packed cases that can be taken apart into conforming ones', () => {
    for (const planned of plan.cases) {
      const { packed } = planned
      if (!packed) continue
      const judge = judgeOf(planned)
      expect(wire(takeApart(judge, packed, packed.features)), planned.name).toBe(wire(planned))
      for (const feature of packed.features)
        expect(['conforming', 'tolerated'], `${planned.name} / ${feature.name}`).toContain(
          takeApart(judge, packed, [feature]).judged.verdict.kind,
        )
    }
  })

  return plan
}
