import { parameterKey } from '../../contract/constraints/index.ts'
import type { Parameter } from '../../contract/model/index.ts'
import { equal, instancesAt, type Json, valueAt } from '../../json/index.ts'
import type { OperationJudge } from '../../judging/messages/index.ts'
import type { Case, Draft, KeyPlace, Plan } from '../../planning/cases/index.ts'
import { bodyPlace, FreshValues, parameterPlace } from './fresh-values.ts'

/**
 * Names of what a deployment takes once: keys of idempotent requests (draft-ietf-httpapi-idempotency-key-header),
 * nonces, and the ids that a client gives its requests.
 */
const ONCE = /^(?:x-)?(?:idempotency|idempotent|client|request|correlation|transaction)[-_]?(?:key|token|id)$|nonce$/i

/**
 * Values that must be new to the deployment in every request, of this run and of all before: the plan holds one, which
 * stands for them all. Parameters are known by their names, places of bodies by what the deployment refuses. A parameter
 * that a case tries is sent as it is; in a body it gets a new value of its kind.
 */
export class OnceValues {
  readonly #plan: Plan
  readonly #fresh: FreshValues
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
    this.#fresh = new FreshValues(start)
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

  /** Places of an operation's bodies that must be new, as far as is known. */
  keysOf(operation: string): readonly KeyPlace[] {
    return this.#keys.get(operation) ?? []
  }

  /** From now on this status may tell that something of an operation has been used before. */
  tells(operation: string, status: number | undefined): void {
    if (status !== undefined) this.#statuses.set(operation, (this.#statuses.get(operation) ?? new Set()).add(status))
  }

  /** Whether a case may have been answered so for a value that must be new and may not be: no other one would do. */
  mayBeUsed(testCase: Case, status: number): boolean {
    return this.#used.has(testCase) && this.#statuses.get(testCase.operation)?.has(status) === true
  }

  /** A case with new values, as it is sent. */
  renewed(testCase: Case): Case {
    const judge = this.#plan.judges.get(testCase.operation)
    if (!judge || !testCase.draft) return testCase
    const keyed = this.#withKeys(judge, testCase)
    const request = this.#parametersOf(judge, testCase).reduce(
      (current, parameter) => this.#fresh.inParameter(judge, current, parameter) ?? current,
      keyed.request,
    )
    return request === keyed.request ? keyed : { ...keyed, request, judged: judge.request(request) }
  }

  /** Where a case has what must be new, by all that is known by now. */
  placesOf(testCase: Case): string[] {
    const { operation, draft, request } = testCase
    const judge = this.#plan.judges.get(operation)
    if (!judge || !draft) return []
    const { body } = draft
    return [
      ...this.#parametersOf(judge, testCase)
        .filter((parameter) => this.#fresh.inParameter(judge, request, parameter) !== undefined)
        .map(parameterPlace),
      ...(this.#keys.get(operation) ?? [])
        .filter(({ pointer }) => body !== undefined && instancesAt(body, pointer).length > 0)
        .map(({ pointer }) => bodyPlace(pointer)),
    ]
  }

  /** Parameters of which a case says what its starting point says, and that are taken once. */
  #parametersOf(judge: OperationJudge, { operation, draft }: Case): Parameter[] {
    return judge.operation.parameters.filter((parameter) => {
      if ((parameter.in !== 'header' && parameter.in !== 'query') || !ONCE.test(parameter.name)) return false
      const key = parameterKey(parameter)
      return (
        draft?.raw.has(key) === false &&
        this.#isOfStart(operation, draft.parameters.get(key), ({ parameters }) => parameters.get(key))
      )
    })
  }

  #withKeys(judge: OperationJudge, planned: Case): Case {
    const { operation } = planned
    let testCase = planned
    this.#used.delete(planned)
    for (const { pointer } of this.#keys.get(operation) ?? []) {
      const renewed = this.#fresh.inBody(judge, testCase, pointer, ({ body }, at) =>
        this.#isOfStart(operation, partOf(body, at), (start) => partOf(start.body, at)),
      )
      if (!renewed || renewed.isScarce) this.#used.add(planned)
      testCase = renewed?.testCase ?? testCase
    }
    return testCase
  }

  #isOfStart(operation: string, value: Json | undefined, partOfStart: (start: Draft) => Json | undefined): boolean {
    if (value === undefined) return false
    return (this.#starts.get(operation) ?? []).some((start) => {
      const started = partOfStart(start)
      return started !== undefined && equal(started, value)
    })
  }
}

const partOf = (body: Json | undefined, pointer: string): Json | undefined =>
  body === undefined ? undefined : valueAt(body, pointer)
