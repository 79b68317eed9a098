import { createHash } from 'node:crypto'
import { parameterKey } from '../../contract/constraints/index.ts'
import { type HttpRequest, type RequestField, withFields } from '../../http/index.ts'
import { equal, type Json } from '../../json/index.ts'
import type { Case, Plan } from '../../planning/cases/index.ts'

/**
 * Names of what a deployment takes once: keys of idempotent requests (draft-ietf-httpapi-idempotency-key-header),
 * nonces, and the ids that a client gives its requests.
 */
const ONCE = /^(?:x-)?(?:idempotency|idempotent|client|request|correlation|transaction)[-_]?(?:key|token|id)$|nonce$/i

/**
 * Values that must be new to the deployment in every request, of this run and of all before: the plan holds one, which
 * stands for them all. A value that a case tries is sent as it is.
 */
export class OnceValues {
  readonly #plan: Plan
  readonly #start: number
  /** What the starting points of an operation carry: a case with another value is about that. */
  readonly #starts = new Map<string, readonly ReadonlyMap<string, Json>[]>()
  #count = 0

  /** `start` is the time at which the run began, in milliseconds: it tells runs apart. */
  constructor(plan: Plan, start: number) {
    this.#plan = plan
    this.#start = start
    for (const base of plan.cases)
      if (base.role === 'base') {
        const starts = [base, ...(plan.starts.get(base.operation) ?? [])]
        this.#starts.set(
          base.operation,
          starts.flatMap(({ draft }) => draft?.parameters ?? []),
        )
      }
  }

  /** The request of a case with new values. */
  renewed({ operation, draft, request }: Case): HttpRequest {
    const judge = this.#plan.judges.get(operation)
    if (!judge || !draft) return request
    const fields = judge.operation.parameters.flatMap((parameter): RequestField[] => {
      const { in: place, name, schema } = parameter
      if ((place !== 'header' && place !== 'query') || !ONCE.test(name)) return []
      const key = parameterKey(parameter)
      const value = draft.parameters.get(key)
      if (draft.raw.has(key) || value === undefined || !this.#isOfStart(operation, key, value)) return []
      const fits = (candidate: string): boolean =>
        judge.issues({ side: 'request', in: place, name }, schema, candidate).length === 0
      const [fresh] = this.#next().filter(fits)
      return fresh === undefined ? [] : [[name, fresh, place]]
    })
    return fields.length === 0 ? request : withFields(request, fields)
  }

  #isOfStart(operation: string, key: string, value: Json): boolean {
    return (this.#starts.get(operation) ?? []).some((parameters) => {
      const started = parameters.get(key)
      return started !== undefined && equal(started, value)
    })
  }

  /** A value in several forms, the longest first: one of them may fit. */
  #next(): string[] {
    const hex = createHash('sha256')
      .update(`${this.#start} ${this.#count++}`)
      .digest('hex')
      .slice(0, 32)
    const uuid = hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')
    return [uuid, hex, hex.slice(0, 16), hex.slice(0, 8)]
  }
}
