import type { HttpRequest, HttpResponse } from '../../http/index.ts'
import type { Json, Pointer } from '../../json/index.ts'
import {
  isForAnother,
  issuesOf,
  type JudgedRequest,
  type RequestVerdict,
  verdictName,
} from '../../judging/messages/index.ts'
import type { MockFault } from './mock-choice.ts'

/** A request with its answer, as the mock keeps it. */
export interface MockInteraction {
  readonly request: HttpRequest
  /** The operation's id; undefined if no path of the contract fits. */
  readonly operation: string | undefined
  /** What the request is by the contract; undefined if it is of no operation. */
  readonly judged: JudgedRequest | undefined
  /** What was answered: `example success`, `/errors absent`, `breaks response.200 /status enum: no member`. */
  readonly answer: string
  readonly response: HttpResponse
  readonly fault: MockFault | undefined
  readonly delayMs: number
}

/** A constraint that a request breaks. */
export interface JournalIssue {
  /** Its id: `startSyncWorkflowExecution request.path.project_id maxLength`. */
  readonly constraint: string
  /** JSON Pointer (RFC 6901) to where in the parameter or the body. */
  readonly pointer: Pointer
  /** `at most 64 characters` */
  readonly expected: string
  /** The value, shortened: `"abc…" (65 characters)`. */
  readonly received: string
}

/** A request with its answer, judged by the contract. */
export interface JournalEntry {
  /** As its bytes show it; `target` is the raw path and query. */
  readonly request: HttpRequest
  /** The operation's id; undefined if no path of the contract fits. */
  readonly operation: string | undefined
  /**
   * What the request is by the contract. `tolerated`: it conforms, but a server may refuse it, as RFC 8259 lets it do
   * with repeated names. `breaking`: of parameters or body. `malformed`: no JSON, no UTF-8, another media type.
   */
  readonly verdict: RequestVerdict['kind']
  /** What it breaks; empty unless `breaking` or `malformed`. */
  readonly issues: readonly JournalIssue[]
  /** Parameters as values, by place and name: `path.project_id`. */
  readonly parameters: { readonly [name: string]: Json }
  /** The body as a value, if there is one that can be read. */
  readonly body: Json | undefined
  /** What was answered: `example success`, `/errors absent`, `breaks response.200 /status enum: no member`. */
  readonly answer: string
  readonly response: HttpResponse
  /** What was done in place of the response. */
  readonly fault: MockFault | undefined
  /** Waited before it. */
  readonly delayMs: number
}

export function journalEntry({ judged, ...interaction }: MockInteraction): JournalEntry {
  return {
    ...interaction,
    verdict: judged ? verdictName(judged) : 'other path',
    issues: (judged && !isForAnother(judged) ? issuesOf(judged) : []).map(
      ({ constraint, pointer, expected, received }) => ({
        constraint: constraint.id,
        pointer,
        expected,
        received,
      }),
    ),
    parameters: Object.fromEntries(judged?.parameters ?? []),
    body: judged?.body,
  }
}
