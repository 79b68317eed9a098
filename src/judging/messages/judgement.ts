import type { Constraint } from '../../contract/constraints/index.ts'
import type { DocumentedResponse } from '../../contract/model/index.ts'
import type { Json, Pointer } from '../../json/index.ts'

/** A value does not fit a constraint. */
export interface Issue {
  readonly constraint: Constraint
  /** The place within the value. */
  readonly pointer: Pointer
  /** To follow "expected". */
  readonly expected: string
  /** The value, shortened, to follow "received". */
  readonly received: string
  /** What kind of wrong, without values: `null`, `more`, `absent`. */
  readonly class: string
}

/** What a recipient may refuse although nothing is broken. */
export interface Hazard {
  /** `body`, or the key of a parameter: `query.q`. */
  readonly place: string
  readonly name: string
}

/** What the wire shows of a request, set against one operation. */
export type RequestVerdict =
  | { readonly kind: 'conforming' }
  /** Conforming, but a recipient may refuse it: RFC 8259 lets parsers, RFC 3986 lets routers. */
  | { readonly kind: 'tolerated'; readonly hazards: readonly Hazard[] }
  /** Breaks constraints of schema, presence or body. */
  | { readonly kind: 'breaking'; readonly issues: readonly [Issue, ...Issue[]] }
  /** Breaks the message itself: malformed text, escape or UTF-8, or another media type. */
  | { readonly kind: 'malformed'; readonly issue: Issue }
  /** Uses a method that its path does not document. */
  | { readonly kind: 'other method'; readonly issue: Issue }
  /** Is for no path of the operation, or for another operation of the same path. */
  | { readonly kind: 'other path' }
  /** Cannot be judged within bounds. */
  | { readonly kind: 'unjudged'; readonly reason: string }

export interface JudgedRequest {
  readonly verdict: RequestVerdict
  /** Decoded parameters by `in.name`. */
  readonly parameters: ReadonlyMap<string, Json>
  /** The decoded body; undefined if there is none, or none that could be decoded. */
  readonly body: Json | undefined
  /** Of the body, as the document names it, which may be a range; undefined if it is not a documented one. */
  readonly mediaType: string | undefined
}

/** What no constraint speaks of, and nobody expects of an answer. */
export type Oddity =
  | 'a byte order mark'
  | 'a repeated name'
  | 'none of the documented members'
  | 'times that run backwards'

/** What the wire shows of a response, set against one operation. */
export interface JudgedResponse {
  /** The entry that documents its status; undefined if none does. */
  readonly documented: DocumentedResponse | undefined
  readonly issues: readonly Issue[]
  readonly oddities: readonly Oddity[]
  /** Why more than its status could not be judged within bounds: then nothing else is told of it. */
  readonly unjudged?: string
  readonly body: Json | undefined
  /** Of the body, as the document names it, which may be a range; undefined if it is not a documented one. */
  readonly mediaType: string | undefined
  /** Whether the body is a sequence of which only the first items are known. */
  readonly isPartial?: boolean
}
