import type { HttpRequest, HttpResponse } from '../../http/index.ts'
import type { CheckName } from './check-name.ts'

export type Severity = 'error' | 'advisory'

/** What a finding is about: a constraint of the contract or, where none is broken, a named case. */
export type Subject =
  | { readonly kind: 'constraint'; readonly constraint: string }
  | { readonly kind: 'case'; readonly case: string }

/** Names the request among all that the plan's document and options give. */
export interface Replay {
  readonly case: string
  readonly seed: number
  /**
   * Of a random case, which draw of the seed it is, counted from 0 for each operation and, behind colons, the steps of
   * fast-check's shrinking that lead from there to the request: `12`, `12:0:3`.
   */
  readonly path?: string
}

/** The smallest exchange that shows a finding; secrets are already `***`. */
export interface Witness {
  /** The target is whole: base path included. */
  readonly request: HttpRequest
  /** A response, or why there was none. */
  readonly response: HttpResponse | { readonly fault: string }
  /** A POSIX shell line that sends the request again. */
  readonly curl: string
  readonly replay: Replay
}

export interface Finding {
  /** Stable over runs: made of check and subject. */
  readonly id: string
  readonly subject: Subject
  readonly check: CheckName
  readonly severity: Severity
  /** Tells apart different defects of one constraint, without values: `accepted`, `refused`, `null`, `longer`. */
  readonly class: string
  /** Where it was seen in more than one class: the others, sorted. */
  readonly otherClasses?: readonly string[]
  /** Seen, but not when the witness was sent again. */
  readonly intermittent: boolean
  readonly operation: string
  /** One sentence. */
  readonly message: string
  readonly expected: string
  readonly received: string
  readonly witness: Witness
  /** In the baseline, for a reason and until a day (`2026-12-31`): it is shown, and fails no run. */
  readonly known?: { readonly reason: string; readonly expires: string }
  /** Interactions that showed it. */
  readonly occurrences: number
}
