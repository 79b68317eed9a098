import {
  type Constraint,
  documentedStatus,
  isAtEdge,
  isSchemaConstraint,
  placeOf,
} from '../contract/constraints/index.ts'
import { headerValue } from '../http/index.ts'
import type { Json } from '../json/index.ts'
import { type OperationJudge, requestValue } from '../judging/messages/index.ts'
import type { LedgerRow } from '../report/results/index.ts'
import type { Observation, SeenRequest } from './observation.ts'

/** Collects what the calls of a client prove of one operation. */
export class ClientLedger {
  readonly #judge: OperationJudge
  readonly #held = new Set<string>()
  #requests = false
  readonly #taken = new Set<string>()

  constructor(judge: OperationJudge) {
    this.#judge = judge
  }

  /** `isTaken`: the answer was legal, and nothing was wrong with what the client made of it. */
  add({ requests, answer }: Pick<Observation, 'requests' | 'answer'>, isTaken: boolean): void {
    const served = requests.filter(({ isServed }) => isServed)
    for (const request of served) this.#addRequest(request)
    if (isTaken && served.length > 0 && answer.breaks === undefined) {
      this.#taken.add(answer.status)
      const { body } = this.#judge.response(answer.response)
      for (const constraint of this.#judge.constraints)
        if (isShownBy(constraint, answer.status, answer.response.headers, body)) this.#held.add(constraint.id)
    }
  }

  #addRequest({ judged }: SeenRequest): void {
    this.#requests = true
    if (!judged) return
    for (const constraint of this.#judge.constraints) {
      if (constraint.party !== 'client' || constraint.kind === 'security') continue
      const place = placeOf(constraint)
      if (place?.side === 'request') {
        if (place.in === 'body' && judged.mediaType !== undefined && place.mediaType !== judged.mediaType) continue
        const value = requestValue(judged, place)
        if (isSchemaConstraint(constraint)) {
          if (value !== undefined && isAtEdge(constraint, value)) this.#held.add(constraint.id)
        } else if (value !== undefined || (place.in === 'body' && judged.mediaType !== undefined))
          this.#held.add(constraint.id)
      } else if (constraint.kind === 'method' || judged.mediaType !== undefined) this.#held.add(constraint.id)
    }
  }

  rows(broken: ReadonlySet<string>, lineOf: (constraint: Constraint) => number | undefined): LedgerRow[] {
    return this.#judge.constraints.map((constraint): LedgerRow => {
      const { id, operation, party, value, source } = constraint
      const line = broken.has(id) ? lineOf(constraint) : undefined
      const row = { id, operation, party, value, source: { ...source, ...(line !== undefined && { line }) } }
      if (broken.has(id)) return { ...row, state: 'broken' }
      if (constraint.implied !== undefined)
        return { ...row, state: constraint.isUnjudged ? 'untested' : 'implied', reason: constraint.implied }
      if (this.#held.has(id)) return { ...row, state: 'held' }
      return { ...row, state: 'untested', reason: this.#reason(constraint) }
    })
  }

  #reason(constraint: Constraint): string {
    if (constraint.kind === 'security') return 'the mock asks for no credentials'
    if (constraint.party === 'client')
      return this.#requests ? 'no request at its edge was sent' : 'no conforming request was sent'
    const status = documentedStatus(constraint)
    if (status !== undefined && !this.#taken.has(status))
      return `no answer with status ${status} was taken without trouble`
    return 'no answer with a value at its edge was taken without trouble'
  }
}

function isShownBy(
  constraint: Constraint,
  status: string,
  headers: readonly (readonly [string, string])[],
  body: Json | undefined,
): boolean {
  if (constraint.party !== 'deployment' || documentedStatus(constraint) !== status) return false
  if (constraint.kind === 'status' || constraint.kind === 'mediaType') return true
  if (constraint.kind === 'advisory' || constraint.kind === 'syntax') return body !== undefined
  if (constraint.about === 'message' || constraint.place.side !== 'response') return false
  if (constraint.place.in === 'header') return headerValue(headers, constraint.place.name) !== undefined
  return isSchemaConstraint(constraint) && body !== undefined && isAtEdge(constraint, body)
}
