import type { HttpRequest, HttpResponse } from '../../http/index.ts'
import type { CheckName } from './check-name.ts'
import type { CutBody } from './shown-body.ts'

export type Severity = 'error' | 'advisory'

/** What a finding is about: a constraint of the contract or, if none is broken, a named case. */
export type Subject =
  | { readonly kind: 'constraint'; readonly constraint: string }
  | { readonly kind: 'case'; readonly case: string }

/** Identifies a request among all those that the plan's document and options lead to. */
export interface Replay {
  readonly case: string
  readonly seed: number
  /**
   * For a random case: which draw of the seed it is, counted from 0 for each operation. Behind colons stand the steps of
   * fast-check's shrinking that lead from there to the request: `12`, `12:0:3`.
   */
  readonly path?: string
}

/** The smallest exchange that shows a finding. Secrets are `***`: {@link writeEvidence} makes it. */
export interface Witness {
  /** Its target includes the base path. With `cut`, its body is only the beginning, and so it is of the response. */
  readonly request: HttpRequest & { readonly cut?: CutBody }
  /**
   * Where it has what the deployment takes once, so that to send it again it must be new there: `request.body /name`,
   * `request.header.Idempotency-Key`. Absent if there is nothing of the kind.
   */
  readonly renewed?: readonly string[]
  /** A response, or why there was none. */
  readonly response: (HttpResponse & { readonly cut?: CutBody }) | { readonly fault: string }
  /** A command for a POSIX shell that sends the request again. A body that is cut it takes from the file `request-body`. */
  readonly curl: string
  readonly replay: Replay
}

/** A place where a finding was seen. */
export interface FindingPlace {
  readonly operation: string
  /** Absent if it is about a case. */
  readonly constraint?: string
}

/**
 * The same in every run, since it carries no value. `about` is the id of a constraint, or an operation and a case. If
 * several constraints stand at one place of the document, it is the first of them, wherever the finding was seen.
 */
export const findingId = (check: CheckName, about: string, findingClass: string): string =>
  `${check} ${about} ${findingClass}`

export interface Finding {
  /** As `findingId` makes it. */
  readonly id: string
  readonly subject: Subject
  readonly check: CheckName
  readonly severity: Severity
  /** Tells apart different defects of one constraint, without values: `accepted`, `refused`, `null`, `more`. */
  readonly class: string
  /** It did not show again when the witness was sent again. */
  readonly intermittent: boolean
  /** The operation of its witness. */
  readonly operation: string
  /**
   * If one cause showed at more than one place: all of them, in the order of the document. Constraints are of one place
   * of the document, such as a shared schema or a parameter that several operations write out in the same words.
   */
  readonly places?: readonly FindingPlace[]
  /** One sentence. */
  readonly message: string
  readonly expected: string
  readonly received: string
  readonly witness: Witness
  /** If the baseline has it: why, and until which day (`2026-12-31`). Such a finding is shown but fails no run. */
  readonly known?: { readonly reason: string; readonly expires: string }
  /** The number of exchanges that showed it. */
  readonly occurrences: number
}
