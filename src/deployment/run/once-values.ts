import { createHash } from 'node:crypto'
import { parameterKey } from '../../contract/constraints/index.ts'
import { type HttpRequest, type RequestField, withFields } from '../../http/index.ts'
import { equal, type Json, valueAt } from '../../json/index.ts'
import { traitsOf } from '../../judging/checks/index.ts'
import { differencesOf, type JudgedRequest, type OperationJudge } from '../../judging/messages/index.ts'
import { type Case, type Draft, type KeyPlace, type Plan, renewedCase } from '../../planning/cases/index.ts'

/**
 * Names of what a deployment takes once: keys of idempotent requests (draft-ietf-httpapi-idempotency-key-header),
 * nonces, and the ids that a client gives its requests.
 */
const ONCE = /^(?:x-)?(?:idempotency|idempotent|client|request|correlation|transaction)[-_]?(?:key|token|id)$|nonce$/i

/** A prime, so that no two numbers of a run come to the same, however few values they are brought down to. */
const STEP = 2n ** 61n - 1n
const MOST = 2n ** 128n

/**
 * Values that must be new to the deployment in every request, of this run and of all before: the plan holds one, which
 * stands for them all. Parameters are known by their names, places of bodies by what the deployment refuses. A parameter
 * that a case tries is sent as it is; in a body it gets a new value of its kind.
 */
export class OnceValues {
  readonly #plan: Plan
  #turn: bigint
  /** What the starting points of an operation carry: a case with another value is about that. */
  readonly #starts = new Map<string, readonly Draft[]>()
  /** Places of bodies that must be new, by operation. */
  readonly #keys = new Map<string, readonly KeyPlace[]>()
  /** By what an operation tells that something has been used before. */
  readonly #statuses = new Map<string, Set<number>>()
  /** Cases with a value that must be new, and may have been used before. */
  readonly #used = new WeakSet<Case>()

  /** `start` is the time at which the run began, in milliseconds: it tells runs apart. */
  constructor(plan: Plan, start: number) {
    this.#plan = plan
    this.#turn = BigInt(`0x${createHash('sha256').update(String(start)).digest('hex')}`)
    for (const base of plan.cases)
      if (base.role === 'base') {
        const starts = [base, ...(plan.starts.get(base.operation) ?? [])]
        this.#starts.set(
          base.operation,
          starts.flatMap(({ draft }) => draft ?? []),
        )
      }
  }

  /** From now on the requests of an operation have new values at these places of their bodies. */
  renew(operation: string, places: readonly KeyPlace[]): void {
    this.#keys.set(operation, places)
  }

  /** From now on this status may tell that something of an operation has been used before. */
  tells(operation: string, status: number | undefined): void {
    if (status !== undefined) this.#statuses.set(operation, (this.#statuses.get(operation) ?? new Set()).add(status))
  }

  /** Whether a case may have been answered so for a value that must be new and may not be: no other one would do. */
  mayBeUsed(testCase: Case, status: number): boolean {
    return this.#used.has(testCase) && this.#statuses.get(testCase.operation)?.has(status) === true
  }

  /** The request of a case with new values. */
  renewed(testCase: Case): HttpRequest {
    const { operation, draft } = testCase
    const judge = this.#plan.judges.get(operation)
    if (!judge || !draft) return testCase.request
    const request = this.#withKeys(judge, testCase)
    const fields = judge.operation.parameters.flatMap((parameter): RequestField[] => {
      const { in: place, name, schema } = parameter
      if ((place !== 'header' && place !== 'query') || !ONCE.test(name)) return []
      const key = parameterKey(parameter)
      const value = draft.parameters.get(key)
      const isOfStart = this.#isOfStart(operation, value, ({ parameters }) => parameters.get(key))
      if (draft.raw.has(key) || !isOfStart) return []
      const fits = (candidate: string): boolean =>
        judge.issues({ side: 'request', in: place, name }, schema, candidate).length === 0
      const [fresh] = formsOf(this.#next()).filter(fits)
      return fresh === undefined ? [] : [[name, fresh, place]]
    })
    return fields.length === 0 ? request : withFields(request, fields)
  }

  #withKeys(judge: OperationJudge, planned: Case): HttpRequest {
    const { operation } = planned
    const isSame = (before: JudgedRequest, renewed: JudgedRequest): boolean =>
      isAlike(before, renewed) ||
      differencesOf(before, renewed).every(({ pointer }) =>
        this.#isOfStart(operation, partOf(before.body, pointer), ({ body }) => partOf(body, pointer)),
      )
    let testCase = planned
    this.#used.delete(planned)
    for (const { pointer } of this.#keys.get(operation) ?? []) {
      const renewed = renewedCase(judge, testCase, { pointer, turn: this.#next(), isSame })
      if (!renewed || renewed.isScarce) this.#used.add(planned)
      testCase = renewed?.testCase ?? testCase
    }
    return testCase.request
  }

  #isOfStart(operation: string, value: Json | undefined, partOfStart: (start: Draft) => Json | undefined): boolean {
    if (value === undefined) return false
    return (this.#starts.get(operation) ?? []).some((start) => {
      const started = partOfStart(start)
      return started !== undefined && equal(started, value)
    })
  }

  #next(): bigint {
    this.#turn = (this.#turn + STEP) % MOST
    return this.#turn
  }
}

/** Whether two requests are alike in all that the document does not speak of. */
function isAlike(a: JudgedRequest, b: JudgedRequest): boolean {
  const traits = traitsOf(a)
  const others = traitsOf(b)
  return traits.size === others.size && [...traits].every((trait) => others.has(trait))
}

const partOf = (body: Json | undefined, pointer: string): Json | undefined =>
  body === undefined ? undefined : valueAt(body, pointer)

/** A number as texts of several forms, the longest first: one of them may fit. */
function formsOf(turn: bigint): string[] {
  const hex = turn.toString(16).padStart(32, '0')
  const uuid = hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')
  return [uuid, hex, hex.slice(-16), hex.slice(-8)]
}
