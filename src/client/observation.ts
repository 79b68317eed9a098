import type { HttpRequest, HttpResponse } from '../http/index.ts'
import type { JudgedRequest } from '../judging/messages/index.ts'
import type { LegalInput } from '../planning/cases/index.ts'
import type { ServedAnswer } from './served-answers.ts'
import type { ShownData } from './shown-data.ts'

/** A request of the client, as the wire shows it, with what it was answered. */
export interface SeenRequest {
  readonly request: HttpRequest
  /** The operation that it is for; undefined if no path of the contract fits. */
  readonly operation: string | undefined
  readonly judged: JudgedRequest | undefined
  readonly response: HttpResponse
  /** Whether it got the answer that was to be served: it was let in. */
  readonly isServed: boolean
}

/** How a call ended. */
export type CallOutcome =
  | {
      readonly kind: 'returned'
      readonly shown: ShownData
      readonly text: string
      readonly signature: string
      readonly read?: unknown
    }
  | { readonly kind: 'threw'; readonly shown: ShownData; readonly text: string }
  | { readonly kind: 'hung' }

/** One call of the client: what it was asked, what it sent, what it got, and what it made of that. */
export interface Observation {
  readonly input: LegalInput
  readonly answer: ServedAnswer
  readonly requests: readonly SeenRequest[]
  readonly outcome: CallOutcome
  /** What was rejected behind the call's back. */
  readonly unhandled: readonly string[]
  /** Of a random call: fast-check's path to it. */
  readonly path?: string
}
