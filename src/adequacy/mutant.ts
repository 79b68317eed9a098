import type { HttpRequest, HttpResponse, Outcome } from '../http/index.ts'
import type { JudgedRequest } from '../judging/messages/index.ts'
import type { Severity } from '../report/results/index.ts'

/** In which way a mutant departs from the contract. In the order in which they are shown. */
export const MUTANT_KINDS = [
  'not enforced',
  'off by one',
  'counted otherwise',
  'format loose',
  'refused at its edge',
  'value refused',
  'optional demanded',
  'unknown refused',
  'server error',
  'no response',
  'wrong status',
  'wrong media type',
  'wrong error shape',
  'broken answer',
  'broken last item',
  'held by accident',
] as const

/** The same of clients. */
export const CLIENT_MUTANT_KINDS = [
  'argument not encoded',
  'argument dropped',
  'argument cut',
  'property dropped',
  'wrong media type sent',
  'wrong method sent',
  'argument refused',
  'answer refused',
  'result data lost',
  'error data lost',
  'error swallowed',
  'error hangs',
  'sent again',
  'broken answer taken',
] as const

export type ClientMutantKind = (typeof CLIENT_MUTANT_KINDS)[number]

export type MutantKind = (typeof MUTANT_KINDS)[number]

/** One request to a deployment that keeps the contract, with what that answers. */
export interface Situation {
  readonly request: HttpRequest
  readonly judged: JudgedRequest
  /** Whether it carries the credentials that the deployment knows. */
  readonly authorized: boolean
  readonly response: HttpResponse
  /** The entry of the document that describes the response; undefined if none does, or if it is of no operation. */
  readonly documented: string | undefined
}

/** A deployment that keeps the contract except for one thing. */
export interface Mutant {
  /** Stable: the constraint, the kind and, if there are several, which: `op request.body type: not enforced`. */
  readonly id: string
  readonly operation: string
  /** The constraint that it departs from. */
  readonly constraint: string
  readonly kind: MutantKind
  /** One sentence. */
  readonly description: string
  /** What it answers otherwise than the contract says; undefined if it keeps it. */
  readonly answer: (situation: Situation) => Outcome | undefined
  /** A finding must be about the constraint, or may be about whatever the departure comes to. */
  readonly shows: 'the constraint' | 'anything'
  /** The least that a finding must be: an advisory if that is all that the contract has to say. */
  readonly severity: Severity
  /** Why no run can notice it. */
  readonly exempt?: Exemption
}

export interface Exemption {
  /**
   * `equivalent`: it answers every request as the contract says. `unreachable`: it departs where no request leads.
   * `masked`: something else stands in its place in every request.
   */
  readonly state: 'equivalent' | 'unreachable' | 'masked'
  readonly reason: string
}

export const respond = (response: HttpResponse): Outcome => ({ kind: 'response', response })

export const keeps = (): undefined => undefined
