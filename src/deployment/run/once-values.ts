import { parameterKey } from '../../contract/constraints/index.ts'
import type { Parameter } from '../../contract/model/index.ts'
import { equal, instancesAt, type Json, valueAt } from '../../json/index.ts'
import type { Difference, OperationJudge } from '../../judging/messages/index.ts'
import { type Case, type Draft, type KeyPlace, type Plan, placeName } from '../../planning/cases/index.ts'
import { FreshValues } from './fresh-values.ts'

/**
 * Names of what a deployment takes once: keys of idempotent requests (draft-ietf-httpapi-idempotency-key-header),
 * nonces, and the ids that a client gives its requests.
 */
const ONCE = /^(?:x-)?(?:idempotency|idempotent|client|request|correlation|transaction)[-_]?(?:key|token|id)$|nonce$/i

/** What is answered to a key that came with another request before (the same draft, 2.7). */
const USED_BEFORE: readonly number[] = [409, 422]

/**
 * Values that must be new to the deployment in every request, of this run and of all before: the plan holds one, which
 * stands for them all. Headers and query parameters are known by their names, places of bodies and paths by what the
 * deployment refuses. What a case tries gets another value of its kind.
 */
export class OnceValues {
  readonly #plan: Plan
  readonly #fresh: FreshValues
  /** What the starting points of an operation carry: a case with another value is about that. */
  readonly #starts = new Map<string, readonly Draft[]>()
  /** Places that must be new, by operation. */
  readonly #keys = new Map<string, readonly KeyPlace[]>()
  /** By what an operation tells that something has been used before. */
  readonly #statuses = new Map<string, Set<number>>()
  /** Cases with a value that must be new, and may have been used before. */
  readonly #used = new WeakSet<Case>()

  /** `start` is the time at which the run began, in milliseconds: it tells runs apart. */
  constructor(plan: Plan, start: number) {
    this.#plan = plan
    this.#fresh = new FreshValues(start)
  }

  /** From now on the requests of an operation have new values at these places. */
  renew(operation: string, places: readonly KeyPlace[]): void {
    this.#keys.set(operation, places)
  }

  /** Places of an operation that must be new, as far as is known. */
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
    this.#used.delete(testCase)
    const parameters = this.#parametersOf(judge, testCase)
    const isStarting = (parameter: Parameter): boolean => this.#isStarting(testCase, parameterPart(parameter))
    const tried = parameters.filter((parameter) => !isStarting(parameter)).map(parameterPart)
    const alike = [...this.#keysIn(testCase), ...tried].reduce(
      (current, part) => this.#withOther(judge, testCase, current, part),
      testCase,
    )
    const request = parameters
      .filter(isStarting)
      .reduce((current, parameter) => this.#fresh.inParameter(judge, current, parameter) ?? current, alike.request)
    return request === alike.request ? alike : { ...alike, request, judged: judge.request(request) }
  }

  /** Where a case has what must be new, by all that is known by now. */
  placesOf(testCase: Case): string[] {
    const { operation, request } = testCase
    const judge = this.#plan.judges.get(operation)
    if (!judge) return []
    const parameters = this.#parametersOf(judge, testCase).filter(
      (parameter) =>
        !this.#isStarting(testCase, parameterPart(parameter)) ||
        this.#fresh.inParameter(judge, request, parameter) !== undefined,
    )
    return [...parameters.map(parameterPart), ...this.#keysIn(testCase)].map(placeName)
  }

  /** Parameters of a case that are taken once, by their names. */
  #parametersOf(judge: OperationJudge, { draft }: Case): Parameter[] {
    return judge.operation.parameters.filter(
      (parameter) =>
        (parameter.in === 'header' || parameter.in === 'query') &&
        ONCE.test(parameter.name) &&
        draft?.raw.has(parameterKey(parameter)) === false &&
        draft.parameters.has(parameterKey(parameter)),
    )
  }

  /** Keys that a case says; names of what may be there stay as they are. */
  #keysIn({ operation, draft }: Case): readonly Difference[] {
    if (!draft) return []
    const plan = this.#plan.part(operation)?.plan
    return this.keysOf(operation).filter(({ place, pointer }) => {
      if (place === 'body') return draft.body !== undefined && instancesAt(draft.body, pointer).length > 0
      return !draft.raw.has(place) && plan?.namesNothing(place, draft.parameters.get(place))
    })
  }

  /** A case with another value like that which it has at a place; the same one if there is none. */
  #withOther(judge: OperationJudge, planned: Case, testCase: Case, part: Difference): Case {
    const { operation } = planned
    const renewed = this.#fresh.like(judge, testCase, part, (_, at) => this.#isStarting(planned, at))
    if (!renewed || renewed.isScarce) {
      this.#used.add(planned)
      if (!this.keysOf(operation).some((key) => key === part))
        for (const status of USED_BEFORE) this.tells(operation, status)
    }
    return renewed?.testCase ?? testCase
  }

  #startsOf(operation: string): readonly Draft[] {
    const part = this.#plan.part(operation)
    const before = this.#starts.get(operation)
    if (before || !part) return before ?? []
    const starts = [...(part.first ? [part.first] : []), ...part.starts].flatMap(({ draft }) => draft ?? [])
    this.#starts.set(operation, starts)
    return starts
  }

  /** Whether a case says at a place what a starting point of its operation says. */
  #isStarting({ operation, draft }: Case, part: Difference): boolean {
    const value = draft && partOf(draft, part)
    if (value === undefined) return false
    return this.#startsOf(operation).some((start) => {
      const started = partOf(start, part)
      return started !== undefined && equal(started, value)
    })
  }
}

const parameterPart = (parameter: Parameter): Difference => ({ place: parameterKey(parameter), pointer: '' })

function partOf({ body, parameters }: Draft, { place, pointer }: Difference): Json | undefined {
  const whole = place === 'body' ? body : parameters.get(place)
  return whole === undefined ? undefined : valueAt(whole, pointer)
}
